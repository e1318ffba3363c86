import t from 'tap';
import type { Store } from '../../src/store/store.ts';
import { alarm, ask, bytes, call, callback, DAY, fresh, HOUR, MINUTE, NOON, open, opened, RUTH, settle, tell } from './fixtures.ts';

const WHO = 'a'.repeat(32);

const keep = async (store: Store, request = callback()): Promise<typeof request> => {
  await ask(store, { do: 'keep', request });
  return request;
};

t.test('an advocate sees alarms first, then who wants a call now, then callbacks by window', async (t) => {
  const store = await open(t, t.testdir());
  const later = await keep(store, callback({ windows: { day: 'any', part: 'night', zone: 'UTC', first: { from: NOON + 9 * HOUR, to: NOON + 12 * HOUR } } }));
  const sooner = await keep(store);
  const nowOne = await keep(store, callback({ kind: 'now', windows: undefined, wrap: undefined, fields: {} }));
  const danger = await keep(store, alarm());
  t.same((await store.requests.queue(NOON)).map(({ id }) => id), [danger.id, nowOne.id, sooner.id, later.id]);
  t.match(await store.requests.one(sooner.id), { hasNumber: true, closesAt: NOON + 33 * HOUR, first: { from: NOON + 6 * HOUR }, status: 'waiting', callState: null });
  t.same((await store.requests.queue(NOON + 16 * MINUTE)).map(({ kind }) => kind), ['urgent', 'callback', 'callback'], 'a "now" request lapses after 15 minutes');
  await store.calls.create(call({ request: danger.id }));
  t.match(await store.requests.one(danger.id), { callState: 'nextAdvocate' });
});

t.test('opening a request marks it read and counts, and gives the desk what it needs', async (t) => {
  const store = await open(t, t.testdir());
  const request = await keep(store);
  const found = await opened(store, request.id, NOON + MINUTE);
  t.match(found, { wrap: { epoch: '2026-11' }, row: { status: 'read' } });
  t.same(Object.keys(found.fields), ['coverName', 'number']);
  t.match(await store.requests.look(request.reference!), { id: request.id, opened: 1, openedAt: NOON + MINUTE, fields: ['coverName', 'number'], windows: { part: 'evening' } });
  t.equal(await store.requests.open(fresh(), NOON, RUTH), 'gone');
});

t.test('a callback is rung in its windows only, once in each, twice in 24 hours', async (t) => {
  const store = await open(t, t.testdir());
  const { id } = await keep(store);
  const at = (hours: number) => store.requests.attempt(id, NOON + hours * HOUR);
  t.equal(await at(5.99), 'outOfWindow');
  t.equal(await at(6), 'allowed', 'from the first minute');
  t.equal(await at(8), 'triedThisWindow');
  t.equal(await at(9), 'outOfWindow', 'not at the last');
  t.equal(await at(30), 'allowed');
  t.match(await store.requests.one(id), { attempts: 2, status: 'tried', lastAttemptAt: NOON + 30 * HOUR });
});

t.test('a caller who changes the time is still not rung a third time in 24 hours', async (t) => {
  const store = await open(t, t.testdir());
  const { id, reference, caller = '' } = await keep(store);
  const moveTo = (hours: number) => ask(store, { do: 'change', reference: reference!, caller, now: NOON, country: 'AE', windows: { day: 'any', part: 'day', zone: 'Asia/Dubai', first: { from: NOON + hours * HOUR, to: NOON + (hours + 1) * HOUR } } });
  for (const [hours, may] of [[1, 'allowed'], [3, 'allowed'], [5, 'triedToday'], [25, 'allowed']] as const) {
    t.equal(await moveTo(hours), 'changed');
    t.equal(await store.requests.attempt(id, NOON + hours * HOUR), may);
  }
  t.match(await store.requests.one(id), { country: 'AE', zone: 'Asia/Dubai' }, 'and advocates see the clock of where the time is');
  await ask(store, { do: 'change', reference: reference!, caller: 'a friend', now: NOON, country: 'KE', windows: { day: 'any', part: 'day', zone: 'Africa/Nairobi', first: { from: NOON + 60 * HOUR, to: NOON + 61 * HOUR } } });
  t.match(await store.requests.one(id), { country: 'AE', zone: 'Africa/Nairobi' }, 'a friend elsewhere says when, not where the phone is');
});

