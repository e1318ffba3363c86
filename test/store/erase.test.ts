import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { ask, call, callback, NOON, open, tell } from './fixtures.ts';

/** How many of these byte strings still stand in any file of the directory. */
const left = (dir: string, traces: readonly Uint8Array[]): number => {
  const files = readdirSync(dir).map((file) => readFileSync(join(dir, file)));
  return traces.filter((trace) => files.some((file) => file.includes(Buffer.from(trace)))).length;
};

const until = async (holds: () => boolean, ms: number): Promise<boolean> => {
  for (let waited = 0; waited < ms && !holds(); waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
  return holds();
};

t.test('no byte of an erased request is left in any file of the store', async (t) => {
  const dir = t.testdir();
  const store = await open(t, dir);
  const made = await Promise.all(Array.from({ length: 60 }, async () => {
    const [wrap, number, coverName, pending, ringing] = [80, 88, 92, 90, 90].map((size) => Uint8Array.from(randomBytes(size))) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const request = callback({ wrap: { epoch: '2026-11', sealed: wrap }, fields: { number, coverName } });
    await ask(store, { do: 'keep', request });
    await store.outbox.add([tell({ about: request.id, sealed: pending })]);
    await store.calls.create(call({ request: request.id, number: ringing }));
    return { request, traces: [wrap, number, coverName, pending, ringing] };
  }));
  const [gone, kept] = [made.filter((_, n) => n % 2 === 0), made.filter((_, n) => n % 2 === 1)];
  t.equal(left(dir, gone.flatMap(({ traces }) => traces)), 150, 'the scan sees them while they are there');
  await Promise.all(gone.map(({ request }) => ask(store, { do: 'erase', reference: request.reference!, caller: 'a', now: NOON })));
  t.ok(await until(() => left(dir, gone.flatMap(({ traces }) => traces)) === 0, 3000), 'none within 3 s');
  t.equal(left(dir, kept.flatMap(({ traces }) => traces)), 150, 'the others are untouched');
  t.equal((await store.calls.live(NOON)).length, 30);
});

t.test('a reader elsewhere delays the last bytes and does not keep them', async (t) => {
  const dir = t.testdir();
  const store = await open(t, dir);
  const wrap = Uint8Array.from(randomBytes(80));
  const request = callback({ wrap: { epoch: '2026-11', sealed: wrap } });
  await ask(store, { do: 'keep', request });
  const reader = new Database(join(dir, 'hakiline.db'));
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM wraps').get();
  await ask(store, { do: 'erase', reference: request.reference!, caller: 'a', now: NOON });
  await new Promise((resolve) => setTimeout(resolve, 500));
  t.equal(left(dir, [wrap]), 1, 'it is still in the log the reader holds');
  reader.exec('COMMIT');
  reader.close();
  t.ok(await until(() => left(dir, [wrap]) === 0, 3000));
});

t.test('a call that is being spoken loses its number and its request, and is not cut', async (t) => {
  const store = await open(t, t.testdir());
  const request = callback();
  const talking = call({ request: request.id });
  await ask(store, { do: 'keep', request });
  await store.calls.create(talking);
  await store.calls.addLeg({ id: 'l1', call: talking.id, role: 'advocate', called: 'p1', state: 'up', madeAt: NOON });
  await ask(store, { do: 'erase', reference: request.reference!, caller: 'a', now: NOON });
  const row = await store.calls.one(talking.id);
  t.equal(row?.number, undefined);
  t.equal(row?.request, undefined);
  t.equal((await store.calls.legs(talking.id)).length, 1);
});
