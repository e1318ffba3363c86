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
  const home = countryOfNumber(hop.number, await phoneNumbers());
  const here = hop.network === SANDBOX ? o.country : hop.network === undefined ? undefined : (MCC[hop.network.slice(0, 3)] ?? '');
  const country = here ?? home ?? o.country;
  const zone = o.zones[country];
  const agree = here === undefined || home === undefined || here === home;
  return zone === undefined ? { country: '', zone: zoneOf('', world), sure: false } : { country, zone, sure: agree };
}

export const zoneOf = (country: string, { organisation: o }: World): string => o.zones[country] ?? o.zones[o.country] ?? 'UTC';

type Phones = typeof import('libphonenumber-js/max');
let phones: Promise<Phones> | undefined;
/** 100 ms to load: only when the first caller is placed. */
const phoneNumbers = (): Promise<Phones> => (phones ??= import('libphonenumber-js/max'));

function countryOfNumber(number: string | undefined, { parsePhoneNumberFromString }: Phones): string | undefined {
  return number === undefined ? undefined : parsePhoneNumberFromString(number)?.country;
}
