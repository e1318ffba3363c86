import Database from 'better-sqlite3';
import { type Audit, AUDITED, type AuditAnchor, type AuditDetail, type AuditEntry, type AuditPlace, type Followed, type NewAudit } from './contract/audit.ts';
import { BEGINNING, follow, type Hashed, HASHED, hashOf, type RawRow } from './chain.ts';
import type { Connection } from './database.ts';
import type { Hex } from './store.ts';
import type { InWorker } from './verbs.ts';

/** Most entries one job looks through or cuts: callers wait behind it. */
const MOST_AT_ONCE = 5_000;
const MOST_LETTERS = 120;
const MOST_COUNTED = 1_000_000;

// No telephone number has 16 digits.
const WHO = /^(?:[0-9a-f]{16,64}|caller|line|terminal|unknown)$/;
const ABOUT = /^(?:[0-9a-f]{16,64})?$/;
const SIX_DIGITS = /\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd}){5}/u;

/** Adds entries; for other parts of the store, in the transaction of what they write down. Throws TypeError for what must not stand there. */
export function appending(db: Connection, hashed: Hashed = HASHED): (entry: NewAudit) => void {
  const last = lastPlace(db);
  const insert = db.prepare('INSERT INTO audit (n, at, what, who, about, detail, hash) VALUES (:n, :at, :what, :who, :about, :detail, :hash)');
  return ({ at, what, who, about = '', detail }) => {
    if (!AUDITED.includes(what) || !Number.isSafeInteger(at) || !WHO.test(who) || !ABOUT.test(about) || !mayStand(detail)) throw new TypeError('not an entry of the audit');
    const { n, hash } = last();
    const row = { n: n + 1, at, what, who, about, detail: detail === undefined ? '' : JSON.stringify(detail) };
    insert.run({ ...row, hash: hashOf(hash, { ...row, n: String(row.n), at: String(at) }, hashed) });
  };
}

/** Whose hour it was says less than which moment: a gateway keeps the moments of each phone. */
export const hourOf = (at: number): number => at - (at % 3_600_000);

/** Short, and without a run of digits that could be a number or a reference. */
const mayStand = (detail: AuditDetail | undefined): boolean =>
  Object.entries(detail ?? {}).every(([key, value]) => /^[a-z]{1,16}$/i.test(key) && (typeof value === 'string' ? value.length <= MOST_LETTERS && !SIX_DIGITS.test(value) : Math.abs(Number(value)) < MOST_COUNTED));

function lastPlace(db: Connection): () => AuditPlace {
  // A damaged place must not keep callers from erasing: it is the check that says so.
  const last = db.prepare<[], AuditPlace>(`SELECT n, coalesce(CAST(hash AS BLOB), x'') AS hash FROM audit ORDER BY n DESC LIMIT 1`);
  const anchor = db.prepare<[], AuditPlace>(`SELECT CAST(n AS INTEGER) AS n, coalesce(CAST(hash AS BLOB), x'') AS hash FROM auditAnchor`);
  return () => last.get() ?? anchor.get() ?? BEGINNING;
}

