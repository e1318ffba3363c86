import Database from 'better-sqlite3';
import { DateTime } from 'luxon';
import t from 'tap';
import { WEEKDAYS } from '../../machines/words.ts';
import { openDuty, type Duty } from '../../src/effects/duty.ts';
import { Marks } from '../../src/store/changes.ts';
import { MIGRATIONS } from '../../src/store/migrations/all.ts';
import { parts } from '../../src/store/parts.ts';
import type { Shift, Window, Windows } from '../../src/store/store.ts';
import { hours } from '../harness/rota.ts';
import { changesOf, insideByWords, showing, ZONES } from './wall-clocks.ts';
import { knowWeeks } from '../../src/store/weeks.ts';

const SEED = Number(process.env['SEED'] ?? 20261123);
const WINDOWS = Number(process.env['WINDOWS'] ?? 100_000);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const [SINCE, UNTIL] = [Date.UTC(2026, 0, 1), Date.UTC(2028, 0, 1)];

type Choice = Parameters<Duty['windows']>[0];
/** What a caller who chose these words is promised: the code under test, or a broken build of it. */
type Build = (duty: Duty, choice: Choice, at: number) => Windows | undefined;
const ours: Build = (duty, choice, at) => duty.windows(choice, at);

const hourOff: Build = (duty, choice, at) => {
  const late = ({ from, to }: Window): Window => ({ from: from + HOUR, to: to + HOUR });
  const windows = duty.windows(choice, at);
  return windows && { ...windows, first: late(windows.first), second: windows.second && late(windows.second) };
};
const neverSummer: Build = (duty, choice, at) => {
  const minutes = DateTime.fromISO('2026-01-10T12:00', { zone: choice.zone }).offset;
  const clock = `${Math.floor(Math.abs(minutes) / 60)}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`;
  return duty.windows({ ...choice, zone: `UTC${minutes < 0 ? '-' : '+'}${clock}` }, at);
};

const ROTAS: readonly (readonly Omit<Shift, 'advocate'>[])[] = [
  [hours({ days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440, zone: 'Africa/Nairobi' })],
  [hours({ days: [1, 2, 3, 4, 5], from: 480, to: 1050, zone: 'Europe/London' }), hours({ days: [5, 6, 7], from: 1200, to: 240, zone: 'Africa/Nairobi' })],
  [hours({ days: [1, 3, 5, 7], from: 1080, to: 1440, zone: 'Asia/Beirut' }), hours({ days: [2, 4, 6], from: 1320, to: 435, zone: 'Australia/Lord_Howe' })],
];
const someone = { id: 'a', name: 'a', languages: ['en'], skills: [], onDuty: true, phone: new Uint8Array() };
const dutyBy = (shifts: (typeof ROTAS)[number]): Promise<Duty> => openDuty({
  rota: { read: async () => ({ advocates: [someone], shifts: shifts.map((s) => ({ ...s, advocate: 'a' })), closures: [], order: ['a'] }) } as never, onChange: () => () => undefined,
});

const PARTS = ['morning', 'day', 'evening', 'night', ...Array.from({ length: 24 }, (_, hour) => String(hour))];
/** When clocks change. */
const SMALL = ['night', '23', '0', '1', '2', '3'];
const CHOSEN = ['today', 'today', 'tomorrow', 'tomorrow', 'any', ...WEEKDAYS];

/** The same numbers from 0 to 1 for the same seed. */
const dice = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
  return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
};

interface Kept { readonly id: string; readonly choice: Choice; readonly windows: Windows; readonly at: number }
interface Tally { windows: number; rings: number; probes: number; atChanges: number; readonly wrong: string[] }

