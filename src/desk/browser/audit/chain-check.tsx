import { useState } from 'preact/hooks';
import type { Verdict } from '../../wire.ts';
import { whyOf, type Api, type Trouble } from '../api.ts';
import { words } from '../words.ts';
import { fullMoment } from './entries.tsx';

/** Has the line check the whole chain, and says what it found. */
export function ChainCheck({ api, done, ended }: { readonly api: Api; done(): void; ended(): void }) {
  const [verdict, setVerdict] = useState<Verdict>();
  const [why, setWhy] = useState<Trouble>();
  const [busy, setBusy] = useState(false);
  const t = words.audit;
  const check = (): void => {
    if (busy) return;
    setBusy(true);
    setVerdict(undefined);
    setWhy(undefined);
    api.verifyAudit().then((found) => { setVerdict(found); done(); }, (error: unknown) => {
      if (whyOf(error) === 'signedOut') ended();
      else setWhy(whyOf(error));
    }).finally(() => setBusy(false));
  };
  return (
    <section class="chain">
      <p class="quiet">{t.checkLead}</p>
      <button class="main" aria-disabled={busy} onClick={check}>{t.check}</button>
      <p role="status">{busy && t.checking}{verdict?.held && <strong class="held">{t.found(verdict, fullMoment)}</strong>}</p>
      {verdict?.held === false && <p class="wrong" role="alert">{t.found(verdict, fullMoment)}</p>}
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]}</p>}
    </section>
  );
}
