import { spawnSync } from 'node:child_process';

/**
 * A second loudness meter, which shares nothing with the one under test: the sound is interpolated to 48 kHz and weighted
 * with the coefficients printed in ITU-R BS.1770-4, tables 1 and 2.
 */
export function loudnessAt48k(samples: Float32Array): number {
  let signal = interpolate(samples, 6, 32);
  signal = section(signal, [1.53512485958697, -2.69169618940638, 1.19839281085285], [-1.69065929318241, 0.73248077421585]);
  signal = section(signal, [1, -2, 1], [-1.99004745483398, 0.99007225036621]);
  const powers: number[] = [];
  for (let at = 0; at + 19_200 <= signal.length; at += 4_800) {
    let sum = 0;
    for (let i = at; i < at + 19_200; i++) sum += signal[i]! ** 2;
    powers.push(sum / 19_200);
  }
  const level = (list: number[]): number => -0.691 + 10 * Math.log10(list.reduce((a, b) => a + b, 0) / list.length);
  const audible = powers.filter((power) => level([power]) > -70);
  return level(audible.filter((power) => level([power]) > level(audible) - 10));
}

function interpolate(samples: Float32Array, factor: number, reach: number): Float64Array {
  const out = new Float64Array(samples.length * factor);
  for (let n = 0; n < out.length; n++) {
    const position = n / factor;
    for (let k = Math.max(0, Math.ceil(position - reach)); k <= Math.min(samples.length - 1, position + reach); k++) {
      const x = Math.PI * (position - k);
      out[n]! += samples[k]! * (x === 0 ? 1 : Math.sin(x) / x) * (0.5 + 0.5 * Math.cos(x / reach));
    }
  }
  return out;
}

function section(x: Float64Array, b: [number, number, number], a: [number, number]): Float64Array {
  const y = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    y[i] = b[0] * x[i]! + b[1] * (x[i - 1] ?? 0) + b[2] * (x[i - 2] ?? 0) - a[0] * (y[i - 1] ?? 0) - a[1] * (y[i - 2] ?? 0);
  }
  return y;
}

export const HAS_FFMPEG = spawnSync('ffmpeg', ['-version']).status === 0;

/** ffmpeg's loudness of a file, in LUFS. */
export function loudnessByFfmpeg(file: string): number {
  const { stderr } = spawnSync('ffmpeg', ['-hide_banner', '-nostats', '-i', file, '-af', 'ebur128', '-f', 'null', '-'], { encoding: 'utf8' });
  return Number([...stderr.matchAll(/I:\s+(-?[\d.]+) LUFS/g)].at(-1)?.[1]);
}

/** A sine. Frequency and rate in Hz. */
export const tone = (frequency: number, amplitude: number, rate: number, seconds: number): Float32Array =>
  Float32Array.from({ length: rate * seconds }, (_, i) => amplitude * Math.sin((2 * Math.PI * frequency * i) / rate));

/** RMS in dBFS over the middle 60 %. */
export function level(samples: Float32Array): number {
  const middle = samples.subarray(Math.floor(samples.length * 0.2), Math.floor(samples.length * 0.8));
  return 10 * Math.log10(middle.reduce((sum, x) => sum + x * x, 0) / middle.length);
}

/** The facts of an MP3's first frame header (ISO 11172-3, with MPEG 2.5), and whether every frame says the same. */
export function mp3Facts(bytes: Buffer): { rate: number; channels: number; kilobits: number; frames: number; steady: boolean } {
  const RATES = [11_025, 12_000, 8_000];
  const KILOBITS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
  const first = bytes.readUInt32BE(0);
  if (first >>> 17 !== 0b111_1111_1111_00_01) throw new Error('not MPEG 2.5 layer III');
  let frames = 0;
  let steady = true;
  for (let at = 0; at + 4 <= bytes.length; frames++) {
    const head = bytes.readUInt32BE(at);
    steady &&= head >>> 17 === first >>> 17 && (head & 0xfcc0) === (first & 0xfcc0);
    at += Math.floor((72_000 * KILOBITS[(head >>> 12) & 15]!) / RATES[(head >>> 10) & 3]!) + ((head >>> 9) & 1);
  }
  return { rate: RATES[(first >>> 10) & 3]!, channels: ((first >>> 6) & 3) === 3 ? 1 : 2, kilobits: KILOBITS[(first >>> 12) & 15]!, frames, steady };
}
