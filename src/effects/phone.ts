/** On a code that no telephone network carries: what the simulated carrier rings. */
const FILM = /^\+999\d{6,12}$/;

/**
 * A number that somebody typed, as E.164 with plus; undefined where the line could not or must not ring it: not a number of a
 * known plan, or one that costs its caller more than a call (trust.md, T8). Numbers without a country are read as of `country`.
 */
export async function readNumber(typed: string, country: string, mode: 'demo' | 'live'): Promise<string | undefined> {
  const bare = typed.replace(/[\s().\-/]/g, '');
  if (FILM.test(bare)) return mode === 'demo' ? bare : undefined;
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/max');
  const number = parsePhoneNumberFromString(typed, country as 'KE');
  const type = number?.getType();
  return number?.isValid() && number.country !== undefined && (type === 'MOBILE' || type === 'FIXED_LINE' || type === 'FIXED_LINE_OR_MOBILE' || type === 'VOIP') ? number.number : undefined;
}
