import { randomBytes } from 'node:crypto';

export type NewId = (prefix: string) => string;

/** Ids as Africa's Talking makes them: a prefix and 32 hex digits. The same seed gives the same ids. */
export function newIds(seed?: number): NewId {
  if (seed === undefined) return (prefix) => prefix + randomBytes(16).toString('hex');
  let state = seed >>> 0;
  const word = (): string => {
    // mulberry32: small, and good enough for ids nobody has to be unable to guess
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0).toString(16).padStart(8, '0');
  };
  return (prefix) => prefix + word() + word() + word() + word();
}
