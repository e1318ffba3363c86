import type { Closure, Rota, Shift, Window } from '../../store/store.ts';
import { dateAfter, dateAt, momentAt, weekdayOf } from './wall.ts';

/** Days beyond which nothing is promised (menu tree, decision 8). */
export const HORIZON = 21;

const HOUR = 3_600_000; // ms
const DAY = 24 * HOUR;

export type RotaRead = Awaited<ReturnType<Rota['read']>>;

/** One shift as its colleague works it. `languages` are those callers are promised: the shift's, as far as the colleague speaks them. */
export interface Turn { readonly shift: Shift; readonly languages: readonly string[]; readonly spans: readonly Window[] }

/** When a shift is on, by its own days: all that touch the time between, whole. Over midnight where it ends before it begins. */
export function spansOf({ days, from, to, zone }: Shift, since: number, until: number): (Window & { readonly date: string })[] {
  const found = [];
  // A night shift, and a day of another zone, may have begun the day before.
  const last = dateAt(until, zone);
  for (let date = dateAfter(dateAt(since, zone), -1); date <= last; date = dateAfter(date, 1)) {
    if (!days.includes(weekdayOf(date))) continue;
    const span = { date, from: momentAt(date, from, zone), to: momentAt(date, to > from ? to : to + 1_440, zone) };
    if (span.from < span.to && span.to > since && span.from < until) found.push(span);
  }
  return found;
}

/** Whether a colleague is there as the shift says, by the clock alone: closed days are not looked at. */
export const isOn = (shift: Shift, at: number): boolean => spansOf(shift, at, at + 1).length > 0;

/** Closed days by the clock of the operator. */
export const closedSpans = (closures: readonly Closure[], zone: string): Window[] =>
  closures.map(({ from, until }) => ({ from: momentAt(from, 0, zone), to: momentAt(until, 1_440, zone) }));

/** What callers can be promised between two moments: hours on duty, without closed days. */
export function timetable({ advocates, shifts, closures }: RotaRead, zone: string, since: number, until: number): Turn[] {
  const closed = closedSpans(closures, zone);
  return shifts.filter((shift) => shift.as === 'duty').flatMap((shift) => {
    const speaks = advocates.find(({ id }) => id === shift.advocate)?.languages;
    if (speaks === undefined) return [];
    const languages = speaks.filter((language) => shift.languages === null || shift.languages.includes(language));
    return [{ shift, languages, spans: without(spansOf(shift, since, until).map(({ from, to }) => ({ from, to })), closed) }];
  });
}

/** What is left of some spans outside others, in order of time. */
export function without(spans: readonly Window[], others: readonly Window[]): Window[] {
  let left = [...spans];
  for (const other of others) {
    left = left.flatMap((span) => (span.to <= other.from || other.to <= span.from ? [span]
      : [{ from: span.from, to: other.from }, { from: other.to, to: span.to }].filter(({ from, to }) => from < to)));
  }
  return left.sort((a, b) => a.from - b.from);
}

/** Milliseconds of the spans that lie between two moments. */
export const msWithin = (spans: readonly Window[], since: number, until: number): number =>
  spans.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, until) - Math.max(from, since)), 0);

/** Everything that can be promised in the three weeks from a moment's day on. A night, and another zone's day, reach beyond both ends. */
export function promisedFrom(rota: RotaRead, zone: string, at: number): Turn[] {
  const day = Math.floor(at / DAY) * DAY;
  return timetable(rota, zone, day - 2 * DAY, day + (HORIZON + 4) * DAY);
}

/** The full hour from which somebody is there again, who is still there at that hour. */
export function opensAfter(turns: readonly Turn[], at: number): number | undefined {
  const fullHour = (moment: number): number => Math.ceil(moment / HOUR) * HOUR;
  const ahead = turns.flatMap(({ spans }) => spans).filter(({ from, to }) => from > at && from <= at + HORIZON * DAY && fullHour(from) < to);
  return ahead.length === 0 ? undefined : fullHour(Math.min(...ahead.map(({ from }) => from)));
}

/** Whether somebody is there who has said so, or will be, or nobody. */
export function standsAt({ advocates }: Pick<RotaRead, 'advocates'>, turns: readonly Turn[], at: number): 'duty' | 'open' | 'none' {
  const there = turns.some(({ shift, spans }) => advocates.some(({ id, onDuty }) => onDuty && id === shift.advocate) && spans.some(({ from, to }) => from <= at && at < to));
  return there ? 'duty' : opensAfter(turns, at) === undefined ? 'none' : 'open';
}
