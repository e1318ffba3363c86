import { mkdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { bundled } from '../bundled.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { Edge, ready } from './edge.ts';
import type { Store } from './store.ts';
import { VERBS, type Noun } from './verbs.ts';

/** How long a job may wait, in ms, unless it says otherwise: a gateway waits about 5 s for everything. */
const PATIENCE = 3500;

/**
 * Opens the store of a directory (made 0700 if missing) in a worker thread. Several processes may open the same one.
 * Rejects HLP_STORE_UNSAFE, HLP_STORE_BUSY (another process held it for over 5 s), HLP_STORE_FULL. Any call rejects
 * HLP_STORE_BUSY after its patience (nothing was done; only if the disk hung or the thread died in the very commit, it may be),
 * HLP_STORE_FULL, HLP_STORE_CLOSED, or a StoreFault. A thread that dies is replaced. `zone` is by whose clock weeks begin.
 */
export async function openStore(options: { readonly dataDir: string; readonly clock: Clock; readonly log?: Log | undefined; readonly patience?: number | undefined; readonly zone?: string | undefined }): Promise<Store> {
  const { dataDir, clock, log, patience = PATIENCE, zone = 'UTC' } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = await bundled('store-worker', 'store/worker.ts');
  const spawn = (): Worker => new Worker(file, { workerData: { dataDir, zone }, execArgv: process.execArgv.filter((flag) => flag === '--enable-source-maps') });
  const worker = spawn();
  const ago = await ready(worker);
  let elsewhere = ago === undefined ? undefined : clock.now() - ago;
  const edge = new Edge(worker, spawn, log, () => { elsewhere = clock.now(); });

  const part = <N extends Noun>(noun: N): Store[N] => {
    const verbs = Object.keys(VERBS[noun]).map((verb) => [verb, (...given: unknown[]) => edge.call(noun, verb, given, (given[0] as { patience?: number } | undefined)?.patience ?? patience)]);
    return Object.fromEntries(verbs) as Store[N];
  };
  return {
    answers: part('answers'), conversations: part('conversations'), requests: part('requests'), claims: part('claims'), queue: part('queue'),
    desk: part('desk'), people: part('people'), rota: part('rota'), keys: part('keys'), monitors: part('monitors'),
    outbox: part('outbox'), calls: part('calls'), rings: part('rings'), never: part('never'),
    counters: part('counters'), tallies: part('tallies'), audit: part('audit'),
    onChange: (listener) => edge.onChange(listener),
    elsewhere: () => elsewhere,
    sweep: (now) => edge.call('all', 'sweep', [now], patience) as Promise<{ erased: number }>,
    close: () => edge.close(),
  };
}
