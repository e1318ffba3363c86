import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { openAuditKeeper } from '../../src/audit/keep.ts';
import { verify } from '../../src/audit/verify.ts';
import type { LogEvent } from '../../src/log.ts';
import { auditSeals } from '../../src/sealing/audit-seals.ts';
import { openStore } from '../../src/store/open.ts';
import { ask, callback, MINUTE } from '../store/fixtures.ts';
import { DAY, entry, NOON } from './chain.ts';

const KEY = Buffer.alloc(32, 7);
const WHO = 'a1'.repeat(16);

/** A store on disk and what signs its audit; `sql` is somebody else who can write to the file. */
async function place(t: Test) {
  const dir = t.testdir({ secrets: {} });
  const secrets = join(dir, 'secrets');
  const clock = { at: NOON, now() { return this.at; } };
  const store = await openStore({ dataDir: dir, clock });
  t.teardown(() => store.close());
  const logged: LogEvent[] = [];
  const keeper = () => openAuditKeeper({ audit: store.audit, seals: auditSeals(secrets, KEY), clock, log: (event) => logged.push(event) });
  const sql = (text: string): void => { const db = new Database(join(dir, 'hakiline.db')); db.exec(text); db.close(); };
  return {
    store, secrets, clock, logged, keeper, sql,
    add: async (from: number, to: number) => { for (let n = from; n <= to; n++) await store.audit.append({ at: clock.at, what: 'opened', who: WHO, about: entry(1).about }); },
    check: () => verify(store.audit, auditSeals(secrets, KEY)),
    heads: () => readdirSync(secrets).filter((file) => file.startsWith('audit-head')),
    codes: () => logged.flatMap((event) => ('code' in event ? event.code : [event.event])),
  };
}

t.test('what is over a year old goes, and an auditor still finds the chain whole', async (t) => {
  const it = await place(t);
  const keeper = it.keeper();
  await keeper.sign();
  await it.add(1, 12);
  it.clock.at += 100 * DAY;
  await it.add(13, 15);
  it.clock.at += 265 * DAY + 1;
  await it.add(16, 17);
  await keeper.cut();
  t.same((await it.store.audit.page({ most: 50 })).entries.map(({ n, what }) => `${n} ${what}`), ['18 auditCut', '17 opened', '16 opened', '15 opened', '14 opened', '13 opened'], 'only once the year has passed');
  t.same((await it.store.audit.page({ most: 1 })).entries[0]?.detail, { entries: 12 });
  t.match(await it.check(), { held: true, entries: 6, newer: 0, from: NOON + 100 * DAY });
  it.clock.at += 100 * DAY;
  await keeper.cut();
  t.match(await it.check(), { held: true, entries: 4 }, 'and once more');
  it.sql('DELETE FROM audit WHERE n = 16');
  t.match(await it.check(), { held: false, why: 'missing', first: 16 });
});

t.test('nobody but the line can move the beginning, and no trace of a change is cut away', async (t) => {
  const it = await place(t);
  const keeper = it.keeper();
  await keeper.sign();
  await it.add(1, 9);
  await keeper.sign();
  it.sql('INSERT INTO auditAnchor SELECT 1, n, hash, zeroblob(32) FROM audit WHERE n = 4; DELETE FROM audit WHERE n <= 4');
  t.match(await it.check(), { held: false, why: 'beginning', first: 5 });
  it.clock.at += 366 * DAY;
  await it.add(10, 10);
  await keeper.cut();
  t.match(await it.check(), { held: false, why: 'beginning', first: 5 }, 'still, a year later');
  t.ok(it.codes().includes('HLP_AUDIT_CHANGED'));

  const other = await place(t);
  await other.keeper().sign();
  await other.add(1, 9);
  other.sql(`UPDATE audit SET who = 'caller' WHERE n = 3`);
  other.clock.at += 366 * DAY;
  await other.keeper().cut();
  t.match(await other.check(), { held: false, why: 'changed', first: 3 });
});

t.test('a chain that was shortened stays so for the auditor, however long it grows again', async (t) => {
  const it = await place(t);
  const keeper = it.keeper();
  await keeper.sign();
  await it.add(1, 10);
  await keeper.sign();
  it.sql('DELETE FROM audit WHERE n > 6');
  await keeper.sign();
  await keeper.sign();
  t.same(it.codes(), ['HLP_AUDIT_CUT'], 'the log says so, once');
  t.match(await it.check(), { held: false, why: 'endMissing', first: 7, last: 10 });
  it.clock.at += 1;
  await it.add(7, 12);
  await keeper.sign();
  await it.keeper().sign(); // another process, or this one after a restart
  t.same(it.codes(), ['HLP_AUDIT_CUT', 'HLP_AUDIT_REWRITTEN', 'HLP_AUDIT_REWRITTEN']);
  t.match(await it.check(), { held: false, why: 'rewritten', first: 10 });
  t.same(it.heads(), ['audit-head.10'], 'what was signed is what it is held against');

  for (const file of it.heads()) rmSync(join(it.secrets, file)); // as docs/errors.md says
  await it.keeper().sign();
  t.match(await it.check(), { held: true, entries: 13 });
  t.equal((await it.store.audit.page({ most: 1 })).entries[0]?.what, 'headMade', 'and who reads it knows');
});

