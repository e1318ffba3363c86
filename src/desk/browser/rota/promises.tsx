import type { RotaView } from '../../wire.ts';
import { momentAt } from '../frame/times.ts';
import { words } from '../words.ts';
import { dateInWords, gapsIn, hoursAt, languageIn } from './say.ts';

/** What a coordinator has to look at before a caller finds out. */
export function Lacks({ view }: { view: RotaView }) {
  const t = words.rota.lacks;
  if (view.lacks.length === 0) return null;
  return (
    <section class="lacks" aria-labelledby="lacks-heading">
      <h2 id="lacks-heading">{t.heading}</h2>
      <ul>{view.lacks.map((lack) => <li key={JSON.stringify(lack)}>{'language' in lack ? t[lack.what](languageIn(view, lack.language)) : t[lack.what]}</li>)}</ul>
    </section>
  );
}

/** Now, and in the next seven days for each language: first what is missing, in sentences, then all hours. */
export function Promises({ view }: { view: RotaView }) {
  const t = words.rota.promises;
  const { promises: { now, opensAt, byLanguage }, days, zone } = view;
  const gaps = gapsIn(view);
  return (
    <section aria-labelledby="promises-heading">
      <h2 id="promises-heading">{t.heading}</h2>
      <p><strong>{t.now[now]}</strong> {now === 'open' && opensAt !== null && t.opens(momentAt(opensAt, zone, view.now))}</p>
      {gaps.length === 0 ? <p>{byLanguage.some((one) => one.days.some(({ there }) => there.length > 0)) && t.whole}</p> : <ul class="gaps">{gaps.map((gap) => <li key={gap}>{gap}</li>)}</ul>}
      <table role="table" class="figures promised" aria-labelledby="promises-heading">
        <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">{t.language}</th>{days.map(({ date }) => <th key={date} role="columnheader" scope="col">{dateInWords(date)}</th>)}</tr></thead>
        <tbody role="rowgroup">{byLanguage.map(({ language, days: covers }) => (
          <tr role="row" key={language}>
            <th role="rowheader" scope="row">{languageIn(view, language)}</th>
            {days.map(({ date, closed }, n) => {
              const { there, missing } = covers[n] ?? { there: [], missing: [] };
              return (
                <td role="cell" key={date} data-label={dateInWords(date)} class={closed === null && (there.length === 0 || missing.length > 0) ? 'gap' : undefined}>
                  <span>{closed !== null ? words.rota.closed(closed) : there.length === 0 ? <b>{t.nobody}</b> : there.map((span) => <span key={span.from}>{hoursAt(span, zone)}</span>)}</span>
                </td>
              );
            })}
          </tr>
        ))}</tbody>
      </table>
      <p class="quiet">{t.callbacks}</p>
    </section>
  );
}
