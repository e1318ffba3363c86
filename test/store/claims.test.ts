import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import t from 'tap';
import type { NewNote } from '../../src/store/at-desk.ts';
import type { Role, Store } from '../../src/store/store.ts';
import { alarm, ask, bytes, call, callback, fresh, MINUTE, NOON, open, program, tell } from './fixtures.ts';

const [RUTH, SOLOMON, MERON] = ['a1', 'a2', 'a3'].map((id) => id.padEnd(32, '0')) as [string, string, string];
const keep = async (store: Store, request = callback()): Promise<string> => {
  await ask(store, { do: 'keep', request });
  return request.id;
};
const note = (words = 'a sealed note'): NewNote => ({ id: fresh(), sealed: bytes(words) });

async function withColleagues(t: Parameters<typeof open>[0]): Promise<Store> {
  const store = await open(t, t.testdir());
  for (const [id, name, roles] of [[RUTH, 'Ruth', ['advocate']], [SOLOMON, 'Solomon', ['advocate']], [MERON, 'Meron', ['coordinator']]] as const) {
    await store.desk.addAdvocate({ id, name, roles: roles as readonly Role[], languages: ['en'], skills: [], onDuty: true, phone: bytes('p'), publicKey: bytes('k'), wrappedSecret: bytes('w'), salt: bytes('s'), proof: bytes(`${id} proves`), deskSecrets: [] });
  }
  return store;
}
const steps = async (store: Store, id: string, by: string, now: number) => {
  const opened = await store.requests.open(id, now, by);
  return typeof opened === 'string' ? [] : opened.steps.map(({ who, what }) => `${who} ${what}`);
};

t.test('of two advocates at two processes who want the same request, exactly one gets it, a thousand times', { timeout: 120_000 }, async (t) => {
  const dir = t.testdir();
  const store = await open(t, dir);
  const ids = Array.from({ length: 1_000 }, () => callback());
  await Promise.all(ids.map((request) => ask(store, { do: 'keep', request })));
  const racer = await program(t, 'claim-racer');
  const race = (by: string) => {
    const child = spawn(process.execPath, [racer, dir, by], { stdio: ['pipe', 'pipe', 'inherit'] });
    t.teardown(() => child.kill());
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { child, line: async () => String((await lines.next()).value) };
  };
  const racers = [race(RUTH), race(SOLOMON)];
  for (const { line } of racers) t.equal(await line(), 'ready');
  // Both are told of the same requests at once, now the one first, now the other.
  const won = [new Set<string>(), new Set<string>()] as const;
  for (let from = 0; from < ids.length; from += 20) {
    const line = `${JSON.stringify(ids.slice(from, from + 20).map(({ id }) => id))}\n`;
    for (const { child } of from % 40 === 0 ? racers : [...racers].reverse()) child.stdin.write(line);
    for (const [at, { line: answer }] of racers.entries()) for (const id of JSON.parse(await answer()) as string[]) won[at]?.add(id);
  }
  for (const { child } of racers) child.stdin.end();
  const [first, second] = won;
  t.equal(ids.filter(({ id }) => first.has(id) !== second.has(id)).length, 1_000, 'exactly one winner each');
  t.ok(first.size > 0 && second.size > 0, `${first.size} to ${second.size}: it was a race`);
  for (const { id } of ids.slice(0, 50)) t.equal((await store.requests.one(id))?.claim?.advocate, first.has(id) ? RUTH : SOLOMON);
});

