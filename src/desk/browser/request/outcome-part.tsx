import { useRef, useState } from 'preact/hooks';
import type { Outcome } from '../../../store/store.ts';
import type { Row } from '../../wire.ts';
import type { Api } from '../api.ts';
import type { SentNote, Unsealed } from '../people/keys.ts';
import { words } from '../words.ts';
import { NoteField, tooLong } from './note-field.tsx';

const OUTCOMES: readonly Outcome[] = ['reached', 'notReached', 'wrongPerson', 'closed'];

interface Props {
  readonly row: Row;
  /** Of the row as it was read here: what came after it must be read before it is said over. */
  readonly revision: number;
  readonly unsealed: Unsealed | undefined; readonly api: Api;
  fail(error: unknown): void; kept(label: string | undefined): void;
}

/** A closed request: what came of it. */
export function Noted({ row }: { row: Row }) {
  const t = words.outcome;
  return (
    <section class="outcome noted">
      <h2>{t.heading}</h2>
      <p role="status" class="state">{row.outcome === null ? '' : t.saved(t[row.outcome])}</p>
    </section>
  );
}

/** What came of it, with a note that is sealed here before it is sent; or a note alone. What was typed stays until it was kept. */
export function OutcomePart({ row, revision, unsealed, api, fail, kept }: Props) {
  const [outcome, setOutcome] = useState<Outcome>();
  const [note, setNote] = useState('');
  const [saving, setSaving] = useState(false);
  const [said, setSaid] = useState(row.outcome === null ? '' : words.outcome.saved(words.outcome[row.outcome]));
  const t = words.outcome;
  const long = tooLong(note);
  // The same words are sent as the same note: where an answer was lost, they are kept once.
  const last = useRef<{ words: string; by: Unsealed; note: SentNote } | undefined>(undefined);
  const sealed = (): SentNote | undefined => {
    const written = note.trim();
    if (written === '' || unsealed === undefined) return undefined;
    if (last.current?.words !== written || last.current.by !== unsealed) last.current = { words: written, by: unsealed, note: unsealed.sealNote(written) };
    return last.current.note;
  };

  const send = (what: Promise<unknown>, then: () => void): void => {
    setSaving(true);
    what.then(() => { setNote(''); last.current = undefined; then(); }, fail).finally(() => setSaving(false));
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (outcome === undefined) return setSaid(t.choose);
    if (saving || long) return;
    const written = sealed();
    send(api.outcome(row.id, { outcome, revision, ...(written !== undefined && { note: written }) }), () => {
      setSaid(t.saved(t[outcome]));
      kept(`${t[outcome]} · ${words.kind[row.kind] ?? row.kind} · ${row.languageName} · ${row.countryName}`);
    });
  };
  const saveNote = (): void => {
    const written = sealed();
    if (saving || long || written === undefined) return;
    send(api.note(row.id, { revision, note: written }), () => { setSaid(t.noteSaved); kept(undefined); });
  };

  return (
    <form id="outcome" class="outcome" onSubmit={submit} aria-busy={saving}>
      <fieldset>
        <legend>{t.heading}</legend>
        {OUTCOMES.map((one) => (
          <label key={one} class="pick">
            <input type="radio" name="outcome" value={one} checked={outcome === one} onChange={() => setOutcome(one)} />
            <span><b>{t[one]}</b> <span class="quiet">{t.hints[one]}</span></span>
          </label>
        ))}
      </fieldset>
      {unsealed === undefined ? <p class="quiet">{t.noteNot}</p> : <NoteField id="note" label={t.note} hint={t.noteHint} note={note} write={setNote} />}
      <p class="acts">
        <button class="main" type="submit" disabled={saving || long}>{saving ? t.saving : t.save}</button>
        {unsealed !== undefined && <button type="button" disabled={saving || long || note.trim() === ''} onClick={saveNote}>{t.saveNote}</button>}
      </p>
      <p class="state" role="status">{said}</p>
    </form>
  );
}
