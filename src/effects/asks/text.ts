import type { Hex, NewTell } from '../../store/store.ts';
import type { Reach, Situation } from './ask.ts';

const LIFE = 15 * 60_000; // ms: later it would come as a surprise

/** The one text the line starts by itself, where its caller said yes to texts: a number to learn, and not a word of what for. */
export function textOf(s: Situation, { sealing, started }: Reach, about: Hex, reference: string): NewTell[] {
  const { number } = s.hop;
  if (s.context.texts !== 'plain' || number === undefined) return [];
  const text = started(s.context, reference);
  if (text === undefined) return [];
  const id = sealing.newId();
  return [{ id, tell: 'text', about, sealed: sealing.sealPending(id, JSON.stringify({ number, text })), due: s.now, expires: s.now + LIFE }];
}