t.test('who has a request opens, notes and closes it, and nobody else does', async (t) => {
  const store = await withColleagues(t);
  const id = await keep(store);
  t.type((await store.requests.open(id, NOON, RUTH) as object), 'object', 'whoever opens what nobody has takes it');
  t.match(await store.requests.one(id), { claim: { advocate: RUTH, name: 'Ruth', at: NOON, until: NOON + 20 * MINUTE } });
  t.match(await store.claims.claim(id, SOLOMON, NOON + 1), { theirs: { advocate: RUTH, name: 'Ruth' } });
  t.equal(await store.requests.open(id, NOON + 1, SOLOMON), 'theirs');
  const said = { by: SOLOMON, revision: 0, note: note() };
  t.equal(await store.requests.note(id, NOON + 1, said), 'notTheirs');
  t.equal(await store.requests.outcome(id, 'closed', NOON + 1, said), 'notTheirs');
  t.equal(await store.claims.handOver(id, MERON, NOON + 1, said), 'notTheirs');
  t.equal(await store.claims.release(id, SOLOMON, NOON + 1), false);
  t.equal(await store.calls.create(call({ request: id, advocate: SOLOMON, madeAt: NOON + 1 })), false, 'nor calls');
  t.equal(await store.calls.create(call({ request: id, advocate: RUTH, madeAt: NOON + 1 })), true);
  t.equal(await store.requests.outcome(id, 'reached', NOON + 2, { by: RUTH, revision: 0, note: note() }), 'kept');
  t.same(await steps(store, id, RUTH, NOON + 3), ['Ruth claimed', 'Ruth opened', 'Ruth called', 'Ruth outcome', 'Ruth opened']);
  t.equal(await store.claims.claim(fresh(), RUTH, NOON), 'gone');
});

t.test('a request that is let go is anybody\'s', async (t) => {
  const store = await withColleagues(t);
  const id = await keep(store, alarm());
  await store.claims.claim(id, RUTH, NOON);
  t.equal(await store.claims.release(id, RUTH, NOON), true);
  t.match(await store.requests.one(id), { claim: null });
  t.equal(await store.claims.claim(id, SOLOMON, NOON), 'yours');
  t.same(await steps(store, id, SOLOMON, NOON), ['Ruth claimed', 'Ruth released', 'Solomon claimed', 'Solomon opened']);
});

t.test('twenty minutes without a sign of life and it is anybody\'s again; a call about it is a sign of life', async (t) => {
  const store = await withColleagues(t);
  const [quiet, busy, moved] = [await keep(store), await keep(store), await keep(store)];
  for (const id of [quiet, busy]) await store.claims.claim(id, RUTH, NOON);
  const talk = call({ request: busy, madeAt: NOON });
  await store.calls.create(talk);
  for (const [from, to] of [['nextAdvocate', 'ringingAdvocate'], ['ringingAdvocate', 'advocateWaits'], ['advocateWaits', 'joined']] as const) await store.calls.move(talk.id, from, to, NOON, { advocateId: RUTH });
  t.match(await store.claims.claim(quiet, SOLOMON, NOON + 20 * MINUTE - 1), { theirs: {} });
  t.equal(await store.claims.claim(quiet, SOLOMON, NOON + 20 * MINUTE), 'yours', 'at once, whenever the sweep runs');
  t.match(await store.claims.claim(busy, SOLOMON, NOON + 60 * MINUTE), { theirs: { until: null } }, 'still on the phone');
  await store.calls.move(talk.id, 'joined', 'over', NOON + 60 * MINUTE);
  await store.claims.claim(moved, RUTH, NOON);
  await store.claims.seen(RUTH, NOON + 19 * MINUTE);
  t.match(await store.claims.claim(moved, SOLOMON, NOON + 38 * MINUTE), { theirs: {} }, 'a page that says she is there keeps it');
  await store.sweep(NOON + 61 * MINUTE);
  t.match(await store.requests.one(moved), { claim: null });
  t.match(await store.requests.one(quiet), { claim: null });
  t.equal(await store.requests.outcome(moved, 'closed', NOON + 61 * MINUTE, { by: RUTH, revision: 0 }), 'notTheirs', 'who comes back late takes it anew');
  t.same(await steps(store, quiet, RUTH, NOON + 62 * MINUTE), ['Ruth claimed', 'Ruth returned', 'Solomon claimed', 'Solomon returned', 'Ruth claimed', 'Ruth opened']);
});

t.test('whoever accepted a call by key has its request; at an alarm not away from a colleague who took it', async (t) => {
  const store = await withColleagues(t);
  const [nowOne, danger] = [await keep(store, callback({ kind: 'now', windows: undefined, wrap: undefined, fields: {} })), await keep(store, alarm())];
  for (const request of [nowOne, danger]) {
    await store.claims.claim(request, RUTH, NOON);
    const rung = call({ request });
    await store.calls.create(rung);
    await store.calls.move(rung.id, 'nextAdvocate', 'ringingAdvocate', NOON, { advocateId: SOLOMON });
    t.match(await store.requests.one(request), { claim: { advocate: RUTH } }, 'a phone that rings is not enough');
    await store.calls.move(rung.id, 'ringingAdvocate', 'advocateWaits', NOON, { advocateId: SOLOMON });
  }
  t.match(await store.requests.one(nowOne), { claim: { name: 'Solomon' } });
  t.match(await store.requests.one(danger), { claim: { name: 'Ruth' } });
});

