import { useEffect, useRef, useState } from 'preact/hooks';
import type { Taker, Row, Signed } from '../../wire.ts';
import { whyOf, type Api } from '../api.ts';
import type { Keys, Unsealed } from '../people/keys.ts';
import { words } from '../words.ts';
import { CallPart } from './call-part.tsx';
import { ClaimPart } from './claim-part.tsx';
import { Facts } from './facts.tsx';
import { HandOver } from './hand-over.tsx';
import { LinkedPart } from './linked-part.tsx';
import { Noted, OutcomePart } from './outcome-part.tsx';
import { RingsPart } from './rings-part.tsx';
import { useRequest } from './use-request.ts';
import { HandoverNote, Notes, Steps } from './written.tsx';

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
  readonly me: Signed; readonly colleagues: readonly Taker[];
  readonly now: number; readonly api: Api; readonly keys: Keys;
  choose(id: string): void; back(): void; ended(): void; noted(id: string, label: string): void; unsealedNow(id: string, unsealed: Unsealed): void;
}

/** The one request that is chosen: opened and unsealed in this browser if nobody else has it; else what is stored in clear. */
export function RequestPane({ id, nobody, row, rows, mine, me, colleagues, now, api, keys, choose, back, ended, noted, unsealedNow }: Props) {
  const { opened, unsealed, why, sealed, holder, theirs, open, fail, shown, watched, over, lost } = useRequest({ id, row, me: me.id, now, api, keys, ended, unsealedNow });
  const [handing, setHanding] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => { heading.current?.focus(); }, [shown === undefined]);
  // Where there is nothing to open, a form once shown stays: what was typed must not be lost with the claim.
  const wasMine = useRef<{ unsealed: Unsealed | undefined } | undefined>(undefined);
  if (opened !== undefined || holder?.advocate === me.id) wasMine.current = { unsealed: unsealed ?? wasMine.current?.unsealed };

  if (id === undefined) return <main class="pane none">{!nobody && <><h2>{words.empty.choose}</h2><p>{words.empty.chooseMore}</p></>}</main>;
  const closed = shown?.status === 'closed' || shown?.status === 'withdrawn' || (row === undefined && !sealed) || over;
  // The line's word that it is theirs may come a moment after the request.
  const isMine = holder?.advocate === me.id || (opened !== undefined && !theirs && !lost);
  return (
    <main class="pane">
      <button class="plain back" onClick={back}>← {words.request.back}</button>
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]} <button class="plain" onClick={open}>{words.again}</button></p>}
      {shown === undefined && why === undefined && <p role="status">{words.request.opening}</p>}
      {shown !== undefined && (
        <>
          <h1 ref={heading} tabIndex={-1} class={shown.kind}>{words.kind[shown.kind]} · {shown.languageName} · {shown.countryName}</h1>
          {over && <p class="said" role="status">{words.claim.closedByOthers}</p>}
          {!closed && (theirs || isMine || lost || watched || !sealed) && (
            <ClaimPart id={shown.id} holder={holder ?? (isMine ? opened?.row.claim ?? undefined : undefined)} me={me.id} coordinates={me.roles.includes('coordinator')} now={now} lost={lost}
              canHandOver={unsealed !== undefined} api={api} taken={open} released={back} handOver={() => setHanding(true)} fail={fail} />
          )}
          {opened !== undefined && unsealed !== undefined && <HandoverNote opened={opened} unsealed={unsealed} />}
          <Facts row={shown} now={now} unsealed={unsealed} />
          {sealed && !theirs && !watched && opened === undefined && why === undefined && <p role="status">{words.request.opening}</p>}
          {opened !== undefined && opened.wrap !== null && unsealed === undefined && <p class="wrong" role="alert">{words.request.unsealable}</p>}
          {!closed && !theirs && (opened !== undefined || !sealed) && <CallPart row={shown} mine={mine} now={now} inner={unsealed?.inner} call={(inner) => api.call(shown.id, inner)} fail={fail} />}
          {shown.kind === 'urgent' && <LinkedPart row={shown} rows={rows} now={now} choose={choose} />}
          {shown.kind === 'urgent' && <RingsPart row={shown} now={now} api={api} />}
          {!closed && !theirs && !watched && <section class="script" aria-labelledby="script-heading">
            <h2 id="script-heading">{words.request.script}</h2>
            <ul>{words.request.lines.map((line) => <li key={line}>{line}</li>)}</ul>
          </section>}
          {shown.status === 'withdrawn' && <p class="wrong" role="alert">{words.why.gone}</p>}
          {closed && opened !== undefined && <Noted row={shown} />}
          {opened !== undefined && unsealed !== undefined && <Notes opened={opened} unsealed={unsealed} now={now} />}
          {!closed && wasMine.current !== undefined && (
            <OutcomePart row={shown} revision={opened?.row.revision ?? shown.revision} unsealed={wasMine.current.unsealed} api={api} fail={fail} kept={(label) => { if (label !== undefined) noted(shown.id, label); if (sealed) open(); }} />
          )}
          {opened !== undefined && <Steps opened={opened} now={now} />}
          {handing && unsealed !== undefined && opened !== undefined && (
            <HandOver row={opened.row} unsealed={unsealed} among={colleagues.filter((one) => one.id !== me.id)} api={api} close={() => setHanding(false)}
              done={(name) => { noted(shown.id, `${words.handOver.done(name)} · ${words.kind[shown.kind] ?? shown.kind} · ${shown.languageName} · ${shown.countryName}`); back(); }}
              failed={(error) => { fail(error); return words.why[whyOf(error)]; }} />
          )}
        </>
      )}
    </main>
  );
}
