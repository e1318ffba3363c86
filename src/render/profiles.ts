import type { Limit } from './alphabet.ts';

/**
 * What one network carries by USSD. Lengths are of one screen. `stages` is how many keys a session may take, where a network
 * allows few; `idle` and `session` are seconds until it ends one by itself; `taken`: it keeps 98 and 00 for pages of its own.
 */
export interface Profile {
  readonly name: string; readonly limit: Limit; readonly stages?: number; readonly idle: number; readonly session: number; readonly taken: boolean;
}

/** Written for what every network carries, and for the shortest time any is known to leave (Clickatell: 20 s, 120 s). */
export const DEFAULT_PROFILE: Profile = { name: 'default', limit: { gsm7: 160, ucs2: 70 }, idle: 20, session: 120, taken: false };

/** Two joined parts of Latin text (2 x 153), three of other scripts (3 x 67): dearer would be unkind, shorter unreadable. */
export const TEXT_PROFILE: Profile = { ...DEFAULT_PROFILE, name: 'text', limit: { gsm7: 306, ucs2: 201 } };

/**
 * What Africa's Talking's help pages say of networks (articles 1284071, 1284096, 2298298). Screens of 184 signs are promised
 * by one, but 3GPP TS 23.038 ends at 182 septets or 80 UCS-2 units, and whether `CON ` counts is not said: four are left free.
 */
const KNOWN: Readonly<Record<string, Partial<Profile>>> = {
  63902: { idle: 30, session: 180, taken: true }, // Safaricom, Kenya
  63903: { limit: { gsm7: 178, ucs2: 76 }, idle: 60, session: 180, taken: true }, // Airtel, Kenya
  63999: { idle: 30, session: 180 }, // Equitel, Kenya
  62120: { idle: 30 }, 62130: { idle: 30 }, 62150: { idle: 30 }, 62160: { idle: 30 }, // Airtel, MTN, Glo and 9mobile, Nigeria
};

/** Networks reached through Africa's Talking of which nothing more is known. */
const LISTED = [
  '62001', '62002', '62006', '63510', '63513', '63514', '63601', '63907', '64002', '64003', '64004', '64005', '64007', '64009', '64101', '64110', '64111',
  '64114', '64501', '64502', '65001', '65010', '65501', '65502', '65507', '65510', '99999',
];

/** By network code. */
export const PROFILES: ReadonlyMap<string, Profile> = new Map([
  ...Object.entries(KNOWN).map(([code, known]): [string, Profile] => [code, { ...DEFAULT_PROFILE, ...known, name: code }]),
  ...LISTED.map((code): [string, Profile] => [code, DEFAULT_PROFILE]),
]);

type Own = Readonly<Record<string, Partial<Omit<Profile, 'name'>>>> | undefined;

/** The profile of a network code (MCC+MNC), the operator's word over ours. Unknown codes get the default. */
export function profileOf(network: string | undefined, own?: Own): Profile {
  const known = (network !== undefined && PROFILES.get(network)) || DEFAULT_PROFILE;
  const better = network === undefined ? undefined : own?.[network];
  return better ? { ...known, ...better, name: `own ${network}` } : known;
}

/** Keys from dialling to a saved callback abroad, for a language on the second page that is asked in which letters it is read. */
const STAGES = { full: 16, short: 10 } as const;

/** How much a callback may ask on a network: what the operator wishes, or as much of it as the network's keys allow. */
export function formFor({ stages = Infinity }: Profile, wished: 'short' | 'full'): 'short' | 'full' | 'brief' {
  if (stages < STAGES.short) return 'brief';
  return stages < STAGES.full ? 'short' : wished;
}
