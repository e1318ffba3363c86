import type { Window } from '../../store/store.ts';
import { closedSpans, type RotaRead, spansOf, timetable, without } from './timetable.ts';
import { dateAfter, dateAt, momentAt } from './wall.ts';

export const DAYS_SHOWN = 7;

export interface Day {
  readonly date: string; readonly from: number; readonly to: number;
  /** Name of the closed day; null where the line is open. */
  readonly closed: string | null;
}

/** What callers of one language are promised on one day: when somebody is there, and when nobody is though others are. */
export interface Cover { readonly there: readonly Window[]; readonly missing: readonly Window[] }

export type Lack = { readonly what: 'noBackup' | 'noCoordinator' | 'nobody' } | { readonly what: 'unspoken' | 'noHours'; readonly language: string };

/** The days from today on, by the clock of the operator. */
export function daysFrom(at: number, zone: string, closures: RotaRead['closures']): Day[] {
  const today = dateAt(at, zone);
  return Array.from({ length: DAYS_SHOWN }, (_, n) => dateAfter(today, n)).map((date) => ({
    date, from: momentAt(date, 0, zone), to: momentAt(date, 1_440, zone), closed: closures.find(({ from, until }) => from <= date && date <= until)?.name ?? null,
  }));
}

/** What the line promises on these days, language by language; spans are cut at midnight. */
export function coverOf(rota: RotaRead, zone: string, days: readonly Day[], languages: readonly string[]): { language: string; days: Cover[] }[] {
  const [since, until] = [days[0]?.from ?? 0, days.at(-1)?.to ?? 0];
  const turns = timetable(rota, zone, since, until);
  const all = joined(turns.filter((turn) => turn.languages.some((language) => languages.includes(language))).flatMap(({ spans }) => spans));
  return languages.map((language) => {
    const theirs = joined(turns.filter((turn) => turn.languages.includes(language)).flatMap(({ spans }) => spans));
    return { language, days: days.map((day) => {
      const there = within(theirs, day);
      return { there, missing: without(within(all, day), there) };
    }) };
  });
}

/** What a coordinator has to know: nobody there, a language without anybody, no one to ring when an alarm is not taken. */
export function lacksOf(rota: RotaRead, zone: string, days: readonly Day[], languages: readonly string[]): Lack[] {
  const [since, until] = [days[0]?.from ?? 0, days.at(-1)?.to ?? 0];
  const has = (as: string): boolean => rota.shifts.some((shift) => shift.as === as && rota.advocates.some(({ id }) => id === shift.advocate) && without(spansOf(shift, since, until), closedSpans(rota.closures, zone)).length > 0);
  const spoken = (language: string): boolean => rota.advocates.some((advocate) => advocate.languages.includes(language));
  const covered = coverOf(rota, zone, days, languages).filter((cover) => cover.days.some(({ there }) => there.length > 0)).map(({ language }) => language);
  return [
    ...(covered.length === 0 ? [{ what: 'nobody' as const }] : []),
    ...languages.filter((language) => !spoken(language)).map((language) => ({ what: 'unspoken' as const, language })),
    ...(covered.length === 0 ? [] : languages.filter((language) => spoken(language) && !covered.includes(language)).map((language) => ({ what: 'noHours' as const, language }))),
    ...(has('backup') ? [] : [{ what: 'noBackup' as const }]),
    ...(has('coordinator') ? [] : [{ what: 'noCoordinator' as const }]),
  ];
}

/** Spans that touch or overlap are one. */
function joined(spans: readonly Window[]): Window[] {
  const found: Window[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last && span.from <= last.to) found[found.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else found.push(span);
  }
  return found;
}

const within = (spans: readonly Window[], { from, to }: Window): Window[] =>
  spans.map((span) => ({ from: Math.max(span.from, from), to: Math.min(span.to, to) })).filter((span) => span.from < span.to);
