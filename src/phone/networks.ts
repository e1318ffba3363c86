/** What a network carries by USSD and how long it waits: the other side of the wire, so nothing here is the line's own guess. */
export interface Network {
  /** As Africa's Talking sends it: country and network code. */
  readonly code: string;
  readonly name: string;
  readonly country: string;
  /** As voice callbacks spell it. */
  readonly carrier: string;
  /** The longest screen, in septets where all of it is GSM-7, else in UCS-2 units. */
  readonly screen: { readonly gsm: number; readonly ucs2: number };
  /** The longest answer of a phone, in characters. */
  readonly answer: number;
  /** Seconds until a screen that nobody answers ends the session, and until any session ends. */
  readonly idle: number;
  readonly session: number;
  /** Cuts a long screen into pages of its own, and keeps 98 (on) and 00 (back) for them: those never reach the line. */
  readonly pages: boolean;
}

/** 3GPP TS 23.038 and 24.080: 160 octets, which is 182 septets or 80 UCS-2 units. */
const CEILING = { gsm: 182, ucs2: 80 };
/** 160 septets fill 140 octets, which is 70 UCS-2 units. */
const SHORT = { gsm: 160, ucs2: 70 };
/** Where a network says nothing of its own. */
const USUAL = { screen: CEILING, answer: 182, idle: 60, session: 180, pages: false };
/** Africa's Talking's help for Nigeria (article 2298298). */
const NIGERIA = { screen: SHORT, idle: 30, session: 120 };

type Known = Partial<Omit<Network, 'code' | 'name' | 'country' | 'carrier'>>;
const of = (country: string, ...networks: readonly (readonly [code: string, carrier: string, known?: Known])[]): Network[] =>
  networks.map(([code, carrier, known]) => ({ code, name: `${carrier}, ${country}`, country, carrier: carrier.replaceAll(' ', ''), ...USUAL, ...known }));

/** Africa's Talking's list of network codes, by country, with what its help for Kenya says (articles 1284071, 1284096). */
export const NETWORKS: readonly Network[] = [
  { code: '99999', name: 'Sandbox (Athena)', country: 'No country', carrier: 'Athena', ...USUAL },
  ...of('Ethiopia', ['63601', 'Ethio Telecom']),
  ...of('Ghana', ['62001', 'MTN'], ['62002', 'Vodafone'], ['62006', 'AirtelTigo']),
  ...of('Kenya',
    ['63902', 'Safaricom', { screen: SHORT, answer: 80, idle: 30, pages: true }],
    // It promises 184 characters; no GSM network can carry more than 182.
    ['63903', 'Airtel', { answer: 90, pages: true }],
    ['63907', 'Telkom'], ['63999', 'Equitel', { idle: 30 }]),
  ...of('Malawi', ['65001', 'TNM'], ['65010', 'Airtel']),
  ...of('Nigeria', ['62120', 'Airtel', NIGERIA], ['62130', 'MTN', NIGERIA], ['62150', 'Glo', NIGERIA], ['62160', '9mobile', NIGERIA]),
  ...of('Rwanda', ['63510', 'MTN'], ['63513', 'Tigo'], ['63514', 'Airtel']),
  ...of('South Africa', ['65501', 'Vodacom'], ['65502', 'Telkom'], ['65507', 'Cell C'], ['65510', 'MTN']),
  ...of('Tanzania', ['64002', 'Tigo'], ['64003', 'Zantel'], ['64004', 'Vodacom'], ['64005', 'Airtel'], ['64007', 'TTCL'], ['64009', 'Halotel']),
  ...of('Uganda', ['64101', 'Airtel'], ['64110', 'MTN'], ['64111', 'UTL'], ['64114', 'Africell']),
  ...of('Zambia', ['64501', 'Airtel'], ['64502', 'MTN']),
  { code: '00000', name: 'A network nobody knows', country: 'No country', carrier: 'None', ...USUAL },
];

/** What a network of this code does; one nobody knows does what is usual. */
export const networkOf = (code: string): Network => NETWORKS.find((one) => one.code === code) ?? { ...NETWORKS.at(-1)!, code };

export const carrierOf = (code: string): string => networkOf(code).carrier;

const TWO_DIGITS = /^(20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** The dialling code of an E.164 number, without plus; 'None' where there is no number. */
export function diallingCode(number: string): string {
  const digits = /^\+?(\d{5,15})$/.exec(number)?.[1];
  if (digits === undefined) return 'None';
  if (/^[17]/.test(digits)) return digits.slice(0, 1);
  return digits.slice(0, TWO_DIGITS.test(digits) ? 2 : 3);
}