/** What can be read: by the store's thread, and by a program beside a running line (beside.ts). */
export function auditReads(db: Connection, hashed: Hashed = HASHED): Omit<InWorker<Audit>, 'append' | 'cut'> {
  const last = lastPlace(db);
  const one = db.prepare<[number], Buffer>('SELECT hash FROM audit WHERE n = ?').pluck();
  const anchor = db.prepare<[], Pick<AuditAnchor, 'n' | 'hash' | 'mac'>>(`SELECT coalesce(CAST(n AS INTEGER), 0) AS n, coalesce(CAST(hash AS BLOB), x'') AS hash,
    iif(id = 1 AND (SELECT count(*) FROM auditAnchor) = 1 AND concat(typeof(n), typeof(hash), typeof(mac)) = 'integerblobblob', mac, x'') AS mac FROM auditAnchor`);
  const first = db.prepare<[], number>('SELECT n FROM audit ORDER BY n LIMIT 1').pluck();
  const rows = db.prepare<[], number>('SELECT count(*) FROM audit').pluck();
  const raw = db.prepare<[number, number], RawRow>(`SELECT n, CAST(at AS TEXT) AS at, CAST(what AS BLOB) AS what, CAST(who AS BLOB) AS who, CAST(about AS BLOB) AS about, CAST(detail AS BLOB) AS detail, hash,
    concat_ws(' ', typeof(at), typeof(what), typeof(who), typeof(about), typeof(detail), typeof(hash)) AS types FROM audit WHERE n > ? ORDER BY n LIMIT ?`);
  const page = db.prepare<[{ before: number; from: number; what: string | null; who: string | null; most: number }], Omit<AuditEntry, 'detail'> & { detail: string }>(
    `SELECT n, CAST(at AS INTEGER) AS at, concat(what) AS what, concat(who) AS who, concat(about) AS about, concat(detail) AS detail FROM audit WHERE n < :before AND n >= :from AND (:what IS NULL OR what = :what) AND (:who IS NULL OR who = :who) ORDER BY n DESC LIMIT :most`);
  const colleagues = db.prepare<[], { id: Hex; name: string }>('SELECT id, name FROM colleagues ORDER BY rank');
  const young = db.prepare<[number], number>('SELECT n FROM audit WHERE at >= ? ORDER BY n LIMIT 1').pluck();
  const below = db.prepare<[number], AuditPlace>('SELECT n, hash FROM audit WHERE n < ? ORDER BY n DESC LIMIT 1');

  return {
    page({ before = last().n + 1, most, what = null, who = null }) {
      const from = before - MOST_AT_ONCE;
      const entries = page.all({ before, from, what: what || null, who: who || null, most }).map((entry): AuditEntry => ({ ...entry, detail: read(entry.detail) }));
      const next = entries.length === most ? entries.at(-1)?.n : from;
      return { entries, next: next !== undefined && next > (first.get() ?? before) ? next : undefined, colleagues: colleagues.all() };
    },
    head: last,
    anchor() {
      const lowest = first.get();
      return { ...(anchor.get() ?? { ...BEGINNING, mac: undefined }), first: lowest, whole: rows.get() === (lowest === undefined ? 0 : last().n - lowest + 1) };
    },
    hashAt: (n) => one.get(n) ?? [anchor.get(), BEGINNING].find((place) => place?.n === n)?.hash,
    follow(from, most): Followed {
      try {
        const rows = raw.all(from.n, most);
        return { ...follow(from, rows, hashed), end: rows.length < most };
      } catch (error) {
        // A page of the file that cannot be read is a change like any other.
        if (!(error instanceof Database.SqliteError) || !/^SQLITE_(CORRUPT|NOTADB|TOOBIG)/.test(error.code)) throw error;
        return { ...from, entries: 0, firstAt: undefined, lastAt: undefined, end: false, broken: { n: from.n + 1, how: 'changed' } };
      }
    },
    old(before) {
      const lowest = first.get();
      if (lowest === undefined) return undefined;
      return below.get(Math.min(young.get(before) ?? Number.MAX_SAFE_INTEGER, lowest + MOST_AT_ONCE));
    },
  };
}

/** A detail somebody broke is shown as it stands: it is the check that says so. */
function read(detail: string): AuditDetail {
  if (detail === '') return {};
  try {
    return (JSON.parse(detail) ?? {}) as AuditDetail;
  } catch {
    return { unreadable: detail };
  }
}

/** The audit: what it says is added to, never changed, and cut at its old end only. */
export function audit(db: Connection, hashed: Hashed = HASHED): InWorker<Audit> {
  const reads = auditReads(db, hashed);
  const append = appending(db, hashed);
  const drop = db.prepare('DELETE FROM audit WHERE n <= ?');
  const anchor = db.prepare('INSERT INTO auditAnchor (id, n, hash, mac) VALUES (1, :n, :hash, :mac) ON CONFLICT DO UPDATE SET n = excluded.n, hash = excluded.hash, mac = excluded.mac');
  return {
    ...reads, append,
    cut({ n, hash }, mac, now) {
      const stands = reads.hashAt(n);
      if (stands === undefined || n <= reads.anchor().n || !Buffer.from(stands).equals(hash)) return false;
      anchor.run({ n, hash, mac });
      append({ at: now, what: 'auditCut', who: 'line', detail: { entries: drop.run(n).changes } });
      return true;
    },
  };
}
