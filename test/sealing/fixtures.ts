import type { Test } from 'tap';
import { makePair, prepareSodium, type Pair } from '../../src/sealing/desk-keys.ts';
import { openSealing } from '../../src/sealing/open.ts';
import type { Sealing } from '../../src/sealing/sealing.ts';

/** A Monday, 00:00 UTC: 15 minutes, day and week all begin. */
export const MONDAY = Date.UTC(2026, 10, 23);
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
/** Of Ofcom's range for drama. */
export const NUMBER = '+447700900123';

/** A clock that is set by hand. */
export interface SetClock { at: number; now(): number }
export const setClock = (at = MONDAY): SetClock => ({ at, now() { return this.at; } });

export interface Keys { sealing: Sealing; secretsDir: string; volatileDir: string; clock: SetClock; again(): Sealing }

export function keys(t: Test, clock = setClock()): Keys {
  const dir = t.testdir();
  const options = { secretsDir: `${dir}/secrets`, volatileDir: `${dir}/volatile`, clock };
  return { ...options, sealing: openSealing(options), again: () => openSealing(options) };
}

/** With a desk key in use. */
export async function desk(t: Test): Promise<Keys & { pair: Pair }> {
  await prepareSodium();
  const made = { ...keys(t), pair: makePair() };
  made.sealing.useDeskKey('2026-11', made.pair.publicKey);
  await made.sealing.ready();
  return made;
}
