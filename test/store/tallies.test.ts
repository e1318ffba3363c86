import t from 'tap';
import type { Outcome, Store } from '../../src/store/store.ts';
import type { Tally } from '../../src/store/tally.ts';
import { openStore } from '../../src/store/open.ts';
import { openDatabase } from '../../src/store/database.ts';
import { tallies } from '../../src/store/tallies.ts';
import { alarm, ask, call, callback, clock, DAY, fresh, HOUR, MINUTE, NOON, open } from './fixtures.ts';

const WEEK = '2026-11-16'; // NOON is a Sunday
const read = async (store: Store): Promise<Record<string, number>> => {
  const { tallies: all } = await store.tallies.read('2026-01-01', '2027-12-31');
  return Object.fromEntries(all.map(({ week, measure, by, category, n }: Tally) => [`${week === WEEK ? '' : `${week} `}${measure} ${by} ${category}`, n]));
};
const only = async (store: Store, measure: string): Promise<Record<string, number>> => Object.fromEntries(Object.entries(await read(store)).filter(([name]) => name.includes(`${measure} `)));

t.test('a request is counted once, one property at a time, however often it is asked for and whatever becomes of it', async (t) => {
  const store = await open(t, t.testdir());
  const session = fresh();
  const request = callback({ subject: 'pay', country: 'SA', language: 'am' });
  for (let time = 0; time < 3; time++) await ask(store, { do: 'keep', request }, session);
  await ask(store, { do: 'keep', request: { ...callback(), reference: request.reference } }); // its reference is taken
  await ask(store, { do: 'replace', request: { ...request, subject: 'hurt' } }, session, 2);
  const counted = { 'asked channel ussd': 1, 'asked country SA': 1, 'asked language am': 1, 'asked topic pay': 1 };
  t.same(await read(store), counted);
  await ask(store, { do: 'erase', reference: request.reference!, caller: 'c', now: NOON });
  t.equal(await store.requests.one(request.id), undefined);
  t.same(await read(store), counted, 'erasing it does not un-count it');
  await ask(store, { do: 'keep', request: callback() });
  t.same((await read(store))['asked channel ussd'], 2);
  t.equal((await read(store))['asked topic unsaid'], 1);
});

/** An advocate takes it and says what came of it. False where it is gone. */
async function noted(store: Store, id: string, outcome: Outcome, at: number): Promise<boolean> {
  const opened = await store.requests.open(id, at, 'ad'.repeat(16));
  return typeof opened !== 'string' && await store.requests.outcome(id, outcome, at, { by: 'ad'.repeat(16), revision: opened.row.revision }) === 'kept';
}

t.test('a callback counts once, when it ends: by the window in which it was rung last', async (t) => {
  const store = await open(t, t.testdir());
  const made = async (): Promise<string> => {
    const request = callback();
    await ask(store, { do: 'keep', request });
    return request.id;
  };
  const [first, second, otherwise, wrong, silent, shut] = [await made(), await made(), await made(), await made(), await made(), await made()];
  await store.requests.attempt(first!, NOON + 7 * HOUR);
  t.ok(await noted(store, first!, 'notReached', NOON + 7 * HOUR));
  t.same(await only(store, 'callback'), {}, 'not reached once is not the end');
  t.ok(await noted(store, first!, 'reached', NOON + 7 * HOUR));
  t.notOk(await noted(store, first!, 'reached', NOON + 8 * HOUR));
  await store.requests.attempt(second!, NOON + 31 * HOUR);
  await noted(store, second!, 'reached', NOON + 31 * HOUR);
  await noted(store, otherwise!, 'reached', NOON + HOUR);
  await noted(store, shut!, 'closed', NOON + HOUR);
  await store.requests.attempt(wrong!, NOON + 7 * HOUR);
  await noted(store, wrong!, 'wrongPerson', NOON + 7 * HOUR);
  await store.requests.attempt(silent!, NOON + 7 * HOUR);
  await made();
  for (let time = 0; time < 2; time++) await store.sweep(NOON + 33 * HOUR + time);
  t.same(await only(store, 'callback'), {
    'callback end closed': 1, 'callback end first': 1, 'callback end otherwise': 1,
    '2026-11-23 callback end notReached': 1, '2026-11-23 callback end notTried': 1, '2026-11-23 callback end second': 1, '2026-11-23 callback end wrongPerson': 1,
  }, 'in the week in which it ended');
});

