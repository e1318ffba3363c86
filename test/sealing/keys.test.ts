import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import t from 'tap';
import { DAY, keys, MINUTE, MONDAY, NUMBER } from './fixtures.ts';

t.test('a pending call can be opened for 15 minutes at least and 30 at most, then its key is gone', async (t) => {
  for (const offset of [0, 7 * MINUTE, 15 * MINUTE - 1]) {
    const { sealing, clock, volatileDir, again } = keys(t);
    const start = (clock.at = MONDAY + offset);
    sealing.rotate();
    const sealed = sealing.sealPending('id', NUMBER);
    const file = join(volatileDir, `minutes.${Math.floor(start / (15 * MINUTE))}`);
    const bytes = readFileSync(file);
    for (let passed = 0; passed < 15; passed++) {
      clock.at = start + passed * MINUTE;
      sealing.rotate();
      if (sealing.openPending('id', sealed) !== NUMBER) t.fail(`not opened after ${passed} minutes`);
    }
    t.equal(again().openPending('id', sealed), NUMBER, 'also by a process that starts now');
    clock.at = start + 30 * MINUTE;
    t.equal(sealing.openPending('id', sealed), undefined, 'not after 30, even before the keys were looked at');
    t.equal(sealing.rotate(), true);
    t.notOk(existsSync(file));
    const left = readdirSync(volatileDir).filter((name) => readFileSync(join(volatileDir, name)).includes(bytes));
    t.same(left, [], 'its bytes are in no file');
    clock.at = start;
    t.equal(sealing.openPending('id', sealed), undefined, 'a clock set back does not bring it back');
  }
});

t.test('a call over midnight goes on, and two days later its path is noise', async (t) => {
  const { sealing, clock } = keys(t);
  clock.at = MONDAY + DAY - MINUTE;
  const path = sealing.sealTranscript('s1', ['1', '4', '\u0000']);
  const row = sealing.sealConversation('tag', 'words');
  const [leg, conversation] = [sealing.legTag(NUMBER), sealing.conversationTag(NUMBER)];
  clock.at += 2 * MINUTE;
  sealing.rotate();
  t.same(sealing.openTranscript('s1', path), ['1', '4', '\u0000']);
  t.equal(sealing.openConversation('tag', row), 'words');
  t.not(sealing.legTag(NUMBER), leg);
  t.ok(sealing.legTags(NUMBER).includes(leg));
  t.ok(sealing.conversationTags(NUMBER).includes(conversation));
  clock.at += DAY;
  sealing.rotate();
  t.equal(sealing.openTranscript('s1', path), undefined);
  t.equal(sealing.openConversation('tag', row), undefined);
  t.notOk(sealing.legTags(NUMBER).includes(leg));
});

t.test('a caller is known by the same pseudonym for a week, for another as "last week\'s", and then by none', async (t) => {
  const { sealing, clock, again } = keys(t);
  const monday = sealing.pseudonym(NUMBER);
  t.match(monday, /^[0-9a-f]{24}$/);
  t.same(sealing.pseudonyms(NUMBER), [monday]);
  clock.at = MONDAY + 7 * DAY - 1;
  sealing.rotate();
  t.equal(sealing.pseudonym(NUMBER), monday);
  clock.at = MONDAY + 7 * DAY;
  sealing.rotate();
  const next = sealing.pseudonym(NUMBER);
  t.not(next, monday);
  t.same(sealing.pseudonyms(NUMBER), [next, monday]);
  t.same(again().pseudonyms(NUMBER), [next, monday]);
  clock.at = MONDAY + 14 * DAY;
  sealing.rotate();
  t.notOk(sealing.pseudonyms(NUMBER).includes(monday));
});

t.test('keys of years and of minutes survive a restart; another directory has others', async (t) => {
  const { sealing, again } = keys(t);
  const other = again();
  for (const tag of ['referenceTag', 'neverTag', 'legTag', 'conversationTag', 'pseudonym'] as const) t.equal(other[tag](NUMBER), sealing[tag](NUMBER), tag);
  t.equal(other.openPhone('a', sealing.sealPhone('a', NUMBER)), NUMBER);
  t.equal(other.openPending('a', sealing.sealPending('a', NUMBER)), NUMBER);
  const elsewhere = keys(t).sealing;
  for (const tag of ['referenceTag', 'neverTag', 'legTag', 'conversationTag', 'pseudonym'] as const) t.not(elsewhere[tag](NUMBER), sealing[tag](NUMBER), tag);
});

t.test('key files are for the line alone, and it refuses those that are not', async (t) => {
  const { secretsDir, volatileDir, again } = keys(t);
  const files = [secretsDir, volatileDir].flatMap((dir) => readdirSync(dir).map((name) => join(dir, name)));
  t.equal(files.length, 8);
  for (const file of files) t.equal(statSync(file).mode & 0o777, 0o600, file.slice(secretsDir.length));
  for (const dir of [secretsDir, volatileDir]) t.equal(statSync(dir).mode & 0o777, 0o700);
  for (const file of files) {
    for (const mode of [0o640, 0o604, 0o644, 0o700]) {
      chmodSync(file, mode);
      t.throws(again, { code: 'HLP_SECRETS_UNREADABLE' }, `mode ${mode.toString(8)}`);
    }
    chmodSync(file, 0o600);
  }
  again();
  writeFileSync(join(secretsDir, 'line.key'), 'short');
  t.throws(again, { code: 'HLP_SECRETS_UNREADABLE' }, 'half a key');
});

t.test('processes that start on one empty directory at once agree on every key', async (t) => {
  const outdir = fileURLToPath(new URL(`../../dist/sources/tagger-${process.pid}/`, import.meta.url));
  mkdirSync(outdir, { recursive: true });
  t.teardown(() => rmSync(outdir, { recursive: true, force: true }));
  await build({ entryPoints: [fileURLToPath(new URL('./tagger.ts', import.meta.url))], outdir, bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' });
  for (let round = 0; round < 4; round++) {
    const dir = t.testdir({ [`round${round}`]: {} });
    const said = await Promise.all(Array.from({ length: 6 }, () => new Promise<string>((resolve) => {
      const child = spawn(process.execPath, [join(outdir, 'tagger.js'), join(dir, `round${round}`)], { stdio: ['ignore', 'pipe', 'inherit'] });
      let words = '';
      child.stdout.on('data', (chunk: Buffer) => (words += chunk.toString()));
      child.on('close', () => resolve(words));
    })));
    t.match(said[0], /^([0-9a-f]+ ){5}/);
    t.equal(new Set(said).size, 1);
    t.equal(readdirSync(join(dir, `round${round}`, 'secrets')).length, 4, 'no draft is left lying');
  }
});
