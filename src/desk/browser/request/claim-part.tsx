import { useState } from 'preact/hooks';
import type { Holder } from '../../../store/at-desk.ts';
import type { Api } from '../api.ts';
import { nameOf } from '../frame/bar.tsx';
import { HERE, momentAt } from '../frame/times.ts';
import { words } from '../words.ts';

interface Props {
  readonly id: string; readonly holder: Holder | undefined; readonly me: string; readonly coordinates: boolean; readonly now: number;
  /** It was theirs in this page, and is nobody's now. */
  readonly lost: boolean;
  /** There is a key to seal a note under. */
  readonly canHandOver: boolean;
  readonly api: Api;
  /** Something was changed: it is opened anew, or left. */
  taken(): void; released(): void; handOver(): void; fail(error: unknown): void;
}

/** Whose the request is, and what may be done about that. */
export function ClaimPart({ id, holder, me, coordinates, now, lost, canHandOver, api, taken, released, handOver, fail }: Props) {
  const [busy, setBusy] = useState(false);
  const t = words.claim;
  const go = (act: () => Promise<unknown>, then: () => void) => (): void => {
    if (busy) return;
    setBusy(true);
    act().then(then, fail).finally(() => setBusy(false));
  };
  const since = holder === undefined ? '' : momentAt(holder.at, HERE, now);
  return (
    <section class="claim" aria-label={t.heading} aria-busy={busy}>
      {holder === undefined && <p role="status">{lost ? t.lost : t.nobody}</p>}
      {holder?.advocate === me && <p>{t.yours(since)}</p>}
      {holder !== undefined && holder.advocate !== me && <p role="status">{t.theirs(holder.name === null ? words.someone : nameOf(holder.name), since)} {holder.until === null && t.onPhone}</p>}
      <p class="acts">
        {holder === undefined && <button id="take" class="main" onClick={go(() => api.claim(id), taken)}>{lost ? t.takeAgain : t.take}</button>}
        {holder?.advocate === me && canHandOver && <button id="hand-over" onClick={handOver}>{t.handOver}</button>}
        {holder?.advocate === me && <button id="release" onClick={go(() => api.release(id), released)}>{t.release}</button>}
        {holder !== undefined && holder.advocate !== me && coordinates && <button id="take-over" aria-describedby="take-over-hint" onClick={go(() => api.takeOver(id), taken)}>{t.takeOver}</button>}
      </p>
      {holder !== undefined && holder.advocate !== me && coordinates && <p id="take-over-hint" class="quiet">{t.takeOverHint}</p>}
    </section>
  );
}
