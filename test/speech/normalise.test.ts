import fc from 'fast-check';
import t from 'tap';
import { loudness } from '../../src/speech/normalise/loudness.ts';
import { limit } from '../../src/speech/normalise/limiter.ts';
import { join } from '../../src/speech/normalise/join.ts';
import { fromMuLaw, writeMuLaw } from '../../src/speech/normalise/mu-law.ts';
import { normalise } from '../../src/speech/normalise/normalise.ts';
import { resample } from '../../src/speech/normalise/resample.ts';
import { readWav, writeWav, type Sound } from '../../src/speech/normalise/wav.ts';
import { level, loudnessAt48k, tone } from './meter.ts';

const PEAK = 10 ** (-3 / 20);

t.test('the resampler keeps what a phone carries and lets no alias through', async (t) => {
  for (const [frequency, from, to] of [[100, -9.1, -8.9], [1_000, -9.1, -8.9], [3_300, -9.1, -8.9], [4_020, -200, -95], [4_200, -200, -95], [5_000, -200, -95], [9_000, -200, -95]] as const) {
    for (const rate of [22_050, 44_100, 48_000]) {
      const out = level(resample({ rate, samples: tone(frequency, 0.5012, rate, 2) }).samples);
      t.ok(out >= from && out <= to, `${frequency} Hz at ${rate}: ${out.toFixed(1)} dBFS`);
    }
  }
});

t.test('the loudness meter agrees with the standard\'s own tone and with a meter of 48 kHz', async (t) => {
  t.ok(Math.abs(loudness({ rate: 48_000, samples: tone(997, 1, 48_000, 3) }) - -3.01) < 0.05, 'a full-scale 997 Hz tone is -3.01 LUFS');
  // Near 4 kHz the transform to 8 kHz squeezes the shelf: the meters part by up to half a unit.
  for (const frequency of [350, 1_000, 2_500]) {
    const samples = tone(frequency, 0.1, 8_000, 3);
    t.ok(Math.abs(loudness({ rate: 8_000, samples }) - loudnessAt48k(samples)) < 0.5, `${frequency} Hz`);
  }
  t.equal(loudness({ rate: 8_000, samples: new Float32Array(8_000) }), -Infinity);
});

/** Bursts like syllables, over noise and hum, with silence before and after. */
function street(rate: number, loud: number, noise: number): Float32Array {
  let seed = 7;
  const random = (): number => ((seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 1_073_741_824) - 1;
  return Float32Array.from({ length: rate * 8 }, (_, i) => {
    const s = i / rate;
    const speaking = s > 1.2 && s < 6 ? Math.max(0, Math.sin(2 * Math.PI * 3 * s)) : 0;
    return loud * speaking * Math.sin(2 * Math.PI * 700 * s) + noise * random() + noise * Math.sin(2 * Math.PI * 50 * s);
  });
}

t.test('a quiet recording from a noisy street comes out as loud as any, without its silence', async (t) => {
  const out = normalise({ rate: 44_100, samples: street(44_100, 0.02, 0.001) });
  t.equal(out.rate, 8_000);
  t.ok(Math.abs(loudnessAt48k(out.samples) - -19) < 1, `${loudnessAt48k(out.samples).toFixed(2)} LUFS`);
  t.ok(out.samples.length / 8_000 < 5.3, `${out.samples.length / 8_000} s of 8 are kept`);
  t.ok(out.samples.length / 8_000 > 4.5, 'no syllable is lost');
  t.ok(out.samples.every((x) => Math.abs(x) <= PEAK + 1e-6));
});

t.test('silence is refused, not amplified', async (t) => {
  t.throws(() => normalise({ rate: 8_000, samples: new Float32Array(16_000) }), { message: 'silent' });
  t.throws(() => normalise({ rate: 8_000, samples: new Float32Array(0) }), { message: 'silent' });
  t.throws(() => normalise({ rate: 8_000, samples: new Float32Array(800).fill(NaN) }), { message: 'silent' });
});

t.test('the limiter never passes a peak and leaves quiet sound alone', async (t) => {
  fc.assert(fc.property(fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 400 }), (list) => {
    const samples = Float32Array.from(list);
    const out = limit(samples, 8_000);
    return out.every((x, i) => Math.abs(x) <= PEAK + 1e-6 && Math.abs(x) <= Math.abs(samples[i]!) + 1e-6 && x * samples[i]! >= 0);
  }), { verbose: 1 });
  const quiet = tone(500, 0.5, 8_000, 1);
  t.same(limit(quiet, 8_000), quiet);
});

