import { DateTime } from 'luxon';
import { type Part, WEEKDAYS } from '../../machines/words.ts';
import type { Rota, Shift, Store, Window, Windows } from '../store/store.ts';

/** Hours of each part of the day, local to the caller (menu tree B2). */
export const PART_HOURS: Readonly<Record<Part, readonly [number, number]>> = { morning: [6, 11], day: [11, 16], evening: [16, 21], night: [21, 24] };

const HORIZON = 21; // days: beyond it nothing is promised (menu tree, decision 8)
const LEAST = 60 * 60_000; // ms of a window that the rota must cover
const NOTICE = 30 * 60_000; // ms a window must still be ahead

const MORNING = 5; // hour: before it, it is night
const DAYS_AHEAD = Array.from({ length: HORIZON }, (_, d) => d);
const isWeekday = (day: string): boolean => (WEEKDAYS as readonly string[]).includes(day);
const isOn = (date: string, weekday: string): boolean => DateTime.fromISO(date).weekday === Number(weekday);

const AGAIN = 1_000; // ms
const MINUTE = 60_000; // ms: moments within one count as one
const MOST_KNOWN = 500;

type Read = Awaited<ReturnType<Rota['read']>>;

/** For how long a caller may wait for a first start to make its advocate, in ms. Then the rota answers as it stands. */
const MADE_WITHIN = 1_500;

/** What the rota can keep: who is on duty, from when on, and which windows. Reads a copy that follows the store. */
export interface Duty {
  now(at: number): 'duty' | 'open' | 'none';
  /** The full hour from which somebody is on duty again. */
  opensAt(at: number): number | undefined;
  /** Days and parts that can be kept, by day word, as `today:night tomorrow:day,night`. */
  offered(at: number, zone: string, language: string): string;
  /** The windows a choice means; undefined when it cannot be kept any more. `base` is the local date `today` stood for. */
  windows(choice: { day: string; part: string; base: string; zone: string; language: string }, at: number): Windows | undefined;
  /** The local date. */
  today(at: number, zone: string): string;
  /** Resolves once the rota is there, at the latest after 1.5 s; never rejects. Only a first start is waited for. */
  there(): Promise<void>;
  close(): void;
}

