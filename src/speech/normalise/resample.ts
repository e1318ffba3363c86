import type { Sound } from './wav.ts';

/** What telephone networks carry, in Hz. */
export const TELEPHONE_RATE = 8_000;

/** Taps at 8 kHz: with fewer, 3,300 Hz would be lowered or 4,000 Hz fold back; more cost time and nobody hears them. */
const TAPS_EACH_SIDE = 40;
const BETA = 9;
/** The -6 dB point in Hz: as near to 4,000 as keeps an alias at 4,200 Hz 90 dB down. */
const CUTOFF = 3_600;

/** Rational polyphase windowed sinc to 8 kHz. */
export function resample({ rate, samples }: Sound): Sound {
  if (rate === TELEPHONE_RATE) return { rate, samples };
  const { up, down, reach, phases } = kernelFor(rate);
  // Silence on both sides spares the inner loop, which is where most of a clip's time goes, its bounds; doubles spare it a conversion.
  const padded = new Float64Array(samples.length + 2 * reach + 4);
  padded.set(samples, reach);
  const out = new Float32Array(Math.floor((samples.length * up) / down));
  for (let n = 0; n < out.length; n++) {
    const position = n * down;
    const base = Math.floor(position / up) + 1;
    const phase = phases[position % up]!;
    const heard = padded.subarray(base, base + phase.length);
    // Four sums: each alone would wait for its own last addition.
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let k = 0; k < phase.length; k += 4) {
      a += phase[k]! * heard[k]!;
      b += phase[k + 1]! * heard[k + 1]!;
      c += phase[k + 2]! * heard[k + 2]!;
      d += phase[k + 3]! * heard[k + 3]!;
    }
    out[n] = a + b + c + d;
  }
  return { rate: TELEPHONE_RATE, samples: out };
}

interface Kernel { readonly up: number; readonly down: number; readonly reach: number; readonly phases: readonly Float64Array[] }

/** Few source rates occur; each kernel takes longer to make than a short clip to resample. */
const kernels = new Map<number, Kernel>();

function kernelFor(rate: number): Kernel {
  const known = kernels.get(rate);
  if (known) return known;
  const divisor = gcd(rate, TELEPHONE_RATE);
  const up = TELEPHONE_RATE / divisor;
  const width = (TAPS_EACH_SIDE * rate) / Math.min(rate, TELEPHONE_RATE);
  const reach = Math.ceil(width);
  const cutoff = Math.min(CUTOFF, 0.45 * rate) / rate;
  const phases = Array.from({ length: up }, (_, p) => {
    // In fours; the last may be silent.
    const phase = new Float64Array(Math.ceil((2 * reach) / 4) * 4);
    let sum = 0;
    for (let k = 0; k < 2 * reach; k++) {
      const t = k - reach + 1 - p / up;
      phase[k] = Math.abs(t) > width ? 0 : sinc(2 * cutoff * t) * bessel(BETA * Math.sqrt(1 - (t / width) ** 2));
      sum += phase[k]!;
    }
    return phase.map((tap) => tap / sum);
  });
  const kernel = { up, down: rate / divisor, reach, phases };
  if (kernels.size >= 8) kernels.clear();
  kernels.set(rate, kernel);
  return kernel;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** The modified Bessel function of order 0, which shapes a Kaiser window. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 40; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
