import { useMemo } from 'preact/hooks';
import type { ReportRow, ReportTable } from '../../reports/report.ts';
import { BarChart } from './chart.tsx';
import { barsOf, figure, isWithheld, labelOf, togetherOf, type Names } from './report-figures.ts';
import { words } from '../words.ts';

/** One table of a report: drawn, and in figures. */
export function ReportSection({ table, names }: { table: ReportTable; names: Names }) {
  const t = words.reports;
  const bars = useMemo(() => barsOf(table, names), [table]);
  const shown = table.rows.filter((row) => !isWithheld(row));
  const few = table.rows.filter(isWithheld);
  return (
    <section class="report" data-table={table.name} aria-labelledby={`report-${table.name}`}>
      <h2 id={`report-${table.name}`}>{t.tables[table.name]}</h2>
      {t.notes[table.name] !== undefined && <p class="quiet">{t.notes[table.name]}</p>}
      {shown.length === 0 ? <p>{t.nothing}</p> : (
        <div class="both">
          <BarChart bars={bars} />
          <Figures table={table} rows={shown} names={names} />
        </div>
      )}
      {few.length > 0 && (
        <p class="few"><strong>{t.few}:</strong> {few.map(({ category }, at) => <span key={category} data-category={category}>{at > 0 && ', '}{labelOf(table, category, names)}</span>)}</p>
      )}
    </section>
  );
}

function Figures({ table, rows, names }: { table: ReportTable; rows: readonly ReportRow[]; names: Names }) {
  const t = words.reports;
  const together = togetherOf(table);
  return (
    <table class="report-figures">
      <caption class="unseen">{t.tables[table.name]}</caption>
      <thead><tr><th scope="col">{t.category}</th>{table.columns.map((column) => <th key={column} scope="col">{t.columns[column]}</th>)}</tr></thead>
      <tbody>
        {rows.map(({ category, figures }) => (
          <tr key={category} data-category={category}>
            <th scope="row">{labelOf(table, category, names)}</th>
            {figures.map((n, at) => <td key={table.columns[at]} data-label={t.columns[table.columns[at] ?? '']} data-figure={n ?? ''}>{figure(n)}</td>)}
          </tr>
        ))}
      </tbody>
      {together !== undefined && <tfoot><tr><th scope="row">{t.together}</th><td>{figure(together)}</td></tr></tfoot>}
    </table>
  );
}
