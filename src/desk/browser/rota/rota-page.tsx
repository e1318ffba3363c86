import { useEffect, useRef, useState } from 'preact/hooks';
import type { RotaShift, RotaView } from '../../wire.ts';
import { whyOf, type Trouble } from '../api.ts';
import { HERE } from '../frame/times.ts';
import type { RoomProps } from '../rooms.ts';
import { words } from '../words.ts';
import { ClosedDays } from './closed-days.tsx';
import { Lacks, Promises } from './promises.tsx';
import { ShiftForm } from './shift-form.tsx';
import { TestCall } from './test-call.tsx';
import { Week } from './week.tsx';

/** What a change does: it answers with the rota as it stands then, or says why nothing was changed. */
export type Act = (what: () => Promise<RotaView>, said: string) => Promise<Trouble | undefined>;

/** Who is there, what callers are promised by it, closed days, and the test call. */
export function Page({ api, toRequest, back, ended }: RoomProps) {
  const [view, setView] = useState<RotaView>();
  const [why, setWhy] = useState<Trouble>();
  const [tries, setTries] = useState(0);
  const [said, setSaid] = useState('');
  /** The shift that is changed, or whose colleague gets another. */
  const [edited, edit] = useState<{ readonly colleague: string; readonly shift?: RotaShift }>();
  const heading = useRef<HTMLHeadingElement>(null);
  const t = words.rota;

  const failed = (error: unknown): Trouble => {
    if (whyOf(error) === 'signedOut') ended();
    return whyOf(error);
  };
  useEffect(() => { heading.current?.focus(); }, []);
  useEffect(() => {
    let old = false;
    setWhy(undefined);
    api.rota().then((came) => { if (!old) setView(came); }, (error: unknown) => { if (!old) setWhy(failed(error)); });
    return () => { old = true; };
  }, [tries]);

  const act: Act = async (what, sentence) => {
    setSaid('');
    try {
      setView(await what());
      setSaid(sentence);
      return undefined;
    } catch (error) {
      const reason = failed(error);
      // Seen as it stands now: what was to be changed may be gone.
      if (reason === 'rotaChanged') setTries(tries + 1);
      return reason;
    }
  };

  return (
    <main id="page" class="page rota" aria-busy={view === undefined && why === undefined}>
      <button class="plain back" onClick={back}>← {toRequest ? words.counts.backToRequest : words.request.back}</button>
      <h1 ref={heading} tabIndex={-1}>{t.heading}</h1>
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]} <button class="plain" onClick={() => setTries(tries + 1)}>{words.again}</button></p>}
      {why === undefined && view === undefined && <p role="status">{t.loading}</p>}
      {view !== undefined && (
        <>
          <p class="quiet">{t.lead(view.zone)} {HERE !== view.zone && t.here(HERE)}</p>
          <p class="saved" role="status">{said}</p>
          <Lacks view={view} />
          <Promises view={view} />
          <Week view={view} edit={edit} />
          <ClosedDays view={view} api={api} act={act} failed={failed} />
          <TestCall view={view} api={api} act={act} again={() => setTries(tries + 1)} />
          {edited !== undefined && <ShiftForm view={view} colleague={edited.colleague} shift={edited.shift} api={api} act={act} close={() => edit(undefined)} />}
        </>
      )}
    </main>
  );
}
