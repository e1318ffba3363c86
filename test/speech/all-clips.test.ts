import { mkdtempSync } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { sayings } from '../../src/atlas/spoken.ts';
import { systemClock } from '../../src/clock.ts';
import { openEditions } from '../../src/editions.ts';
import { callWords, everyCallWord } from '../../src/render/calls.ts';
import { loadWords } from '../../src/render/words.ts';
import { jobAhead } from '../../src/speech/clips.ts';
import { loadEmbedded } from '../../src/speech/engine/embedded.ts';
import { openEngine } from '../../src/speech/engine/engine.ts';
import { loudness } from '../../src/speech/normalise/loudness.ts';
import { normalise } from '../../src/speech/normalise/normalise.ts';
import { readWav } from '../../src/speech/normalise/wav.ts';
import type { Speech } from '../../src/speech/speech.ts';
import { VOICES } from '../../src/speech/voices.ts';
import { MONDAY } from '../harness/line.ts';
import { loudnessAt48k } from './meter.ts';
import { boundsOf, isPlausible } from './plausible.ts';
import { speechFor } from './speech-harness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const words = loadWords(join(ROOT, 'locales'));
const world = openEditions({ contentDir: join(ROOT, 'content'), localesDir: join(ROOT, 'locales'), dataDir: mkdtempSync(join(tmpdir(), 'hakiline-')), clock: { now: () => MONDAY } }).current();
const list = [...sayings(words, world, everyCallWord(callWords(words, () => world), world))].map(({ spoken }) => spoken);
const { languages } = world.organisation;

interface Part { readonly language: string; readonly clip: string; readonly text: string; readonly file: string }
interface Heard extends Part { readonly seconds: number; readonly samples: Float32Array }

const PEAK = 10 ** (-3 / 20) + 1e-4;
const QUIETEST = -26; // dBFS over the whole clip; the quietest of all is at -22
const rms = (samples: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! ** 2;
  return 10 * Math.log10(sum / samples.length);
};

/** What is wrong with a clip, in words; nothing where a caller can understand it. */
function faultsOf({ text, language, seconds, samples }: Pick<Heard, 'text' | 'language' | 'seconds' | 'samples'>): string[] {
  const { low, high } = boundsOf(text, language);
  const level = rms(samples);
  const peak = samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const lufs = seconds > 1 ? loudness({ rate: 8_000, samples }) : -19;
  return [
    ...(level > QUIETEST ? [] : [`silent: ${level.toFixed(1)} dBFS`]), ...(peak <= PEAK ? [] : [`clipped: ${peak.toFixed(3)}`]),
    ...(Math.abs(lufs + 19) < 1 ? [] : [`${lufs.toFixed(1)} LUFS`]),
    ...(isPlausible(text, language, seconds) ? [] : [`${seconds.toFixed(2)} s where ${(low + 0.21).toFixed(2)} to ${(high + 0.21).toFixed(2)} are plausible`]),
  ];
}

