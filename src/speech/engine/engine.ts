import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bundled } from '../../bundled.ts';
import type { Clock } from '../../clock.ts';
import type { Answer, Job } from './job.ts';
import { JobQueue, type For, type Outcome, type Waiting } from './queue.ts';

export interface Engine {
  /** Starts the process if it is not there. */
  start(): void;
  /** Never rejects. */
  make(job: Job, whom: For, wanted?: () => boolean): Promise<Outcome>;
  state(): 'working' | 'starting' | 'failed';
  /** The process's id while it runs. */
  pid(): number | undefined;
  close(): Promise<void>;
}

/** Deaths in a row, without one job done between them, after which the engine counts as failed. */
const MAX_DEATHS = 5;
/** How long it then rests, in ms. */
const REST = 30_000;
/** No job takes longer, start included, in ms: the process hangs. */
const MAX_JOB = 30_000;
/** Time to finish a job when the line stops, in ms. */
const GRACE = 500;
/** Calls come first. Not lower: an unprivileged process cannot take its niceness back when a caller waits. */
const BACKGROUND_NICE = 5;
/** A long clip's sound goes back to the system once it is written (glibc would keep it): some 60 MB less after an hour of clips. */
const ENVIRONMENT = { NODE_NO_WARNINGS: '1', MALLOC_MMAP_THRESHOLD_: '131072' };

const speechChild = async (): Promise<string> => fileURLToPath(await bundled('speech-child', 'speech/engine/child.ts'));

interface EngineOptions { readonly clock: Clock; readonly changed: () => void; readonly script?: () => Promise<string> }

/** The parent's side of the engine's process: one job at a time, a new process when it dies. */
export function openEngine({ clock, changed, script = speechChild }: EngineOptions): Engine {
  const queue = new JobQueue();
  let child: ChildProcess | undefined;
  let ready = false;
  let current: Waiting | undefined;
  let id = 0;
  let deaths = 0;
  let restUntil = 0;
  let closed = false;
  let starting = false;
  let watchdog: NodeJS.Timeout | undefined;
  let restart: NodeJS.Timeout | undefined;

  const resting = (): boolean => deaths >= MAX_DEATHS && clock.now() < restUntil;

  async function start(): Promise<void> {
    if (child || starting || restart || closed || resting()) return;
    starting = true;
    try {
      const path = await script();
      if (closed) return;
      // What the engine writes to stderr may hold a text: it goes nowhere.
      const started = spawn(process.execPath, [path], { stdio: ['pipe', 'pipe', 'ignore'], env: ENVIRONMENT });
      child = started;
      watch();
      started.once('error', () => died(started));
      started.once('exit', () => died(started));
      started.stdin!.on('error', () => { /* the exit tells */ });
      createInterface({ input: started.stdout! }).on('line', (line) => {
        const answer = child === started ? answerIn(line) : undefined;
        if (answer) hear(answer);
      });
      (started.stdin as unknown as Socket).unref();
      keepAlive();
    } catch {
      died(undefined);
    } finally {
      starting = false;
    }
  }

  function hear(answer: Answer): void {
    clearTimeout(watchdog);
    if ('ready' in answer) {
      ready = true;
      changed();
    } else if (current && answer.id === id) {
      const done = current;
      current = undefined;
      done.settle(answer.made ? 'made' : 'refused');
      const recovered = deaths > 0;
      deaths = 0;
      if (recovered) changed();
    }
    send();
  }

  /** Work to do keeps the line's own process running, and so does an end that is awaited; an idle engine does not. */
  function keepAlive(): void {
    const hold = closed || current || queue.length > 0 ? 'ref' : 'unref';
    child?.[hold]();
    (child?.stdout as unknown as Socket | undefined)?.[hold]();
  }

  function send(): void {
    if (!child || !ready || current) return;
    current = queue.next();
    keepAlive();
    if (!current) return;
    renice(child.pid, current.whom);
    watch();
    child.stdin!.write(`${JSON.stringify({ id: ++id, job: current.job })}\n`);
  }

  function watch(): void {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => child?.kill('SIGKILL'), MAX_JOB);
    watchdog.unref();
  }

  function died(which: ChildProcess | undefined): void {
    if (which !== child) return;
    clearTimeout(watchdog);
    child = undefined;
    ready = false;
    deaths += 1;
    const lost = current;
    current = undefined;
    // Once more at most: the job itself may be what kills the process.
    if (lost && ++lost.tries < 2 && !closed) queue.putBack(lost);
    else lost?.settle('refused');
    if (closed) return;
    if (deaths >= MAX_DEATHS) {
      restUntil = clock.now() + REST;
      queue.settleAll('down');
    } else {
      restart = setTimeout(() => { restart = undefined; void start(); }, deaths === 1 ? 0 : 50 * 2 ** deaths);
      if (queue.length === 0) restart.unref();
    }
    changed();
  }

  return {
    start: () => void start(),
    make(job, whom, wanted = () => true) {
      if (closed || resting()) return Promise.resolve('down');
      return new Promise((settle) => {
        if (!queue.add({ job, whom, wanted, settle, tries: 0 })) return settle('full');
        restart?.ref();
        void start();
        send();
        keepAlive();
      });
    },
    state: () => (deaths >= MAX_DEATHS ? 'failed' : ready ? 'working' : 'starting'),
    pid: () => child?.pid,
    async close() {
      closed = true;
      clearTimeout(restart);
      clearTimeout(watchdog);
      queue.settleAll('down');
      current?.settle('down');
      current = undefined;
      const last = child;
      if (!last) return;
      keepAlive();
      await new Promise<void>((gone) => {
        last.once('exit', () => { clearTimeout(patience); gone(); });
        last.stdin!.end();
        const patience = setTimeout(() => last.kill('SIGKILL'), GRACE);
      });
    },
  };
}

/** The engine's library may print lines of its own. */
function answerIn(line: string): Answer | undefined {
  try {
    return JSON.parse(line) as Answer;
  } catch {
    return undefined;
  }
}

function renice(pid: number | undefined, whom: For): void {
  try {
    if (pid !== undefined) setPriority(pid, whom === 'later' ? BACKGROUND_NICE : 0);
  } catch { /* taking niceness back needs a privilege; without it the job is only slower */ }
}

/** Where no engine is wanted: recorded and cached clips only. */
export const NO_ENGINE: Engine = {
  start: () => {},
  make: () => Promise.resolve('down'),
  state: () => 'failed',
  pid: () => undefined,
  close: () => Promise.resolve(),
};
