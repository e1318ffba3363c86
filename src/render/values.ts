import { DateTime } from 'luxon';
import type { Segment } from './reply.ts';
import type { Wordings } from './words.ts';

/** A line of others, for workers. */
export interface HelpLine {
  /** `own`: by its own name, which is not translated; `labour` and `home` (a government of workers' own country) are. */
  readonly called: 'labour' | 'home' | 'own';
  readonly name: string;
  readonly country: string;
  readonly number: string;
  readonly cautions: readonly string[];
  /** The day the operator confirmed it. */
  readonly checked?: string;
}

/** A value that enters at render. Plain data: recorded answers hold it as JSON. */
export type Value =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'number'; readonly n: number }
  | { readonly is: 'reference'; readonly digits: string }
  | { readonly is: 'phone'; readonly number: string }
  | { readonly is: 'country'; readonly code: string }
  /** A full hour in a zone, such as when the desk opens. */
  | { readonly is: 'clock'; readonly at: number; readonly zone: string }
  /** A day ('any' or a date) with a part of it, or the full hour at which the desk opens. */
  | { readonly is: 'when'; readonly day: string; readonly part: string; readonly at?: number; readonly zone: string }
  | { readonly is: 'date'; readonly iso: string }
  /** One of a closed list of words: `status.waiting`. `say` where the spoken list has another name. */
  | { readonly is: 'word'; readonly key: string; readonly say?: string }
  | { readonly is: 'words'; readonly keys: readonly string[] }
  | { readonly is: 'emergency'; readonly country: string; readonly ambulance?: string; readonly women?: string; readonly police?: string; readonly checked?: string }
  | { readonly is: 'helpLine'; readonly line: HelpLine }
  /** `called`: the language its name is in. */
  | { readonly is: 'office'; readonly name: string; readonly called?: string; readonly number: string; readonly checked?: string }
  /** When a text was last checked; `old` once it should have been checked again. */
  | { readonly is: 'checked'; readonly iso: string; readonly old: boolean; readonly sourced: boolean };

/** A value as it is read. */
export function write(value: Value, language: string, words: Wordings): string {
  const w = (key: string, values?: Record<string, string>): string => words.text(language, `values.${key}`, values);
  switch (value.is) {
    case 'text': return value.text;
    case 'number': return String(value.n);
    case 'reference': return value.digits;
    case 'phone': return value.number;
    case 'country': return w(`countries.${value.code}`);
    case 'word': return w(value.key);
    case 'words': return value.keys.map((key) => w(key)).join(w('listJoin'));
    case 'clock': {
      const at = DateTime.fromMillis(value.at, { zone: value.zone });
      return w('clock', { day: w(`dayShort.${at.weekday}`), hour: w(`hours.${at.hour}`) });
    }
    case 'when': return w('when', { day: dayOf(value, w, 'dayShort'), time: timeOf(value, w, 'partReadBack', 'hoursReadBack') });
    case 'date': return dateOf(value.iso, w);
    case 'checked': return w(sourceKey(value), { date: dateOf(value.iso, w) });
    // Before the number, so that it is never read alone on a page.
    case 'helpLine': return [...cautionsOf(value.line), checkedKey(value.line), 'helpLine.number'].map((key) => w(key, lineParts(value.line, w))).join(' ');
    case 'office': return w('office.known', { name: value.name, number: value.number, checked: value.checked ? w('office.checked', { date: dateOf(value.checked, w) }) : w('office.notChecked') });
    case 'emergency': return emergencyParts(value).map((part) => (part.number ? w(part.key, { number: part.number }) : w(part.key, { country: w(`countries.${value.country}`), date: value.checked ? dateOf(value.checked, w) : '' }))).join(' ');
  }
}

