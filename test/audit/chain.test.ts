import Database from 'better-sqlite3';
import fc from 'fast-check';
import t from 'tap';
import { verify, type Verdict } from '../../src/audit/verify.ts';
import { auditReads } from '../../src/store/audit.ts';
import { AUDITED } from '../../src/store/contract/audit.ts';
import { HASHED, hashOf } from '../../src/store/chain.ts';
import { after, chain, type Chain, entry } from './chain.ts';

const ENTRIES = 41;
const COLUMNS = ['n', 'at', 'what', 'who', 'about', 'detail', 'hash'] as const;
type Column = (typeof COLUMNS)[number];

interface Flip { readonly n: number; readonly column: Column; readonly byte: number; readonly verdict: Verdict }

/** Flips one bit of every byte of these columns in turn, which one as the numbers say. */
async function flips(it: Chain, columns: readonly Column[], bits: () => number): Promise<Flip[]> {
  const done: Flip[] = [];
  for (const row of it.db.prepare('SELECT * FROM audit').all() as ({ n: number } & Record<Column, number | string | Buffer>)[]) {
    for (const column of columns) {
      const value = row[column];
      const bytes = typeof value === 'number' ? 6 : Buffer.from(value as string).length; // ms since the epoch fill six
      for (let byte = 0; byte < bytes; byte++) {
        const bit = 1 << bits();
        const verdict = await after(it, () => {
          // A number of its own, not that of another entry: that would be refused.
          if (typeof value === 'number') it.db.prepare(`UPDATE audit SET ${column} = ? WHERE n = ?`).run(value + (column === 'n' && byte === 0 ? 64 : bit * 256 ** byte), row.n);
          else {
            const flipped = Buffer.from(value as string);
            flipped[byte]! ^= bit;
            it.db.prepare(`UPDATE audit SET ${column} = ${column === 'hash' ? '?' : 'CAST(? AS TEXT)'} WHERE n = ?`).run(flipped, row.n);
          }
        });
        done.push({ n: row.n, column, byte, verdict });
      }
    }
  }
  return done;
}

/** From a seed that is printed. */
function bitsOf(seed: number): () => number {
  let state = seed;
  return () => { state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0; return (state >>> 16) % 8; };
}

t.test('an auditor is told of every single byte that was changed, and which entry it stands in', async (t) => {
  const it = chain(t, ENTRIES);
  t.same(new Set(it.db.prepare('SELECT what FROM audit').pluck().all()), new Set(AUDITED), 'entries of every kind');
  t.match(await it.check(), { held: true, entries: ENTRIES, newer: 0 });
  const seed = Math.floor(Math.random() * 2 ** 31);
  const flipped = await flips(it, COLUMNS, bitsOf(seed));
  t.comment(`${flipped.length} bytes flipped, seed ${seed}`);
  t.ok(flipped.length > ENTRIES * 80);
  t.same(flipped.filter(({ n, verdict }) => verdict.held || verdict.first !== n), [], `seed ${seed}`);
  t.match(await it.check(), { held: true }, 'and nothing was left changed');
});

t.test('were a column left out of the hash, its changes would go unnoticed: the test above would be red', async (t) => {
  for (const left of HASHED.filter((column) => column !== 'n')) { // a wrong number is a gap besides
    const it = chain(t, ENTRIES, HASHED.filter((column) => column !== left));
    t.match(await it.check(), { held: true });
    const flipped = await flips(it, [left], bitsOf(1));
    t.ok(flipped.length > 0 && flipped.every(({ verdict }) => verdict.held), left);
  }
});

t.test('two entries never have one encoding, however their columns are cut', async (t) => {
  const previous = Buffer.alloc(32, 1);
  const word = fc.string({ maxLength: 6 });
  const columns = fc.record({ n: word, at: word, what: word, who: word, about: word, detail: word });
  fc.assert(fc.property(columns, columns, (one, other) => hashOf(previous, one).equals(hashOf(previous, other)) === (JSON.stringify(one) === JSON.stringify(other))), { verbose: 1 });
  t.notSame(hashOf(previous, { n: '1', at: '2', what: 'ab', who: 'c', about: '', detail: '' }), hashOf(previous, { n: '1', at: '2', what: 'a', who: 'bc', about: '', detail: '' }));
});

