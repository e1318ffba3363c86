import { type Part, WEEKDAYS } from '../../../machines/words.ts';
import type { Window, Windows } from '../../store/store.ts';
import { HORIZON, msWithin, type Turn } from './timetable.ts';
import { dateAfter, dateAt, minuteAt, momentAt, weekdayOf } from './wall.ts';

/** Hours of each part of the day, local to the caller (menu tree B2). */
export const PART_HOURS: Readonly<Record<Part, readonly [number, number]>> = { morning: [6, 11], day: [11, 16], evening: [16, 21], night: [21, 24] };

const LEAST = 60 * 60_000; // ms of a window that the rota must cover
const NOTICE = 30 * 60_000; // ms a window must still be ahead
const MORNING = 5; // hour: before it, it is night

const DAYS_AHEAD = Array.from({ length: HORIZON }, (_, d) => d);
const isWeekday = (day: string): boolean => (WEEKDAYS as readonly string[]).includes(day);

export interface Choice { readonly day: string; readonly part: string; readonly base: string; readonly zone: string; readonly language: string }

/** Days and parts that these turns can keep, by day word, as `today:night tomorrow:day,night`. */
export function offeredBy(turns: readonly Turn[], zone: string, language: string, at: number): string {
  const parts = Object.keys(PART_HOURS) as Part[];
  const today = dateAt(at, zone);
  const days = DAYS_AHEAD.map((d) => dateAfter(today, d)).map((date) => ({ date, kept: parts.filter((part) => keep(turns, date, part, zone, language, at)) }));
  const together = (some: typeof days): Part[] => parts.filter((part) => some.some(({ kept }) => kept.includes(part)));
  const all = {
    today: together(days.slice(0, 1)), tomorrow: together(days.slice(1, 2)), any: together(days),
    ...Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, together(days.filter(({ date }) => weekdayOf(date) === Number(weekday)))])),
  };
  return Object.entries(all).filter(([, kept]) => kept.length > 0).map(([day, kept]) => `${day}:${kept.join(',')}`).join(' ');
}

/** The first two windows a choice means that these turns can keep. */
export function windowsOf(turns: readonly Turn[], { day, part, base, zone, language }: Choice, at: number): Windows | undefined {
  const today = dateAt(at, zone);
  // Who asks in the small hours and means "today at three" means the night they are in.
  const tonight = day === 'today' && Number(part) < MORNING && minuteAt(at, zone) < MORNING * 60;
  const dates = day === 'any' || isWeekday(day)
    ? DAYS_AHEAD.map((d) => dateAfter(today, d)).filter((date) => day === 'any' || weekdayOf(date) === Number(day))
    : [dateAfter(base, tonight ? -1 : day === 'tomorrow' ? 1 : 0)];
  const found: { date: string; window: Window }[] = [];
  for (const date of dates) {
    const window = found.length < 2 ? keep(turns, date, part, zone, language, at) : undefined;
    if (window) found.push({ date, window });
  }
  const [first, second] = found;
  return first && { day: day === 'any' ? 'any' : first.date, part, zone, first: first.window, ...(second ? { second: second.window } : {}) };
}

/** When this part of this local day is covered by somebody who speaks the language, at least an hour of it still ahead. */
function keep(turns: readonly Turn[], date: string, part: string, zone: string, language: string, at: number): Window | undefined {
  const [first, last] = PART_HOURS[part as Part] ?? [ofNight(Number(part)), ofNight(Number(part)) + 1];
  const window = { from: momentAt(date, first * 60, zone), to: momentAt(date, last * 60, zone) };
  const start = Math.max(window.from, at + NOTICE);
  if (start + LEAST / 2 >= window.to) return undefined;
  const enough = Math.min(LEAST, window.to - window.from);
  return turns.some(({ languages, spans }) => languages.includes(language) && msWithin(spans, start, window.to) >= enough) ? window : undefined;
}

/** One and two at night are of the night that begins on that day, as people say it. */
const ofNight = (hour: number): number => (hour < MORNING ? hour + 24 : hour);
