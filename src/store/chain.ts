import { createHash } from 'node:crypto';
import type { AuditPlace, Followed } from './contract/audit.ts';

/** Every stored column but the hash itself, as its bytes stand in the file; a number as its decimal digits. */
export const HASHED = ['n', 'at', 'what', 'who', 'about', 'detail'] as const;
export type Hashed = readonly (typeof HASHED)[number][];
export type Columns = Readonly<Record<Hashed[number], Uint8Array | string>>;

/** As read for a check: bytes, not text, so that nothing is mended on the way; `types` are those of the columns that stand in the file. */
export type RawRow = Omit<Columns, 'n'> & { readonly n: number; readonly hash: Uint8Array; readonly types: string };
export const TYPES = 'integer text text text text blob';

export const BEGINNING: AuditPlace = { n: 0, hash: new Uint8Array(32) };

/**
 * SHA-256 over the previous hash and every column, each behind its length in 4 bytes: no two entries have the same encoding.
 * Tests leave a column out to see that its changes then go unnoticed.
 */
export function hashOf(previous: Uint8Array, columns: Columns, hashed: Hashed = HASHED): Buffer {
  const hash = createHash('sha256').update('hakiline.audit.1').update(previous);
  for (const column of hashed) {
    const bytes = Buffer.from(columns[column]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.digest();
}

/** Follows rows in the order of their numbers, up to the first that does not hold. */
export function follow(from: AuditPlace, rows: readonly RawRow[], hashed?: Hashed): Omit<Followed, 'end'> {
  let { n, hash } = from;
  let [entries, firstAt, lastAt]: [number, number | undefined, number | undefined] = [0, undefined, undefined];
  for (const row of rows) {
    if (row.n !== n + 1) return { n, hash, entries, firstAt, lastAt, broken: { n: n + 1, how: 'missing' } };
    const right = row.types === TYPES ? hashOf(hash, { ...row, n: String(row.n) }, hashed) : undefined; // what is of another type may be nothing at all
    if (!right?.equals(row.hash)) return { n, hash, entries, firstAt, lastAt, broken: { n: row.n, how: 'changed' } };
    [n, hash, entries, lastAt] = [row.n, right, entries + 1, Number(row.at)];
    firstAt ??= lastAt;
  }
  return { n, hash, entries, firstAt, lastAt, broken: undefined };
}
