import { filter, type Biquad } from './filter.ts';
import type { Sound } from './wav.ts';

const ABSOLUTE_GATE = -70;
const RELATIVE_GATE = -10;

/**
 * Integrated loudness in LUFS after ITU-R BS.1770-4: K-weighting for the sound's own rate, 400 ms blocks every 100 ms,
 * both gates. Shorter clips are padded with silence to one block. -Infinity when nothing is above the absolute gate.
 */
export function loudness({ rate, samples }: Sound): number {
  const weighted = filter(samples, kWeighting(rate));
  const step = Math.round(rate / 10);
  const squares: number[] = [];
  for (let at = 0; at < Math.max(weighted.length, 4 * step); at += step) {
    let sum = 0;
    for (let i = at; i < Math.min(at + step, weighted.length); i++) sum += weighted[i]! ** 2;
    squares.push(sum);
  }
  const blocks: number[] = [];
  for (let i = 0; i + 4 <= squares.length; i++) blocks.push((squares[i]! + squares[i + 1]! + squares[i + 2]! + squares[i + 3]!) / (4 * step));
  const audible = blocks.filter((power) => lufs(power) > ABSOLUTE_GATE);
  const gate = lufs(mean(audible)) + RELATIVE_GATE;
  return lufs(mean(audible.filter((power) => lufs(power) > gate)));
}

const lufs = (power: number): number => -0.691 + 10 * Math.log10(power);
const mean = (powers: readonly number[]): number => (powers.length === 0 ? 0 : powers.reduce((a, b) => a + b, 0) / powers.length);

/** The standard gives coefficients for 48 kHz only; these are its analogue prototypes, transformed for any rate. */
function kWeighting(rate: number): Biquad[] {
  return [shelf(1_681.974450955533, 3.999843853973347, 0.7071752369554196, rate), rumble(38.13547087602444, 0.5003270373238773, rate)];
}

function shelf(frequency: number, gain: number, q: number, rate: number): Biquad {
  const k = Math.tan((Math.PI * frequency) / rate);
  const high = 10 ** (gain / 20);
  const middle = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b: [(high + (middle * k) / q + k * k) / a0, (2 * (k * k - high)) / a0, (high - (middle * k) / q + k * k) / a0],
    a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0],
  };
}

function rumble(frequency: number, q: number, rate: number): Biquad {
  const k = Math.tan((Math.PI * frequency) / rate);
  const a0 = 1 + k / q + k * k;
  return { b: [1, -2, 1], a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0] };
}
