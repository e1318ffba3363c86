import type { ComponentChildren, RefObject } from 'preact';
import type { LiveCall, Wanted } from '../../wire.ts';
import { words } from '../words.ts';
import { Caller, Entry, type Known } from './entry.tsx';
import type { Group } from './sections.ts';
import { isFiltered, nextPage, showMore } from './wanted.ts';

interface Props {
  readonly place: RefObject<HTMLElement | null>; readonly groups: readonly Group[]; readonly calls: readonly LiveCall[]; readonly me: string; readonly wanted: Wanted;
  readonly known: ReadonlyMap<string, Known>;
  readonly now: number; readonly chosen: string | undefined; readonly done: readonly { id: string; label: string }[]; readonly loading: boolean;
  /** The filters, above all. */
  readonly children: ComponentChildren;
  choose(id: string): void; want(wanted: Wanted): void;
}

/** Who is open, in the order in which they should be taken: of every section the first, and how many more there are. */
export function Queue({ place, groups, calls, me, wanted, known, now, chosen, done, loading, children, choose, want }: Props) {
  const callers = calls.filter(({ request }) => request === null);
  // What came of it is noted, and it waits on: it stands above.
  const left = done.filter(({ id }) => !groups.some(({ rows }) => rows.some((row) => row.id === id)));
  const nobody = callers.length === 0 && groups.every(({ rows }) => rows.length === 0);
  return (
    <nav id="queue" class="queue" ref={place} tabIndex={-1} aria-label={words.queue} aria-busy={loading}>
      {chosen === undefined && <h1 class="unseen">{words.queue}</h1>}
      {children}
      {loading && <p class="quiet" role="status">{words.loading}</p>}
      {!loading && nobody && (isFiltered(wanted)
        ? <p class="quiet" role="status">{words.filters.nothing}</p>
        : <div class="empty"><h2>{words.empty.heading}</h2><p>{words.empty.text}</p></div>)}
      {callers.length > 0 && !groups.some(({ section }) => section === 'line') && <Callers calls={callers} now={now} />}
      {groups.map(({ section, rows, found, all }) => {
        const added = section === 'line' ? callers.length : 0;
        return (
          <section key={section} class={section}>
            <h2>{words.sections[section]} <span class="count">{found === all ? all + added : words.countOf(found + added, all + added)}</span></h2>
            <ul>{rows.map((row) => <li key={row.id}><Entry row={row} me={me} known={known.get(row.id)} now={now} chosen={row.id === chosen} choose={choose} /></li>)}</ul>
            {section === 'line' && <ul>{callers.map((call) => <Caller key={call.id} call={call} now={now} />)}</ul>}
            {section !== 'over' && found > rows.length && <button class="plain more" onClick={() => want(showMore(wanted, section))}>{words.more(nextPage(found - rows.length))}</button>}
          </section>
        );
      })}
      {left.length > 0 && (
        <section class="done">
          <h2>{words.sections.done}</h2>
          <ul>{left.map(({ id, label }) => <li key={id}><button class="entry" data-id={id} aria-current={id === chosen} onClick={() => choose(id)}>{label}</button></li>)}</ul>
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
