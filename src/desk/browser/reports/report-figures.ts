import type { Report, ReportRow, ReportTable } from '../../reports/report.ts';
import { plainName } from '../counts/counts-figures.ts';
import { words } from '../words.ts';

export type Names = Readonly<Record<string, string>>;

const day = (date: string, more: Intl.DateTimeFormatOptions = {}): string => new Date(`${date}T00:00:00Z`).toLocaleDateString(words.locale, { timeZone: 'UTC', day: 'numeric', month: 'short', ...more });

export const spanOf = ({ from, until }: Pick<Report, 'from' | 'until'>): string => words.reports.between(day(from), day(until, { year: 'numeric' }));
/** A moment as a day of the operator's. */
export const dayOf = (at: number, timeZone: string): string => new Date(at).toLocaleDateString(words.locale, { timeZone, weekday: 'long', day: 'numeric', month: 'long' });

/** A category as people read it. */
export function labelOf({ name }: Pick<ReportTable, 'name'>, category: string, names: Names): string {
  if (name === 'requests-by-week') return day(category);
  if (name === 'requests-by-channel') return (words.channel as Names)[category] ?? category;
  if (name === 'left') return plainName(category);
  return words.reports.categories[category] ?? names[category] ?? category;
}

/** Nothing of it is shown. */
export const isWithheld = ({ figures }: ReportRow): boolean => figures.every((figure) => figure === null);
export const figure = (n: number | null): string => (n === null ? words.reports.notShown : n.toLocaleString(words.locale));

export interface Bar { readonly label: string; readonly n: number | null }
const MOST = 14; // bars that still can be read where most of them are empty

/** What a chart draws: each category, or only what is shown where there are many; of money the cases, which have one scale. */
export function barsOf(table: ReportTable, names: Names): readonly Bar[] {
  const rows = table.rows.length > MOST ? table.rows.filter((row) => !isWithheld(row)) : table.rows;
  if (table.name !== 'amounts') return rows.map(({ category, figures: [n = null] }) => ({ label: labelOf(table, category, names), n }));
  return rows.filter((row) => !isWithheld(row)).flatMap(({ category, figures: [claims = null, , recoveries = null] }) => [{ label: words.reports.claimed(category), n: claims }, { label: words.reports.recovered(category), n: recoveries }]);
}

/** Added up from what is shown, so that it says nothing more. None of money: it is in several currencies. */
export const togetherOf = ({ name, rows }: ReportTable): number | undefined =>
  name === 'amounts' ? undefined : rows.reduce((sum, { figures: [n] }) => sum + (n ?? 0), 0);
