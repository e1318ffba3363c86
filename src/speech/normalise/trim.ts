import type { Sound } from './wav.ts';

const FRAME_MS = 10;
/** Silence before and after the words, in ms. */
export const LEAD_MS = 60;
export const TAIL_MS = 150;

/**
 * Cuts the silence around the words to 60 ms before and 150 ms after. What is silence is judged against the clip's own noise: against a fixed threshold,
 * a recording made in a street would keep all of it.
 */
export function trim({ rate, samples }: Sound): Sound {
  const frame = Math.round((rate * FRAME_MS) / 1_000);
  const levels: number[] = [];
  for (let at = 0; at + frame <= samples.length; at += frame) levels.push(rms(samples.subarray(at, at + frame)));
  const sorted = [...levels].sort((a, b) => a - b);
  const reference = percentile(sorted, 0.95);
  const threshold = Math.max(reference * 0.01, Math.min(2.2 * percentile(sorted, 0.1), 0.2 * reference));
  const first = levels.findIndex((level) => level > threshold);
  const last = levels.findLastIndex((level) => level > threshold);
  if (first === -1) return { rate, samples };
  const lead = Math.round((rate * LEAD_MS) / 1_000);
  const tail = Math.round((rate * TAIL_MS) / 1_000);
  const from = first * frame - lead;
  const kept = new Float32Array((last + 1) * frame + tail - from);
  // Where the sound itself began or ended sooner, silence is added: joins count on it for their pauses.
  kept.set(samples.subarray(Math.max(0, from), from + kept.length), Math.max(0, -from));
  return { rate, samples: kept };
}

export function rms(samples: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! * samples[i]!;
  return Math.sqrt(sum / Math.max(1, samples.length));
}

const percentile = (sorted: readonly number[], p: number): number => sorted[Math.floor(p * (sorted.length - 1))] ?? 0;
