import type { Limit } from './alphabet.ts';

/** What one network carries on one USSD screen. Written for 160 septets or 70 UCS-2 units unless a network is known better. */
export interface Profile { readonly name: string; readonly limit: Limit }

export const DEFAULT_PROFILE: Profile = { name: 'default', limit: { gsm7: 160, ucs2: 70 } };

/** Two joined parts of Latin text (2 x 153), three of other scripts (3 x 67): dearer would be unkind, shorter unreadable. */
export const TEXT_PROFILE: Profile = { name: 'text', limit: { gsm7: 306, ucs2: 201 } };

/** The profile of a network code (MCC+MNC). Unknown codes get the default. */
export const profileOf = (_network: string | undefined): Profile => DEFAULT_PROFILE;
