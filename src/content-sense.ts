import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Organisation } from './render/turn.ts';

/** What there are words for: languages of locales/, and countries that have a name there. */
export interface Worded { readonly languages: readonly string[]; readonly countries: readonly string[] }

export const wordedIn = (localesDir: string): Worded => ({
  languages: readdirSync(localesDir).filter((language) => existsSync(join(localesDir, language, 'language.json'))),
  countries: Object.keys((JSON.parse(readFileSync(join(localesDir, 'en', 'values.json'), 'utf8')) as { countries: object }).countries),
});

/**
 * Where an organisation's file is whole but cannot be meant, as a path such as `/zones/RW`; undefined where it can. Callers would
 * read names of keys, or be called at hours of another country.
 */
export function senseless({ languages, bound = [], countries, country, zones, shownAs, name, numbers, monitor }: Organisation, worded: Worded): string | undefined {
  const unworded = languages.findIndex((language) => !worded.languages.includes(language));
  if (unworded >= 0) return `/languages/${unworded}`;
  const astray = bound.findIndex(({ language }) => language !== undefined && !languages.includes(language));
  if (astray >= 0) return `/bound/${astray}/language`;
  for (const listed of [country, ...countries]) {
    if (!worded.countries.includes(listed)) return `/countries/${listed}`;
    if (zones[listed] === undefined) return `/zones/${listed}`;
  }
  for (const [at, names] of [['shownAs', shownAs], ['name', name]] as const) {
    if (names['en'] === undefined && languages.some((language) => names[language] === undefined)) return `/${at}/en`;
  }
  // The line would ring itself.
  if (monitor !== undefined && [numbers.hotline, numbers.missed, numbers.outgoing, numbers.texts, numbers.complaints].includes(monitor.number)) return '/monitor/number';
  return undefined;
}
