const CEILING = 10 ** (-3 / 20);
const LOOK_MS = 5;

/**
 * Holds peaks under -3 dBFS, 5 ms ahead: the lowest gain needed nearby, smoothed by an average of the same width, and
 * never more than the sample itself allows.
 */
export function limit(samples: Float32Array, rate: number): Float32Array {
  const needed = new Float32Array(samples.length).fill(1);
  let loud = false;
  // Plain loops here and below: with a function called for each sample, this took as long as the resampler.
  for (let i = 0; i < samples.length; i++) {
    const height = Math.abs(samples[i]!);
    if (height <= CEILING) continue;
    needed[i] = CEILING / height;
    loud = true;
  }
  if (!loud) return samples;
  const reach = Math.round((rate * LOOK_MS) / 1_000);
  const gains = average(lowest(needed, reach), reach);
  for (let i = 0; i < samples.length; i++) gains[i] = samples[i]! * Math.min(gains[i]!, needed[i]!);
  return gains;
}

function lowest(gains: Float32Array, reach: number): Float32Array {
  const low = new Float32Array(gains.length).fill(1);
  for (let i = 0; i < gains.length; i++) {
    const gain = gains[i]!;
    if (gain === 1) continue;
    const end = Math.min(gains.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= end; j++) if (gain < low[j]!) low[j] = gain;
  }
  return low;
}

function average(gains: Float32Array, reach: number): Float32Array {
  const sums = new Float64Array(gains.length + 1);
  for (let i = 0; i < gains.length; i++) sums[i + 1] = sums[i]! + gains[i]!;
  const out = new Float32Array(gains.length);
  for (let i = 0; i < out.length; i++) {
    const from = Math.max(0, i - reach);
    const to = Math.min(gains.length, i + reach + 1);
    out[i] = (sums[to]! - sums[from]!) / (to - from);
  }
  return out;
}
