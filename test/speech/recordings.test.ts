import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { readWav, writeWav } from '../../src/speech/normalise/wav.ts';
import { loudnessAt48k, tone } from './meter.ts';
import { say, speechFor } from './speech-harness.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const TEXT = 'To talk to a person, press one.';
const SEGMENT = { clip: 'home.say.talk', text: TEXT };

/** A "recording" nobody can mistake for speech: one quiet tone of 3 s at 44.1 kHz. */
const recording = (frequency = 700): Buffer => writeWav({ rate: 44_100, samples: tone(frequency, 0.01, 44_100, 3) });

async function speechWith(t: Test, take: object | string) {
  const audioDir = t.testdir({ en: { 'home.say.talk.wav': recording(), 'manifest.json': typeof take === 'string' ? take : JSON.stringify([take]) } });
  return { ...await speechFor(t, { audioDir }), audioDir };
}

/** How much of a clip's energy lies at one frequency: near 1 for the recording, near 0 for speech. */
async function share(frequency: number, speech: Awaited<ReturnType<typeof speechFor>>['speech'], path: string | undefined): Promise<number> {
  const { samples } = readWav((await speech.read(path!.replace('.mp3', '.wav')))!.bytes);
  let re = 0;
  let im = 0;
  let energy = 0;
  samples.forEach((x, i) => {
    re += x * Math.cos((2 * Math.PI * frequency * i) / 8_000);
    im += x * Math.sin((2 * Math.PI * frequency * i) / 8_000);
    energy += x * x;
  });
  return (2 * (re * re + im * im)) / (samples.length * energy);
}

t.test('a caller hears the recording of a person where there is one, as loud as the rest', async (t) => {
  const { speech } = await speechWith(t, { promptId: 'home.say.talk', lang: 'en', textSha: sha(TEXT), kind: 'human', status: 'approved' });
  const path = await speech.pathFor(say('en', SEGMENT), 30_000);
  t.ok(await share(700, speech, path) > 0.9);
  const { samples } = readWav((await speech.read(path!.replace('.mp3', '.wav')))!.bytes);
  t.ok(Math.abs(loudnessAt48k(samples) - -19) < 1);
  t.ok(await share(700, speech, await speech.pathFor(say('en', { ...SEGMENT, clip: 'other' }), 30_000)) < 0.2, 'other clips are spoken');
});

t.test('a stale take or an unapproved one is not played', async (t) => {
  for (const take of [{ textSha: sha('To talk to a person, press two.'), kind: 'human', status: 'approved' }, { textSha: sha(TEXT), kind: 'human', status: 'draft' }, { textSha: sha(TEXT) }]) {
    const { speech } = await speechWith(t, { promptId: 'home.say.talk', ...take });
    t.ok(await share(700, speech, await speech.pathFor(say('en', SEGMENT), 30_000)) < 0.2, JSON.stringify(take));
  }
});

t.test('a placeholder kept in the repository is played without approval', async (t) => {
  const { speech } = await speechWith(t, { promptId: 'home.say.talk', textSha: sha(TEXT), kind: 'placeholder' });
  t.ok(await share(700, speech, await speech.pathFor(say('en', SEGMENT), 30_000)) > 0.9);
});

t.test('a new recording is a new clip, since the old one may be kept for ever', async (t) => {
  const take = { promptId: 'home.say.talk', textSha: sha(TEXT), kind: 'human', status: 'approved' };
  const { speech, audioDir, dataDir, volatileDir } = await speechWith(t, take);
  const before = await speech.pathFor(say('en', SEGMENT), 30_000);
  await writeFile(join(audioDir, 'en/home.say.talk.wav'), recording(1_500));
  const later = await speechFor(t, { audioDir, dataDir, volatileDir });
  const after = await later.speech.pathFor(say('en', SEGMENT), 30_000);
  t.not(after, before);
  t.ok(await share(1_500, later.speech, after) > 0.9);
});

t.test('the engine is given other words where it would misread', async (t) => {
  const plain = await speechFor(t);
  const told = await speechWith(t, { promptId: 'home.say.talk', textSha: sha(TEXT), say: 'To talk to a very, very different person, press the key one, please.' });
  const length = async ({ speech }: typeof plain): Promise<number> => (await speech.read((await speech.pathFor(say('en', SEGMENT), 30_000))!))!.bytes.length;
  t.ok(await length(told) > await length(plain) * 1.3);
});

t.test('a broken manifest or a missing recording costs the recording, not the clip', async (t) => {
  for (const manifest of ['{ not json', '{"takes":[]}', '[{"promptId":"../../secret","textSha":"x"}]', '[null]']) {
    const { speech, events } = await speechWith(t, manifest);
    t.ok(await speech.pathFor(say('en', SEGMENT), 30_000), manifest);
    t.match(events, [{ event: 'error', code: 'HLP_CONTENT_INVALID', in: 'speech' }]);
  }
  const audioDir = t.testdir({ en: { 'manifest.json': JSON.stringify([{ promptId: 'home.say.talk', textSha: sha(TEXT), kind: 'human', status: 'approved' }]) } });
  const { speech } = await speechFor(t, { audioDir });
  t.ok(await speech.pathFor(say('en', SEGMENT), 30_000));
});

t.test('a recording that cannot be read is spoken instead', async (t) => {
  const { speech, audioDir } = await speechWith(t, { promptId: 'home.say.talk', textSha: sha(TEXT), kind: 'human', status: 'approved' });
  await writeFile(join(audioDir, 'en/home.say.talk.wav'), 'not a wave file');
  const later = await speechFor(t, { audioDir });
  t.ok(await later.speech.pathFor(say('en', SEGMENT), 30_000));
  t.ok(speech);
});
