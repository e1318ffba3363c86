import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Test } from 'tap';
import { openStore } from '../../src/store/open.ts';
import type { Act, NewCall, NewRequest, NewTell, Outcome, Slot, Store } from '../../src/store/store.ts';

/** A Sunday noon, UTC. */
export const NOON = Date.UTC(2026, 10, 22, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const clock = { now: () => NOON };
export const bytes = (words: string): Uint8Array => Uint8Array.from(Buffer.from(words));

let last = 0;
/** An id nobody else has. */
export const fresh = (): string => (++last).toString(16).padStart(32, '0');

export async function open(t: Test, dataDir: string, patience?: number): Promise<Store> {
  const store = await openStore({ dataDir, clock, patience });
  t.teardown(() => store.close());
  return store;
}

export const slot = (session: string, position = 1, prefix = 'aa'): Slot => ({ session, position, nth: 0, prefix });

/** A callback for this evening, 18 to 21, and tomorrow evening. */
export const callback = (change: Partial<NewRequest> = {}): NewRequest => ({
  id: fresh(), kind: 'callback', channel: 'ussd', language: 'en', country: 'KE', zone: 'Africa/Nairobi', call: 'yes', cover: 'hangUp',
  windows: { day: 'any', part: 'evening', zone: 'Africa/Nairobi', first: { from: NOON + 6 * HOUR, to: NOON + 9 * HOUR }, second: { from: NOON + 30 * HOUR, to: NOON + 33 * HOUR } },
  caller: 'c'.repeat(24), reference: fresh(), wrap: { epoch: '2026-11', sealed: bytes('the wrap of it') },
  fields: { number: bytes('sealed number'), coverName: bytes('sealed name') }, consent: 'consent.v1', madeAt: NOON, numberUntil: NOON + 21 * DAY, eraseAt: NOON + 90 * DAY, ...change,
});

export const alarm = (change: Partial<NewRequest> = {}): NewRequest => callback({ kind: 'urgent', consent: 'urgent', windows: undefined, cover: undefined, ...change });

export const call = (change: Partial<NewCall> = {}): NewCall => ({
  id: fresh(), kind: 'now', language: 'en', country: 'KE', queue: 'q1', number: bytes('sealed number'), madeAt: NOON, expires: NOON + 15 * MINUTE, ...change,
});

export const tell = (change: Partial<NewTell> = {}): NewTell => ({ id: fresh(), tell: 'ring', about: fresh(), sealed: bytes('a number'), due: NOON, expires: NOON + 15 * MINUTE, ...change });

/** Asks once in a session of its own and returns the word. */
export async function ask(store: Store, act: Act, session = fresh(), position = 1): Promise<string> {
  const words = ['kept', 'taken', 'gone', 'found', 'wrong', 'changed', 'erased', 'done', 'counted'];
  const answer = await store.answers.record({ slot: slot(session, position), now: 'now' in act ? act.now : NOON, act, outcomes: Object.fromEntries(words.map((word) => [word, bytes(word)])) });
  return answer === 'diverged' ? answer : answer.word;
}

/** Makes a test program of this folder one that a bare node runs, worker beside it. Returns its path. */
export async function program(t: Test, name: string): Promise<string> {
  const outdir = fileURLToPath(new URL(`../../dist/sources/${name}-${process.pid}/`, import.meta.url));
  mkdirSync(outdir, { recursive: true });
  t.teardown(() => rmSync(outdir, { recursive: true, force: true }));
  await build({
    entryPoints: { [name]: fileURLToPath(new URL(`./${name}.ts`, import.meta.url)), 'store-worker': fileURLToPath(new URL('../../src/store/worker.ts', import.meta.url)) },
    outdir, bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20', logLevel: 'error',
  });
  return `${outdir}${name}.js`;
}

/** Whoever opens and notes where it does not matter who. */
export const RUTH = 'ad'.padEnd(32, '0');

export async function opened(store: Store, id: string, now: number, by = RUTH) {
  const row = await store.requests.open(id, now, by);
  if (typeof row === 'string') throw new Error(`not opened: ${row}`);
  return row;
}

/** What came of it, by somebody who takes it for that. */
export async function settle(store: Store, id: string, outcome: Outcome, now: number, note?: string): Promise<string> {
  await store.claims.claim(id, RUTH, now);
  const revision = (await store.requests.one(id))?.revision ?? 0;
  return store.requests.outcome(id, outcome, now, { by: RUTH, revision, ...(note !== undefined && { note: { id: fresh(), sealed: bytes(note) } }) });
}