export async function openDuty(store: Pick<Store, 'rota' | 'onChange'>, made?: Promise<unknown>): Promise<Duty> {
  let rota: Read = await store.rota.read();
  // Working out three weeks in two time zones takes milliseconds, and all callers of a minute, zone and language share it.
  const known = new Map<string, unknown>();
  const once = <T>(key: string, make: () => T): T => {
    if (!known.has(key)) {
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(key, make());
    }
    return known.get(key) as T;
  };
  const refresh = async (): Promise<void> => {
    const read = await store.rota.read();
    if (JSON.stringify(read) === JSON.stringify(rota)) return;
    rota = read;
    known.clear();
  };
  let again: NodeJS.Timeout | undefined;
  let closed = false;
  // What could not be read is read again: nothing else would tell that somebody has left.
  const follow = (): void => {
    clearTimeout(again);
    refresh().catch(() => { if (!closed) again = setTimeout(follow, AGAIN).unref(); });
  };
  let waiting: Promise<void> | undefined = made?.then(refresh).catch(() => undefined).finally(() => { waiting = undefined; });
  const there = async (): Promise<void> => {
    if (!waiting) return;
    let late: NodeJS.Timeout | undefined;
    await Promise.race([waiting, new Promise<void>((resolve) => { late = setTimeout(resolve, MADE_WITHIN); })]);
    clearTimeout(late);
  };
  const stop = store.onChange(({ rota: changed }) => { if (changed) follow(); });
  const speakers = (language: string): Set<string> => new Set(rota.advocates.filter((a) => a.languages.includes(language)).map((a) => a.id));

  /** When this part of this local day is covered by somebody who speaks the language, at least an hour of it still ahead. */
  function keep(date: string, part: string, zone: string, language: string, at: number): Window | undefined {
    const [from, to] = PART_HOURS[part as Part] ?? [ofNight(Number(part)), ofNight(Number(part)) + 1];
    const window = { from: hourOf(date, from, zone), to: hourOf(date, to, zone) };
    const start = Math.max(window.from, at + NOTICE);
    const who = speakers(language);
    const covered = rota.shifts.some((s) => who.has(s.advocate) && overlaps(s, start, window.to) >= Math.min(LEAST, window.to - window.from));
    return start + LEAST / 2 < window.to && covered ? window : undefined;
  }

  const localDate = (at: number, zone: string, plus = 0): string => DateTime.fromMillis(at, { zone }).plus({ days: plus }).toISODate() ?? '';

  const opensAt = (at: number): number | undefined => {
    const next = rota.shifts.flatMap((s) => begins(s, at)).filter((t) => t > at).sort((a, b) => a - b)[0];
    return next === undefined ? undefined : Math.ceil(next / 3_600_000) * 3_600_000;
  };

  return {
    now(at) {
      if (rota.advocates.some((a) => a.onDuty && rota.shifts.some((s) => s.advocate === a.id && covers(s, at)))) return 'duty';
      return opensAt(at) === undefined ? 'none' : 'open';
    },
    opensAt,
    offered: (exact, zone, language) => once(`${minuteOf(exact)} ${zone} offered ${language}`, () => {
      const at = minuteOf(exact);
      const parts = Object.keys(PART_HOURS) as Part[];
      const kept = (days: readonly number[]): Part[] => parts.filter((part) => days.some((d) => keep(localDate(at, zone, d), part, zone, language, at)));
      const all = {
        today: kept([0]), tomorrow: kept([1]), any: kept(DAYS_AHEAD),
        ...Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, kept(DAYS_AHEAD.filter((d) => isOn(localDate(at, zone, d), weekday)))])),
      };
      return Object.entries(all).filter(([, kept]) => kept.length > 0).map(([day, kept]) => `${day}:${kept.join(',')}`).join(' ');
    }),
    windows: ({ day, part, base, zone, language }, exact) => once(`${minuteOf(exact)} ${zone} windows ${language} ${day} ${part} ${base}`, () => {
      const at = minuteOf(exact);
      const from = DateTime.fromISO(base, { zone });
      // Who asks in the small hours and means "today at three" means the night they are in.
      const tonight = day === 'today' && Number(part) < MORNING && DateTime.fromMillis(at, { zone }).hour < MORNING ? [from.minus({ days: 1 }).toISODate() ?? ''] : undefined;
      const dates = tonight ?? (day === 'any' || isWeekday(day)
        ? DAYS_AHEAD.map((d) => localDate(at, zone, d)).filter((date) => day === 'any' || isOn(date, day))
        : [from.plus({ days: day === 'tomorrow' ? 1 : 0 }).toISODate() ?? '']);
      const [first, second] = dates.map((date) => ({ date, window: keep(date, part, zone, language, at) })).filter((d) => d.window);
      if (!first?.window) return undefined;
      return { day: day === 'any' ? 'any' : first.date, part, zone, first: first.window, ...(second?.window ? { second: second.window } : {}) };
    }),
    today: (at, zone) => once(`${minuteOf(at)} ${zone} today`, () => localDate(at, zone)),
    there,
    close() {
      closed = true;
      stop();
      clearTimeout(again);
    },
  };
}

/** One and two at night are of the night that begins on that day, as people say it. */
const ofNight = (hour: number): number => (hour < MORNING ? hour + 24 : hour);

/** Hours from 24 on are of the night that begins on that day. */
const hourOf = (date: string, hour: number, zone: string): number =>
  DateTime.fromISO(date, { zone }).plus({ days: Math.floor(hour / 24) }).set({ hour: hour % 24 }).toMillis();

const minuteOf = (at: number): number => Math.floor(at / MINUTE) * MINUTE;

/** Milliseconds of a shift between two moments, over the days around them. */
function overlaps(shift: Shift, from: number, to: number): number {
  return spans(shift, from, to).reduce((sum, s) => sum + Math.max(0, Math.min(s.to, to) - Math.max(s.from, from)), 0);
}

const covers = (shift: Shift, at: number): boolean => spans(shift, at, at).some((s) => s.from <= at && at < s.to);
const begins = (shift: Shift, at: number): number[] => spans(shift, at, at + HORIZON * 86_400_000).map((s) => s.from);

/** A shift is written in the operator's own clock, so that a change to summer time moves it with its people. */
function spans(shift: Shift, from: number, to: number): Window[] {
  const first = DateTime.fromMillis(from, { zone: shift.zone }).startOf('day').minus({ days: 1 });
  const last = DateTime.fromMillis(to, { zone: shift.zone }).startOf('day');
  const found: Window[] = [];
  for (let day = first; day <= last; day = day.plus({ days: 1 })) {
    if (!shift.days.includes(day.weekday)) continue;
    found.push({ from: minute(day, shift.from), to: minute(day, shift.to) });
  }
  return found;
}

const minute = (day: DateTime, m: number): number =>
  (m >= 1440 ? day.plus({ days: 1 }) : day.set({ hour: Math.floor(m / 60), minute: m % 60 })).toMillis();

