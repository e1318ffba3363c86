import { useEffect, useRef } from 'preact/hooks';
import { Choice } from '../counts/counts-parts.tsx';
import { nameOf } from '../frame/bar.tsx';
import type { RoomProps } from '../rooms.ts';
import { words } from '../words.ts';
import { ChainCheck } from './chain-check.tsx';
import { Entries } from './entries.tsx';
import { useAudit } from './use-audit.ts';

/** Who did what, newest first, and whether anybody changed it since. */
export function Page({ api, advocate, toRequest, back, ended }: RoomProps) {
  const { asked, seen, why, busy, choose, older, again } = useAudit(api, ended);
  const heading = useRef<HTMLHeadingElement>(null);
  const t = words.audit;
  useEffect(() => { heading.current?.focus(); }, []);

  const people: readonly (readonly [string, string])[] = [['', t.everybody], ...(seen?.colleagues ?? []).map(({ id, name }) => [id, nameOf(name)] as const), ...Object.entries(t.others)];
  return (
    <main id="page" class="page audit" aria-busy={busy}>
      {/* An auditor has no queue to go back to. */}
      {advocate.roles.some((role) => role === 'advocate' || role === 'coordinator') && <button class="plain back" onClick={back}>← {toRequest ? words.counts.backToRequest : words.request.back}</button>}
      <h1 ref={heading} tabIndex={-1}>{t.heading}</h1>
      <p class="quiet">{t.lead}</p>
      <ChainCheck api={api} done={again} ended={ended} />
      <div class="choices">
        <Choice label={t.what} value={asked.what} among={[['', t.everything], ...Object.entries(t.whats)]} choose={(what) => choose({ what })} />
        <Choice label={t.who} value={asked.who} among={people} choose={(who) => choose({ who })} />
      </div>
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]} <button class="plain" onClick={again}>{words.again}</button></p>}
      <p role="status" class="quiet">{busy ? t.loading : seen !== undefined && seen.entries.length > 0 && t.shown(seen.entries.length)}</p>
      {!busy && why === undefined && seen?.entries.length === 0 && (asked.what === '' && asked.who === ''
        ? <div class="empty"><h2>{t.empty}</h2><p>{t.emptyMore}</p></div>
        : <div class="empty"><h2>{t.emptyChoice}</h2><p>{t.emptyChoiceMore}</p></div>)}
      {seen !== undefined && seen.entries.length > 0 && <Entries entries={seen.entries} colleagues={seen.colleagues} />}
      {seen !== undefined && seen.entries.length > 0 && (seen.next === null ? <p class="quiet">{t.noOlder}</p> : <button aria-disabled={busy} onClick={older}>{t.older}</button>)}
    </main>
  );
}