t.test('a head that was lost is made anew, which an entry says; one of another key is none', async (t) => {
  const it = await place(t);
  await it.keeper().sign();
  t.same(it.heads(), ['audit-head.0']);
  await it.add(1, 3);
  await it.keeper().sign();
  t.same(it.heads(), ['audit-head.3']);
  writeFileSync(join(it.secrets, 'audit-head.3'), Buffer.alloc(64));
  t.match(await it.check(), { held: false, why: 'noHead' });
  await it.keeper().sign();
  t.same(it.codes(), ['HLP_AUDIT_NO_HEAD']);
});

t.test('of several processes none takes the head back, in whatever order they come', async (t) => {
  const dir = t.testdir();
  const hash = (n: number): Uint8Array => Buffer.alloc(32, n);
  let round = 0;
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 }), fc.boolean(), (order, draft) => {
    const own = join(dir, String(++round));
    mkdirSync(own);
    if (draft) writeFileSync(join(own, 'audit-head.0.0123456789ab'), 'half'); // of a process that was killed
    let highest = -1;
    for (const n of order) {
      auditSeals(own, KEY).putHead({ n, hash: hash(n) });
      highest = Math.max(highest, n);
      const head = auditSeals(own, KEY).head();
      if (head?.n !== highest || !Buffer.from(head.hash).equals(hash(highest))) return false;
    }
    return readdirSync(own).filter((file) => Number(file.split('.')[1]) < (order.at(-1) ?? 0)).length === 0;
  }), { numRuns: 30, verbose: 1 });
  t.equal(round, 30);
});

t.test('an erasure is written down with the act, once, and never whose requests they were', async (t) => {
  const it = await place(t);
  const { store, clock } = it;
  clock.at = NOON + 17 * MINUTE;
  const requests = Array.from({ length: 4 }, (_, i) => callback({ caller: i < 3 ? 'd'.repeat(24) : 'e'.repeat(24), numberUntil: NOON + DAY, eraseAt: NOON + DAY }));
  for (const request of requests) await ask(store, { do: 'keep', request });
  const [first, , , last] = requests;
  await store.requests.open(last!.id, clock.at, WHO);
  t.equal(await ask(store, { do: 'erase', reference: '00', caller: 'd'.repeat(24), now: clock.at }), 'wrong');
  t.equal(await ask(store, { do: 'erase', reference: first!.reference!, caller: 'd'.repeat(24), now: clock.at }), 'erased');
  await ask(store, { do: 'eraseCaller', callers: ['d'.repeat(24)], never: 'f'.repeat(24), now: clock.at });
  await ask(store, { do: 'eraseCaller', callers: ['d'.repeat(24)], never: 'f'.repeat(24), now: clock.at });
  await ask(store, { do: 'withdraw', id: last!.id, now: clock.at });
  await store.sweep(clock.at + 2 * DAY);
  await store.sweep(clock.at + 3 * DAY);
  t.same([...(await store.audit.page({ most: 50 })).entries].reverse().map(({ n: _n, ...rest }) => rest), [
    { at: clock.at, what: 'opened', who: WHO, about: last!.id, detail: {} },
    { at: NOON, what: 'erased', who: 'caller', about: first!.id, detail: { requests: 1 } },
    { at: NOON, what: 'erased', who: 'caller', about: '', detail: { requests: 2 } },
    { at: NOON, what: 'erased', who: 'caller', about: last!.id, detail: { requests: 1 } },
    { at: clock.at + 2 * DAY, what: 'erased', who: 'line', about: '', detail: { requests: 1 } },
  ], 'a caller\'s moment to the hour');
  const session = 'ab'.repeat(16);
  t.equal(await ask(store, { do: 'erase', reference: last!.reference!, caller: 'e'.repeat(24), now: clock.at }, session), 'wrong');
  t.equal((await store.audit.page({ most: 50 })).entries.length, 5, 'what erased nothing is no erasure');
});

t.test('what must not stand in the audit is refused: a number, a reference, a long text, an unknown word', async (t) => {
  const { store } = await place(t);
  const good = entry(4, { what: 'revealed', about: 'ab'.repeat(16) });
  await store.audit.append({ ...good, detail: { reason: 'danger', said: 'police on the way, 2 people' } });
  const refused: readonly object[] = [
    { what: 'looked' }, { who: '+447700900123' }, { who: '447700900123' }, { who: 'Ruth' }, { about: '447700900123' }, { about: '48217736' }, { at: 1.5 }, { detail: { reason: 'call +44 7700 900123' } },
    { detail: { reason: '48-21-77-36' } }, { detail: { reason: '٠٧٧٠٠٩٠٠١٢٣' } }, { detail: { reason: 'x'.repeat(121) } }, { detail: { number: 447700900123 } }, { detail: { '+447700900123': 1 } },
  ];
  for (const change of refused) await t.rejects(store.audit.append({ ...good, ...change } as never), JSON.stringify(change));
  t.equal((await store.audit.head()).n, 1, 'and nothing of it was kept');
});

t.test('a page goes on where the one before ended, by event and by colleague, and passes nothing over', async (t) => {
  const { store, add } = await place(t);
  await add(1, 3);
  for (let n = 4; n <= 30; n++) await store.audit.append(entry(n));
  const seen: number[] = [];
  for (let before: number | undefined, more = true; more;) {
    const page = await store.audit.page({ before, most: 7 });
    seen.push(...page.entries.map(({ n }) => n));
    before = page.next;
    more = before !== undefined;
  }
  t.same(seen, Array.from({ length: 30 }, (_, i) => 30 - i));
  t.same((await store.audit.page({ most: 50, who: WHO, what: 'opened' })).entries.map(({ n }) => n), [3, 2, 1]);
  t.same(await store.audit.page({ most: 5, who: 'Robert\'); --' }), { entries: [], next: undefined, colleagues: [] });
});
