import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import type { Snapshot } from '../../src/phone/phones.ts';
import { toneWav } from '../phone/fake-line.ts';
import { dice, setOrganisation, startLine, type TestLine } from '../harness/line.ts';

const HANDSET = '+999700000044';
/** Nine in the morning in Nairobi, of a Monday. */
const NINE = Date.parse('2026-11-23T06:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;
const said = (word: string): string => (JSON.parse(readFileSync(new URL('../../locales/en/calls.json', import.meta.url), 'utf8')) as Record<string, string>)[word] ?? '';

const until = async <T>(look: () => Promise<T> | T, is: (found: T) => boolean, ms = 8_000): Promise<T> => {
  for (const began = performance.now(); ;) {
    const found = await look();
    if (is(found) || performance.now() - began > ms) return found;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
};

/** Processes on one store, and one carrier that knows the handset: rings stand in its log of the wire. */
async function world(t: Test, processes: number, at = NINE - 5 * MINUTE) {
  const dir = mkdtempSync(join(tmpdir(), 'hakiline-monitor-'));
  setOrganisation(dir, { monitor: { number: HANDSET, at: '09:00' } });
  const lines: TestLine[] = [];
  const start = async (): Promise<TestLine> => {
    const [first] = lines;
    const line = await startLine({ dir, at: first?.clock.now() ?? at, random: dice(`process ${lines.length}`), carrier: { speedup: 4 }, ...(first ? { apiUrl: `${first.url}/phone/carrier` } : {}) });
    line.app.speech.read = async () => ({ bytes: toneWav(2), type: 'audio/wav', personal: false });
    lines.push(line);
    return line;
  };
  t.teardown(async () => { for (const line of lines) await line.close(); rmSync(dir, { recursive: true, force: true }); });
  const first = await start();
  for (let n = 1; n < processes; n++) await start();
  const phones = `${first.url}/phone/phones`;
  const post = async (path: string, body: object = {}): Promise<Snapshot> => (await fetch(`${phones}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json() as Promise<Snapshot>;
  const { id } = await post('', { number: HANDSET });
  const phone = async (): Promise<Snapshot> => (await fetch(`${phones}/${id}`)).json() as Promise<Snapshot>;
  /** What the line posted to have phones rung. */
  const placed = async (): Promise<string[]> => ((await (await fetch(`${first.url}/phone/wire`)).json()) as { request?: string; url?: string; body?: string }[]).map((entry) => JSON.stringify(entry)).filter((entry) => entry.includes('/carrier/call'));
  return {
    lines, first, start, placed, phone, dir,
    last: () => first.app.store.monitors.last(),
    set: (to: number) => { for (const line of lines) line.clock.set(to); },
    rings: () => until(phone, ({ state }) => state === 'ringing'),
    /** The words behind the clips that sounded, as soon as there are so many. */
    hears: async (clips: number) => (await until(phone, ({ sounds }) => sounds.length >= clips)).sounds.map(({ what }) => lines.map((line) => line.said.get(new URL(what).pathname)?.segments[0]?.text).find(Boolean) ?? what),
    does: (verb: string, body: object = {}) => post(`/${id}/${verb}`, body),
    quiet: () => new Promise((resolve) => setTimeout(resolve, 2_300)), // each process looks every second
  };
}

t.test('each morning at its hour the operator\'s handset rings once, whatever runs, from the unpublished number, with the gate a caller hears', { timeout: 120_000 }, async (t) => {
  const w = await world(t, 2);
  await w.quiet();
  t.equal((await w.phone()).state, 'idle', 'not before its hour');
  w.set(NINE);
  t.match(await w.rings(), { state: 'ringing', text: /\+999100199/ }, 'the number that is not published');
  await w.does('answer');
  t.equal((await w.hears(1)).at(-1), said('callerGate'), 'nothing but the gate');
  t.match(await w.last(), { rang: true, taken: false }, 'picked up is not taken');
  await w.does('key', { key: '1' });
  t.equal((await w.hears(2)).at(-1), said('monitor'), 'then that it is the test');
  t.match(await w.last(), { rang: true, taken: true, at: NINE, shown: null });
  await until(w.phone, ({ state }) => !['call', 'connected', 'ringing'].includes(state));
  w.set(NINE + 30 * MINUTE);
  await w.quiet();
  t.equal((await w.placed()).length, 1, 'two processes, one call');
  const third = await w.start();
  t.equal(third.clock.now(), NINE + 30 * MINUTE);
  await w.quiet();
  t.equal((await w.placed()).length, 1, 'nor does one that is started later ring again');
  w.set(NINE + DAY);
  t.equal((await w.rings()).state, 'ringing', 'the next day it rings again');
  await w.does('decline');
  await until(async () => (await w.last())?.callState, (state) => state === 'over');
  t.match(await w.last(), { at: NINE + DAY, rang: true, taken: false });
  t.equal((await w.placed()).length, 2);
  for (const { log } of w.lines) t.notMatch(JSON.stringify(log), /700000044/, 'no log holds its number');
  const db = new Database(join(w.dir, 'data', 'hakiline.db'), { readonly: true });
  t.same(db.prepare("SELECT name FROM pragma_table_info('monitors')").pluck().all(), ['id', 'day', 'at', 'rang', 'taken', 'shown'], 'nor does the store');
  db.close();
});

t.test('a line that comes back within the hour makes up for it; one that comes back later leaves that day out', { timeout: 60_000 }, async (t) => {
  const late = await world(t, 1);
  late.set(NINE + 59 * MINUTE); // as for a process that was away meanwhile
  t.equal((await late.rings()).state, 'ringing');
  const tooLate = await world(t, 1, NINE + 61 * MINUTE);
  await tooLate.quiet();
  t.equal(await tooLate.last(), undefined);
});
