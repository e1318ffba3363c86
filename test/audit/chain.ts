import Database from 'better-sqlite3';
import type { Test } from 'tap';
import { verify, type Verdict } from '../../src/audit/verify.ts';
import { type AuditSeals, auditSeals } from '../../src/sealing/audit-seals.ts';
import { audit } from '../../src/store/audit.ts';
import { AUDITED, type NewAudit } from '../../src/store/contract/audit.ts';
import type { Hashed } from '../../src/store/chain.ts';
import { MIGRATIONS } from '../../src/store/migrations/all.ts';

export const NOON = Date.UTC(2026, 10, 22, 12);
export const DAY = 24 * 3_600_000;
const WHO = ['a1'.repeat(16), 'b2'.repeat(16), 'caller', 'line', 'terminal', 'unknown'] as const;

/** The nth of a chain that holds every kind of entry. */
export const entry = (n: number, change: Partial<NewAudit> = {}): NewAudit => ({
  at: NOON + n * 61_000, what: AUDITED[n % AUDITED.length] ?? 'opened', who: WHO[n % WHO.length] ?? 'line',
  ...(n % 3 > 0 && { about: n.toString(16).padStart(32, 'c') }), ...(n % 4 === 0 && { detail: { requests: n, reason: 'danger, said by phone' } }), ...change,
});

export interface Chain { readonly db: Database.Database; readonly seals: AuditSeals; readonly reads: ReturnType<typeof audit>; check(): Promise<Verdict> }

/** A store of nothing but an audit of so many entries, its head signed. `hashed` leaves columns out. */
export function chain(t: Test, entries: number, hashed?: Hashed): Chain {
  const db = new Database(':memory:');
  t.teardown(() => db.close());
  db.pragma('page_size = 512');
  for (const migration of MIGRATIONS) db.exec(migration);
  const reads = audit(db, hashed);
  const seals = auditSeals(t.testdir(), Buffer.alloc(32, 7));
  for (let n = 1; n <= entries; n++) reads.append(entry(n));
  seals.putHead(reads.head());
  return { db, seals, reads, check: () => verify(reads, seals) };
}

/** Does it, checks, and undoes it. */
export async function after({ db, check }: Chain, act: () => void): Promise<Verdict> {
  db.exec('BEGIN');
  try {
    act();
    return await check();
  } finally {
    db.exec('ROLLBACK');
  }
}
