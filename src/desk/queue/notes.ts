import type { Kept, NewNote } from '../../store/at-desk.ts';
import type { Hex } from '../../store/store.ts';
import { fromBase64 } from '../base64.ts';
import { Refusal } from '../web/refusal.ts';
import type { Base64 } from '../wire.ts';

export interface ById { Params: { id: Hex } }
export interface SentNote { readonly id: Hex; readonly sealed: Base64 }

export const PARAMS = { type: 'object', required: ['id'], properties: { id: { type: 'string', pattern: '^[0-9a-f]{8,64}$' } } } as const;
/** Longer ones come as far as to be told why they are refused. */
export const NOTE = { type: 'object', required: ['id', 'sealed'], properties: { id: { type: 'string', pattern: '^[0-9a-f]{32}$' }, sealed: { type: 'string', pattern: '^[A-Za-z0-9+/]+={0,2}$' } } } as const;
export const REVISION = { type: 'integer', minimum: 0 } as const;

const BLOCK = 256;
const MOST_BLOCKS = 4;
/** 12 bytes of nonce, 16 of tag. */
const AROUND = 28;

/** Between nonce and tag stand whole blocks: the length of a note says nothing. Refuses what is longer than a page can seal. */
export function noteOf({ id, sealed }: SentNote): NewNote {
  const bytes = fromBase64(sealed);
  if (bytes.length > AROUND + MOST_BLOCKS * BLOCK) throw new Refusal(413, 'tooLong');
  if (bytes.length <= AROUND || (bytes.length - AROUND) % BLOCK !== 0) throw new Refusal(400, 'form');
  return { id, sealed: bytes };
}

/** What the store said of a note or an outcome, as an answer. */
export function answerKept(kept: Kept): Record<string, never> {
  if (kept === 'gone') throw new Refusal(404, 'gone');
  if (kept !== 'kept') throw new Refusal(409, kept === 'changed' ? 'changed' : 'notHeld');
  return {};
}