/** Books so many random callbacks of a zone in the real store, and rings each wherever it could go wrong. */
async function ring(zone: string, build: Build, count: number, seed: number): Promise<Tally> {
  const random = dice(seed);
  const pick = <T>(among: readonly T[]): T => among[Math.floor(random() * among.length)] as T;
  const duties = await Promise.all(ROTAS.map(dutyBy));
  const changes = changesOf(zone, SINCE, UNTIL);
  const db = new Database(':memory:');
  for (const sql of MIGRATIONS) db.exec(sql);
  knowWeeks(db, 'UTC');
  const { requests, answers } = parts(db, new Marks(db));
  const clear = ['attempts', 'requests', 'answers', 'tries'].map((table) => db.prepare(`DELETE FROM ${table}`));
  let changed = 0;
  const tally: Tally = { windows: 0, rings: 0, probes: 0, atChanges: 0, wrong: [] };

  /** Days before a change of the clock, in its very hours, around a midnight, or at any time. */
  const moment = (): number => {
    const change = pick(changes);
    const any = SINCE + Math.floor(random() * (UNTIL - SINCE));
    const { hour, minute } = showing(zone, any);
    const midnight = any - (hour * 60 + minute) * 60_000 + Math.floor((random() - 0.5) * 2 * HOUR);
    return pick(change === undefined ? [any, midnight] : [any, midnight, change - Math.floor(random() * 2 * DAY), change - Math.floor(random() * 9 * DAY), change + Math.floor((random() - 0.5) * 6 * HOUR)]);
  };

  function book(most: number): Kept[] {
    const [at, duty] = [moment(), pick(duties)];
    const base = showing(zone, at).date;
    const batch: Kept[] = [];
    for (let n = 0; n < 60 && batch.length < most; n++) {
      const choice = { day: pick(CHOSEN), part: pick(random() < 0.3 ? SMALL : PARTS), base, zone, language: 'en' };
      const windows = build(duty, choice, at);
      if (windows) batch.push({ id: (tally.windows + batch.length).toString(16).padStart(32, '0'), choice, windows, at });
    }
    for (const { id, windows } of batch) {
      const request = { id, kind: 'callback', channel: 'ussd', language: 'en', country: 'KE', zone, call: 'yes', cover: 'hangUp', windows, fields: {}, consent: 'c', reference: id, madeAt: at, numberUntil: at + 21 * DAY, eraseAt: at + 90 * DAY } as const;
      answers.record({ slot: { session: id, position: 0, nth: 0, prefix: 'cd' }, now: at, outcomes: { kept: new Uint8Array() }, act: { do: 'keep', request } });
    }
    return batch;
  }

  function tryAll(kept: Kept, batch: readonly Kept[]): void {
    const { id, at } = kept;
    const rung: number[] = [];
    // Some callers choose another time, twice: they are still not rung a third time in a day.
    for (const [n, { choice, windows }] of (random() < 0.1 ? [kept, pick(batch), pick(batch)] : [kept]).entries()) {
      if (n > 0) answers.record({ slot: { session: id, position: ++changed, nth: 0, prefix: 'cd' }, now: at, outcomes: { changed: new Uint8Array() }, act: { do: 'change', reference: id, caller: id, now: at, windows, country: 'KE' } });
      const spans = [windows.first, ...(windows.second ? [windows.second] : [])];
      const near = changes.filter((change) => spans.some(({ from, to }) => change > from - DAY && change < to + DAY));
      if (near.length > 0) tally.atChanges++;
      // One that was rung in its window is not rung again, wherever its window ends: every other is tried outside alone.
      const outsideAlone = random() < 0.5;
      const moments = [
        ...spans.flatMap(({ from, to }) => (outsideAlone ? [from - 1, to] : [from - 1, from, to - 1, to])),
        ...near.flatMap((change) => [change - 1, change]), at + Math.floor(random() * 30 * DAY),
      ].sort((a, b) => a - b);
      for (const moment of moments) {
        tally.probes++;
        if (requests.attempt(id, moment) !== 'allowed') continue;
        tally.rings++;
        const wrong = (what: string): void => void tally.wrong.push(`${zone}: ${what}; asked for ${choice.day} ${choice.part} at ${new Date(at).toISOString()}, rung at ${new Date(moment).toISOString()}`);
        const day = insideByWords(choice, at, moment);
        if (day === undefined) wrong(`it is ${JSON.stringify(showing(zone, moment))} there`);
        if (day !== undefined && rung.some((before) => insideByWords(choice, at, before) === day)) wrong('a second ring in one window');
        if (rung.filter((before) => before > moment - DAY).length > 1) wrong('a third ring within 24 hours');
        if (moment > at + 22 * DAY) wrong('after three weeks');
        rung.push(moment);
      }
      if (n === 0 && rung.length === 0 && !outsideAlone) tally.wrong.push(`${zone}: ${choice.day} ${choice.part} was never rung`);
    }
  }

  while (tally.windows < count) {
    const batch = db.transaction(() => book(count - tally.windows))();
    tally.windows += batch.length;
    db.transaction(() => { for (const one of batch) tryAll(one, batch); for (const each of clear) each.run(); })();
  }
  db.close();
  for (const duty of duties) duty.close();
  return tally;
}

t.test(`no phone rings outside the hours its caller chose, nor twice in them: ${WINDOWS.toLocaleString('en')} windows in ${ZONES.length} zones`, { timeout: 120_000 }, async (t) => {
  t.equal(new Set(ZONES).size, 40);
  const all = await tallyOf(ours, WINDOWS / ZONES.length);
  t.comment(`seed ${SEED}: ${all.windows} windows, ${all.atChanges} within a day of a change of the clock, ${all.probes} tries, ${all.rings} rings`);
  t.equal(all.windows, WINDOWS);
  t.ok(all.atChanges > WINDOWS / 20, 'changes of the clock are among them');
  t.same(all.wrong.slice(0, 5), []);
});

async function tallyOf(build: Build, each: number): Promise<Tally> {
  const all: Tally = { windows: 0, rings: 0, probes: 0, atChanges: 0, wrong: [] };
  for (const [n, zone] of ZONES.entries()) {
    const one = await ring(zone, build, each, SEED + n);
    for (const what of ['windows', 'rings', 'probes', 'atChanges'] as const) all[what] += one[what];
    all.wrong.push(...one.wrong);
  }
  return all;
}

t.test('a line whose clock is an hour off is caught in every zone, one that knows no summer time wherever there is one', async (t) => {
  for (const [n, zone] of ZONES.entries()) {
    t.ok((await ring(zone, hourOff, 60, SEED + n)).wrong.length > 0, `an hour off in ${zone}`);
    const changes = changesOf(zone, SINCE, UNTIL).length > 0;
    t.equal((await ring(zone, neverSummer, 200, SEED + n)).wrong.length > 0, changes, `never summer in ${zone}`);
  }
});
