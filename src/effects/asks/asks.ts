import type { Ask } from '../../../machines/effects.ts';
import { HlpError } from '../../errors.ts';
import type { Asker, AskFile, Reach } from './ask.ts';
import { book, hour, propose, rebook } from './booking.ts';
import { duty, lines, numbers, waiting, where, windows } from './facts.ts';
import { change, count, erase, eraseMine, keep, look } from './reference.ts';
import { alarm, hear, now, stay, urgent, wantCall, withdraw } from './urgent.ts';

/** Who answers what: the compiler proves that no ask is missing. `begin` is the hop's own. */
const files: Readonly<Record<Exclude<Ask, 'begin'>, AskFile>> = {
  duty, windows, where, numbers, lines, hour, waiting,
  alarm, withdraw, wantCall, urgent, now, stay, hear,
  propose, book, rebook,
  look, change, keep, erase, eraseMine, count,
};

export const openAsker = (reach: Reach): Asker => (ask, situation) => {
  const file = files[ask] as AskFile | undefined;
  if (!file) throw new HlpError('HLP_EFFECT_UNKNOWN', ask);
  return file(situation, reach);
};
