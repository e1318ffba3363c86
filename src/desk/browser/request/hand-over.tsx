import { useEffect, useRef, useState } from 'preact/hooks';
import type { Taker, Row } from '../../wire.ts';
import type { Api } from '../api.ts';
import { nameOf } from '../frame/bar.tsx';
import type { Unsealed } from '../people/keys.ts';
import { words } from '../words.ts';
import { NoteField, tooLong } from './note-field.tsx';

interface Props {
  readonly row: Row; readonly unsealed: Unsealed; readonly among: readonly Taker[]; readonly api: Api;
  done(name: string): void; close(): void; failed(error: unknown): string;
}

/** To whom, and what they need to know. What was typed stays until it was kept. */
export function HandOver({ row, unsealed, among, api, done, close, failed }: Props) {
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const t = words.handOver;
  useEffect(() => { dialog.current?.showModal(); }, []);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (to === '') return setSaid(t.choose);
    if (note.trim() === '') return setSaid(t.noteNeeded);
    if (busy || tooLong(note)) return;
    setBusy(true);
    api.handOver(row.id, { to, revision: row.revision, note: unsealed.sealNote(note.trim()) })
      .then(() => done(nameOf(among.find(({ id }) => id === to)?.name ?? '')), (error: unknown) => setSaid(failed(error)))
      .finally(() => setBusy(false));
  };
  return (
    <dialog ref={dialog} aria-labelledby="hand-over-heading" onClose={close}>
      <form onSubmit={submit} class="hand-over" aria-busy={busy}>
        <h2 id="hand-over-heading">{t.heading}</h2>
        <p class="quiet">{among.length === 0 ? t.alone : t.lead}</p>
        <label class="choice">{t.to}<ChooseColleague among={among} speaks={row.language} to={to} choose={setTo} /></label>
        <NoteField id="hand-over-note" label={t.note} note={note} write={setNote} />
        <p class="state" role="alert">{said}</p>
        <p class="acts">
          <button class="main" type="submit" disabled={busy || tooLong(note)}>{busy ? t.going : t.go}</button>
          <button type="button" onClick={() => dialog.current?.close()}>{t.cancel}</button>
        </p>
      </form>
    </dialog>
  );
}

/** Who speaks the caller's language stands first, and of those who is on duty. */
export function ChooseColleague({ among, speaks, to, choose, each }: { among: readonly Taker[]; speaks: string | undefined; to: string; choose(id: string): void; each?: string }) {
  const rank = (one: Taker): number => (speaks !== undefined && one.languages.includes(speaks) ? 0 : 2) + (one.onDuty ? 0 : 1);
  return (
    <select value={to} onChange={(event) => choose(event.currentTarget.value)}>
      <option value="">{words.handOver.choose}</option>
      {each !== undefined && <option value="each">{each}</option>}
      {[...among].sort((a, b) => rank(a) - rank(b)).map((one) => (
        <option key={one.id} value={one.id}>{nameOf(one.name)} · {one.languages.join(', ')} · {one.onDuty ? words.handOver.onDuty : words.handOver.offDuty}</option>
      ))}
    </select>
  );
}
