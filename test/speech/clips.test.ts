import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import t from 'tap';
import { systemClock } from '../../src/clock.ts';
import { openJoins } from '../../src/speech/joins.ts';
import { readWav } from '../../src/speech/normalise/wav.ts';
import { openSpeech } from '../../src/speech/open.ts';
import { fakeClock, longPrompt, say, speechFor } from './speech-harness.ts';

const filesUnder = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])).filter((entry) => entry.isFile()).map((entry) => entry.name).sort();

const REFERENCE = { clip: 'reference.say', text: 'Your reference is four, eight, two, one.', personal: true as const };
const DIGIT = { clip: 'value.digit.4', text: 'four', personal: true as const };

t.test('a clip is made once, from segments that other clips share', async (t) => {
  const { speech, dataDir, volatileDir } = await speechFor(t);
  const home = say('en', { clip: 'home.say', text: 'Main page.' }, { clip: 'home.say.talk', text: 'To talk to a person, press one.' });
  const path = (await speech.pathFor(home, 30_000))!;
  t.match(path, /^\/audio\/en\/home\.[0-9a-f]{8}\.mp3$/);
  t.match((await filesUnder(join(dataDir, 'clips'))).map((name) => name.replace(/[0-9a-f]{8}/, '#')), ['home.#.mp3', 'home.#.wav', 'home.say.#.wav', 'home.say.talk.#.wav']);
  const made = await stat(join(dataDir, 'clips/en', path.slice(10)));
  t.equal(await speech.pathFor(structuredClone(home)), path);

  const again = openSpeech({ dataDir, volatileDir, clock: systemClock, engine: 'none' });
  t.teardown(() => again.close());
  t.equal(await again.pathFor(home), path, 'a new process finds it, without an engine');
  t.equal((await stat(join(dataDir, 'clips/en', path.slice(10)))).mtimeMs, made.mtimeMs);

  const parts = readWav((await speech.read(path.replace('.mp3', '.wav')))!.bytes).samples.length / 8_000;
  const one = readWav((await speech.read((await speech.pathFor(say('en', home.segments[1]!), 30_000))!.replace('.mp3', '.wav')))!.bytes).samples.length / 8_000;
  t.ok(parts > one + 0.5, 'both segments are in it');
});

t.test('other words are another clip, and so are the same segments in another order', async (t) => {
  const { speech } = await speechFor(t);
  const paths = new Set<string | undefined>();
  for (const spoken of [say('en', 'One.'), say('en', 'Two.'), say('en', 'One.', 'Two.'), say('en', 'Two.', 'One.'), say('fr', 'One.')]) paths.add(await speech.pathFor(spoken, 30_000));
  t.equal(paths.size, 5);
  t.notOk(paths.has(undefined));
});

t.test('a caller\'s own values are never in DATA_DIR and are gone after ten minutes', async (t) => {
  const clock = fakeClock();
  const { speech, dataDir, volatileDir } = await speechFor(t, { clock });
  const spoken = say('en', { clip: 'saved.say', text: 'Saved.' }, REFERENCE, DIGIT);
  const path = (await speech.pathFor(spoken, 30_000))!;
  t.match(path, /^\/audio\/en\/[0-9a-f]{16}\.[0-9a-f]{8}\.mp3$/);
  t.match((await filesUnder(dataDir)).map((name) => name.replace(/[0-9a-f]{8}/, '#')), ['saved.say.#.wav', 'value.digit.4.#.wav'], 'only closed sets are cached one by one');
  t.equal((await filesUnder(join(volatileDir, 'joins'))).length, 2);
  t.equal((await stat(join(volatileDir, 'joins/en'))).mode & 0o777, 0o700);
  t.equal((await stat(join(volatileDir, 'joins/en', path.slice(10)))).mode & 0o777, 0o600);
  t.match(await speech.read(path), { personal: true, type: 'audio/mpeg' });
  t.equal(await speech.pathFor(spoken), path, 'the same hop delivered twice gets the same clip');

  clock.pass(2 * 60_000);
  const second = (await speech.pathFor(spoken, 30_000))!;
  t.not(second, path, 'later it gets another, so that none is met near its end');
  clock.pass(8 * 60_000 - 1);
  t.ok(await speech.read(path));
  clock.pass(1);
  t.equal(await speech.read(path), undefined);
  t.ok(await speech.read(second));
  clock.pass(10 * 60_000);
  t.equal(await speech.read(second), undefined);
  t.equal(await speech.read(second.replace('.mp3', '.wav')), undefined);
  t.same((await filesUnder(volatileDir)).length, 1, 'only what nobody asked for since waits for the sweep');
});