t.test('an alarm counts once by how long its caller waited for an advocate, or as never', async (t) => {
  const store = await open(t, t.testdir());
  const joined = async (request: string | undefined, kind: 'urgent' | 'line', after: number): Promise<string> => {
    const made = call({ kind, request, ...(kind === 'line' && { session: fresh(), number: undefined }) });
    await store.calls.create(made);
    await store.calls.move(made.id, 'nextAdvocate', 'joined', NOON + after);
    return made.id;
  };
  const [danger, again, silent, unheard] = [alarm(), alarm(), alarm({ call: 'no' }), alarm()];
  for (const request of [danger, again, silent, unheard]) await ask(store, { do: 'keep', request });
  await joined(danger.id, 'urgent', 59_999);
  const second = await joined(again.id, 'urgent', 4 * MINUTE);
  await store.calls.move(second, 'joined', 'over', NOON + 5 * MINUTE);
  await joined(again.id, 'urgent', 9 * MINUTE);
  await noted(store, danger.id, 'reached', NOON + 6 * MINUTE);
  await noted(store, silent.id, 'closed', NOON + MINUTE);
  await noted(store, unheard.id, 'closed', NOON + HOUR);
  t.same(await only(store, 'urgent'), { 'urgent wait never': 1, 'urgent wait under1': 1, 'urgent wait under5': 1 }, 'who wanted no call waited for none');

  await joined(undefined, 'line', MINUTE);
  const left = call({ kind: 'line', session: fresh() });
  await store.calls.create(left);
  t.ok(await store.calls.move(left.id, 'nextAdvocate', 'over', NOON + MINUTE));
  t.notOk(await store.calls.move(left.id, 'nextAdvocate', 'over', NOON + MINUTE));
  await joined(undefined, 'line', 11 * MINUTE);
  t.same(await only(store, 'urgent'), { 'urgent wait later': 1, 'urgent wait never': 2, 'urgent wait under1': 1, 'urgent wait under2': 1, 'urgent wait under5': 1 });
  await ask(store, { do: 'withdraw', id: again.id, now: NOON });
  t.same(Object.values(await only(store, 'urgent')).reduce((all, n) => all + n, 0), 6);
});

t.test('weeks begin on Monday, by the operator\'s clock', async (t) => {
  for (const [zone, minutes] of [['Asia/Kathmandu', 345], ['America/New_York', -300], ['UTC', 0]] as const) {
    const store = await openStore({ dataDir: t.testdir(), clock, zone });
    const monday = Date.UTC(2026, 10, 23) - minutes * MINUTE;
    for (const madeAt of [monday - 1, monday]) await ask(store, { do: 'keep', request: callback({ madeAt }) });
    t.same(Object.keys(await only(store, 'channel')), ['asked channel ussd', '2026-11-23 asked channel ussd'], zone);
    await store.close();
  }
});

t.test('what a caller confirms and what money is about are counted by whoever keeps them; practice is not', async (t) => {
  const db = openDatabase(t.testdir());
  const counted = tallies(db);
  counted.confirmed('yes', NOON);
  counted.confirmed('trouble', NOON, true);
  counted.asked(callback(), true);
  counted.amount({ side: 'claimed', currency: 'KES', amount: 900 }, NOON);
  counted.amount({ side: 'claimed', currency: 'KES', amount: 200 }, NOON);
  counted.amount({ side: 'recovered', currency: 'KES', amount: 50 }, NOON, true);
  for (const amount of [0, -4, 1.5, Number.NaN]) counted.amount({ side: 'claimed', currency: 'KES', amount }, NOON);
  t.same(db.prepare('SELECT * FROM tallies').all(), [{ week: WEEK, measure: 'confirmed', by: 'answer', category: 'yes', n: 1 }]);
  t.same(db.prepare('SELECT * FROM amounts').all(), [{ week: WEEK, side: 'claimed', currency: 'KES', cases: 2, total: 1_100, most: 900 }]);
  db.close();
});

t.test('a release is made once; what was counted in its weeks is then gone, and a week is in one release only', async (t) => {
  const dir = t.testdir();
  const [store, elsewhere] = [await open(t, dir), await open(t, dir)];
  await ask(store, { do: 'keep', request: callback() });
  await ask(store, { do: 'keep', request: callback({ madeAt: NOON + DAY }) });
  t.equal(await store.tallies.first(), WEEK);
  const release = { from: '2026-11-02', weeks: 3, madeAt: NOON, figures: 'first' };
  t.same((await Promise.all([store.tallies.release(release), elsewhere.tallies.release({ ...release, figures: 'second' })])).filter(Boolean).length, 1);
  t.same(Object.keys(await read(store)).filter((name) => name.includes('channel')), ['2026-11-23 asked channel ussd']);
  for (const [from, weeks] of [['2026-11-02', 1], ['2026-11-16', 4], ['2026-10-26', 2], ['2026-10-05', 13]] as const) t.equal(await store.tallies.release({ from, weeks, madeAt: NOON, figures: 'late' }), false, from);
  t.match(await store.tallies.released('2026-11-02'), { weeks: 3, figures: /first|second/ });
  t.ok(await store.tallies.release({ from: '2026-11-23', weeks: 1, madeAt: NOON, figures: '' }));
  t.same((await store.tallies.releases()).map(({ from }) => from), ['2026-11-23', '2026-11-02']);
  t.equal(await store.tallies.first(), '2026-11-02');
  t.equal(await store.tallies.released('2026-11-09'), undefined);
});