t.test('an entry taken out, swapped with its neighbour or put in is found', async (t) => {
  const it = chain(t, ENTRIES);
  const { db } = it;
  for (let n = 1; n <= ENTRIES; n++) {
    const taken = await after(it, () => void db.prepare('DELETE FROM audit WHERE n = ?').run(n));
    t.match(taken, n === ENTRIES ? { held: false, why: 'endMissing', first: n, last: n } : { held: false, why: 'missing', first: n }, `entry ${n} taken out`);
    const closed = await after(it, () => {
      db.prepare('DELETE FROM audit WHERE n = ?').run(n);
      for (let next = n + 1; next <= ENTRIES; next++) db.prepare('UPDATE audit SET n = n - 1 WHERE n = ?').run(next);
    });
    t.match(closed, { held: false, first: n }, `entry ${n} taken out and the gap closed`);
    if (n < ENTRIES) {
      const swapped = await after(it, () => db.exec(`UPDATE audit SET n = 0 WHERE n = ${n}; UPDATE audit SET n = ${n} WHERE n = ${n + 1}; UPDATE audit SET n = ${n + 1} WHERE n = 0`));
      t.match(swapped, { held: false, why: 'changed', first: n }, `entry ${n} swapped`);
    }
    for (const at of [ENTRIES + 1, 0, -7]) {
      const doubled = await after(it, () => db.exec(`INSERT INTO audit SELECT ${at}, at, what, who, about, detail, hash FROM audit WHERE n = ${n}`));
      t.match(doubled, at > 0 ? { held: false, why: 'changed', first: at } : { held: false, why: 'putIn', first: at }, `entry ${n} doubled as ${at}`);
    }
  }
});

t.test('a chain that was shortened, or written anew with all its hashes right, is not the one the line signed', async (t) => {
  const it = chain(t, ENTRIES);
  const { db, reads } = it;
  for (let n = 0; n < ENTRIES; n++) {
    t.match(await after(it, () => void db.prepare('DELETE FROM audit WHERE n > ?').run(n)), { held: false, why: 'endMissing', first: n + 1, last: ENTRIES }, `cut after ${n}`);
    for (const longer of [0, 3]) {
      const anew = await after(it, () => {
        db.prepare('DELETE FROM audit WHERE n > ?').run(n);
        for (let next = n + 1; next <= ENTRIES + longer; next++) reads.append(entry(next, next === n + 1 ? { at: 5 } : {}));
      });
      t.match(anew, { held: false, why: 'rewritten', first: ENTRIES }, `written anew from ${n + 1}`);
    }
  }
  t.match(await verify(reads, undefined), { held: false, why: 'noHead' }, 'and without a head nothing is said to hold');
  reads.append(entry(99));
  t.match(await it.check(), { held: true, entries: ENTRIES + 1, newer: 1 }, 'while entries that came since are no fault');
});

t.test('a byte flipped anywhere in the pages of the file is found, or changes no entry', async (t) => {
  const it = chain(t, 12);
  it.reads.cut({ n: 2, hash: it.reads.hashAt(2)! }, it.seals.cut({ n: 2, hash: it.reads.hashAt(2)! }), entry(13).at);
  it.seals.putHead(it.reads.head());
  const whole = it.db.serialize();
  const pages = it.db.prepare<[], number>(`SELECT pageno FROM dbstat WHERE name IN ('audit', 'auditAnchor')`).pluck().all();
  const rows = (db: Database.Database): string => JSON.stringify([db.prepare('SELECT *, typeof(at), typeof(what), typeof(who), typeof(about), typeof(detail), typeof(hash) FROM audit').all(), db.prepare('SELECT * FROM auditAnchor').all()]);
  const before = rows(it.db);
  const seed = Math.floor(Math.random() * 2 ** 31);
  const bits = bitsOf(seed);
  const [missed, counts] = [[] as number[], { found: 0, same: 0 }];
  for (const page of pages) {
    for (let at = (page - 1) * 512; at < page * 512; at++) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 1 << bits();
      const db = new Database(bytes);
      try {
        if (!(await verify(auditReads(db), it.seals)).held) counts.found += 1;
        else if (rows(db) === before) counts.same += 1;
        else missed.push(at);
      } catch (error) {
        if (!(error instanceof Database.SqliteError)) throw error;
        counts.found += 1; // SQLite itself refuses the page
      } finally {
        db.close();
      }
    }
  }
  t.comment(`seed ${seed}: ${JSON.stringify(counts)}`);
  t.same(missed, [], `seed ${seed}`);
  t.ok(counts.found > 1_000);
});
