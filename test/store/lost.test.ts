import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { bundled } from '../../src/bundled.ts';
import type { LogEvent } from '../../src/log.ts';
import { Edge, ready } from '../../src/store/edge.ts';
import { NOON } from './fixtures.ts';

const until = async (holds: () => boolean): Promise<void> => { for (let i = 0; i < 500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10)); };

/** What a bug of our own would do: an exception nobody catches ends the thread. */
const die = (worker: Worker | undefined): Promise<unknown> => new Promise((resolve) => worker?.once('exit', resolve).postMessage([null]));

/** A store whose thread the test can end; `places` are the directories of the first ones, then `dir` again. */
async function edgeOf(t: Test, dir: string, places: string[] = [], elsewhere = (): void => undefined) {
  const file = await bundled('store-worker', 'store/worker.ts');
  const workers: Worker[] = [];
  let refuse = 0;
  const spawn = (): Worker => {
    if (refuse > 0) { refuse -= 1; throw new Error('no thread to be had'); }
    const worker = new Worker(file, { workerData: { dataDir: places[workers.length] ?? dir } });
    workers.push(worker);
    return worker;
  };
  const log: LogEvent[] = [];
  const first = spawn();
  await ready(first);
  const edge = new Edge(first, spawn, (event) => log.push(event), elsewhere);
  t.teardown(() => edge.close());
  return { edge, workers, log, refuse: (times: number) => { refuse = times; }, add: (tag: string, patience = 3_500) => edge.call('never', 'add', [tag, 'call', NOON], patience), has: (tag: string) => edge.call('never', 'has', [tag, 'call'], 3_500) };
}

t.test('a store that stopped is started again; what it knew is there, and what is asked meanwhile waits for it', async (t) => {
  let others = 0;
  const { edge, workers, log, add, has } = await edgeOf(t, t.testdir(), [], () => { others += 1; });
  const changes: unknown[] = [];
  edge.onChange((change) => changes.push(change));
  await add('aa');
  await die(workers[0]);
  t.match(log, [{ event: 'fault', in: 'store' }, { event: 'error', code: 'HLP_STORE_LOST', in: 'store' }]);
  await add('bb');
  t.same([await has('aa'), await has('bb')], [true, true]);
  t.match(changes, [{ rota: true }], 'whoever follows the store looks anew');
  t.equal(others, 1, 'and another process may have written meanwhile');
  t.equal(workers.length, 2);
});

t.test('a machine that has no thread to give is asked again', async (t) => {
  const { workers, log, refuse, add } = await edgeOf(t, t.testdir());
  refuse(2);
  await die(workers[0]);
  await add('ab');
  t.equal(log.filter(({ event }) => event === 'fault').length, 3, 'each time is logged');
  t.equal(workers.length, 2);
});

t.test('what the store had begun when it stopped is refused, so that a gateway tries again', async (t) => {
  const dir = t.testdir();
  const { workers, add, has } = await edgeOf(t, dir);
  const other = new Database(join(dir, 'hakiline.db'));
  other.exec('BEGIN EXCLUSIVE');
  const begun = add('cc');
  begun.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await die(workers[0]);
  await t.rejects(begun, { code: 'HLP_STORE_BUSY' });
  other.exec('COMMIT');
  other.close();
  t.equal(await has('cc'), false);
});

t.test('a store that cannot be opened for a while is tried until it can, and nobody waits past their patience', async (t) => {
  const dir = t.testdir({ broken: { 'hakiline.db': 'this is no database, and is not overwritten' } });
  mkdirSync(join(dir, 'good'));
  const broken = join(dir, 'broken');
  const { workers, add } = await edgeOf(t, join(dir, 'good'), [join(dir, 'good'), broken, broken, broken]);
  await die(workers[0]);
  const at = performance.now();
  await t.rejects(add('dd', 20), { code: 'HLP_STORE_BUSY' });
  t.ok(performance.now() - at < 450, 'nobody waits for one that is not there');
  await until(() => workers.length >= 5);
  await add('ee');
  t.equal(workers.length, 5);
});

t.test('a line that stops while its store is down does not hang', async (t) => {
  const { edge, workers, add } = await edgeOf(t, t.testdir());
  await die(workers[0]);
  const waits = add('ff');
  waits.catch(() => undefined);
  await edge.close();
  await t.rejects(waits, { code: 'HLP_STORE_CLOSED' });
  await t.rejects(add('gg'), { code: 'HLP_STORE_CLOSED' });
});

t.test('a line that stops while its store is being opened again waits until it is let go, and does nothing it refused', async (t) => {
  const dir = t.testdir();
  const { edge, workers, add } = await edgeOf(t, dir);
  await die(workers[0]);
  const waits = add('hh');
  waits.catch(() => undefined);
  await until(() => workers.length === 2);
  let left = false;
  workers[1]?.once('exit', () => { left = true; });
  await edge.close();
  t.ok(left);
  await t.rejects(waits, { code: 'HLP_STORE_CLOSED' });
  const after = await edgeOf(t, dir);
  t.equal(await after.has('hh'), false);
});
