import t from 'tap';
import type { NewRequest, Ring, Store } from '../../src/store/store.ts';
import { alarm, ask, call, DAY, fresh, HOUR, MINUTE, NOON, open } from './fixtures.ts';

const PHONE = 'a'.repeat(24);
const [AMINA, BERHANE] = [fresh(), fresh()];

async function raise(store: Store, minutes: number, change: Partial<NewRequest> = {}): Promise<string> {
  const request = alarm({ caller: PHONE, madeAt: NOON + minutes * MINUTE, ...change });
  await ask(store, { do: 'keep', request });
  return request.id;
}
const ring = (request: string, colleague: string, minutes: number, ended: Ring['ended'] = null): Ring => ({ request, colleague, at: NOON + minutes * MINUTE, as: 'duty', ended });

t.test('alarms of one phone wait together, the newest of them named; whoever takes one has all that wait, and nobody takes them after', async (t) => {
  const store = await open(t, t.testdir());
  const [first, second, other, hidden] = [await raise(store, 0), await raise(store, 3), await raise(store, 4, { caller: 'b'.repeat(24) }), await raise(store, 5, { caller: undefined })];
  const another = await raise(store, 6, { caller: undefined });
  t.same((await store.requests.alarms(NOON + HOUR)).map(({ request, all }) => [request, all]), [[second, [first, second]], [other, [other]], [hidden, [hidden]], [another, [another]]], 'hidden numbers are nobody\'s');
  t.match(await store.requests.one(second), { nth: 2, linked: [first], takenBy: null, takenName: null, takenAt: null });
  t.equal(await store.requests.taken(second, AMINA, NOON + HOUR), true);
  t.equal(await store.requests.taken(second, AMINA, NOON + 2 * HOUR), true, 'theirs already');
  t.equal(await store.requests.taken(first, BERHANE, NOON + HOUR), false);
  t.match(await store.requests.one(first), { takenBy: AMINA, takenAt: NOON + HOUR, status: 'waiting' });
  t.same((await store.requests.alarms(NOON + HOUR)).map(({ request }) => request), [other, hidden, another]);
  const third = await raise(store, 90);
  t.same((await store.requests.alarms(NOON + 2 * HOUR)).map(({ request, all }) => [request, all]).at(-1), [third, [third]], 'a further one waits anew');
  t.match(await store.requests.one(third), { nth: 3, linked: [first, second] });
});

t.test('an alarm that is opened, withdrawn, closed or a day old waits no more; a callback is never taken', async (t) => {
  const store = await open(t, t.testdir());
  const [opened, withdrawn, closed] = [await raise(store, 0), await raise(store, 1), await raise(store, 2)];
  await store.requests.open(opened, NOON, AMINA);
  t.match(await store.requests.one(withdrawn), { takenBy: AMINA }, 'with the one that was opened');
  await ask(store, { do: 'withdraw', id: withdrawn, now: NOON });
  await store.requests.close(closed, NOON);
  t.same(await store.requests.alarms(NOON + HOUR), []);
  t.same((await store.requests.one(opened))?.linked, [], 'nor is it linked');
  for (const id of [withdrawn, closed]) t.equal(await store.requests.taken(id, BERHANE, NOON), false);
  const late = await raise(store, 0);
  t.same((await store.requests.alarms(NOON + DAY - 1)).map(({ request, until }) => [request, until]), [[late, NOON + DAY]]);
  t.same(await store.requests.alarms(NOON + DAY), []);
  const callback = alarm({ kind: 'callback', caller: PHONE });
  await ask(store, { do: 'keep', request: callback });
  t.equal(await store.requests.taken(callback.id, AMINA, NOON), false);
  t.match(await store.requests.one(callback.id), { linked: [], nth: 1, takenBy: null });
});

t.test('what rang whom: once in a while for all alarms of a phone, ended once, with the request and no longer', async (t) => {
  const store = await open(t, t.testdir());
  const [first, second] = [await raise(store, 0), await raise(store, 3)];
  t.ok(await store.rings.add(ring(first, AMINA, 1)));
  t.notOk(await store.rings.add(ring(second, AMINA, 2), NOON), 'the other alarm is of the same phone');
  t.ok(await store.rings.add(ring(second, AMINA, 4), NOON + MINUTE));
  t.ok(await store.rings.add(ring(second, BERHANE, 5, 'engaged')));
  t.notOk(await store.rings.add(ring(second, BERHANE, 6, 'engaged')), 'that is known');
  await store.rings.end(second, AMINA, 'noAnswer');
  await store.rings.end(second, AMINA, 'refused');
  await store.rings.end(second, AMINA, 'noAnswer');
  await store.rings.end(second, BERHANE, 'took');
  t.same((await store.rings.of(second)).map(({ colleague, ended }) => [colleague, ended]), [[AMINA, 'refused'], [BERHANE, 'engaged']], 'what rang before it was made is not its record');
  t.same((await store.rings.of(first)).map(({ ended }) => ended), [null, 'refused', 'engaged']);
  await store.rings.end(second, AMINA, 'took');
  t.same((await store.rings.of(second)).map(({ ended }) => ended), ['took', 'engaged'], 'a phone that rang on');
  t.match(await store.rings.ladder(second), { since: NOON, takenBy: null, rings: { length: 3 } }, 'it waits since the first was made');
  await store.requests.close(first, NOON);
  t.match(await store.rings.ladder(second), { since: NOON + 3 * MINUTE });
  t.equal(await store.rings.ladder(fresh()), undefined);
  t.notOk(await store.rings.add(ring(fresh(), AMINA, 1)), 'of a request that is gone nothing is kept');
  await store.sweep(NOON + 91 * DAY);
  t.same(await store.rings.of(second), []);
});

t.test('one call rings for all alarms of a phone, and becomes the one that brings its caller while nobody has accepted', async (t) => {
  const store = await open(t, t.testdir());
  const [first, second] = [await raise(store, 0), await raise(store, 1)];
  const rings = call({ kind: 'alarm', request: first, number: undefined });
  t.equal(await store.calls.create(rings), true);
  t.equal(await store.calls.create(call({ kind: 'alarm', request: second, number: undefined })), false);
  t.equal(await store.calls.create(call({ kind: 'alarm', request: await raise(store, 2, { caller: undefined }), number: undefined })), true);
  const wanted = { request: second, language: 'fr', country: 'LB', number: Buffer.from('sealed'), expires: NOON + HOUR };
  t.equal(await store.calls.become(rings.id, wanted), true);
  t.match(await store.calls.one(rings.id), { kind: 'urgent', request: second, language: 'fr', country: 'LB', expires: NOON + HOUR, number: Buffer.from('sealed') });
  await store.calls.move(rings.id, 'nextAdvocate', 'advocateWaits', NOON);
  t.equal(await store.calls.become(rings.id, { ...wanted, request: first }), false);
  t.match(await store.calls.one(rings.id), { request: second });
});
