import { useState } from 'preact/hooks';
import type { Shown } from '../../../store/store.ts';
import type { RotaView } from '../../wire.ts';
import type { Api } from '../api.ts';
import { momentAt } from '../frame/times.ts';
import { words } from '../words.ts';
import type { Act } from './rota-page.tsx';

const SHOWN: readonly Shown[] = ['hidden', 'unpublished', 'published', 'other'];

/** The operator's own handset, rung as a caller's would be: when it last went out, what became of it, what it showed. */
export function TestCall({ view, api, act, again }: { view: RotaView; api: Api; act: Act; again(): void }) {
  const t = words.rota.test;
  const [wrong, setWrong] = useState('');
  const { monitor: { at, last, outgoing }, zone, now, mayChange } = view;
  const does = (what: () => Promise<RotaView>, said: string): void => void act(what, said).then((why) => setWrong(why === undefined ? '' : words.why[why]));
  return (
    <section class="test-call" aria-labelledby="test-heading">
      <h2 id="test-heading">{t.heading}</h2>
      <p>{t.lead(outgoing)}</p>
      <p>{at === null ? t.unset : t.daily(at)}</p>
      {last === null ? <p>{t.never}</p> : <p>{t.last(momentAt(last.at, zone, now))} <strong>{t.state[last.state]}</strong> {last.state === 'underWay' && <button class="plain" onClick={again}>{t.refresh}</button>}</p>}
      {last !== null && last.shown !== null && <p class={last.shown === 'published' || last.shown === 'other' ? 'wrong' : undefined}>{t.was(t.shown[last.shown])} {(last.shown === 'published' || last.shown === 'other') && t.bad}</p>}
      {last !== null && mayChange && (last.state === 'taken' || last.state === 'notTaken') && (
        <fieldset class="shown">
          <legend>{t.look}</legend>
          {SHOWN.map((shown) => <button key={shown} aria-pressed={last.shown === shown} onClick={() => does(() => api.noteShown(last.id, shown), t.was(t.shown[shown]))}>{t.shown[shown]}</button>)}
        </fieldset>
      )}
      {wrong !== '' && <p class="wrong" role="alert">{wrong}</p>}
      {mayChange && at !== null && <p><button onClick={() => does(() => api.testCall(), t.started)}>{t.start}</button></p>}
    </section>
  );
}
