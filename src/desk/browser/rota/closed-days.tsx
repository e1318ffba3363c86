import { useState } from 'preact/hooks';
import type { Closure } from '../../../store/store.ts';
import type { RotaView, Suggestion } from '../../wire.ts';
import type { Api, Trouble } from '../api.ts';
import { words } from '../words.ts';
import type { Act } from './rota-page.tsx';
import { closureInWords } from './say.ts';

interface Props { readonly view: RotaView; readonly api: Api; readonly act: Act; failed(error: unknown): Trouble }

/** Days on which nothing is promised: a list, a form, and public holidays to be accepted one by one. */
export function ClosedDays({ view, api, act, failed }: Props) {
  const t = words.rota.closures;
  const today = view.days[0]?.date ?? '';
  const [day, setDay] = useState<Closure>({ from: '', until: '', name: '' });
  const [holidays, setHolidays] = useState<readonly Suggestion[] | 'asking'>();
  const [wrong, setWrong] = useState('');

  async function change(what: { add?: Closure; remove?: Closure }): Promise<boolean> {
    const why = await act(() => api.changeClosure(what), words.rota.saved);
    setWrong(why === undefined ? '' : words.why[why]);
    return why === undefined;
  }
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const add = { ...day, until: day.until === '' ? day.from : day.until };
    if (day.from === '' || day.name.trim() === '') return setWrong(words.why.closureDates);
    void change({ add }).then((done) => { if (done) setDay({ from: '', until: '', name: '' }); });
  };
  const suggest = (): void => {
    setHolidays('asking');
    api.holidays().then((came) => setHolidays(came.holidays), (error: unknown) => { setHolidays(undefined); setWrong(words.why[failed(error)]); });
  };
  const accept = ({ from, until, name }: Suggestion): void => void change({ add: { from, until, name } })
    .then((done) => { if (done) setHolidays((now) => (Array.isArray(now) ? (now as readonly Suggestion[]).filter((one) => one.from !== from || one.name !== name) : now)); });

  return (
    <section aria-labelledby="closed-heading">
      <h2 id="closed-heading">{t.heading}</h2>
      <p class="quiet">{t.lead}</p>
      {view.closures.length === 0 ? <p>{t.none}</p> : (
        <ul class="closures">{view.closures.map((closure) => (
          <li key={JSON.stringify(closure)}><span><b>{closureInWords(closure)}</b> {closure.name}</span>
            {view.mayChange && <button class="plain" aria-label={t.removeNamed(closure.name)} onClick={() => void change({ remove: closure })}>{t.remove}</button>}</li>
        ))}</ul>
      )}
      {wrong !== '' && <p class="wrong" role="alert">{wrong}</p>}
      {view.mayChange && (
        <form class="choices closing" onSubmit={save} noValidate>
          <label class="choice"><span>{t.from}</span><input type="date" min={today} value={day.from} onInput={(event) => setDay({ ...day, from: event.currentTarget.value })} /></label>
          <label class="choice"><span>{t.until}</span><input type="date" min={day.from || today} value={day.until} onInput={(event) => setDay({ ...day, until: event.currentTarget.value })} /></label>
          <label class="choice"><span>{t.name}</span><input maxLength={60} value={day.name} onInput={(event) => setDay({ ...day, name: event.currentTarget.value })} /></label>
          <button type="submit">{t.add}</button>
        </form>
      )}
      {view.mayChange && holidays === undefined && <p><button class="plain" onClick={suggest}>{t.suggest}</button></p>}
      {holidays === 'asking' && <p role="status">{t.asking}</p>}
      {Array.isArray(holidays) && <Suggested holidays={holidays as readonly Suggestion[]} accept={accept} />}
    </section>
  );
}

function Suggested({ holidays, accept }: { holidays: readonly Suggestion[]; accept(day: Suggestion): void }) {
  const t = words.rota.closures;
  if (holidays.length === 0) return <p role="status">{t.noSuggestion}</p>;
  return (
    <>
      <p role="status">{t.suggested}</p>
      <ul class="closures">{holidays.map((day) => (
        <li key={JSON.stringify(day)}><span><b>{closureInWords(day)}</b> {day.name} {day.moves && <span class="quiet">{t.moves}</span>}</span>
          <button class="plain" aria-label={t.acceptNamed(day.name, closureInWords(day))} onClick={() => accept(day)}>{t.accept}</button></li>
      ))}</ul>
    </>
  );
}
