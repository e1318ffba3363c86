import { stringify } from 'csv-stringify/sync';
import { strToU8, zipSync } from 'fflate';
import { BASE } from './disclosure.ts';
import type { Report, ReportTable } from './report.ts';
import { CATEGORY, COLUMN, TITLE } from './titles.ts';

/** What stands where a figure is withheld. */
export const TOO_FEW = 'too few';

export const fileName = ({ from, weeks }: Pick<Report, 'from' | 'weeks'>, ending: string): string => `hakiline-${from}-${weeks}w.${ending}`;

const cell = (figure: number | null): string => (figure === null ? TOO_FEW : String(figure));
// RFC 4180. A cell that a spreadsheet would take for a formula is made text.
const csv = (rows: readonly (readonly string[])[]): string => stringify(rows as string[][], { record_delimiter: '\r\n', escape_formulas: true });

/** Every figure of a report in one file: one line a figure. */
export const reportCsv = ({ from, until, tables }: Report): string => csv([
  ['from', 'until', 'table', 'category', 'column', 'value'],
  ...tables.flatMap(({ name, columns, rows }) => rows.flatMap(({ category, figures }) => columns.map((column, at) => [from, until, name, category, column, cell(figures[at] ?? null)]))),
]);

/** One table as it stands on the page: one line a category. */
export const tableCsv = ({ columns, rows }: ReportTable): string => csv([['category', ...columns], ...rows.map(({ category, figures }) => [category, ...figures.map(cell)])]);

/** A Frictionless Data Package, zipped: datapackage.json and a CSV file for each table. */
export function reportPackage(report: Report): Uint8Array {
  const files = { 'datapackage.json': JSON.stringify(descriptorOf(report), null, 2), ...Object.fromEntries(report.tables.map((table) => [`${table.name}.csv`, tableCsv(table)])) };
  // The same report gives the same bytes: its last day is the time of every file.
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, words]) => [name, strToU8(words)])), { mtime: `${report.until}T12:00:00` });
}

/** specs.frictionlessdata.io, Tabular Data Package 1.0. */
export function descriptorOf({ from, until, weeks, least, tables }: Report) {
  return {
    profile: 'tabular-data-package', name: fileName({ from, weeks }, '').slice(0, -1),
    title: `Requests to a helpline, ${from} to ${until}`,
    description: least === 1 ? 'Demonstration: every figure as it was counted, of callers who were made up.'
      : `Figures are rounded to multiples of ${BASE}. “${TOO_FEW}” stands for a figure under ${least}, none at all included, and for the smallest other figure of such a table. What changed after the last day is in no report.`,
    version: '1.0.0',
    resources: tables.map(({ name, columns }) => ({
      name, path: `${name}.csv`, profile: 'tabular-data-resource', title: TITLE[name], format: 'csv', mediatype: 'text/csv', encoding: 'utf-8',
      dialect: { delimiter: ',', lineTerminator: '\r\n', header: true, quoteChar: '"', doubleQuote: true },
      schema: {
        fields: [
          { name: 'category', title: CATEGORY[name], type: name === 'requests-by-week' ? 'date' : 'string', constraints: { required: true, unique: true } },
          ...columns.map((column) => ({ name: column, title: COLUMN[column], type: 'integer', constraints: { minimum: 0 } })),
        ],
        primaryKey: 'category', missingValues: [TOO_FEW],
      },
    })),
  };
}
