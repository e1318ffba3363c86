import fc from 'fast-check';
import t from 'tap';
import type { Answers } from '../../src/store/store.ts';
import { alarm, ask, bytes, callback, fresh, NOON, open, slot, tell } from './fixtures.ts';

type Recorded = Awaited<ReturnType<Answers['record']>>;
/** What stands now: what this one brought, where it was the first. */
const stands = (answer: Recorded | undefined, brought: string): string | undefined => (answer === undefined || answer === 'diverged' ? undefined : answer.fresh ? brought : Buffer.from(answer.sealed).toString());

t.test('an ask is answered once, however often its hop is delivered', async (t) => {
  const store = await open(t, t.testdir());
  const session = fresh();
  const asked = (words: string) => store.answers.record({ slot: slot(session), now: NOON, outcomes: { yes: bytes(words) } });
  const answers = await Promise.all(['one', 'two', 'three'].map(asked));
  t.same(answers.map((a) => a !== 'diverged' && a.fresh), [true, false, false]);
  t.same(answers.map((answer, at) => stands(answer, ['one', 'two', 'three'][at] ?? '')), ['one', 'one', 'one']);
  t.match((await store.answers.of({ session })).answers, [{ session, position: 1, nth: 0, prefix: 'aa', word: 'yes' }]);
});

t.test('a session that comes back with another transcript is refused, and nothing happens', async (t) => {
  const store = await open(t, t.testdir());
  const session = fresh();
  await store.answers.record({ slot: slot(session), now: NOON, outcomes: { yes: bytes('one') } });
  const act = { do: 'keep', request: callback() } as const;
  t.equal(await store.answers.record({ slot: slot(session, 1, 'bb'), now: NOON, act, outcomes: { kept: bytes('x') } }), 'diverged');
  t.same(await store.requests.queue(NOON), []);
});

t.test('two stores on one directory agree on one answer and one request', async (t) => {
  const dir = t.testdir();
  const stores = [await open(t, dir), await open(t, dir)];
  for (let round = 0; round < 25; round++) {
    const session = fresh();
    const answers = await Promise.all(stores.map((store, at) =>
      store.answers.record({ slot: slot(session), now: NOON, act: { do: 'keep', request: callback() }, outcomes: { kept: bytes(`store ${at}`) } })));
    const [one, other] = answers;
    if (one === 'diverged' || other === 'diverged' || !one || !other) throw new Error('diverged');
    t.equal(stands(one, 'store 0'), stands(other, 'store 1'));
    t.equal([one, other].filter((a) => a.fresh).length, 1);
  }
  t.equal((await stores[0]!.requests.queue(NOON)).length, 25);
});

t.test('what waits together is committed together, and one that fails takes no other along', async (t) => {
  const store = await open(t, t.testdir());
  const twice = callback();
  const asks = [alarm(), twice, { ...twice, reference: fresh() }, callback(), alarm()].map((request) => ask(store, { do: 'keep', request }));
  const settled = await Promise.allSettled(asks);
  t.same(settled.map((s) => s.status), ['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  const [failed] = settled.filter((s) => s.status === 'rejected');
  t.match(failed?.reason, { name: 'StoreFault' });
  t.notMatch(String(failed?.reason?.message), /UNIQUE|requests\.id/, 'and says where, not what');
  t.equal((await store.requests.queue(NOON)).length, 4);
});

t.test('a text or call goes out only if the ask came to that word', async (t) => {
  const store = await open(t, t.testdir());
  const request = callback();
  const book = (r: typeof request) => store.answers.record({ slot: slot(fresh()), now: NOON, act: { do: 'keep', request: r }, outcomes: { kept: bytes('k'), taken: bytes('t') }, tells: [tell({ about: r.id })], tellOn: ['kept'] });
  t.match(await book(request), { word: 'kept' });
  t.match(await book({ ...callback(), reference: request.reference }), { word: 'taken' }, 'a reference in use is not given twice');
  t.equal((await store.outbox.claim(NOON, 10)).length, 1);
});

t.test('an outcome without its answer keeps nothing', async (t) => {
  const store = await open(t, t.testdir());
  await t.rejects(store.answers.record({ slot: slot(fresh()), now: NOON, act: { do: 'keep', request: callback() }, outcomes: { taken: bytes('t') } }));
  t.same(await store.requests.queue(NOON), []);
});

t.test('any order of asks gives every slot one answer', async (t) => {
  const store = await open(t, t.testdir());
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom('aa', 'bb'), fc.integer()), { maxLength: 30 }), async (asks) => {
    const session = fresh();
    const first = new Map<number, { prefix: string; words: string }>();
    const answers = await Promise.all(asks.map(([position, prefix, n]) => store.answers.record({ slot: slot(session, position, prefix), now: NOON, outcomes: { ok: bytes(String(n)) } })));
    return asks.every(([position, prefix, n], at) => {
      const words = String(n);
      const standing = first.get(position) ?? { prefix, words };
      first.set(position, standing);
      const answer = answers[at];
      return prefix === standing.prefix ? stands(answer, words) === standing.words : answer === 'diverged';
    });
  }), { numRuns: 60, verbose: 1 });
});
