import type { Code } from '../errors.ts';
import type { LogEvent } from '../log.ts';
import type { Change, Store } from './store.ts';

/** The parts of the store that run in the worker. */
export type Noun = { [N in keyof Store]: Store[N] extends (...given: never[]) => unknown ? never : N }[keyof Store];

/** Every job, and whether it may write: what only reads waits for nobody's write. The compiler proves the list total. */
export const VERBS = {
  answers: { of: 'reads', begin: 'writes', record: 'writes' },
  conversations: { take: 'writes', read: 'reads', write: 'writes', end: 'writes' },
  requests: { queue: 'reads', one: 'reads', look: 'reads', open: 'writes', outcome: 'writes', note: 'writes', close: 'writes', mayRing: 'reads', attempt: 'writes', taken: 'writes', alarms: 'reads' },
  claims: { claim: 'writes', release: 'writes', handOver: 'writes', takeOver: 'writes', seen: 'writes' },
  queue: { read: 'reads', choices: 'reads', mine: 'reads', promised: 'reads' },
  desk: {
    addAdvocate: 'writes', saltOf: 'reads', signIn: 'writes', keysOf: 'reads', signedIn: 'reads', changePassphrase: 'writes', setCodes: 'writes', codesOf: 'reads', useCode: 'writes',
    addPasskey: 'writes', passkeys: 'reads', usePasskey: 'writes', dropFactor: 'writes',
  },
  people: { list: 'reads', setUp: 'writes', add: 'writes', change: 'writes', invite: 'writes', dropFactors: 'writes', join: 'writes', vouch: 'writes', remove: 'writes', recover: 'writes', startAnew: 'writes' },
  rota: { read: 'reads', setDuty: 'writes', setShifts: 'writes', setClosures: 'writes' },
  outbox: { add: 'writes', claim: 'writes', done: 'writes', later: 'writes', cancel: 'writes' },
  calls: { create: 'writes', one: 'reads', bySession: 'reads', move: 'writes', addLeg: 'writes', findLeg: 'writes', setLeg: 'writes', legs: 'reads', forgetNumber: 'writes', live: 'reads', become: 'writes', ringing: 'reads' },
  monitors: { begin: 'writes', last: 'reads', noteShown: 'writes' },
  counters: { add: 'writes', end: 'writes', read: 'reads', shown: 'reads' },
  tallies: { read: 'reads', first: 'reads', releases: 'reads', released: 'reads', release: 'writes' },
  keys: { current: 'reads', addEpoch: 'writes', next: 'writes', recovery: 'reads', setRecovery: 'writes' },
  never: { add: 'writes', has: 'reads', lift: 'writes' },
  audit: { append: 'writes', page: 'reads', head: 'reads', anchor: 'reads', hashAt: 'reads', follow: 'reads', old: 'reads', cut: 'writes' },
  rings: { add: 'writes', end: 'writes', of: 'reads', ladder: 'reads' },
  all: { sweep: 'writes' },
} as const satisfies { [N in Noun]: { [V in keyof Store[N]]: 'reads' | 'writes' } } & { all: { sweep: 'writes' } };

/** A part of the store as it runs in the worker: the same contract without the waiting. */
export type InWorker<T> = { [V in keyof T]: T[V] extends (...given: infer G) => Promise<infer R> ? (...given: G) => R : never };
export type Parts = { [N in Noun]: InWorker<Store[N]> } & { all: InWorker<Pick<Store, 'sweep'>> };

/**
 * One job on its way to the worker: id, noun, verb, what it was given, and when it is no longer worth doing, in ms of the
 * machine's stopwatch (`process.hrtime`, the same in every thread, and not moved by setting the clock).
 */
export type Job = readonly [id: number, noun: string, verb: string, given: readonly unknown[], deadline: number];

export const stopwatch = (): number => {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
};

/** What came of a job: its answer, or an error of the table, or a fault of our own, without its message. */
export type Done = readonly [id: number, answer: unknown] | readonly [id: number, answer: undefined, code: Code] | readonly [id: number, answer: undefined, code: 'fault', fault: LogEvent];

export type FromWorker =
  | { readonly ready: true; readonly writtenAgo: number | undefined }
  | { readonly refused: Code | 'fault'; readonly fault?: LogEvent }
  | { readonly done: readonly Done[] }
  | { readonly changed: Change }
  | { readonly elsewhere: true }
  | { readonly closed: true };
