import { useState } from 'preact/hooks';
import type { CountRow, Counts } from '../../wire.ts';
import { FIGURES, lossOf, plainName, sorted, worstOf, type Column } from './counts-figures.ts';
import { figure } from './counts-parts.tsx';
import { words } from '../words.ts';

const COLUMNS: readonly Column[] = ['screen', 'channel', 'language', ...FIGURES];
const idOf = ({ screen, channel, language }: CountRow): string => `${screen} ${channel} ${language}`;

/** Every figure, sorted by any column; the three screens that lose most stand above it by name and are marked in it. */
export function CountsTable({ counts, rows }: { counts: Counts; rows: readonly CountRow[] }) {
  const [by, setBy] = useState<Column>('shown');
  const [turned, setTurned] = useState(false);
  const t = words.counts;
  const { least, screens } = counts;
  const label = (row: CountRow, column: Column): string => {
    if (column === 'screen') return plainName(row.screen);
    if (column === 'channel') return row.channel === 'all' ? t.all : (words.channel[row.channel] ?? row.channel);
    if (row.language === 'all') return t.all;
    return row.language === '' ? t.noLanguage : (counts.languages.find(({ code }) => code === row.language)?.name ?? row.language);
  };
  const sort = (column: Column): void => { setTurned(column === by && !turned); setBy(column); };
  const worst = worstOf(rows);
  const order = (column: Column): 'ascending' | 'descending' | 'none' =>
    column !== by ? 'none' : (FIGURES as readonly string[]).includes(column) !== turned ? 'descending' : 'ascending';
  return (
    <section aria-labelledby="table-heading">
      <h2 id="table-heading">{t.table}</h2>
      {worst.length > 0 && (
        <div class="worst">
          <p><strong>{t.worst}</strong></p>
          <ul>{worst.map((row) => <li key={idOf(row)}>{t.worstLine([label(row, 'screen'), ...(row.channel === 'all' ? [] : [label(row, 'channel')]), ...(row.language === 'all' ? [] : [label(row, 'language')])].join(', '), lossOf(row))}</li>)}</ul>
        </div>
      )}
      {rows.length === 0 && <p>{least > 1 ? t.emptySmall(least) : t.emptyChoice}</p>}
      {/* The roles are said because on a narrow page rows are stacked, and browsers then forget that they are rows. */}
      {rows.length > 0 && (
        <table role="table" class="figures" aria-labelledby="table-heading">
          <thead role="rowgroup">
            <tr role="row">{COLUMNS.map((column) => (
              <th key={column} role="columnheader" scope="col" aria-sort={order(column)}>
                <button class="plain" onClick={() => sort(column)}>{t.columns[column]}<span aria-hidden="true">{{ ascending: ' ↑', descending: ' ↓', none: '' }[order(column)]}</span></button>
              </th>
            ))}</tr>
          </thead>
          <tbody role="rowgroup">
            {sorted(rows, by, turned, label).map((row) => (
              <tr role="row" key={idOf(row)} class={worst.includes(row) ? 'lossy' : undefined}>
                <th role="rowheader" scope="row" data-label={t.columns.screen}>
                  {label(row, 'screen')} {worst.includes(row) && <span class="badge stop">{t.lossy}</span>}
                  <span class="says">{screens[row.screen]?.tree}{screens[row.screen]?.says && ` · “${screens[row.screen]?.says}…”`}</span>
                </th>
                <td role="cell" data-label={t.columns.channel}>{label(row, 'channel')}</td>
                <td role="cell" data-label={t.columns.language}>{label(row, 'language')}</td>
                {FIGURES.map((what) => <td role="cell" key={what} data-label={t.columns[what]} class="figure">{what === 'goal' && !screens[row.screen]?.goal ? '–' : figure(row[what], least)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
