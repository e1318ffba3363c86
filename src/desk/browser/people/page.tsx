import { useEffect, useRef, useState } from 'preact/hooks';
import type { Colleague, DeskKeys } from '../../wire.ts';
import { whyOf } from '../api.ts';
import type { RoomProps } from '../rooms.ts';
import { words } from '../words.ts';
import { ColleagueCard } from './colleague-card.tsx';
import { DeskKeyPart } from './desk-key-part.tsx';
import { InvitePart } from './invite-part.tsx';
import { useDoing } from './use-doing.ts';

const AGAIN_MS = 4_000;

/** Who works here and by which keys: invite, hand keys over, help whoever lost theirs, take leave of somebody. */
export function Page({ api, me, advocate, keys, back, ended, toRequest }: RoomProps) {
  const [known, setKnown] = useState<DeskKeys>();
  const [said, setSaid] = useState('');
  const loading = useDoing();
  const heading = useRef<HTMLHeadingElement>(null);
  const t = words.colleagues;
  const load = (): Promise<boolean> => loading.run(async () => {
    await api.deskKeys().then(setKnown, (error: unknown) => { if (whyOf(error) === 'signedOut') ended(); throw error; });
  });
  useEffect(() => {
    heading.current?.focus();
    void load();
    // Somebody who was invited may be joining at this moment.
    const again = setInterval(() => void api.deskKeys().then(setKnown, () => undefined), AGAIN_MS);
    return () => clearInterval(again);
  }, []);
  const told = (sentence: string): void => { setSaid(sentence); void load(); };
  const isOperator = advocate.roles.includes('operator');
  const inOrder = (one: Colleague, other: Colleague): number => one.name.localeCompare(other.name);
  return (
    <main id="page" class="page people" aria-busy={loading.doing}>
      <button class="plain back" onClick={back}>← {toRequest ? words.counts.backToRequest : words.request.back}</button>
      <h1 ref={heading} tabIndex={-1}>{t.heading}</h1>
      <p class="quiet">{t.lead}</p>
      {loading.why !== undefined && <p class="wrong" role="alert">{words.why[loading.why]} <button class="plain" onClick={() => void load()}>{words.again}</button></p>}
      <p class="said" role="status" hidden={said === ''}>{said}</p>
      {known === undefined && loading.why === undefined && <p role="status">{words.loadingRoom}</p>}
      {known !== undefined && (
        <>
          {known.colleagues.length === 1 && <p>{t.empty}</p>}
          <ul class="cards">
            {[...known.colleagues].sort(inOrder).map((one) => (
              <li key={one.id}><ColleagueCard one={one} known={known} mine={one.id === advocate.id} isOperator={isOperator} api={api} me={me} keys={keys} told={told} /></li>
            ))}
          </ul>
          {isOperator && <InvitePart api={api} me={me} told={told} />}
          <DeskKeyPart known={known} isOperator={isOperator} api={api} me={me} keys={keys} told={told} />
        </>
      )}
    </main>
  );
}
