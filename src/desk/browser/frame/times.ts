import { words } from '../words.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The advocate's own time zone. */
export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([zone, options]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(words.locale, { ...options, timeZone: zone });
  formats.set(key, known);
  return known;
}

/** `21:40`, 24 hours, at that place. */
export const timeAt = (at: number, zone: string): string => format(zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);

/** `Tue 24 Nov`, at that place. */
export const dayAt = (at: number, zone: string): string => format(zone, { weekday: 'short', day: 'numeric', month: 'short' }).format(at);

/** Time, with the day where it is not today's. */
export const momentAt = (at: number, zone: string, now: number): string =>
  dayAt(at, zone) === dayAt(now, zone) ? timeAt(at, zone) : `${dayAt(at, zone)} ${timeAt(at, zone)}`;

/** The same moment at both places: the day is said a second time only where it is another. */
export function bothAt(at: number, zone: string, now: number): readonly [there: string, here: string] {
  const there = momentAt(at, zone, now);
  return [there, dayAt(at, zone) === dayAt(at, HERE) ? timeAt(at, HERE) : momentAt(at, HERE, now)];
}

/** `18:00-22:00`, with the day where it is not today's. */
export const spanAt = (span: { from: number; to: number }, zone: string, now: number): string =>
  `${momentAt(span.from, zone, now)}–${timeAt(span.to, zone)}`;

/** How long, in words: minutes, hours, days. */
export function lasting(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return words.ago.now;
  if (minutes < 60) return words.ago.minutes(minutes);
  if (minutes < 48 * 60) return words.ago.hours(Math.floor(minutes / 60), minutes % 60);
  return words.ago.days(Math.floor(minutes / 1_440));
}
