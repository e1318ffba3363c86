import type { Sound } from './wav.ts';

const FRAME_MS = 10;
/** Silence left before and after the words, in ms. */
export const LEAD_MS = 60;
export const TAIL_MS = 150;

/**
 * Cuts the silence around the words. What is silence is judged against the clip's own noise: against a fixed threshold,
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
  const from = Math.max(0, first * frame - Math.round((rate * LEAD_MS) / 1_000));
  const to = Math.min(samples.length, (last + 1) * frame + Math.round((rate * TAIL_MS) / 1_000));
  return { rate, samples: samples.slice(from, to) };
}

export function rms(samples: Float32Array): number {
  let sum = 0;
  for (const x of samples) sum += x * x;
  return Math.sqrt(sum / Math.max(1, samples.length));
}

const percentile = (sorted: readonly number[], p: number): number => sorted[Math.floor(p * (sorted.length - 1))] ?? 0;
