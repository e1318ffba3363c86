import { Info } from 'luxon';

const MINUTE = 60_000; // ms
const DAY = 1_440 * MINUTE;
const MOST_KNOWN = 20_000;

// Asking a time zone costs microseconds, and three weeks of a rota ask again and again.
const known = new Map<string, number>();

/** How many milliseconds the clock of `zone` is ahead of UTC. */
const offsetAt = (at: number, zone: string): number => Info.normalizeZone(zone).offset(at) * MINUTE;

/** The same at the first moment of a day of UTC, remembered. */
function offsetOfDay(day: number, zone: string): number {
  const key = `${zone} ${day}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= MOST_KNOWN) known.clear();
  const offset = offsetAt(day * DAY, zone);
  known.set(key, offset);
  return offset;
}

/**
 * The first moment at which the clock of `zone` shows these minutes after the midnight a local date begins with, in ms. 1440 and
 * more are of the night after it. Where the clock leaps over that time, the moment it leaps; of a time that comes twice, the first.
 */
export function momentAt(date: string, minutes: number, zone: string): number {
  const shown = Date.parse(`${date}T00:00Z`) + minutes * MINUTE;
  const day = Math.floor(shown / DAY);
  // No clock changes twice within three days.
  const [before, after] = [offsetOfDay(day - 1, zone), offsetOfDay(day + 2, zone)];
  if (before === after) return shown - before;
  const fits = [shown - before, shown - after].filter((at) => at + offsetAt(at, zone) === shown);
  return fits.length > 0 ? Math.min(...fits) : leapBetween(shown - after, shown - before, after, zone);
}

/** The minute in which the clock of a zone takes up its new offset. */
function leapBetween(since: number, until: number, after: number, zone: string): number {
  let [low, high] = [since, until];
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (offsetAt(middle, zone) === after) high = middle; else low = middle;
  }
  return high;
}

/** The local date so many days later: dates are counted, not hours. */
export const dateAfter = (date: string, days: number): string => isoOf(Date.parse(`${date}T00:00Z`) + days * DAY);

/** The local date of a moment. */
export const dateAt = (at: number, zone: string): string => isoOf(at + offsetAt(at, zone));

/** Minutes that the clock of `zone` shows since midnight. */
export const minuteAt = (at: number, zone: string): number => Math.floor((((at + offsetAt(at, zone)) % DAY) + DAY) % DAY / MINUTE);

/** ISO weekday, 1 is Monday: the first day of 1970 was a Thursday. */
export const weekdayOf = (date: string): number => ((Math.floor(Date.parse(`${date}T00:00Z`) / DAY) + 3) % 7) + 1;

const isoOf = (shown: number): string => new Date(shown).toISOString().slice(0, 10);
