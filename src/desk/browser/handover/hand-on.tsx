import { useState } from 'preact/hooks';
import type { Handover, Row } from '../../wire.ts';
import { whyOf, type Api } from '../api.ts';
import { HERE, spanAt } from '../frame/times.ts';
import type { Keys } from '../people/keys.ts';
import { windowOf } from '../queue/sections.ts';
import { ChooseColleague } from '../request/hand-over.tsx';
import { NoteField, tooLong } from '../request/note-field.tsx';
import { words } from '../words.ts';

interface Props { readonly found: Handover; readonly api: Api; readonly keys: Keys; again(): void; ended(): void }

/** The next safe window by both clocks; nothing for who has none. */
export function bothSpans(row: Row, now: number): readonly string[] {
  const window = windowOf(row, now);
  return window === undefined ? [] : [`${words.facts.spanThere(spanAt(window, row.zone, now))} · ${words.facts.spanHere(spanAt(window, HERE, now))}`];
}

/**
 * Gives on what is mine, with one note: sealed anew for each request, under that request's own key, so each is opened here.
 * One that fails keeps no other back, and stays mine.
 */
export function HandOn({ found, api, keys, again, ended }: Props) {
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const [said, setSaid] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const t = words.handover;
  const n = found.mine.length;

  async function give(id: string, whom: string): Promise<void> {
    const opened = await api.open(id);
    const unsealed = keys.unseal(opened);
    if (unsealed === undefined) throw new Error('no key');
    await api.handOver(id, { to: whom, revision: opened.row.revision, note: unsealed.sealNote(note.trim()) });
  }
  async function each(ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<void> {
    setBusy(true);
    setSaid([]);
    let done = 0;
    for (const id of ids) {
      try {
        await act(id);
        done += 1;
      } catch (error) {
        if (whyOf(error) === 'signedOut') return ended();
      }
    }
    setBusy(false);
    setSaid([...(done > 0 ? [t.done(done)] : []), ...(done < ids.length ? [t.left(ids.length - done)] : [])]);
    again();
  }
  const all = found.mine.map(({ row }) => row.id);
  const hand = (ids: readonly string[]): void => {
    if (to === '') return setSaid([words.handOver.choose]);
    if (note.trim() === '') return setSaid([words.handOver.noteNeeded]);
    // "each": to whom it falls by the rota; one that falls to nobody stays.
    const whom = (id: string): string | undefined => (to === 'each' ? found.mine.find(({ row }) => row.id === id)?.to?.id : to);
    void each(ids, async (id) => {
      const receives = whom(id);
      if (receives === undefined) throw new Error('falls to nobody');
      await give(id, receives);
    });
  };
  const told = <div role="status">{said.map((one) => <p key={one} class="state">{one}</p>)}</div>;
  // What came of it is still told when nothing is left.
  if (n === 0) return told;
  return (
    <section class="outcome screen-only" aria-busy={busy} aria-labelledby="hand-on-heading">
      <h2 id="hand-on-heading">{t.act}</h2>
      <label class="choice">{t.to}<ChooseColleague among={found.advocates} speaks={undefined} to={to} choose={setTo} each={t.each} /></label>
      <NoteField id="hand-on-note" label={t.note} note={note} write={setNote} />
      <p class="acts">
        <button class="main" disabled={busy || tooLong(note)} onClick={() => hand(all)}>{busy ? t.working : t.handAll(n)}</button>
        <button disabled={busy} onClick={() => void each(all, (id) => api.release(id))}>{t.releaseAll(n)}</button>
      </p>
      {n > 1 && (
        <ul class="each">
          {found.mine.map(({ row }) => {
            const name = `${words.kind[row.kind] ?? row.kind} · ${row.languageName} · ${row.countryName}`;
            return (
              <li key={row.id}><span>{name}</span>
                <button disabled={busy || tooLong(note)} aria-label={`${t.hand}: ${name}`} onClick={() => hand([row.id])}>{t.hand}</button>
                <button disabled={busy} aria-label={`${t.release}: ${name}`} onClick={() => void each([row.id], (id) => api.release(id))}>{t.release}</button>
              </li>
            );
          })}
        </ul>
      )}
      {told}
    </section>
  );
}
