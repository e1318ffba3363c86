import { join } from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { fill } from '../../bench/fill.ts';
import { SECTIONS, type Filter } from '../../src/store/at-desk.ts';
import { STATEMENTS } from '../../src/store/queue.ts';
import type { Store } from '../../src/store/store.ts';
import { alarm, ask, callback, fresh, HOUR, MINUTE, NOON, open } from './fixtures.ts';

const RUTH = 'a1'.padEnd(32, '0');
const MOST = Object.fromEntries(SECTIONS.map((section) => [section, 20])) as Record<(typeof SECTIONS)[number], number>;
const read = (store: Store, filter: Filter = {}, now = NOON) => store.queue.read({ now, me: RUTH, filter, most: MOST });
const inHours = (from: number, to: number) => ({ windows: { day: 'any', part: 'day', zone: 'UTC', first: { from: NOON + from * HOUR, to: NOON + to * HOUR } } });
const keep = async (store: Store, request: ReturnType<typeof callback>): Promise<string> => {
  await ask(store, { do: 'keep', request });
  return request.id;
};

t.test('with 20,000 requests stored a page gets the first of every section, true counts, and nothing reads all that is stored', async (t) => {
  const dir = t.testdir();
  fill(dir, { stored: 20_000, open: 1_000, now: NOON });
  const store = await open(t, dir);
  const { rows, counts, alarms, held } = await read(store);
  t.equal(rows.length, 100, 'twenty of each');
  t.same([counts.urgent, counts.line, alarms], [{ all: 20, found: 20 }, { all: 20, found: 20 }, 20]);
  t.equal(counts.open.all + counts.soon.all + counts.later.all, 960);
  t.same(held, []);
  const all = await store.requests.queue(NOON);
  for (const section of ['open', 'soon', 'later'] as const) t.ok(counts[section].all > 20, section);
  t.equal(all.length, 1_000);
  t.equal((await store.queue.promised(NOON, NOON + 24 * HOUR)).length, 20 + 200, 'a handover is bounded as well');
  const next = await store.queue.read({ now: NOON, me: RUTH, filter: {}, most: { ...MOST, later: 40 } });
  t.equal(next.rows.length, 120);
  t.same(next.rows.slice(0, 100).map(({ id }) => id), rows.map(({ id }) => id), '"show more" keeps what stands there');

  const db = new Database(join(dir, 'hakiline.db'));
  t.teardown(() => db.close());
  const given = { now: NOON, me: RUTH, most: 20, until: NOON, languages: '[]', kind: 'now', subject: 'pay', country: 'KE', whose: 'free' };
  for (const sql of STATEMENTS) {
    const plan = db.prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(given).map(({ detail }) => detail);
    const scans = plan.filter((step) => step.startsWith('SCAN') && !/^SCAN (requests USING COVERING INDEX requestsOpen|\(subquery-\d+\)|json_each|claims)/.test(step));
    t.same(scans, [], sql.slice(0, 60));
  }
});

t.test('each stands where it belongs: danger, waiting now, window open, opening soon, later', async (t) => {
  const store = await open(t, t.testdir());
  const ids = {
    later: await keep(store, callback(inHours(3, 5))), soon: await keep(store, callback(inHours(1, 4))), closing: await keep(store, callback(inHours(-1, 1))),
    open: await keep(store, callback(inHours(-2, 3))), line: await keep(store, callback({ kind: 'now', windows: undefined, wrap: undefined, fields: {} })), urgent: await keep(store, alarm()),
  };
  const { rows, counts } = await read(store);
  t.same(rows.map(({ id }) => id), [ids.urgent, ids.line, ids.closing, ids.open, ids.soon, ids.later], 'what closes first stands first');
  t.same(SECTIONS.map((section) => counts[section].all), [1, 1, 2, 1, 1]);
  t.same((await read(store, {}, NOON + 2 * HOUR)).rows.map(({ id }) => id), [ids.urgent, ids.open, ids.soon, ids.later]);
});

t.test('a filter hides callbacks and what waits, never an alarm that nobody has; and counts stay true', async (t) => {
  const store = await open(t, t.testdir());
  const [am, en] = [await keep(store, callback({ ...inHours(-1, 1), language: 'am', subject: 'pay' })), await keep(store, callback({ ...inHours(-1, 1), language: 'en', country: 'LB', madeAt: NOON + 1 }))];
  const danger = await keep(store, alarm({ language: 'ne' }));
  const found = async (filter: Filter) => (await read(store, filter)).rows.map(({ id }) => id);
  t.same(await found({ languages: ['am'] }), [danger, am]);
  t.same(await found({ languages: ['am', 'en'] }), [danger, am, en]);
  t.same(await found({ languages: [] }), [danger]);
  t.same(await found({ subject: 'pay' }), [danger, am]);
  t.same(await found({ country: 'LB' }), [danger, en]);
  t.same(await found({ kind: 'now' }), [danger]);
  t.same((await read(store, { languages: ['am'] })).counts.open, { all: 2, found: 1 });
  t.same(await found({ whose: 'mine' }), [danger]);
  await store.claims.claim(en, RUTH, NOON);
  await store.claims.claim(danger, fresh(), NOON);
  t.same(await found({ whose: 'mine' }), [en]);
  t.same(await found({ whose: 'free' }), [am], 'somebody has the alarm: it is filtered like everything else');
  t.same((await read(store, { whose: 'free' })).held.map(({ id }) => id).sort(), [en, danger].sort(), 'what colleagues have comes along for whoever has it open');
  t.match(await read(store), { alarms: 0 });
  t.same((await read(store, { whose: 'free' }, NOON + 20 * MINUTE)).rows.map(({ id }) => id), [danger, am, en], 'claims that lapsed are free at once');
  t.same(await store.queue.choices(NOON), { languages: ['am', 'en', 'ne'], countries: ['KE', 'LB'], subjects: ['pay'] });
});

t.test('what a colleague holds is listed for the handover, and nobody else\'s', async (t) => {
  const store = await open(t, t.testdir());
  const [mine, other] = [await keep(store, callback()), await keep(store, callback())];
  await store.claims.claim(mine, RUTH, NOON);
  await store.claims.claim(other, fresh(), NOON);
  t.same((await store.queue.mine(RUTH, NOON)).map(({ id }) => id), [mine]);
  t.same((await store.queue.promised(NOON, NOON + 6 * HOUR)).map(({ id }) => id), [], 'not before its window is near');
  t.same((await store.queue.promised(NOON, NOON + 7 * HOUR)).map(({ id }) => id).sort(), [mine, other].sort());
});
