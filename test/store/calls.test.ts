import t from 'tap';
import type { Leg } from '../../src/store/store.ts';
import { ask, call, fresh, MINUTE, NOON, open } from './fixtures.ts';

const leg = (change: Partial<Leg>): Leg => ({ id: fresh(), call: 'none', role: 'caller', called: 'phone1', state: 'dialling', madeAt: NOON, ...change });

t.test('two processes that move a call on at once do it once', async (t) => {
  const dir = t.testdir();
  const stores = [await open(t, dir), await open(t, dir)];
  const { id } = call();
  await stores[0]!.calls.create(call({ id }));
  const moved = await Promise.all(stores.map((store, n) => store.calls.move(id, 'nextAdvocate', 'ringingAdvocate', NOON + n, { advocateId: `a${n}`, tried: `a${n}` })));
  t.same([...moved].sort(), [false, true]);
  const winner = `a${moved.indexOf(true)}`;
  t.match(await stores[0]!.calls.one(id), { state: 'ringingAdvocate', advocateId: winner, tried: [winner], expires: NOON + 15 * MINUTE });
  t.equal(await stores[0]!.calls.move(id, 'ringingAdvocate', 'nextAdvocate', NOON + 5, { advocateId: null }), true);
  t.match(await stores[0]!.calls.one(id), { advocateId: null, tried: [winner], stateAt: NOON + 5 });
});

t.test('two processes that begin a call about one request begin one', async (t) => {
  const dir = t.testdir();
  const stores = [await open(t, dir), await open(t, dir)];
  const request = fresh();
  const begun = await Promise.all(stores.map((store) => store.calls.create(call({ request }), ['nextAdvocate'])));
  t.same([...begun].sort(), [false, true]);
  t.equal(await stores[0]!.calls.create(call({ request }), ['joined']), true, 'one in another state does not stand in the way');
  t.equal(await stores[0]!.calls.create(call({ request: fresh() }), ['nextAdvocate']), true, 'nor one about something else');
});

t.test('a phone is not dialled twice at once, and a leg of a dead process does not block it for ever', async (t) => {
  const store = await open(t, t.testdir());
  const { id } = call();
  await store.calls.create(call({ id }));
  t.equal(await store.calls.addLeg(leg({ call: id })), true);
  t.equal(await store.calls.addLeg(leg({ call: id })), false);
  t.equal(await store.calls.addLeg(leg({ call: id, called: 'phone2' })), true);
  t.equal(await store.calls.addLeg(leg({ call: id, madeAt: NOON + 2 * MINUTE + 1 })), true);
});

t.test('the first instruction about a call may come before its session is known, and a late repeat speaks for no new leg', async (t) => {
  const store = await open(t, t.testdir());
  const { id } = call();
  await store.calls.create(call({ id }));
  const first = leg({ call: id });
  await store.calls.addLeg(first);
  t.match(await store.calls.findLeg('session1', 'phone1'), { id: first.id, session: 'session1' });
  t.match(await store.calls.findLeg('session1', 'phone1'), { id: first.id });
  t.equal(await store.calls.findLeg('session2', 'phone1'), undefined, 'another session is not that leg');
  t.match(await store.calls.bySession('session1'), { id });
  await store.calls.setLeg(first.id, { state: 'over' });
  await store.calls.addLeg(leg({ call: id, madeAt: NOON + 1 }));
  t.equal(await store.calls.findLeg('session1', 'phone1'), undefined, 'a late repeat');
  t.match((await store.calls.legs(id)).map((l) => l.state), ['over', 'dialling']);
});

t.test('a caller on the line is in a call without a number, and a finished call is not live', async (t) => {
  const store = await open(t, t.testdir());
  const stay = call({ number: undefined, session: 'cc', kind: 'line' });
  t.equal(await ask(store, { do: 'stay', call: stay }), 'kept');
  t.match(await store.calls.bySession('cc'), { id: stay.id, state: 'nextAdvocate', number: undefined, tried: [] });
  t.equal((await store.calls.live(NOON)).length, 1);
  await store.calls.move(stay.id, 'nextAdvocate', 'over', NOON);
  t.same(await store.calls.live(NOON), []);
});

t.test('a number that has served is forgotten', async (t) => {
  const store = await open(t, t.testdir());
  const { id } = call();
  await store.calls.create(call({ id }));
  t.ok((await store.calls.one(id))?.number);
  await store.calls.forgetNumber(id);
  t.equal((await store.calls.one(id))?.number, undefined);
});
