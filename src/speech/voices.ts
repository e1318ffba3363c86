import type { Language } from '../render/reply.ts';

/** A voice of the embedded engine. `rate` in words a minute. */
export interface Voice { readonly name: string; readonly rate: number }

/** Slow enough for a bad line and a second language. */
const RATE = 140;

/** Language folder → engine voice. A language not listed has no synthetic voice: give it recordings. */
export const VOICES: ReadonlyMap<Language, Voice> = new Map(
  ['en', 'am', 'sw', 'ar', 'fr', 'ne', 'hi', 'bn', 'id', 'ur', 'pt', 'ti', 'om', 'my', 'si', 'ta', 'th', 'vi', 'fa', 'ms', 'es', 'tr']
    .map((language) => [language, { name: language, rate: RATE }]),
);
