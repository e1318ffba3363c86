import type { Hex, NewTell } from '../../store/store.ts';
import type { Reach, Situation } from './ask.ts';

export const MINUTES_15 = 15 * 60_000;

/** The tell that has an advocate rung, and after their key the caller. Its number is under the 15-minute key and lapses with it. */
export function ring(s: Situation, { sealing }: Reach, about: { request?: Hex; topic?: string; language: string; country: string }): NewTell[] {
  return s.tells.map(({ kind }) => {
    const id = sealing.newId();
    const words = JSON.stringify({ kind, ...about, ...(kind === 'line' ? { session: s.session } : { number: s.hop.number }) });
    return { id, tell: 'ring' as const, about: about.request ?? s.session, sealed: sealing.sealPending(id, words), due: s.now, expires: s.now + MINUTES_15 };
  });
}