t.test('an alarm may be rung without limit, once its caller wants a call', async (t) => {
  const store = await open(t, t.testdir());
  const { id } = await keep(store, alarm({ call: 'no' }));
  t.equal(await store.requests.attempt(id, NOON), 'noCall');
  t.equal(await ask(store, { do: 'wantCall', id }), 'kept');
  for (let n = 0; n < 5; n++) t.equal(await store.requests.attempt(id, NOON + n), 'allowed');
  t.equal(await ask(store, { do: 'wantCall', id: fresh() }), 'gone');
});

t.test('an alarm that rang by itself stays new until somebody at the desk opens it', async (t) => {
  const store = await open(t, t.testdir());
  const { id, reference } = await keep(store, alarm());
  t.equal(await store.requests.attempt(id, NOON), 'allowed');
  t.match(await store.requests.one(id), { status: 'waiting', attempts: 1, lastAttemptAt: NOON });
  t.match(await store.requests.look(reference!), { status: 'tried' }, 'its caller hears that we tried');
  await opened(store, id, NOON);
  t.equal(await store.requests.attempt(id, NOON + 1), 'allowed');
  t.match(await store.requests.one(id), { status: 'tried', attempts: 2 });
});

t.test('an outcome closes a request that was reached and leaves open one that was not', async (t) => {
  const store = await open(t, t.testdir());
  const { id } = await keep(store);
  t.equal(await settle(store, id, 'notReached', NOON), 'kept');
  t.match(await store.requests.one(id), { status: 'tried', outcome: 'notReached' });
  t.equal(await settle(store, id, 'reached', NOON + 1, 'a sealed note'), 'kept');
  t.match(await store.requests.one(id), { status: 'closed', outcome: 'reached', closesAt: NOON + 1 });
  t.equal(await settle(store, id, 'reached', NOON), 'gone');
  t.equal(await store.requests.attempt(id, NOON + 6 * HOUR), 'gone');
  t.same(await store.requests.queue(NOON), []);
});

t.test('a caller changes a request of the same session, and of no other', async (t) => {
  const store = await open(t, t.testdir());
  const request = callback();
  const session = fresh();
  await ask(store, { do: 'keep', request }, session);
  const changed = callback({ id: request.id, cover: 'askName', wrap: { epoch: '2026-12', sealed: bytes('another wrap') }, fields: { number: bytes('n2') } });
  t.equal(await ask(store, { do: 'replace', request: changed }), 'gone');
  t.equal(await ask(store, { do: 'replace', request: changed }, session, 2), 'kept');
  const found = await opened(store, request.id, NOON);
  t.match(found, { wrap: { epoch: '2026-12' }, row: { cover: 'askName' } });
  t.same(Object.keys(found.fields), ['number']);
  t.ok(await store.requests.look(request.reference!), 'its reference stays');
});

t.test('an undone alarm keeps nothing of its caller', async (t) => {
  const store = await open(t, t.testdir());
  const request = await keep(store, alarm());
  await store.outbox.add([tell({ about: request.id })]);
  await store.calls.create(call({ request: request.id }));
  t.equal(await ask(store, { do: 'withdraw', id: request.id, now: NOON + 5 }), 'gone');
  t.match(await store.requests.one(request.id), { status: 'withdrawn', hasNumber: false, callState: null });
  t.same(await store.requests.queue(NOON), []);
  t.same(await store.outbox.claim(NOON, 9), []);
  t.same(await store.calls.live(NOON), []);
  t.equal(await store.requests.look(request.reference!), undefined);
});

