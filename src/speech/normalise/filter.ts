/** A second-order section; a0 is 1. */
export interface Biquad { readonly b: readonly [number, number, number]; readonly a: readonly [number, number] }

/** Runs the sections one after the other over a copy. */
export function filter(samples: Float32Array, sections: readonly Biquad[]): Float32Array {
  const out = samples.slice();
  for (const { b: [b0, b1, b2], a: [a1, a2] } of sections) {
    let z1 = 0;
    let z2 = 0;
    for (let i = 0; i < out.length; i++) {
      const x = out[i]!;
      const y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b2 * x - a2 * y;
      out[i] = y;
    }
  }
  return out;
}

/** A Butterworth section, by the bilinear transform. `frequency` and `rate` in Hz. */
export function highPass(frequency: number, q: number, rate: number): Biquad {
  const w = (2 * Math.PI * frequency) / rate;
  const alpha = Math.sin(w) / (2 * q);
  const cos = Math.cos(w);
  const a0 = 1 + alpha;
  return { b: [(1 + cos) / 2 / a0, -(1 + cos) / a0, (1 + cos) / 2 / a0], a: [(-2 * cos) / a0, (1 - alpha) / a0] };
}
