import { createMp3Encoder } from 'wasm-media-encoders';
import { TELEPHONE_RATE } from '../normalise/resample.ts';

const KILOBITS = 32;

/** Telephone audio as MP3: 8 kHz mono, 32 kbit/s. */
export async function loadMp3(): Promise<(samples: Float32Array) => Buffer> {
  const encoder = await createMp3Encoder();
  return (samples) => {
    encoder.configure({ channels: 1, sampleRate: TELEPHONE_RATE, outputSampleRate: TELEPHONE_RATE, bitrate: KILOBITS });
    // The encoder reuses its memory: each part is copied before the next call.
    return Buffer.concat([Buffer.from(encoder.encode([samples])), Buffer.from(encoder.finalize())]);
  };
}
