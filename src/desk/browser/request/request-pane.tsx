import { useEffect, useRef, useState } from 'preact/hooks';
import type { Opened, Row } from '../../wire.ts';
import { whyOf, type Api, type Trouble } from '../api.ts';
import { CallPart } from './call-part.tsx';
import { Facts } from './facts.tsx';
import type { Keys, Unsealed } from '../people/keys.ts';
import { LinkedPart } from './linked-part.tsx';
import { Noted, OutcomePart } from './outcome-part.tsx';
import { RingsPart } from './rings-part.tsx';
import { words } from '../words.ts';

interface Props {
  readonly id: string | undefined;
  /** Nobody is waiting, so there is nobody to choose. */
  readonly nobody: boolean;
  /** Its row in the queue; undefined once it is closed. */
  readonly row: Row | undefined;
  /** Who else is open. */
  readonly rows: readonly Row[];
  /** The call about it, if there is one, is on this advocate's own phone. */
  readonly mine: boolean;
  readonly now: number; readonly api: Api; readonly keys: Keys;
  choose(id: string): void; back(): void; ended(): void; noted(id: string, label: string): void;
}

/** The one request that is open: opened and unsealed in this browser, when the advocate chooses it. */
export function RequestPane({ id, nobody, row, rows, mine, now, api, keys, choose, back, ended, noted }: Props) {
  const [opened, setOpened] = useState<Opened>();
  const [unsealed, setUnsealed] = useState<Unsealed>();
  const [why, setWhy] = useState<Trouble>();
  const heading = useRef<HTMLHeadingElement>(null);
  // A "now" request stores nothing about the person: there is nothing to open.
  const last = useRef(row);
  if (row !== undefined) last.current = row;
  const sealed = last.current?.kind !== 'now';

  const fail = (error: unknown): void => {
    if (whyOf(error) === 'signedOut') return ended();
    if (whyOf(error) === 'gone') setOpened(undefined);
    setWhy(whyOf(error));
  };
  const open = (): void => {
    if (id === undefined || !sealed) return;
    setWhy(undefined);
    api.open(id).then((answer) => { setOpened(answer); setUnsealed(keys.unseal(answer)); }).catch(fail);
  };
  // Again when it leaves the queue: closed by a colleague, taken back by the caller, or erased.
  useEffect(open, [row === undefined]);
  const shown = row ?? opened?.row ?? (sealed ? undefined : last.current);
  const closed = shown?.status === 'closed' || shown?.status === 'withdrawn' || (row === undefined && !sealed);
  useEffect(() => { heading.current?.focus(); }, [shown === undefined]);

  if (id === undefined) return <main class="pane none">{!nobody && <><h2>{words.empty.choose}</h2><p>{words.empty.chooseMore}</p></>}</main>;
  return (
    <main class="pane">
      <button class="plain back" onClick={back}>← {words.request.back}</button>
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]} <button class="plain" onClick={open}>{words.again}</button></p>}
      {shown === undefined && why === undefined && <p role="status">{words.request.opening}</p>}
      {shown !== undefined && (
        <>
          <h1 ref={heading} tabIndex={-1} class={shown.kind}>{words.kind[shown.kind]} · {shown.languageName} · {shown.countryName}</h1>
          <Facts row={shown} now={now} unsealed={unsealed} />
          {sealed && opened === undefined && why === undefined && <p role="status">{words.request.opening}</p>}
          {opened !== undefined && unsealed === undefined && <p class="wrong" role="alert">{words.request.unsealable}</p>}
          {!closed && <CallPart row={shown} mine={mine} now={now} inner={unsealed?.inner} call={(inner) => api.call(shown.id, inner)} fail={fail} />}
          {shown.kind === 'urgent' && <LinkedPart row={shown} rows={rows} now={now} choose={choose} />}
          {shown.kind === 'urgent' && <RingsPart row={shown} now={now} api={api} />}
          {!closed && <section class="script" aria-labelledby="script-heading">
            <h2 id="script-heading">{words.request.script}</h2>
            <ul>{words.request.lines.map((line) => <li key={line}>{line}</li>)}</ul>
          </section>}
          {shown.status === 'withdrawn' && <p class="wrong" role="alert">{words.why.gone}</p>}
          {closed && opened !== undefined && <Noted row={shown} note={unsealed?.note} />}
          {!closed && (opened !== undefined || !sealed) && (
            <OutcomePart row={shown} unsealed={unsealed} api={api} fail={fail} noted={(label) => { noted(shown.id, label); open(); }} />
          )}
        </>
      )}
    </main>
  );
}
