import { sealChaCha, sealGcm, openGcm } from './aead.ts';
import { fieldBound } from './desk-keys.ts';
import { clip, pad, unpad } from './padding.ts';
import type { RecordKeys } from './pool.ts';
import type { RecordFields, Sealing } from './sealing.ts';

export const NUMBER_BYTES = 32;
export const NAME_BYTES = 64;

const WORDS = ['coverName', 'safeWord', 'whoCalls', 'forWhom', 'texts'] as const satisfies readonly (keyof RecordFields)[];

/** A phone number under the line's key: padded, bound to whose it is. */
export const sealNumber = (lineKey: Uint8Array, id: string, field: string, number: string): Uint8Array => {
  const bytes = Buffer.from(number);
  if (bytes.length >= NUMBER_BYTES) throw new RangeError('not a phone number');
  const padded = pad(bytes, NUMBER_BYTES);
  bytes.fill(0);
  const sealed = sealGcm(lineKey, `${id}|${field}`, padded);
  padded.fill(0);
  return sealed;
};

export const openNumber = (lineKey: Uint8Array, id: string, field: string, sealed: Uint8Array): string | undefined => {
  const padded = openGcm(lineKey, `${id}|${field}`, sealed);
  const number = padded && unpad(padded)?.toString();
  padded?.fill(0);
  return number;
};

/** See Sealing.sealRecord. Words over 63 bytes are cut between characters. */
export function sealRecord(lineKey: Uint8Array, keys: RecordKeys, id: string, given: Parameters<Sealing['sealRecord']>[1]): ReturnType<Sealing['sealRecord']> {
  const { key, wrap } = keys.take();
  const fields: Record<string, Uint8Array> = {};
  const keep = (field: string, words: Uint8Array): void => {
    fields[field] = sealChaCha(key, fieldBound(id, field, wrap.epoch), words);
  };
  try {
    if (given.number !== undefined) keep('number', sealNumber(lineKey, id, 'number', given.number));
    for (const field of WORDS) {
      const words = given[field];
      if (words === undefined) continue;
      const padded = pad(clip(words, NAME_BYTES - 1), NAME_BYTES);
      keep(field, padded);
      padded.fill(0);
    }
    return { wrap, fields };
  } finally {
    key.fill(0);
  }
}
