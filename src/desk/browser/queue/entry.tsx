import type { LiveCall, Row } from '../../wire.ts';
import { nameOf } from '../frame/bar.tsx';
import { bothAt, HERE, lasting, timeAt } from '../frame/times.ts';
import type { Unsealed } from '../people/keys.ts';
import { words } from '../words.ts';
import { holderOf } from './holder.ts';
import { stateWords } from './my-phone.tsx';
import { sectionOf, windowOf } from './sections.ts';

/** What this browser has opened of a request: in memory, until the desk is left. */
export type Known = Pick<Unsealed, 'safeWord' | 'whoCalls' | 'forWhom'>;

interface Props { readonly row: Row; readonly me: string; readonly known: Known | undefined; readonly now: number; readonly chosen: boolean; choose(id: string): void }

/** One request in the queue. What is sealed stands here only once this advocate has opened it. */
export function Entry({ row, me, known, now, chosen, choose }: Props) {
  const holder = holderOf(row, now);
  return (
    <button class="entry" data-id={row.id} aria-current={chosen} onClick={() => choose(row.id)}>
      <span class="top">
        <strong>{words.kind[row.kind]}</strong>
        {row.status === 'waiting' && <span class="badge new">{words.isNew}</span>}
        {row.call === 'no' && <span class="badge stop">{words.noCallShort}</span>}
        {holder !== undefined && <span class={holder.advocate === me ? 'badge yours' : 'badge has'}>{holder.advocate === me ? words.yours : words.has(holder.name === null ? words.someone : nameOf(holder.name))}</span>}
        <span class="ago">{lasting(now - row.madeAt)}</span>
      </span>
      <span class="rest">{row.languageName} · {row.countryName} · {words.channel[row.channel] ?? row.channel}{row.attempts > 0 && ` · ${words.facts.tries}: ${row.attempts}`}</span>
      {row.linked.length > 0 && <span class="rest">{words.alarm.nth(row.nth)}</span>}
      {row.subject !== null && <span class="rest">{words.form.subject[row.subject] ?? row.subject}</span>}
      <span class="rest">{when(row, now)}</span>
      {row.cover !== null && <span class="rest cover">{words.cover[row.cover]}</span>}
      {known !== undefined && <Opened known={known} />}
      {/* An alarm that wants no call rings colleagues alone: nothing of that is a call to its caller. */}
      {row.call === 'yes' && row.callState !== null && row.callState !== 'over' && <span class={`rest calling ${row.callState}`}>{stateWords(row.callState)}</span>}
    </button>
  );
}

function Opened({ known: { safeWord, whoCalls, forWhom } }: { known: Known }) {
  const said = [safeWord !== undefined && words.safeWordShort(safeWord), words.asksFor[whoCalls ?? ''], words.forShort[forWhom ?? '']].filter((one) => typeof one === 'string');
  return said.length === 0 ? null : <span class="rest opened">{said.join(' · ')}</span>;
}

/** Somebody the line is already busy with: nothing to press, but an advocate should know. */
export function Caller({ call, now }: { call: LiveCall; now: number }) {
  return (
    <li class="entry caller">
      <span class="top"><strong>{words.kind[call.kind] ?? call.kind}</strong><span class="ago">{lasting(now - call.madeAt)}</span></span>
      <span class="rest">{call.languageName} · {call.countryName}</span>
      <span class={`rest calling ${call.state}`}>{stateWords(call.state)}</span>
    </li>
  );
}

/** Both clocks, and for a callback when the window opens or closes. */
function when(row: Row, now: number): string {
  const t = words.facts;
  const section = sectionOf(row, now);
  const window = windowOf(row, now);
  if (section === 'over') return t.over;
  if (section === 'open' && window !== undefined) return t.until(timeAt(window.to, row.zone), timeAt(window.to, HERE));
  if ((section === 'soon' || section === 'later') && window !== undefined) return t.opens(...bothAt(window.from, row.zone, now));
  return `${t.nowThere(timeAt(now, row.zone))} · ${t.nowHere(timeAt(now, HERE))}`;
}