t.test('every clip of every language', { timeout: 580_000 }, async (t) => {
  const { speech, dataDir } = await speechFor(t);
  const clips = join(dataDir, 'clips');
  const jobs = list.map((spoken) => ({ spoken, job: jobAhead(spoken, clips, { of: () => undefined })! }));
  const parts = new Map<string, Part>();
  for (const { spoken, job } of jobs) {
    const kept = spoken.segments.filter((s) => !s.personal || s.clip.startsWith('value.'));
    job.pieces.forEach((piece, i) => parts.set(piece.cached!, { language: kept[i]!.language ?? spoken.language, clip: kept[i]!.clip, text: kept[i]!.text, file: piece.cached! }));
  }

  // Not as the line does it, at low priority: whatever else runs here would make this test take for ever.
  const engine = openEngine({ clock: systemClock, changed: () => {} });
  t.teardown(() => engine.close());
  const heard: Omit<Heard, 'samples'>[] = [];
  const faults: string[] = [];
  const outside: string[] = [];
  const listen = async (part: Part): Promise<void> => {
    const { samples, rate } = readWav(await readFile(part.file));
    const seconds = samples.length / rate;
    faults.push(...faultsOf({ ...part, seconds, samples }).map((fault) => `${part.language} ${part.clip} "${part.text}": ${fault}`));
    // A meter that shares nothing with ours, which takes long, hears every fiftieth.
    if (seconds > 1 && heard.length % 50 === 0 && Math.abs(loudnessAt48k(samples) + 19) > 1) outside.push(`${part.language} ${part.clip}`);
    heard.push({ ...part, seconds });
  };
  const begun = performance.now();
  const pieces = new Map(jobs.flatMap(({ job }) => job.pieces.map((piece) => [piece.cached!, piece] as const)));
  let listening = Promise.resolve();
  for (const [file, piece] of pieces) {
    const part = parts.get(file)!;
    if (await engine.make({ pieces: [piece] }, 'caller') === 'made') listening = listening.then(() => listen(part));
    else faults.push(`${part.language} ${part.clip} is not made`);
  }
  await listening;
  for (const { job } of jobs) if (job.into && await engine.make(job, 'caller') !== 'made') faults.push(`${job.into.wav} is not made`);
  const took = (performance.now() - begun) / 1_000;
  t.same(faults, [], 'is heard, as loud as all others, and as long as its words take');
  t.same(outside, [], 'is as loud to a meter from outside');
  t.same(languages.filter((language) => heard.filter((clip) => clip.language === language).length < 400), [], 'is there in hundreds for each');

  await prepared(speech);
  t.same(speech.progress(), { ready: list.length, total: list.length, engine: speech.progress().engine }, 'is what the line makes ahead: it finds nothing left to do');
  t.same((await readdir(clips, { recursive: true })).filter((file) => file.endsWith('.mp3')), []);

  const lengths = new Map(heard.map((clip) => [clip.file, clip.seconds]));
  const broken: string[] = [];
  for (const { spoken, job: { pieces, into } } of jobs) {
    if (!into) continue;
    const { size } = await stat(into.wav);
    const sum = pieces.reduce((seconds, piece) => seconds + lengths.get(piece.cached!)!, 0);
    const joined = (size - 44) / 16_000;
    if (joined < sum || joined > sum + 0.2 * pieces.length) broken.push(`${spoken.language} ${spoken.segments[0]?.clip}: ${joined} s of ${sum}`);
  }
  t.same(broken, [], 'stands whole in every sequence it is joined into');
  t.ok(await isMono(jobs.find(({ job }) => job.into)!.job.into!.wav));

  for (const language of languages) {
    const mine = heard.filter((clip) => clip.language === language);
    t.comment(`${language}: ${mine.length} clips, ${(mine.reduce((sum, { seconds }) => sum + seconds, 0) / 60).toFixed(1)} minutes`);
  }
  t.comment(`${heard.length} clips and ${jobs.filter(({ job }) => job.into).length} sequences of them in ${took.toFixed(0)} s, with whatever else ran here; npm run bench -- voices measures that`);

  await t.test('a clip that is cut, silent, spelled out or in a voice that cannot read it would be seen', async (t) => {
    const speak = await loadEmbedded();
    const said = (text: string, voice: string): { seconds: number; samples: Float32Array } => {
      const { samples } = normalise(speak(text, VOICES.get(voice)!));
      return { samples, seconds: samples.length / 8_000 };
    };
    const long = heard.filter(({ text, language }) => boundsOf(text, language).low > 0.6);
    const halves = long.filter(({ text, language, seconds }) => isPlausible(text, language, 0.21 + (seconds - 0.21) / 2));
    t.ok(halves.length < 0.1 * long.length, `cut in half: ${long.length - halves.length} of ${long.length} clips of some length are seen`);
    t.same(halves.filter(({ seconds }) => seconds > 5), [], 'and every one of over 5 s');
    for (const language of languages) {
      const lines = heard.filter((clip) => clip.language === language && /\.(say|press)/.test(clip.clip) && clip.seconds > 2 && clip.seconds < 5).slice(0, 6);
      t.equal(lines.length, 6, language);
      for (const { text, file } of lines) {
        const whole = readWav(await readFile(file)).samples;
        t.same(faultsOf({ text, language, seconds: whole.length / 8_000, samples: whole }), []);
        t.match(faultsOf({ text, language, seconds: whole.length / 8_000, samples: new Float32Array(whole.length) }), [/^silent/]);
        t.match(faultsOf({ text, language, seconds: whole.length / 8_000, samples: whole.map((x) => x / 10) }), [/^silent/, /LUFS/]);
        t.match(faultsOf({ text, language, ...said([...text].filter((sign) => /\p{L}/u.test(sign)).join('. '), language) }), [/plausible/], `spelled out: ${text}`);
        if (language === 'am') t.match(faultsOf({ text, language, ...said(text, 'en') }), [/plausible/], `in an English voice: ${text}`);
      }
      // Many a voice reads another's script at about its pace: only how long exactly a line takes tells who speaks.
      const apart = (voice: string): number => lines.reduce((sum, { text, seconds }) => sum + Math.abs(said(text, voice).seconds - seconds), 0);
      t.ok(apart(language) < 0.1, `${language} in its own voice: ${apart(language).toFixed(2)} s apart over six lines`);
      for (const voice of languages.filter((other) => other !== language)) t.ok(apart(voice) > 0.15, `${language} in the voice of ${voice} would be ${apart(voice).toFixed(2)} s apart`);
    }
  });
});

const prepared = (speech: Speech): Promise<void> => new Promise((resolve) => {
  const stop = speech.onProgress(() => {
    const { ready, total } = speech.progress();
    if (ready === total) { stop(); resolve(); }
  });
  speech.prepare(list);
});

async function isMono(file: string): Promise<boolean> {
  const handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(44), 0, 44, 0);
  await handle.close();
  return buffer.readUInt16LE(22) === 1 && buffer.readUInt32LE(24) === 8_000 && buffer.readUInt16LE(34) === 16;
}
