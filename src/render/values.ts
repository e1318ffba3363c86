import { DateTime } from 'luxon';
import type { Segment } from './reply.ts';
import type { Words } from './words.ts';

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
  /** When a text was last checked; `old` once it should have been checked again. */
  | { readonly is: 'checked'; readonly iso: string; readonly old: boolean };

/** A value as it is read. */
export function write(value: Value, language: string, words: Words): string {
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
    case 'checked': return w(value.old ? 'checkedOld' : 'checked', { date: dateOf(value.iso, w) });
    case 'emergency': return emergencyParts(value).map((part) => (part.number ? w(part.key, { number: part.number }) : w(part.key, { country: w(`countries.${value.country}`), date: value.checked ? dateOf(value.checked, w) : '' }))).join(' ');
  }
}

/** A value as it is heard: clips of closed sets, digit by digit where it is a number to learn. */
export function speak(value: Value, language: string, words: Words): Segment[] {
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
      const day: Segment = value.day === 'any' ? clip('any') : clip(`days.${DateTime.fromISO(value.day).weekday}`);
      return value.at === undefined ? [day, clip(`partSay.${value.part}`)] : [day, clip(`hoursSay.${DateTime.fromMillis(value.at, { zone: value.zone }).hour}`)];
    }
    case 'emergency':
      return emergencyParts(value).flatMap((part): Segment[] => {
        const text = words.raw(language, `values.${part.key}`) ?? '';
        if (!part.number) return [{ clip: `value.${part.key}.${value.country}`, text: words.text(language, `values.${part.key}`, { country: w(`countries.${value.country}`), date: value.checked ? dateOf(value.checked, w) : '' }) }];
        const [before = '', after = ''] = text.split('{{number}}');
        return [{ clip: `value.${part.key}.before`, text: before }, ...speak({ is: 'phone', number: part.number }, language, words), { clip: `value.${part.key}.after`, text: after }].filter((s) => /\p{L}|\p{N}/u.test(s.text));
      });
    default: return [{ clip: 'value.text', text: write(value, language, words), ...(value.is === 'text' ? { personal: true as const } : {}) }];
  }
}

type Look = (key: string, values?: Record<string, string>) => string;

const dayOf = (value: { day: string }, w: Look, names: string): string => (value.day === 'any' ? w('any') : w(`${names}.${DateTime.fromISO(value.day).weekday}`));

const timeOf = (value: { part: string; at?: number; zone: string }, w: Look, parts: string, hours: string): string =>
  value.at === undefined ? w(`${parts}.${value.part}`) : w(`${hours}.${DateTime.fromMillis(value.at, { zone: value.zone }).hour}`);

const dateOf = (iso: string, w: Look): string => {
  const day = DateTime.fromISO(iso);
  return w('date', { d: String(day.day), month: w(`months.${day.month}`) });
};

/** Missing parts are left out; a number that police answer stands after its warning. */
function emergencyParts(value: { ambulance?: string; women?: string; police?: string; checked?: string }): { key: string; number?: string }[] {
  return [
    { key: 'emergency.head' },
    ...(value.ambulance ? [{ key: 'emergency.ambulance', number: value.ambulance }] : []),
    ...(value.women ? [{ key: 'emergency.women', number: value.women }] : []),
    ...(value.police ? [{ key: 'emergency.police', number: value.police }] : []),
    { key: value.checked ? 'emergency.checked' : 'emergency.notChecked' },
  ];
}
