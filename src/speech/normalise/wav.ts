import { fromMuLaw } from './mu-law.ts';

/** Mono sound; full scale is 1. */
export interface Sound { readonly rate: number; readonly samples: Float32Array }

const PLAIN = 1;
const FLOAT = 3;
const MU_LAW = 7;
const EXTENSIBLE = 0xfffe;

/**
 * Reads RIFF/WAVE: PCM of 8, 16, 24, 32 bit, 32-bit float and G.711 mu-law; channels are averaged. Recorders that could not seek back
 * leave the length of `data` at 0 or 0xFFFFFFFF: that means "to the end". Throws Error('not a wave file') on anything else.
 */
export function readWav(bytes: Buffer): Sound {
  if (bytes.length < 20 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') throw new Error('not a wave file');
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const start = at + 8;
    if (name === 'fmt ' && start + 16 <= bytes.length) {
      const tag = bytes.readUInt16LE(start);
      const bits = bytes.readUInt16LE(start + 14);
      if (tag !== PLAIN && tag !== FLOAT && tag !== EXTENSIBLE && (tag !== MU_LAW || bits !== 8)) throw new Error('not a wave file');
      format = { coded: tag === MU_LAW ? 'muLaw' : tag === FLOAT || (tag === EXTENSIBLE && bits === 32) ? 'float' : 'plain', channels: bytes.readUInt16LE(start + 2), rate: bytes.readUInt32LE(start + 4), bits };
    }
    if (name === 'data' && format) {
      const end = length === 0 || start + length > bytes.length ? bytes.length : start + length;
      return mix(bytes.subarray(start, end), format);
    }
    at = start + length + (length & 1);
  }
  throw new Error('not a wave file');
}

interface Format { readonly coded: 'plain' | 'float' | 'muLaw'; readonly channels: number; readonly rate: number; readonly bits: number }

function mix(bytes: Buffer, { channels, rate, bits, coded }: Format): Sound {
  const width = bits / 8;
  const read = (coded === 'plain' ? PCM[bits] : coded === 'muLaw' ? MU_LAW_SAMPLE : bits === 32 ? FLOAT_SAMPLE : undefined)?.(bytes);
  if (!read || channels < 1 || rate < 1_000 || rate > 384_000) throw new Error('not a wave file');
  const samples = new Float32Array(Math.floor(bytes.length / (width * channels)));
  for (let i = 0, at = 0; i < samples.length; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++, at += width) sum += read(at);
    samples[i] = sum / channels;
  }
  return { rate, samples };
}

type Reader = (bytes: Buffer) => (at: number) => number;

const FLOAT_SAMPLE: Reader = (bytes) => (at) => bytes.readFloatLE(at);
const MU_LAW_SAMPLE: Reader = (bytes) => (at) => fromMuLaw(bytes.readUInt8(at));
const PCM: Record<number, Reader> = {
  8: (bytes) => (at) => (bytes.readUInt8(at) - 128) / 128,
  16: (bytes) => (at) => bytes.readInt16LE(at) / 0x8000,
  24: (bytes) => (at) => bytes.readIntLE(at, 3) / 0x800000,
  32: (bytes) => (at) => bytes.readInt32LE(at) / 0x80000000,
};

/** Writes 16-bit mono PCM. */
export function writeWav({ rate, samples }: Sound): Buffer {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  for (let i = 0; i < samples.length; i++) {
    bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(samples[i]! * 0x8000))), 44 + i * 2);
  }
  return bytes;
}