t.test('whoever asks never to be called loses every request but an active alarm', async (t) => {
  const store = await open(t, t.testdir());
  const [mine, other, danger] = [await keep(store), await keep(store, callback({ caller: 'e'.repeat(24) })), await keep(store, alarm())];
  t.equal(await ask(store, { do: 'eraseCaller', callers: ['c'.repeat(24), 'f'.repeat(24)], never: 'aabb', now: NOON }), 'done');
  t.equal(await store.requests.one(mine.id), undefined);
  t.ok(await store.requests.one(other.id));
  t.ok(await store.requests.one(danger.id));
  t.equal(await store.never.has('aabb', 'call'), true);
  t.equal(await store.never.has('aabb', 'text'), false, 'texts are refused apart');
  await store.never.lift('aabb', 'call');
  t.equal(await store.never.has('aabb', 'call'), false);
});

t.test('the hourly sweep lets go of what has passed its day', async (t) => {
  const store = await open(t, t.testdir());
  const [mine, danger, old] = [await keep(store), await keep(store, alarm()), await keep(store, callback({ eraseAt: NOON + HOUR }))];
  await store.outbox.add([tell()]);
  await store.calls.create(call());
  t.same(await store.sweep(NOON), { erased: 0 }, 'nothing early');
  t.same(await store.sweep(NOON + HOUR), { erased: 1 });
  t.equal(await store.requests.one(old.id), undefined);
  t.same(await store.outbox.claim(NOON, 9), [], 'tells lapse');
  t.equal((await store.calls.live(NOON))[0]?.number, undefined, 'and numbers of calls');
  t.same(await store.sweep(NOON + 33 * HOUR), { erased: 1 }, 'the second window has passed');
  t.match(await store.requests.one(mine.id), { status: 'closed', hasNumber: false });
  t.match(await store.requests.one(danger.id), { status: 'waiting', hasNumber: true });
  t.same(await store.sweep(NOON + 21 * DAY), { erased: 1 });
  t.match(await store.requests.one(danger.id), { status: 'closed', hasNumber: false }, 'nobody can be called any more');
  t.same(await store.sweep(NOON + 90 * DAY), { erased: 2 });
  t.equal(await store.requests.one(danger.id), undefined);
});

t.test('however late its window, a number lives 21 days, and notes 90', async (t) => {
  const store = await open(t, t.testdir());
  const late = { from: NOON + 60 * DAY, to: NOON + 61 * DAY };
  const requests = [await keep(store, callback({ windows: { day: 'any', part: 'evening', zone: 'UTC', first: late } })), await keep(store, alarm())];
  for (const { id } of requests) await settle(store, id, 'notReached', NOON, 'a sealed note');
  t.same(await store.sweep(NOON + 21 * DAY - 1), { erased: 0 });
  t.same(await store.sweep(NOON + 21 * DAY), { erased: 2 });
  for (const { id } of requests) {
    t.match(await opened(store, id, NOON), { wrap: { epoch: '2026-11' }, fields: {}, notes: [{ kind: 'note' }] });
    t.match(await store.requests.one(id), { eraseAt: NOON + 90 * DAY, status: 'closed' });
  }
  t.same(await store.sweep(NOON + 90 * DAY - 1), { erased: 0 });
  t.same(await store.sweep(NOON + 90 * DAY), { erased: 2 });
  for (const { id } of requests) t.equal(await store.requests.one(id), undefined);
});

t.test('a day after a request is closed its number goes, and a note stays readable', async (t) => {
  const store = await open(t, t.testdir());
  const { id } = await keep(store);
  await settle(store, id, 'reached', NOON, 'a sealed note');
  t.same(await store.sweep(NOON + DAY - 1), { erased: 0 });
  t.same(await store.sweep(NOON + DAY), { erased: 1 });
  t.match(await opened(store, id, NOON), { wrap: { epoch: '2026-11' }, fields: {}, notes: [{ kind: 'note' }] });
});