t.test('a request is handed over with a note, to somebody who can open it', async (t) => {
  const store = await withColleagues(t);
  const id = await keep(store);
  await store.requests.open(id, NOON, RUTH);
  const said = { by: RUTH, revision: 0, note: note('call her after six') };
  t.equal(await store.claims.handOver(id, fresh(), NOON + 1, said), 'nobody');
  t.equal(await store.claims.handOver(id, RUTH, NOON + 1, said), 'nobody');
  t.equal(await store.claims.handOver(id, SOLOMON, NOON + 1, said), 'done');
  t.equal(await store.requests.open(id, NOON + 2, RUTH), 'theirs', 'from then on it is theirs alone');
  t.match(await store.requests.open(id, NOON + 2, SOLOMON), { notes: [{ kind: 'handover', who: 'Ruth', sealed: said.note.sealed }], row: { revision: 1 } });
  const [nothing] = [await keep(store, callback({ kind: 'now', windows: undefined, wrap: undefined, fields: {} }))];
  await store.claims.claim(nothing, RUTH, NOON);
  t.equal(await store.claims.handOver(nothing, SOLOMON, NOON, said), 'unsealable', 'where nothing is stored of them, nothing can be sealed');
});

t.test('only a coordinator takes a request from somebody, and it is on the record', async (t) => {
  const store = await withColleagues(t);
  const id = await keep(store);
  await store.claims.claim(id, RUTH, NOON);
  t.equal(await store.claims.takeOver(id, SOLOMON, NOON), 'notAllowed');
  t.equal(await store.claims.takeOver(id, MERON, NOON + 1), 'yours');
  t.same(await steps(store, id, MERON, NOON + 2), ['Ruth claimed', 'Meron takenOver', 'Meron opened']);
  t.equal(await store.claims.takeOver(fresh(), MERON, NOON), 'gone');
});

t.test('an outcome is not saved over one that was not seen, and notes are added, never overwritten', async (t) => {
  const store = await withColleagues(t);
  const request = callback();
  const id = await keep(store, request);
  await store.requests.open(id, NOON, RUTH);
  t.equal(await store.requests.outcome(id, 'notReached', NOON, { by: RUTH, revision: 0, note: note('first') }), 'kept');
  t.equal(await store.requests.outcome(id, 'reached', NOON, { by: RUTH, revision: 0, note: note('lost') }), 'changed', 'a second page of hers');
  t.match(await store.requests.one(id), { outcome: 'notReached', revision: 1 });
  t.equal(await store.requests.note(id, NOON + 1, { by: RUTH, revision: 1, note: note('second') }), 'kept');
  await ask(store, { do: 'change', reference: request.reference!, caller: request.caller!, now: NOON, country: 'KE', windows: request.windows! });
  t.equal(await store.requests.outcome(id, 'reached', NOON, { by: RUTH, revision: 1 }), 'changed', 'the caller chose another time meanwhile');
  const opened = await store.requests.open(id, NOON + 2, RUTH);
  t.same(typeof opened === 'string' ? [] : opened.notes.map(({ sealed }) => Buffer.from(sealed).toString()), ['first', 'second']);
});

t.test('what a caller takes back or has erased leaves no note and nobody who has it', async (t) => {
  const store = await withColleagues(t);
  const [back, gone] = [alarm(), alarm()];
  for (const request of [back, gone]) {
    await keep(store, request);
    await store.requests.open(request.id, NOON, RUTH);
    await store.requests.note(request.id, NOON, { by: RUTH, revision: 0, note: note('what she said') });
    await store.outbox.add([tell({ about: request.id })]);
  }
  await ask(store, { do: 'withdraw', id: back.id, now: NOON + 5 });
  t.match(await store.requests.one(back.id), { status: 'withdrawn', claim: null });
  t.equal(await store.requests.open(back.id, NOON + 6, RUTH), 'gone');
  await ask(store, { do: 'erase', reference: gone.reference!, caller: gone.caller!, now: NOON + 5 });
  t.equal(await store.requests.one(gone.id), undefined);
});
