import type { Worker } from 'node:worker_threads';
import { HlpError, type Code } from '../errors.ts';
import { faultOf, type Log } from '../log.ts';
import type { Change } from './store.ts';
import { stopwatch, type Done, type FromWorker, type Job } from './verbs.ts';

/** How long after a job's patience the edge gives it up by itself, in ms: only when the worker hangs. */
const GRACE = 500;
const LOOK = 100;
/** Before a store that stopped is started again, in ms: at first, and at most while it goes on stopping. */
const AGAIN = 50;
const AGAIN_AT_MOST = 5_000;
/** One that answered for this long, in ms, does not go on stopping. */
const LIVED = 10_000;

interface Waiting { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void; readonly giveUpAt: number }

/**
 * The main thread's end: sends jobs to the worker, keeps who waits for which. A worker that dies is replaced: what it had been
 * sent is refused with HLP_STORE_BUSY, what had not been sent yet waits for the next one within its patience.
 */
export class Edge {
  readonly #spawn: () => Worker;
  /** Undefined while there is none that answers. */
  #worker: Worker | undefined;
  #starting: Worker | undefined;
  #retry: NodeJS.Timeout | undefined;
  #deaths = 0;
  #since = 0;
  readonly #log: Log | undefined;
  readonly #elsewhere: () => void;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(change: Change) => void>();
  #unsent: Job[] = [];
  #last = 0;
  #watch: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;
  #closed: (() => void) | undefined;

  /** `worker` is ready; `elsewhere` is called when another process was seen to write. */
  constructor(worker: Worker, spawn: () => Worker, log: Log | undefined, elsewhere: () => void) {
    this.#spawn = spawn;
    this.#log = log;
    this.#elsewhere = elsewhere;
    this.#use(worker);
  }

  #use(worker: Worker): void {
    this.#worker = worker;
    this.#since = stopwatch();
    worker.on('message', (message: FromWorker) => this.#receive(message));
    worker.on('error', (error) => this.#log?.(faultOf(error, 'store')));
    worker.on('exit', () => this.#gone());
    this.#send();
  }

  /** Resolves or rejects within `patience` + 500 ms. Jobs of one turn of the event loop travel and commit together. */
  call(noun: string, verb: string, given: readonly unknown[], patience: number): Promise<unknown> {
    if (this.#closing) return Promise.reject(new HlpError('HLP_STORE_CLOSED'));
    const id = ++this.#last;
    const deadline = stopwatch() + patience;
    if (this.#unsent.push([id, noun, verb, given.map(lean), deadline]) === 1) process.nextTick(() => this.#send());
    this.#watch ??= setInterval(() => this.#giveUp(), LOOK).unref();
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject, giveUpAt: deadline + GRACE }));
  }

  onChange(listener: (change: Change) => void): () => void {
    const own = (change: Change): void => listener(change);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** What was asked before is finished first. */
  close(): Promise<void> {
    this.#send();
    return (this.#closing ??= new Promise((resolve) => {
      this.#closed = resolve;
      if (this.#worker) return this.#worker.postMessage('close');
      clearTimeout(this.#retry);
      if (!this.#starting) return this.#end();
      // Ended from outside in the middle of a statement, SQLite would take the process along.
      this.#starting.once('exit', () => this.#end()).postMessage('close');
    }));
  }

  #send(): void {
    if (!this.#worker || this.#unsent.length === 0) return;
    this.#worker.postMessage(this.#unsent);
    this.#unsent = [];
  }

  #receive(message: FromWorker): void {
    if ('done' in message) for (const done of message.done) this.#settle(done);
    else if ('changed' in message) for (const listener of this.#listeners) listener(message.changed);
    else if ('elsewhere' in message) this.#elsewhere();
  }

  #settle([id, answer, code, fault]: Done): void {
    const waiting = this.#waiting.get(id);
    if (code === 'fault' && fault) this.#log?.(fault);
    if (!waiting) return; // given up: the caller was told already
    this.#waiting.delete(id);
    if (code === undefined) waiting.resolve(answer);
    else waiting.reject(code === 'fault' ? new StoreFault(fault) : new HlpError(code));
  }

  #giveUp(): void {
    const now = stopwatch();
    // Without a worker nothing can be under way.
    const grace = this.#worker ? 0 : GRACE;
    for (const [id, { reject, giveUpAt }] of this.#waiting) {
      if (giveUpAt - grace > now) continue;
      this.#waiting.delete(id);
      reject(new HlpError('HLP_STORE_BUSY'));
    }
    this.#unsent = this.#unsent.filter(([id]) => this.#waiting.has(id));
    if (this.#waiting.size === 0) this.#rest();
  }

  #rest(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  /** The worker died, or has closed. Nothing of what it was sent will be answered. */
  #gone(): void {
    this.#worker = undefined;
    if (this.#closing) return this.#end();
    if (stopwatch() - this.#since >= LIVED) this.#deaths = 0;
    this.#log?.({ event: 'error', code: 'HLP_STORE_LOST', in: 'store' });
    const unsent = new Set(this.#unsent.map(([id]) => id));
    for (const [id, { reject }] of this.#waiting) {
      if (unsent.has(id)) continue;
      this.#waiting.delete(id);
      reject(new HlpError('HLP_STORE_BUSY'));
    }
    this.#startAgain();
  }

  #startAgain(): void {
    this.#retry = setTimeout(() => void this.#start(), Math.min(AGAIN_AT_MOST, AGAIN * 2 ** this.#deaths++));
  }

  async #start(): Promise<void> {
    try {
      const worker = (this.#starting = this.#spawn());
      await ready(worker);
      if (this.#closing) return;
      this.#use(worker);
    } catch (error) {
      this.#log?.(error instanceof HlpError ? { event: 'error', code: error.code, in: 'store' } : faultOf(error, 'store'));
      if (!this.#closing) this.#startAgain();
      return;
    } finally {
      this.#starting = undefined;
    }
    // What others wrote meanwhile nobody has told.
    this.#elsewhere();
    for (const listener of this.#listeners) listener({ rota: true });
  }

  /** Closed. Nothing of what still waits will be answered. */
  #end(): void {
    this.#unsent = [];
    for (const { reject } of this.#waiting.values()) reject(new HlpError('HLP_STORE_CLOSED'));
    this.#waiting.clear();
    this.#rest();
    this.#closed?.();
  }
}

/** A bug of the store's own: says where, never what. */
export class StoreFault extends Error {
  constructor(fault: unknown) {
    super(`the store failed at ${(fault as { at?: string } | undefined)?.at ?? 'unknown'}`);
    this.name = 'StoreFault';
  }
}

/** A view of a larger buffer would be sent with all of it: Node's small buffers lie in a shared one of 8 KB. */
function lean(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return value.byteLength === value.buffer.byteLength ? value : new Uint8Array(value as Uint8Array);
  if (Array.isArray(value)) return value.map(lean);
  const leaner: Record<string, unknown> = {};
  for (const key in value) leaner[key] = lean((value as Record<string, unknown>)[key]);
  return leaner;
}

/** Resolves when the worker has opened the file, with how long ago it was last written to, in ms; rejects with the reason it did not. */
export function ready(worker: Worker): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const refuse = (code: Code | 'fault', fault?: unknown): void => reject(code === 'fault' ? new StoreFault(fault) : new HlpError(code));
    worker.once('message', (message: FromWorker) => ('refused' in message ? refuse(message.refused, message.fault) : resolve('ready' in message ? message.writtenAgo : undefined)));
    worker.once('error', (error) => refuse('fault', faultOf(error, 'store')));
    worker.once('exit', () => refuse('fault'));
  });
}