/** A value as it is heard: clips of closed sets, digit by digit where it is a number to learn. */
export function speak(value: Value, language: string, words: Wordings): Segment[] {
  const w = (key: string, values?: Record<string, string>): string => words.text(language, `values.${key}`, values);
  const clip = (key: string): Segment => ({ clip: `value.${key}`, text: w(key), personal: true });
  switch (value.is) {
    case 'reference': return [...value.digits].map((d) => clip(`digits.${d}`));
    case 'phone': return [...value.number.replace('+', 'p')].map((d) => (d === 'p' ? 'plus' : d)).map((d) => ({ clip: `value.digits.${d}`, text: w(`digits.${d}`) }));
    case 'country': return [{ clip: `value.countries.${value.code}`, text: w(`countries.${value.code}`) }];
    case 'number': return [{ clip: `value.number.${value.n}`, text: String(value.n) }];
    case 'word': return [clip(value.say ?? value.key)];
    case 'words': return value.keys.map(clip);
    case 'clock': {
      const at = DateTime.fromMillis(value.at, { zone: value.zone });
      return [clip(`days.${at.weekday}`), clip(`hoursSay.${at.hour}`)];
    }
    case 'when': {
      const days = value.day === 'any' ? [clip('any')] : daysOf(value).map((weekday) => clip(`days.${weekday}`));
      const hour = hourOf(value);
      return [...days, clip(hour === undefined ? `partSay.${value.part}` : `hoursSay.${hour}`)];
    }
    case 'emergency':
      return emergencyParts(value).flatMap((part): Segment[] => {
        const text = words.raw(language, `values.${part.key}`) ?? '';
        if (!part.number) return [{ clip: `value.${part.key}${part.key === 'emergency.head' ? `.${value.country}` : dayOfCheck(value.checked)}`, text: words.text(language, `values.${part.key}`, { country: w(`countries.${value.country}`), date: value.checked ? dateOf(value.checked, w) : '' }) }];
        const [before = '', after = ''] = text.split('{{number}}').map(bare);
        return [{ clip: `value.${part.key}.before`, text: before }, ...speak({ is: 'phone', number: part.number }, language, words), { clip: `value.${part.key}.after`, text: after }].filter((s) => /\p{L}|\p{N}/u.test(s.text));
      });
    // A warning stands before the number, and a name nobody translates is said as its own people say it.
    case 'helpLine': {
      const own = value.line.called === 'own';
      const said = (key: string): Segment => ({ clip: `value.${key}`, text: w(key, lineParts(value.line, w)) });
      return [
        ...cautionsOf(value.line).map(said), { ...said(checkedKey(value.line)), clip: `value.${checkedKey(value.line)}${dayOfCheck(value.line.checked)}` },
        { clip: `value.helpLine.${value.line.called}.${own ? nameOfClip(value.line.name) : value.line.country}`, text: nameOfLine(value.line, w), ...(own && language !== 'en' ? { language: 'en' } : {}) },
        ...speak({ is: 'phone', number: value.line.number }, language, words),
      ];
    }
    case 'office': return [
      { clip: 'value.office.name', text: value.name, ...(value.called && value.called !== language ? { language: value.called } : {}) },
      { clip: `value.office.${value.checked ? 'checked' : 'notChecked'}${dayOfCheck(value.checked)}`, text: value.checked ? w('office.checked', { date: dateOf(value.checked, w) }) : w('office.notChecked') },
      ...speak({ is: 'phone', number: value.number }, language, words),
    ];
    // Clips say one thing each, so that each can be recorded.
    case 'date': return [{ clip: `value.date.${value.iso.slice(5)}`, text: write(value, language, words) }];
    case 'checked': return [{ clip: `value.${sourceKey(value)}${value.sourced ? `.${value.iso}` : ''}`, text: write(value, language, words) }];
    default: return [{ clip: 'value.text', text: write(value, language, words), ...(value.is === 'text' ? { personal: true as const } : {}) }];
  }
}

/**
 * Part of a sentence that a value was cut out of, without the signs it then begins with: before an Amharic or Nepali full
 * stop the voice says its name.
 */
export const bare = (part: string): string => part.replace(/^[\s\p{P}]+/u, '').trimEnd();

type Look = (key: string, values?: Record<string, string>) => string;

/** An hour after midnight has the names of both days, so that nobody can mean another night. */
const dayOf = (value: { day: string; part: string }, w: Look, names: string): string =>
  value.day === 'any' ? w('any') : daysOf(value).map((weekday) => w(`${names}.${weekday}`)).join('-');

const NIGHT = /^(24|0[1-4])$/;
function daysOf({ day, part }: { day: string; part: string }): number[] {
  const date = DateTime.fromISO(day);
  return NIGHT.test(part) ? [date.weekday, date.plus({ days: 1 }).weekday] : [date.weekday];
}

/** A part of the day has a name; an hour the caller typed, and the one at which the desk opens, are said by the clock. */
const timeOf = (value: { part: string; at?: number; zone: string }, w: Look, parts: string, hours: string): string =>
  w(hourOf(value) === undefined ? `${parts}.${value.part}` : `${hours}.${hourOf(value)}`);

const hourOf = ({ part, at, zone }: { part: string; at?: number; zone: string }): number | undefined =>
  at !== undefined ? DateTime.fromMillis(at, { zone }).hour : /^\d/.test(part) ? Number(part) % 24 : undefined;

/** A clip that says a day is that day's alone: a name stands for one line, so that it can be recorded. */
const dayOfCheck = (checked: string | undefined): string => (checked === undefined ? '' : `.${checked}`);

const cautionsOf = (line: HelpLine): string[] => line.cautions.map((caution) => `helpLine.cautions.${caution}`);
const checkedKey = (line: HelpLine): string => (line.checked ? 'emergency.checked' : 'emergency.notChecked');
const nameOfLine = (line: HelpLine, w: Look): string => (line.called === 'own' ? line.name : w(`helpLine.${line.called}`, { country: w(`countries.${line.country}`) }));
const lineParts = (line: HelpLine, w: Look): Record<string, string> => ({ name: nameOfLine(line, w), number: line.number, date: line.checked ? dateOf(line.checked, w) : '' });

const sourceKey = ({ sourced, old }: { sourced: boolean; old: boolean }): string => (!sourced ? 'checkedNone' : old ? 'checkedOld' : 'checked');
const nameOfClip = (name: string): string => name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '').toLowerCase() || 'line';

const dateOf = (iso: string, w: Look): string => {
  const day = DateTime.fromISO(iso);
  return w(day.day === 1 ? 'date_first' : 'date', { d: String(day.day), month: w(`months.${day.month}`) });
};

/**
 * Whether anybody has checked comes first, so that no page shows a number without it; missing parts are left out. The number
 * that police answer and its warning are one sentence, which every language keeps short enough for one page.
 */
function emergencyParts(value: { ambulance?: string; women?: string; police?: string; checked?: string }): { key: string; number?: string }[] {
  return [
    { key: 'emergency.head' },
    { key: value.checked ? 'emergency.checked' : 'emergency.notChecked' },
    ...(value.ambulance ? [{ key: 'emergency.ambulance', number: value.ambulance }] : []),
    ...(value.women ? [{ key: 'emergency.women', number: value.women }] : []),
    ...(value.police ? [{ key: 'emergency.police', number: value.police }] : []),
  ];
}
