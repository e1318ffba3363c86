import type { Closure, Window } from '../../../store/store.ts';
import type { RotaShift, RotaView, ShiftWanted } from '../../wire.ts';
import { dayAt, HERE, timeAt } from '../frame/times.ts';
import { words } from '../words.ts';

const MINUTE = 60_000;

/** `09:00–17:00`, `all day`, `22:00–06:00 next day`, by the clock of a zone. A day ends at 24:00, not at 00:00. */
export function hoursAt({ from, to }: Window, zone: string): string {
  const [begins, ends] = [timeAt(from, zone), timeAt(to, zone)];
  const nextDay = dayAt(from, zone) !== dayAt(to - MINUTE, zone);
  if (begins === '00:00' && ends === '00:00' && !nextDay) return words.rota.allDay;
  return `${begins}–${ends === '00:00' ? '24:00' : ends}${nextDay ? ` ${words.rota.nextDay}` : ''}`;
}

/** The same hours by the reader's own clock; undefined where it shows nothing else. */
export const yoursAt = (span: Window, zone: string): string | undefined =>
  timeAt(span.from, zone) === timeAt(span.from, HERE) && dayAt(span.from, zone) === dayAt(span.from, HERE) ? undefined : words.rota.yours(hoursAt(span, HERE));

/** `Tue 24 Nov` of a local date. */
export const dateInWords = (date: string): string => dayAt(Date.parse(`${date}T12:00Z`), 'UTC');

/** With their year: closed days are written down long before. */
export const closureInWords = ({ from, until }: Closure): string => (from === until ? withYear(from) : words.rota.closures.span(withYear(from), withYear(until)));
const withYear = (date: string): string => `${dateInWords(date)} ${date.slice(0, 4)}`;

export const inWords = (list: readonly string[]): string => new Intl.ListFormat(words.locale, { type: 'conjunction' }).format(list);

export const languageIn = ({ languages }: RotaView, code: string): string => languages.find((language) => language.code === code)?.name ?? code;

/** What narrows a shift, and what is wrong with that. */
export function notesOn(view: RotaView, { advocate, languages, skills }: RotaShift): { text: string; wrong: boolean }[] {
  const spoken = view.colleagues.find(({ id }) => id === advocate)?.languages ?? [];
  const unspoken = (languages ?? []).filter((language) => !spoken.includes(language));
  return [
    ...(languages === null ? [] : [{ text: words.rota.only(inWords(languages.map((code) => languageIn(view, code)))), wrong: false }]),
    ...(skills === null ? [] : [{ text: words.rota.forSkills(inWords(skills.map((skill) => words.skills[skill] ?? skill))), wrong: false }]),
    ...(unspoken.length === 0 ? [] : [{ text: words.rota.unspoken(inWords(unspoken.map((code) => languageIn(view, code)))), wrong: true }]),
  ];
}

/** Sentences on what is missing in the days shown: days without anybody, then each language where others are there without it. */
export function gapsIn(view: RotaView): string[] {
  const t = words.rota.promises;
  const { days, promises: { byLanguage }, zone } = view;
  const empty = days.filter((day, n) => day.closed === null && byLanguage.every((one) => one.days[n]?.there.length === 0 && one.days[n]?.missing.length === 0));
  const found = empty.length === 0 || empty.length === days.length ? [] : [t.nobodyOn(inWords(empty.map(({ date }) => dateInWords(date))))];
  for (const { language, days: covers } of byLanguage) {
    const gaps = days.flatMap((day, n) => gapsOf(covers[n], dateInWords(day.date), zone));
    if (gaps.length > 0) found.push(t.gapOn(languageIn(view, language), inWords(gaps)));
  }
  return found;
}

function gapsOf(cover: { there: readonly Window[]; missing: readonly Window[] } | undefined, day: string, zone: string): string[] {
  const t = words.rota.promises;
  if (cover === undefined || cover.missing.length === 0) return [];
  if (cover.there.length === 0) return [day];
  const all = [...cover.there, ...cover.missing];
  const [first, last] = [Math.min(...all.map(({ from }) => from)), Math.max(...all.map(({ to }) => to))];
  return cover.missing.map((span) => {
    if (span.to === last) return t.gapFrom(day, timeAt(span.from, zone));
    return span.from === first ? t.gapUntil(day, timeAt(span.to, zone)) : t.gapSpan(day, hoursAt(span, zone));
  });
}

/** What the form sends of a shift: nothing that was worked out for the page. */
export const wantedOf = ({ as, days, from, to, zone, languages, skills }: RotaShift): ShiftWanted => ({ as, days, from, to, zone, languages, skills });
