const CEILING = 10 ** (-3 / 20);
const LOOK_MS = 5;

/**
 * Holds peaks under -3 dBFS, 5 ms ahead: the lowest gain needed nearby, smoothed by an average of the same width, and
 * never more than the sample itself allows.
 */
export function limit(samples: Float32Array, rate: number): Float32Array {
  const needed = samples.map((x) => Math.min(1, CEILING / Math.max(Math.abs(x), 1e-9)));
  if (needed.every((gain) => gain === 1)) return samples;
  const reach = Math.round((rate * LOOK_MS) / 1_000);
  const smooth = average(lowest(needed, reach), reach);
  return samples.map((x, i) => x * Math.min(smooth[i]!, needed[i]!));
}

function lowest(gains: Float32Array, reach: number): Float32Array {
  const low = new Float32Array(gains.length).fill(1);
  gains.forEach((gain, i) => {
    if (gain === 1) return;
    for (let j = Math.max(0, i - reach); j <= Math.min(gains.length - 1, i + reach); j++) if (gain < low[j]!) low[j] = gain;
  });
  return low;
}

function average(gains: Float32Array, reach: number): Float32Array {
  const sums = new Float64Array(gains.length + 1);
  for (let i = 0; i < gains.length; i++) sums[i + 1] = sums[i]! + gains[i]!;
  return gains.map((_, i) => {
    const from = Math.max(0, i - reach);
    const to = Math.min(gains.length, i + reach + 1);
    return (sums[to]! - sums[from]!) / (to - from);
  });
}
