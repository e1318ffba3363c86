import { useState } from 'preact/hooks';
import type { Row } from '../../wire.ts';
import { stateWords } from '../queue/my-phone.tsx';
import { sectionOf } from '../queue/sections.ts';
import { words } from '../words.ts';

interface Props { readonly row: Row; readonly mine: boolean; readonly now: number; readonly inner: string | undefined; call(inner?: string): Promise<unknown>; fail(error: unknown): void }

/** The Call button, or the sentence that says why there is none; and where the call stands. */
export function CallPart({ row, mine, now, inner, call, fail }: Props) {
  const [starting, setStarting] = useState(false);
  const t = words.call;
  // An alarm that wants no call rings colleagues alone: who was rung stands below, and nothing of it is a call to its caller.
  const state = row.call === 'yes' ? row.callState : null;
  const live = state !== null && state !== 'over' && !AGAIN.includes(state);
  const ready = row.kind === 'now' || inner !== undefined;
  const refused = whyNot(row, now);

  const go = (): void => {
    if (!ready || starting || live) return;
    setStarting(true);
    call(inner).catch(fail).finally(() => setStarting(false));
  };

  return (
    <section class="call">
      {refused !== undefined
        ? <p class={row.call === 'no' ? 'refused stop' : 'refused'}>{refused}</p>
        : (
          <>
            <button id="call" class="main big" disabled={!ready} aria-disabled={starting || live} onClick={go}>{starting ? t.going : t.go}</button>
            <p class="quiet">{row.kind === 'now' ? t.again : t.first} {words.request.sealed}</p>
          </>
        )}
      <p class={`state ${live ? 'live' : ''} ${state ?? ''}`} role="status">{state !== null && <><span class="unseen">{t.state}: </span>{stateWords(state, mine)}</>}</p>
    </section>
  );
}

/** Calls that no longer ring anybody: another may be placed. */
const AGAIN: readonly string[] = ['unanswered', 'advocateGone', 'notTaken'];

/** Shown here so that nobody presses in vain; the line refuses it all the same. */
function whyNot(row: Row, now: number): string | undefined {
  if (row.call === 'no') return words.call.noCall;
  if (row.kind === 'now') return row.callState === 'unanswered' ? undefined : words.call.now;
  if (!row.hasNumber) return words.call.noNumber;
  const section = sectionOf(row, now);
  if (section === 'later' || section === 'over') return words.why.outOfWindow;
  return undefined;
}
