import type { RefObject } from 'preact';
import type { LiveCall, Row } from '../../wire.ts';
import { stateWords } from './my-phone.tsx';
import { sectionOf, windowOf, type Section } from './sections.ts';
import { bothAt, HERE, lasting, timeAt } from '../frame/times.ts';
import { words } from '../words.ts';

interface Props {
  readonly place: RefObject<HTMLElement | null>; readonly groups: readonly { section: Section; rows: readonly Row[] }[]; readonly calls: readonly LiveCall[];
  readonly now: number; readonly chosen: string | undefined; readonly done: readonly { id: string; label: string }[]; readonly loading: boolean;
  choose(id: string): void;
}

/** Everybody who is open, in the order in which they should be taken. */
export function Queue({ place, groups, calls, now, chosen, choose, done, loading }: Props) {
  const callers = calls.filter(({ request }) => request === null);
  const nobody = groups.length === 0 && callers.length === 0;
  return (
    <nav id="queue" class="queue" ref={place} tabIndex={-1} aria-label={words.queue} aria-busy={loading}>
      {loading && <p class="quiet" role="status">{words.loading}</p>}
      {!loading && nobody && <div class="empty"><h2>{words.empty.heading}</h2><p>{words.empty.text}</p></div>}
      {callers.length > 0 && !groups.some(({ section }) => section === 'line') && <Callers calls={callers} now={now} />}
      {groups.map(({ section, rows }) => (
        <section key={section} class={section}>
          <h2>{words.sections[section]} <span class="count">{rows.length + (section === 'line' ? callers.length : 0)}</span></h2>
          <ul>{rows.map((row) => <li key={row.id}><Entry row={row} now={now} chosen={row.id === chosen} choose={choose} /></li>)}</ul>
          {section === 'line' && <ul>{callers.map((call) => <Caller key={call.id} call={call} now={now} />)}</ul>}
        </section>
      ))}
      {done.length > 0 && (
        <section class="done">
          <h2>{words.sections.done}</h2>
          <ul>{done.map(({ id, label }) => <li key={id}><button class="entry" data-id={id} aria-current={id === chosen} onClick={() => choose(id)}>{label}</button></li>)}</ul>
        </section>
      )}
    </nav>
  );
}

function Callers({ calls, now }: { calls: readonly LiveCall[]; now: number }) {
  return (
    <section class="line">
      <h2>{words.sections.line} <span class="count">{calls.length}</span></h2>
      <ul>{calls.map((call) => <Caller key={call.id} call={call} now={now} />)}</ul>
    </section>
  );
}

/** Somebody the line is already busy with: nothing to press, but an advocate should know. */
function Caller({ call, now }: { call: LiveCall; now: number }) {
  return (
    <li class="entry caller">
      <span class="top"><strong>{words.kind[call.kind] ?? call.kind}</strong><span class="ago">{lasting(now - call.madeAt)}</span></span>
      <span class="rest">{call.languageName} · {call.countryName}</span>
      <span class={`rest calling ${call.state}`}>{stateWords(call.state)}</span>
    </li>
  );
}

function Entry({ row, now, chosen, choose }: { row: Row; now: number; chosen: boolean; choose(id: string): void }) {
  return (
    <button class="entry" data-id={row.id} aria-current={chosen} onClick={() => choose(row.id)}>
      <span class="top">
        <strong>{words.kind[row.kind]}</strong>
        {row.status === 'waiting' && <span class="badge new">{words.isNew}</span>}
        {row.takenName !== null && <span class="badge taken">{words.alarm.takenBy(row.takenName)}</span>}
        {row.call === 'no' && <span class="badge stop">{words.noCallShort}</span>}
        <span class="ago">{lasting(now - row.madeAt)}</span>
      </span>
      <span class="rest">{row.languageName} · {row.countryName} · {words.channel[row.channel] ?? row.channel}{row.attempts > 0 && ` · ${words.facts.tries}: ${row.attempts}`}</span>
      {row.linked.length > 0 && <span class="rest">{words.alarm.nth(row.nth)}</span>}
      <span class="rest">{when(row, now)}</span>
      {row.cover !== null && <span class="rest cover">{words.cover[row.cover]}</span>}
      {row.callState !== null && row.callState !== 'over' && <span class={`rest calling ${row.callState}`}>{stateWords(row.callState)}</span>}
    </button>
  );
}

/** Both clocks, and for a callback when the window opens or closes. */
function when(row: Row, now: number): string {
  const t = words.facts;
  const section = sectionOf(row, now);
  const window = windowOf(row, now);
  if (section === 'over') return t.over;
  if (section === 'open' && window !== undefined) return t.until(timeAt(window.to, row.zone), timeAt(window.to, HERE));
  if (section === 'later' && window !== undefined) return t.opens(...bothAt(window.from, row.zone, now));
  return `${t.nowThere(timeAt(now, row.zone))} · ${t.nowHere(timeAt(now, HERE))}`;
}
