import { useEffect, useState } from 'preact/hooks';
import type { Window } from '../../../store/store.ts';
import type { RotaShift, RotaView } from '../../wire.ts';
import { nameOf } from '../frame/bar.tsx';
import { words } from '../words.ts';
import { dateInWords, hoursAt, notesOn, yoursAt } from './say.ts';

interface Props { readonly view: RotaView; edit(what: { colleague: string; shift?: RotaShift }): void }
type Day = RotaView['days'][number];

const NARROW = '(max-width: 60rem)';

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const changed = (): void => setNarrow(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  return narrow;
}

/** The next seven days: a row for each colleague, or where that has no room, a list for each day. */
export function Week(props: Props) {
  const t = words.rota;
  const narrow = useNarrow();
  return (
    <section aria-labelledby="week-heading">
      <h2 id="week-heading">{t.week}</h2>
      {props.view.colleagues.length === 0 ? <p>{t.nobodyYet}</p> : narrow ? <ByDay {...props} /> : <ByColleague {...props} />}
    </section>
  );
}

function ByColleague({ view, edit }: Props) {
  const t = words.rota;
  return (
    <table class="week" aria-labelledby="week-heading">
      <thead><tr><th scope="col">{t.colleague}</th>{view.days.map((day) => <th key={day.date} scope="col">{dateInWords(day.date)}<Closed day={day} /></th>)}</tr></thead>
      <tbody>{view.colleagues.map(({ id, name }) => (
        <tr key={id}>
          <th scope="row">{nameOf(name)} {view.mayChange && <button class="plain" aria-label={t.addFor(nameOf(name))} onClick={() => edit({ colleague: id })}>+ {t.add}</button>}</th>
          {view.days.map((day) => {
            const shifts = onDay(view, day).filter(({ shift }) => shift.advocate === id);
            return <td key={day.date} class={day.closed === null ? undefined : 'closed'}>{shifts.length === 0 ? <span class="unseen">{t.none}</span> : shifts.map(({ shift, span }) => <Shift key={keyOf(shift, span)} view={view} shift={shift} span={span} edit={edit} />)}</td>;
          })}
        </tr>
      ))}</tbody>
    </table>
  );
}

function ByDay({ view, edit }: Props) {
  const t = words.rota;
  return (
    <>
      {view.days.map((day) => {
        const shifts = onDay(view, day);
        return (
          <section key={day.date} class={day.closed === null ? 'day' : 'day closed'} aria-labelledby={`day-${day.date}`}>
            <h3 id={`day-${day.date}`}>{dateInWords(day.date)}<Closed day={day} /></h3>
            {shifts.length === 0 ? <p>{t.noneOnDay}</p> : <ul>{shifts.map(({ shift, span }) => <li key={keyOf(shift, span)}><Shift view={view} shift={shift} span={span} edit={edit} named /></li>)}</ul>}
          </section>
        );
      })}
      {view.mayChange && <ul class="adding">{view.colleagues.map(({ id, name }) => <li key={id}><button onClick={() => edit({ colleague: id })}>{t.addFor(nameOf(name))}</button></li>)}</ul>}
    </>
  );
}

const Closed = ({ day }: { day: Day }) => (day.closed === null ? null : <span class="badge stop">{words.rota.closed(day.closed)}</span>);

/** What somebody is then stands there in a word, not only as a colour. */
function Shift({ view, shift, span, named = false, edit }: { view: RotaView; shift: RotaShift; span: Window; named?: boolean; edit: Props['edit'] }) {
  const t = words.rota;
  const yours = yoursAt(span, view.zone);
  const name = nameOf(view.colleagues.find(({ id }) => id === shift.advocate)?.name ?? '');
  const hours = hoursAt(span, view.zone);
  const said = (
    <>
      <b>{hours}</b> {named && <span>{name}</span>} <span class="as">{t.as[shift.as]}</span>
      {yours !== undefined && <span class="quiet">{yours}</span>}
      {notesOn(view, shift).map(({ text, wrong }) => <span key={text} class={wrong ? 'over' : 'quiet'}>{text}</span>)}
    </>
  );
  if (!view.mayChange) return <p class={`shift ${shift.as}`}>{said}</p>;
  return <button class={`shift ${shift.as}`} onClick={() => edit({ colleague: shift.advocate, shift })}><span class="unseen">{t.change(named ? '' : name)} </span>{said}</button>;
}

const keyOf = (shift: RotaShift, span: Window): string => JSON.stringify([shift.advocate, shift.as, span, shift.languages, shift.skills]);

/** Whoever begins on that day, in the order of their hours. */
const onDay = (view: RotaView, day: Day): { shift: RotaShift; span: Window }[] =>
  view.shifts.flatMap((shift) => shift.spans.filter(({ date }) => date === day.date).map((span) => ({ shift, span }))).sort((a, b) => a.span.from - b.span.from || a.span.to - b.span.to);
