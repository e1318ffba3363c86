import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { mp3Facts } from './meter.ts';
import { say, speechFor } from './speech-harness.ts';

type Speech = Awaited<ReturnType<typeof speechFor>>['speech'];

const HOME = say('en', { clip: 'home.say', text: 'You do not need to give a name.' }, { clip: 'home.press.talk', text: 'To talk to a person, press 1.' });
const BOOKED = say('en', { clip: 'booked.say.0', text: 'We call you' }, { clip: 'value.days.1', text: 'Monday', personal: true }, { clip: 'typed.say', text: 'Ada', personal: true });

const prepared = (speech: Speech, list: Parameters<Speech['prepare']>[0]): Promise<void> => new Promise((resolve) => {
  const stop = speech.onProgress(() => {
    const { ready, total } = speech.progress();
    if (ready === total) { stop(); resolve(); }
  });
  speech.prepare(list);
});
const kinds = async (dataDir: string): Promise<string[]> => (await readdir(join(dataDir, 'clips/en'))).map((file) => file.replace(/[0-9a-f]{8}/, '#')).sort();

t.test('what is made ahead is a wave file; the MP3 comes with the first caller who needs it', async (t) => {
  const { speech, dataDir } = await speechFor(t);
  await prepared(speech, [HOME]);
  t.same(await kinds(dataDir), ['home.#.wav', 'home.press.talk.#.wav', 'home.say.#.wav']);
  const path = (await speech.pathFor(HOME, 30_000))!;
  t.match(path, /\.mp3$/);
  t.ok(await stat(join(dataDir, 'clips', path.slice('/audio/'.length))), 'it is there before its path is given out');
  t.same(await kinds(dataDir), ['home.#.mp3', 'home.#.wav', 'home.press.talk.#.wav', 'home.say.#.wav']);
});

t.test('a gateway that asks for the MP3 of a clip made ahead gets it, and all who ask at once get the same', async (t) => {
  const { speech, dataDir } = await speechFor(t);
  await prepared(speech, [HOME]);
  const wav = (await readdir(join(dataDir, 'clips/en'))).find((file) => /^home\.[0-9a-f]{8}\.wav$/.test(file))!;
  const path = `/audio/en/${wav.replace('.wav', '.mp3')}`;
  const answers = await Promise.all([...Array.from({ length: 20 }, () => speech.read(path)), speech.pathFor(HOME, 30_000)]);
  const [first] = answers;
  t.match(first, { type: 'audio/mpeg', personal: false });
  t.match(mp3Facts((first as { bytes: Buffer }).bytes), { rate: 8_000, channels: 1, steady: true });
  t.ok(answers.slice(0, 20).every((clip) => (clip as { bytes: Buffer }).bytes.equals((first as { bytes: Buffer }).bytes)));
  t.equal(answers[20], path);
  const { mtimeMs } = await stat(join(dataDir, 'clips/en', wav.replace('.wav', '.mp3')));
  await speech.read(path);
  t.equal((await stat(join(dataDir, 'clips/en', wav.replace('.wav', '.mp3')))).mtimeMs, mtimeMs, 'it was encoded once');
  t.equal(await speech.read('/audio/en/home.00000000.mp3'), undefined, 'of what is not there nothing is made');
});

t.test('of what says a caller\'s own value only the parts that others may hear are made ahead', async (t) => {
  const { speech, dataDir, volatileDir } = await speechFor(t);
  await prepared(speech, [BOOKED]);
  t.same(await kinds(dataDir), ['booked.say.0.#.wav', 'value.days.1.#.wav']);
  t.same(await readdir(join(volatileDir, 'joins')).catch(() => []), []);
});

t.test('a clip whose MP3 was deleted is encoded anew, and one whose wave file went too is said anew', async (t) => {
  const { speech, dataDir } = await speechFor(t);
  const path = (await speech.pathFor(HOME, 30_000))!;
  const file = join(dataDir, 'clips', path.slice('/audio/'.length));
  await rm(file);
  t.ok((await speech.read(path))!.bytes.length > 4_000);
  await rm(join(dataDir, 'clips'), { recursive: true });
  t.equal(await speech.read(path), undefined);
  t.equal(await speech.pathFor(HOME, 30_000), path);
  t.ok(await speech.read(path));
});
