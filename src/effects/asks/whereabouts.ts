import { placeOf } from '../place.ts';
import type { Situation } from './ask.ts';

/** The language of whom to look for: the operator's first one where none is chosen yet. */
export const languageOf = ({ context, world }: Situation): string => context.language || (world.organisation.languages[0] ?? 'en');

/** Where a caller who wants help at once is: the country they said last, before any that their phone lets us guess. */
export async function whereIs(s: Situation): Promise<string> {
  return s.context.said || s.context.country || (await placeOf(s.hop, s.world)).country || s.world.organisation.country;
}
