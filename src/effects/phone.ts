/** On a code that no telephone network carries: what the simulated carrier rings. */
const FILM = /^\+999\d{6,12}$/;

/** What costs its caller more than a call, or is no telephone (trust.md, T8). A range too new to be known has no type. */
const DEAR = ['PREMIUM_RATE', 'SHARED_COST', 'UAN', 'PAGER', 'VOICEMAIL', 'PERSONAL_NUMBER', 'TOLL_FREE'];

/**
 * A number that somebody typed, as E.164 with plus; undefined where the line could not or must not ring it: too short or too
 * long for its country, of no country (satellites among them), or dear. A number without a country code is read as of `country`.
 */
export async function readNumber(typed: string, country: string, mode: 'demo' | 'live'): Promise<string | undefined> {
  const bare = typed.replace(/[\s().\-/]/g, '');
  if (FILM.test(bare)) return mode === 'demo' ? bare : undefined;
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/max');
  const number = parsePhoneNumberFromString(typed, country as 'KE');
  return number?.isPossible() && number.country !== undefined && !DEAR.includes(number.getType() ?? '') ? number.number : undefined;
}
