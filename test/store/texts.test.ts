import t from 'tap';
import { bytes, DAY, MINUTE, NOON, open, tell } from './fixtures.ts';

const row = (words: string, now = NOON) => ({ session: 's1', sealed: bytes(words), now, until: now + 30 * MINUTE });

t.test('a text is answered once, however often and to whichever process it is delivered', async (t) => {
  const dir = t.testdir();
  const stores = [await open(t, dir), await open(t, dir)];
  const taken = await Promise.all([...stores, ...stores].map((store) => store.conversations.take('text1', NOON)));
  t.same(taken.sort(), ['new', 'underWay', 'underWay', 'underWay']);
  await stores[0]!.conversations.write('tag', row('one'), 'text1', [tell()]);
  await stores[1]!.conversations.write('tag', row('two'), 'text1', [tell()]);
  t.equal((await stores[0]!.outbox.claim(NOON, 9)).length, 1);
  t.equal(Buffer.from((await stores[0]!.conversations.read('tag', NOON))!.sealed).toString(), 'one');
  t.equal(await stores[0]!.conversations.take('text1', NOON + DAY), 'again');
  await stores[0]!.sweep(NOON + 2 * DAY + 1);
  t.equal(await stores[0]!.conversations.take('text1', NOON + 2 * DAY + 1), 'new');
});

t.test('a text taken by a process that died is new again at its next delivery', async (t) => {
  const store = await open(t, t.testdir());
  t.equal(await store.conversations.take('text1', NOON), 'new');
  t.equal(await store.conversations.take('text1', NOON + 29_000), 'underWay');
  t.equal(await store.conversations.take('text1', NOON + 30_000), 'new');
});

t.test('a conversation ends after its time, or when told', async (t) => {
  const store = await open(t, t.testdir());
  await store.conversations.take('text1', NOON);
  await store.conversations.write('tag', row('one'), 'text1', []);
  t.match(await store.conversations.read('tag', NOON + 29 * MINUTE), { session: 's1', seenAt: NOON });
  t.equal(await store.conversations.read('tag', NOON + 30 * MINUTE), undefined);
  await store.conversations.end('tag');
  t.equal(await store.conversations.read('tag', NOON), undefined);
});

t.test('a tell is claimed by one process, once, and only while it is due', async (t) => {
  const dir = t.testdir();
  const stores = [await open(t, dir), await open(t, dir)];
  const tells = Array.from({ length: 20 }, (_, n) => tell({ due: NOON + n }));
  await stores[0]!.outbox.add([...tells, tell({ due: NOON + MINUTE }), tell({ expires: NOON })]);
  const claimed = (await Promise.all(stores.map((store) => store.outbox.claim(NOON + 100, 15)))).flat();
  t.same(claimed.map(({ id }) => id).sort(), tells.map(({ id }) => id).sort());
  t.match(claimed[0], { tries: 1, tell: 'ring' });
  t.same(await stores[1]!.outbox.claim(NOON + 100, 99), []);
});

t.test('a tell goes back only before it left the house, and its words go once it has served', async (t) => {
  const store = await open(t, t.testdir());
  const [one, other, cancelled] = [tell(), tell(), tell()];
  await store.outbox.add([one, other, cancelled]);
  await store.outbox.cancel(cancelled.about);
  t.equal((await store.outbox.claim(NOON, 9)).length, 2);
  await store.outbox.later(one.id, NOON + 5);
  await store.outbox.done(other.id, 'sent', { gatewayId: 'ab' });
  await store.outbox.later(other.id, NOON + 5);
  t.same(await store.outbox.claim(NOON, 9), []);
  const again = await store.outbox.claim(NOON + 5, 9);
  t.match(again, [{ id: one.id, tries: 2 }]);
  t.equal(again.length, 1, 'what is done is not put back');
});
