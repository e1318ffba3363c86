import type { Sound } from './wav.ts';

const BIAS = 132;
const CLIP = 32_635;

/** One sample of ITU-T G.711, as telephone lines carry it. Full scale is 1. */
export function fromMuLaw(byte: number): number {
  const bits = ~byte & 0xff;
  const size = ((((bits & 0x0f) << 3) + BIAS) << ((bits >> 4) & 7)) - BIAS;
  return (bits & 0x80 ? -size : size) / 0x8000;
}

function toMuLaw(sample: number): number {
  const size = Math.min(CLIP, Math.round(Math.abs(sample) * 0x8000)) + BIAS;
  const exponent = 24 - Math.clz32(size);
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | ((size >> (exponent + 3)) & 0x0f)) & 0xff;
}

/** Writes G.711 as a wave file: half of what 16 bits take, and a telephone line would take the rest away anyway. */
export function writeMuLaw({ rate, samples }: Sound): Buffer {
  const bytes = Buffer.alloc(58 + samples.length);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(18, 16);
  bytes.writeUInt16LE(7, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write('fact', 38, 'latin1');
  bytes.writeUInt32LE(4, 42);
  bytes.writeUInt32LE(samples.length, 46);
  bytes.write('data', 50, 'latin1');
  bytes.writeUInt32LE(samples.length, 54);
  for (let i = 0; i < samples.length; i++) bytes[58 + i] = toMuLaw(samples[i]!);
  return bytes;
}