t.test('every form of wave file a recorder writes is read alike', async (t) => {
  const samples = tone(440, 0.5, 16_000, 0.1);
  const of = (tag: number, bits: number, channels = 1): Buffer => {
    const width = bits / 8;
    const body = Buffer.alloc(samples.length * width * channels);
    samples.forEach((x, i) => {
      for (let c = 0; c < channels; c++) {
        const at = (i * channels + c) * width;
        if (tag === 3 || (tag === 0xfffe && bits === 32)) body.writeFloatLE(x, at);
        else if (bits === 8) body.writeUInt8(Math.round(x * 127 + 128), at);
        else body.writeIntLE(Math.round(x * (2 ** (bits - 1) - 1)), at, width);
      }
    });
    const head = writeWav({ rate: 16_000, samples: new Float32Array(0) });
    head.writeUInt16LE(tag, 20);
    head.writeUInt16LE(channels, 22);
    head.writeUInt16LE(bits, 34);
    head.writeUInt32LE(body.length, 40);
    return Buffer.concat([head, body]);
  };
  const close = (sound: Sound, bits: number): boolean =>
    sound.rate === 16_000 && sound.samples.length === samples.length && sound.samples.every((x, i) => Math.abs(x - samples[i]!) < 2 ** (2 - bits));
  for (const [tag, bits, channels] of [[1, 8], [1, 16], [1, 24], [1, 32], [3, 32], [0xfffe, 16], [0xfffe, 32], [1, 16, 2]] as const) {
    t.ok(close(readWav(of(tag, bits, channels)), Math.min(bits, 20)), `tag ${tag}, ${bits} bits, ${channels ?? 1} channels`);
  }
  for (const length of [0, 0xffffffff, 99_999_999]) {
    const open = of(1, 16);
    open.writeUInt32LE(length, 40);
    t.ok(close(readWav(open), 16), `a data length of ${length} means to the end`);
  }
  const telephone = writeMuLaw({ rate: 16_000, samples });
  t.equal(telephone.length, 58 + samples.length, 'half of what 16 bits take');
  t.ok(close(readWav(telephone), 8), 'G.711, as telephone recorders write it');
  t.same([0, 127, 128, 255].map((byte) => Math.round(fromMuLaw(byte) * 0x8000)), [-32_124, 0, 32_124, 0], 'the ends of the table in ITU-T G.711');
  const odd = Buffer.concat([of(1, 16).subarray(0, 36), Buffer.from('LIST\x03\0\0\0abc\0', 'latin1'), of(1, 16).subarray(36)]);
  t.ok(close(readWav(odd), 16), 'a chunk of odd length is padded');
  for (const bytes of [Buffer.alloc(0), Buffer.from('ID3 not a wave file at all'), of(1, 16).subarray(0, 30), of(6, 8), of(7, 16), of(2, 16)]) {
    t.throws(() => readWav(bytes), { message: 'not a wave file' });
  }
});

t.test('segments are joined with a pause a caller hears, digits closer', async (t) => {
  const word = normalise({ rate: 8_000, samples: tone(600, 0.3, 8_000, 0.5) });
  const pauseIn = (samples: Float32Array): number => {
    const heard = [...samples].map((x) => Math.abs(x) > 0.01);
    const end = heard.findIndex((_, i) => i > 2_000 && heard.slice(i, i + 800).every((x) => !x));
    return (heard.indexOf(true, end) - end) / 8;
  };
  t.ok(Math.abs(pauseIn(join([word, word], [false, false]).samples) - 350) < 25, `${pauseIn(join([word, word], [false, false]).samples)} ms`);
  t.ok(Math.abs(pauseIn(join([word, word], [true, true]).samples) - 250) < 25, `${pauseIn(join([word, word], [true, true]).samples)} ms`);
});
