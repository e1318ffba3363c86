import type { World } from '../render/turn.ts';

/** Mobile country codes of the networks we know (ITU-T E.212 annex), to two-letter countries. */
const MCC: Readonly<Record<string, string>> = {
  '415': 'LB', '416': 'JO', '419': 'KW', '420': 'SA', '422': 'OM', '424': 'AE', '426': 'BH', '427': 'QA', '429': 'NP', '470': 'BD', '515': 'PH',
  '620': 'GH', '621': 'NG', '635': 'RW', '636': 'ET', '639': 'KE', '640': 'TZ', '641': 'UG', '645': 'ZM', '650': 'MW', '655': 'ZA',
};
const SANDBOX = '99999'; // Africa's Talking's test network: counts as at home

export interface Place { readonly country: string; readonly zone: string; readonly sure: boolean }

/**
 * Where a caller probably is. Sure only when network and number agree, or one of them is all we have; roaming, an unknown
 * network, or a country whose zone the operator has not set is unsure. `country` is '' when nothing is known.
 */
export async function placeOf(hop: { number: string | undefined; network?: string | undefined }, world: World): Promise<Place> {
  const { organisation: o } = world;
  const home = hop.number === undefined ? undefined : (await phoneNumbers())(hop.number);
  const here = hop.network === SANDBOX ? o.country : hop.network === undefined ? undefined : (MCC[hop.network.slice(0, 3)] ?? '');
  const country = here ?? home ?? o.country;
  const zone = o.zones[country];
  const agree = here === undefined || home === undefined || here === home;
  return zone === undefined ? { country: '', zone: zoneOf('', world), sure: false } : { country, zone, sure: agree };
}

export const zoneOf = (country: string, { organisation: o }: World): string => o.zones[country] ?? o.zones[o.country] ?? 'UTC';

type Phones = typeof import('libphonenumber-js/max');
let countries: Promise<(number: string) => string | undefined> | undefined;
/** 100 ms to load: only when the first caller is placed. */
const phoneNumbers = (): NonNullable<typeof countries> => (countries ??= import('libphonenumber-js/max').then(byCallingCode));

/**
 * The country of an E.164 number with plus. Most calling codes belong to one country, and nothing else has to be looked at
 * (ITU-T E.164 assigns them so that none begins another); where countries share one, such as +1, the digits after it decide.
 */
export function byCallingCode({ getCountries, getCountryCallingCode, parsePhoneNumberFromString }: Phones): (number: string) => string | undefined {
  const sharers = new Map<string, string[]>();
  for (const country of getCountries()) sharers.set(getCountryCallingCode(country), [...(sharers.get(getCountryCallingCode(country)) ?? []), country]);
  return (number) => {
    for (let length = 1; length <= 3; length++) {
      const found = sharers.get(number.slice(1, 1 + length));
      if (found) return found.length === 1 ? found[0] : parsePhoneNumberFromString(number)?.country;
    }
    return undefined;
  };
}
