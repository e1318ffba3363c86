import { filter, highPass } from './filter.ts';
import { limit } from './limiter.ts';
import { loudness } from './loudness.ts';
import { resample, TELEPHONE_RATE } from './resample.ts';
import { trim } from './trim.ts';
import type { Sound } from './wav.ts';

/** Part of every clip's hash: raise it when a step or a parameter changes, so that cached clips are made anew. */
export const NORMALISER_VERSION = 2;

/** Loud enough for a street, with room for peaks; the same for every clip, so that joins do not jump. In LUFS. */
export const TARGET_LOUDNESS = -19;

/** Nearer than anybody hears, in LU. */
const NEAR = 0.05;
const FADE_MS = 5;

/**
 * Turns any sound into telephone audio: 8 kHz, -19 LUFS, peaks under -3 dBFS, silence cut to 60 ms before and 150 ms
 * after. Throws Error('silent') when there is nothing to hear.
 */
export function normalise(sound: Sound): Sound {
  const narrow = resample(sound);
  // Phones lose what is below 300 Hz; left in, it would only use up the loudness.
  const voice = filter(narrow.samples, [highPass(300, 0.5412, TELEPHONE_RATE), highPass(300, 1.3066, TELEPHONE_RATE)]);
  let { samples } = trim({ rate: TELEPHONE_RATE, samples: voice });
  // The limiter takes a little loudness away, so that one round is not enough.
  for (let round = 0; round < 3; round++) {
    const measured = loudness({ rate: TELEPHONE_RATE, samples });
    if (!Number.isFinite(measured)) throw new Error('silent');
    if (round > 0 && Math.abs(TARGET_LOUDNESS - measured) < NEAR) break;
    const gain = 10 ** ((TARGET_LOUDNESS - measured) / 20);
    const louder = new Float32Array(samples.length);
    for (let i = 0; i < samples.length; i++) louder[i] = samples[i]! * gain;
    samples = limit(louder, TELEPHONE_RATE);
  }
  return { rate: TELEPHONE_RATE, samples: fade(samples) };
}

function fade(samples: Float32Array): Float32Array {
  const width = Math.min(Math.round((TELEPHONE_RATE * FADE_MS) / 1_000), samples.length >> 1);
  const out = samples.slice();
  for (let i = 0; i < width; i++) {
    out[i]! *= i / width;
    out[out.length - 1 - i]! *= i / width;
  }
  return out;
}
