import t from 'tap';
import { ask, callback, fresh, HOUR, NOON, open } from './fixtures.ts';

t.test('three wrong references an hour and caller, then the right one is wrong too', async (t) => {
  const store = await open(t, t.testdir());
  const { reference, ...rest } = callback();
  await ask(store, { do: 'keep', request: { ...rest, reference } });
  const look = (ref: string, now = NOON, caller = 'c1') => ask(store, { do: 'look', reference: ref, caller, now });
  for (let n = 0; n < 5; n++) t.equal(await look(reference!), 'found', 'a right one uses nothing up');
  for (let n = 0; n < 3; n++) t.equal(await look(fresh()), 'wrong');
  t.equal(await look(reference!), 'wrong');
  t.equal(await look(reference!, NOON, 'c2'), 'found', 'another caller is not kept out');
  t.equal(await look(reference!, NOON + HOUR), 'found', 'an hour later it works again');
});

t.test('100 wrong references an hour from all phones together lock every phone, and one phone cannot use them up', async (t) => {
  const store = await open(t, t.testdir());
  const request = callback();
  await ask(store, { do: 'keep', request });
  const guess = (caller: string) => ask(store, { do: 'erase', reference: fresh(), caller, now: NOON });
  for (let n = 0; n < 150; n++) await guess('one phone');
  t.equal(await ask(store, { do: 'look', reference: request.reference!, caller: 'a', now: NOON }), 'found');
  await Promise.all(Array.from({ length: 97 }, (_, n) => guess(`phone ${n}`)));
  t.equal(await ask(store, { do: 'look', reference: request.reference!, caller: 'b', now: NOON }), 'wrong');
  t.equal(await ask(store, { do: 'erase', reference: request.reference!, caller: 'b', now: NOON }), 'wrong');
  t.ok(await store.requests.one(request.id), 'and a refused try does nothing');
});

t.test('an erased reference is as wrong as one that never was', async (t) => {
  const store = await open(t, t.testdir());
  const request = callback();
  await ask(store, { do: 'keep', request });
  t.equal(await ask(store, { do: 'erase', reference: request.reference!, caller: 'a', now: NOON }), 'erased');
  t.equal(await store.requests.one(request.id), undefined);
  t.equal(await ask(store, { do: 'look', reference: request.reference!, caller: 'a', now: NOON }), 'wrong');
});