t.test('two callers who hear the same value at different times get names that tell nothing', async (t) => {
  const one = await speechFor(t);
  const two = await speechFor(t);
  const spoken = say('en', REFERENCE);
  const [a, b] = [await one.speech.pathFor(spoken, 30_000), await two.speech.pathFor(spoken, 30_000)];
  t.not(a?.split('.')[0], b?.split('.')[0]);
  t.not(a?.split('.')[1], b?.split('.')[1], 'the second part is no digest of the words either');
});

t.test('lapsed joins are swept while the line runs and when it starts, whoever left them', async (t) => {
  const clock = fakeClock();
  const folder = t.testdir({ joins: { am: {} } });
  const at = async (name: string, age: number) => {
    await writeFile(join(folder, 'joins/am', name), 'x');
    await utimes(join(folder, 'joins/am', name), (clock.now() - age) / 1_000, (clock.now() - age) / 1_000);
  };
  await at('0123456789abcdef.01234567.mp3', 600_000);
  await at('1123456789abcdef.01234567.mp3.99-abcd', 700_000);
  await at('2123456789abcdef.01234567.mp3', 599_000);
  await at('3123456789abcdef.01234567.mp3', -900_000);
  const joins = openJoins({ volatileDir: folder, clock, every: 20 });
  t.teardown(() => joins.close());
  const left = async (n: number): Promise<string[]> => {
    for (let i = 0; i < 200 && (await filesUnder(folder)).length > n; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    return filesUnder(folder);
  };
  t.same(await left(1), ['2123456789abcdef.01234567.mp3'], 'a living join of another process stays');
  clock.pass(1_000);
  t.same(await left(0), []);
});

t.test('nothing outside the clips can be read, whatever the path', async (t) => {
  const { speech, dataDir } = await speechFor(t);
  await mkdir(join(dataDir, 'clips/en'), { recursive: true });
  await writeFile(join(dataDir, 'secret.00000000.wav'), 'x');
  await writeFile(join(dataDir, 'clips/en/home.00000000.wav.12-ab'), 'x');
  for (const path of ['/audio/../secret.00000000.wav', '/audio/en/../../secret.00000000.wav', '/audio/en/..%2f..%2fsecret.00000000.wav', '/audio/en/home.00000000.wav.12-ab',
    '/audio/en/home.00000000.ogg', '/audio/en/home.wav', '/audio/en/', '', '/audio/en/home.00000000.wav\n', `/audio/en/${'a.'.repeat(5_000)}00000000.wav`]) {
    t.equal(await speech.read(path), undefined, path.slice(0, 60));
  }
});

t.test('a folder emptied under the running line costs one clip, not all that follow', async (t) => {
  const { speech, dataDir } = await speechFor(t);
  const path = (await speech.pathFor(say('en', 'Hello.'), 30_000))!;
  await rm(join(dataDir, 'clips'), { recursive: true });
  t.equal(await speech.read(path), undefined);
  t.equal(await speech.pathFor(say('en', 'Hello.'), 30_000), path);
  t.ok(await speech.read(path));
});

t.test('two processes share the clips and read each other\'s', async (t) => {
  const { speech, dataDir, volatileDir } = await speechFor(t, { clock: systemClock });
  const list = [1, 2, 3].map(longPrompt);
  const ask = say('en', REFERENCE);
  await speech.pathFor(say('en', 'Hello.'), 30_000);
  const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const outdir = source('../../node_modules/.cache/hakiline');
  const script = join(outdir, 'second-process.js');
  await build({ entryPoints: { 'second-process': source('./second-process.ts'), 'speech-child': source('../../src/speech/engine/child.ts') }, outdir, bundle: true, packages: 'external', platform: 'node', format: 'esm' });
  const other = spawn(process.execPath, [script, 'share'], { stdio: ['pipe', 'pipe', 'inherit'], env: {} });
  other.stdin.end(JSON.stringify({ dataDir, volatileDir, list: [...list, ask] }));
  const [said, own] = await Promise.all([text(other.stdout), Promise.all(list.map((spoken) => speech.pathFor(spoken, 30_000))), once(other, 'exit')]);
  const theirs = JSON.parse(said) as string[];
  t.same(theirs.slice(0, 3), own, 'the same words have the same path');
  for (const path of theirs) t.ok((await speech.read(path))!.bytes.length > 4_000, path);
  t.ok((await speech.read(theirs[3]!))!.personal);
  const names = await filesUnder(join(dataDir, 'clips'));
  t.ok(names.every((name) => /\.(wav|mp3)$/.test(name)), 'no draft is left');
  for (const name of names.filter((name) => name.endsWith('.wav'))) t.ok(readWav(await readFile(join(dataDir, 'clips/en', name))).samples.length > 1_000, name);
});
