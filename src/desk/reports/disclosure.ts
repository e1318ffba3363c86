/**
 * What may be shown of a table that counts people, so that nobody can work out that one of its figures is under `least`.
 * Pure: the same table always gives the same answer. Why it holds: docs/decisions/0011-every-request-is-published-once.md.
 */

/** A category and its figures. Figures of one row stand or fall together. */
export interface Row { readonly category: string; readonly counts: readonly number[] }

/** The same with what may be shown: null where it is withheld. */
export interface ShownRow { readonly category: string; readonly counts: readonly (number | null)[] }

/** What figures are rounded to. */
export const BASE = 5;
/** What no figure is shown under, and what an operator may raise. */
export const LEAST = 10;

/** To the nearest multiple of five. What may be shown is never rounded to less than it has to be at least. */
export const rounded = (n: number): number => BASE * Math.round(n / BASE);

/** The rule as it is applied: never under ten, and a multiple of five, so that rounding cannot lead under it. */
export const threshold = (least: number): number => Math.max(LEAST, BASE * Math.ceil(least / BASE));

/**
 * Categories that are withheld: those with a figure under `least`, and with them the smallest of the others, all of them
 * where several are equally small. It depends on the figures alone and never on which category has them: whoever exchanges
 * two withheld rows gets the same page, so a row that is withheld may always be the one that is not small.
 */
export function withheld(rows: readonly Row[], least: number): ReadonlySet<string> {
  const isSmall = ({ counts }: Row): boolean => counts.some((n) => n < least);
  const small = rows.filter(isSmall);
  if (small.length === 0) return new Set();
  const [smallest] = rows.filter((row) => !isSmall(row)).sort(byFigures);
  const companions = smallest === undefined ? [] : rows.filter((row) => byFigures(row, smallest) === 0);
  return new Set([...small, ...companions].map(({ category }) => category));
}

/** The table as it may be shown. */
export function protect(rows: readonly Row[], least: number): ShownRow[] {
  const hidden = withheld(rows, least);
  return rows.map(({ category, counts }) => ({ category, counts: counts.map((n) => (hidden.has(category) ? null : rounded(n))) }));
}

/** By the first figure in which they differ. */
function byFigures(a: Row, b: Row): number {
  const at = a.counts.findIndex((n, index) => n !== b.counts[index]);
  return at < 0 ? 0 : (a.counts[at] ?? 0) - (b.counts[at] ?? 0);
}
