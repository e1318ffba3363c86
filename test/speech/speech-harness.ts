import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/clock.ts';
import type { LogEvent } from '../../src/log.ts';
import { openSpeech, type SpeechOptions } from '../../src/speech/open.ts';
import type { Segment, Spoken } from '../../src/render/reply.ts';

/** A clock that a test moves by hand. */
export const fakeClock = (at = 1_800_000_000_000): Clock & { pass(ms: number): void } => ({ now: () => at, pass: (ms) => { at += ms; } });

interface Test { teardown(close: () => unknown): void }

/** Speech over folders of its own, closed and removed after the test. */
export async function speechFor(t: Test, options: Partial<SpeechOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'hakiline-speech-'));
  const events: LogEvent[] = [];
  const dirs = { dataDir: join(folder, 'data'), volatileDir: join(folder, 'volatile') };
  const speech = openSpeech({ ...dirs, clock: fakeClock(), log: (event) => { events.push(event); }, ...options });
  t.teardown(async () => {
    await speech.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  return { speech, events, folder, ...dirs, ...options };
}

export const say = (language: string, ...segments: (Segment | string)[]): Spoken => ({
  language,
  segments: segments.map((segment, i) => (typeof segment === 'string' ? { clip: `home.say.${i}`, text: segment } : segment)),
  english: 'English.',
});

/** Some 18 s of speech, different for every number. */
export const longPrompt = (n: number): Spoken => say('en',
  { clip: `topic.p${n}.intro`, text: `Page ${n}. Your employer must pay your wages every month.` },
  { clip: `topic.p${n}.body`, text: `Nobody may keep your passport. If somebody took it, we can help you, number ${n}.` },
  { clip: `topic.p${n}.keys`, text: `For more, press nine. For page ${n + 1}, press one.` });
