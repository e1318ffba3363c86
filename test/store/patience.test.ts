import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import t from 'tap';
import { Edge } from '../../src/store/edge.ts';
import { ask, bytes, callback, fresh, NOON, open, slot } from './fixtures.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Another program holds the file. */
function hold(dir: string): () => void {
  const other = new Database(join(dir, 'hakiline.db'));
  other.exec('BEGIN EXCLUSIVE');
  return () => {
    other.exec('COMMIT');
    other.close();
  };
}

t.test('a job that waits past its patience is dropped undone, and says so in time', async (t) => {
  const dir = t.testdir();
  const store = await open(t, dir);
  const request = callback();
  const letGo = hold(dir);
  const at = performance.now();
  const job = store.answers.record({ slot: slot(fresh()), now: NOON, act: { do: 'keep', request }, outcomes: { kept: bytes('k') }, patience: 300 });
  await t.rejects(job, { code: 'HLP_STORE_BUSY' });
  const waited = performance.now() - at;
  t.ok(waited >= 290 && waited < 1000, `rejected after ${Math.round(waited)} ms`);
  letGo();
  await pause(200);
  t.equal(await store.requests.one(request.id), undefined, 'and it was not done afterwards');
  t.equal(await ask(store, { do: 'keep', request }), 'kept', 'the store goes on');
});

t.test('who is patient is served as soon as the other program lets go; who only reads is not kept waiting', async (t) => {
  const dir = t.testdir();
  const store = await open(t, dir);
  const first = callback();
  await ask(store, { do: 'keep', request: first });
  const letGo = hold(dir);
  const order: string[] = [];
  const impatient = store.never.add('aa', 'call', NOON).then(() => order.push('written'));
  t.ok(await store.requests.one(first.id).then((row) => (order.push('read'), row)));
  await pause(250);
  t.same(order, ['read']);
  letGo();
  await impatient;
  t.same(order, ['read', 'written']);
});

t.test('a worker that hangs is given up half a second after the patience', async (t) => {
  const hung = Object.assign(new EventEmitter(), { postMessage: () => undefined }) as unknown as Worker;
  const edge = new Edge(hung, () => hung, undefined, () => undefined);
  const stayAwake = setInterval(() => undefined, 1000); // a real worker keeps the process alive
  const at = performance.now();
  await t.rejects(edge.call('never', 'has', ['aa', 'call'], 100), { code: 'HLP_STORE_BUSY' });
  const waited = performance.now() - at;
  t.ok(waited > 550 && waited < 1200, `rejected after ${Math.round(waited)} ms`);
  clearInterval(stayAwake);
});

t.test('a closed store finishes what was asked before and refuses what comes after', async (t) => {
  const dir = t.testdir();
  const store = await open(t, dir);
  const request = callback();
  const before = ask(store, { do: 'keep', request });
  await Promise.all([store.close(), store.close()]);
  t.equal(await before, 'kept');
  await t.rejects(store.requests.queue(NOON), { code: 'HLP_STORE_CLOSED' });
  t.ok(await (await open(t, dir)).requests.one(request.id));
});
