import { DateTime } from 'luxon';

const DAY = 1_440; // minutes
const MOST_KNOWN = 5_000;

// Asking a time zone costs microseconds, and three weeks of a rota ask for the same hours again and again.
const known = new Map<string, number>();

/**
 * The first moment at which the clock of `zone` shows these minutes after the midnight a local date begins with, in ms. 1440 and
 * more are of the night after it. Where the clock leaps over that time, the moment it leaps; of a time that comes twice, the first.
 */
export function momentAt(date: string, minutes: number, zone: string): number {
  const key = `${date} ${minutes} ${zone}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= MOST_KNOWN) known.clear();
  const at = workOut(dateAfter(date, Math.floor(minutes / DAY)), minutes % DAY, zone);
  known.set(key, at);
  return at;
}

function workOut(date: string, minutes: number, zone: string): number {
  const wanted = DateTime.fromISO(`${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`, { zone });
  const shows = wanted.toISODate() === date && wanted.hour * 60 + wanted.minute === minutes;
  // Which of the two is found depends on today's offset: never left to that.
  if (shows) return wanted.getPossibleOffsets()[0]?.toMillis() ?? wanted.toMillis();
  // Leapt over: what is found lies as far behind the leap as the wanted time lay inside it. A zone has leapt over a whole day once.
  let at = wanted.toMillis();
  for (let back = 0; back < DAY && DateTime.fromMillis(at - 60_000, { zone }).offset === wanted.offset; back++) at -= 60_000;
  return at;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** The local date so many days later: dates are counted, not hours. */
export const dateAfter = (date: string, days: number): string =>
  (days === 0 ? date : DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate() ?? date);

/** The local date of a moment. */
export const dateAt = (at: number, zone: string): string => DateTime.fromMillis(at, { zone }).toISODate() ?? '';

/** ISO weekday, 1 is Monday. */
export const weekdayOf = (date: string): number => DateTime.fromISO(date, { zone: 'utc' }).weekday;
