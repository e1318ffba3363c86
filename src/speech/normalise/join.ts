import { LEAD_MS, TAIL_MS } from './trim.ts';
import { TELEPHONE_RATE } from './resample.ts';
import type { Sound } from './wav.ts';

/** How long nothing is heard between two segments, in ms. */
const BETWEEN_SENTENCES_MS = 350;
const BETWEEN_VALUES_MS = 250;

/** Normalised sounds one after the other. `values` says of each whether it is a value, such as a digit: these follow closer. */
export function join(sounds: readonly Sound[], values: readonly boolean[]): Sound {
  const pauses = sounds.map((_, i) => (i === 0 ? 0 : pause(values[i - 1] === true && values[i] === true)));
  const samples = new Float32Array(sounds.reduce((length, sound, i) => length + pauses[i]! + sound.samples.length, 0));
  let at = 0;
  sounds.forEach((sound, i) => {
    at += pauses[i]!;
    samples.set(sound.samples, at);
    at += sound.samples.length;
  });
  return { rate: TELEPHONE_RATE, samples };
}

/** Every clip brings some silence of its own, which counts towards the pause. In samples. */
const pause = (close: boolean): number =>
  (((close ? BETWEEN_VALUES_MS : BETWEEN_SENTENCES_MS) - LEAD_MS - TAIL_MS) * TELEPHONE_RATE) / 1_000;
