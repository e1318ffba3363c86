import { createHmac, timingSafeEqual } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditPlace } from '../store/contract/audit.ts';
import { keyNames, putOnce, readKey } from './key-files.ts';
import { HlpError } from '../errors.ts';

export const AUDIT_KEY = 'audit.key';
const HASH_BYTES = 32;
const MAC_BYTES = 32;
const TRIES = 20;

/**
 * The line's word, under a key the store does not hold, on where the audit ends and where it was cut: whoever can write the
 * store alone can neither shorten the chain nor put another in its place.
 */
export interface AuditSeals {
  /** The furthest head any process has put; undefined where there is none. Throws HLP_AUDIT_NO_HEAD for one this key did not make. */
  head(): AuditPlace | undefined;
  /** Puts a head; a further one that stands goes on counting. */
  putHead(place: AuditPlace): void;
  /** That the line itself cut the chain here. */
  cut(place: AuditPlace): Uint8Array;
  isCut(place: AuditPlace, mac: Uint8Array): boolean;
}

/**
 * A head is a file of its own, `audit-head.<n>`, of hash and HMAC: the highest number counts, so that of several processes the
 * slower one never takes it back. Those behind it are removed.
 */
export function auditSeals(dir: string, key: Buffer): AuditSeals {
  const mac = (what: 'head' | 'cut', { n, hash }: AuditPlace): Buffer => createHmac('sha256', key).update(`hakiline.audit.${what}|${n}|`).update(hash).digest();
  const same = (one: Uint8Array, other: Uint8Array): boolean => one.length === other.length && timingSafeEqual(one, other);
  return {
    head() {
      for (let left = TRIES; left > 0; left--) {
        const n = Math.max(-1, ...headsIn(dir).flatMap(({ n, whole }) => (whole ? n : [])));
        if (n < 0) return undefined;
        const read = readHead(dir, n);
        if (read === undefined) continue; // a further one has taken its place
        const place = { n, hash: read.subarray(0, HASH_BYTES) };
        if (!same(mac('head', place), read.subarray(HASH_BYTES))) break;
        return place;
      }
      throw new HlpError('HLP_AUDIT_NO_HEAD');
    },
    putHead(place) {
      putOnce(dir, nameOf(place.n), Buffer.concat([place.hash, mac('head', place)]));
      // Drafts a killed process left behind go too.
      for (const { file, n } of headsIn(dir)) if (n < place.n) remove(dir, file);
    },
    cut: (place) => new Uint8Array(mac('cut', place)),
    isCut: (place, given) => same(mac('cut', place), given),
  };
}

/** To check with, beside a running line: makes nothing. Undefined where there is no key. */
export function openAuditSeals(dir: string): AuditSeals | undefined {
  const key = readKey(dir, AUDIT_KEY);
  return key && auditSeals(dir, key);
}

const nameOf = (n: number): string => `audit-head.${n}`;

const headsIn = (dir: string): { file: string; n: number; whole: boolean }[] => keyNames(dir).flatMap((file) => {
  const [, n, draft] = /^audit-head\.(\d{1,15})(\.[0-9a-f]+)?$/.exec(file) ?? [];
  return n === undefined ? [] : [{ file, n: Number(n), whole: draft === undefined }];
});

function readHead(dir: string, n: number): Buffer | undefined {
  try {
    return readKey(dir, nameOf(n), HASH_BYTES + MAC_BYTES);
  } catch {
    throw new HlpError('HLP_AUDIT_NO_HEAD');
  }
}

/** Another process may have been first. */
function remove(dir: string, file: string): void {
  try {
    unlinkSync(join(dir, file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new HlpError('HLP_SECRETS_UNREADABLE', file);
  }
}
