import { DateTime } from 'luxon';

/** A Monday. Every organisation's periods are counted from it, so that none begins when its first caller came. */
const ANCHOR = '2024-01-01';
const MOST = 1_000; // periods looked at: two decades of weeks
/** After a period is over: sessions may still be ending, and counts lie in memory for ten seconds. */
const SETTLES = { hours: 1 };

export const LENGTHS = [1, 4, 13] as const;
export type Length = (typeof LENGTHS)[number];

const day = (date: string, zone = 'utc'): DateTime => DateTime.fromISO(date, { zone });

/** The date so many weeks later. */
export const plusWeeks = (date: string, weeks: number): string => day(date).plus({ weeks }).toISODate() ?? '';
/** The Sunday on which a period ends. */
export const lastDay = (from: string, weeks: number): string => day(from).plus({ weeks, days: -1 }).toISODate() ?? '';
export const mondayOf = (at: number, zone: string): string => DateTime.fromMillis(at, { zone }).startOf('week').toISODate() ?? '';
/** First moment of a date, by the clock of the zone. */
export const startOf = (date: string, zone: string): number => day(date, zone).toMillis();

/** The first week of the period that holds this week. */
export function periodOf(week: string, weeks: number): string {
  const since = Math.floor(day(week).diff(day(ANCHOR), 'weeks').weeks);
  return plusWeeks(ANCHOR, weeks * Math.floor(since / weeks));
}

/** When a period may be released. */
export const releaseAt = (from: string, weeks: number, zone: string): number => day(plusWeeks(from, weeks), zone).plus(SETTLES).toMillis();

/** First weeks of the periods that are over and hold no week of a release, the oldest first. */
export function due(o: { first: string; weeks: number; now: number; zone: string; released: readonly { from: string; weeks: number }[] }): string[] {
  const found: string[] = [];
  for (let from = periodOf(o.first, o.weeks), n = 0; n < MOST && releaseAt(from, o.weeks, o.zone) <= o.now; from = plusWeeks(from, o.weeks), n++) {
    const until = plusWeeks(from, o.weeks);
    if (!o.released.some((one) => one.from < until && from < plusWeeks(one.from, one.weeks))) found.push(from);
  }
  return found;
}
