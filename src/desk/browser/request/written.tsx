import type { Opened } from '../../wire.ts';
import { nameOf } from '../frame/bar.tsx';
import { HERE, momentAt } from '../frame/times.ts';
import type { Unsealed } from '../people/keys.ts';
import { words } from '../words.ts';

const whoOf = (who: string | null): string => (who === null ? words.someone : nameOf(who));

/** What the colleague who handed it over wrote: before everything else. */
export function HandoverNote({ opened, unsealed }: { opened: Opened; unsealed: Unsealed }) {
  const last = opened.notes.findLast(({ kind }) => kind === 'handover');
  if (last === undefined) return null;
  return <section class="handed"><h2>{words.notes.handedBy(whoOf(last.who))}</h2><p class="note">{unsealed.readNote(last) ?? words.notes.unreadable}</p></section>;
}

/** Every note, oldest first. */
export function Notes({ opened, unsealed, now }: { opened: Opened; unsealed: Unsealed; now: number }) {
  const t = words.notes;
  const none = opened.notes.length === 0 && unsealed.note === undefined;
  return (
    <section class="written">
      <h2>{t.heading}</h2>
      {none ? <p class="quiet">{t.none}</p> : (
        <ol>
          {unsealed.note !== undefined && <li><span class="quiet">{t.before}</span><p class="note">{unsealed.note}</p></li>}
          {opened.notes.map((note) => (
            <li key={note.id}><span class="quiet">{t.by(whoOf(note.who), momentAt(note.at, HERE, now))}</span><p class="note">{unsealed.readNote(note) ?? t.unreadable}</p></li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** What happened to it, by whom. */
export function Steps({ opened, now }: { opened: Opened; now: number }) {
  const t = words.steps;
  if (opened.steps.length === 0) return null;
  return (
    <section class="written steps">
      <h2>{t.heading}</h2>
      <ol>{opened.steps.map(({ at, who, what }, nth) => <li key={nth}><span class="quiet">{momentAt(at, HERE, now)}</span> {who === null ? t.line : nameOf(who)} {t.what[what] ?? what}</li>)}</ol>
    </section>
  );
}
