import type { Section } from '../../../store/at-desk.ts';
import type { Wanted } from '../../wire.ts';

/** As the line has it (src/desk/queue/filters.ts): how many of a section come at first, and with every "show more". */
const PAGE = 20;
const MOST = 400;

export const FILTERS = ['language', 'kind', 'subject', 'country', 'whose'] as const;
export type FilterName = (typeof FILTERS)[number];

export const isFiltered = (wanted: Wanted): boolean => FILTERS.some((name) => wanted[name] !== undefined);

/** The same with one filter set, or lifted by an empty word. How much is shown begins anew. */
export function filterBy(wanted: Wanted, name: FilterName, value: string): Wanted {
  const kept = FILTERS.filter((other) => other !== name && wanted[other] !== undefined).map((other) => [other, wanted[other]]);
  return Object.fromEntries(value === '' ? kept : [...kept, [name, value]]) as Wanted;
}

export const showMore = (wanted: Wanted, section: Section): Wanted => ({ ...wanted, [section]: Math.min(MOST, (wanted[section] ?? PAGE) + PAGE) });
export const nextPage = (left: number): number => Math.min(PAGE, left);

/** What follows the address of the queue: nothing where nothing is chosen. */
export const addressOf = (wanted: Wanted): string => {
  const words = new URLSearchParams(Object.entries(wanted).map(([name, value]) => [name, String(value)])).toString();
  return words === '' ? '' : `?${words}`;
};
