import { useState } from 'preact/hooks';
import type { Outcome } from '../../../store/store.ts';
import type { Row } from '../../wire.ts';
import type { Api } from '../api.ts';
import { bytesOf, NOTE_BYTES, type Unsealed } from '../people/keys.ts';
import { words } from '../words.ts';

const OUTCOMES: readonly Outcome[] = ['reached', 'notReached', 'wrongPerson', 'closed'];

interface Props { readonly row: Row; readonly unsealed: Unsealed | undefined; readonly api: Api; fail(error: unknown): void; noted(label: string): void }

/** A closed request: what came of it, to be read. */
export function Noted({ row, note }: { row: Row; note: string | undefined }) {
  const t = words.outcome;
  return (
    <section class="outcome noted">
      <h2>{t.heading}</h2>
      <p role="status" class="state">{row.outcome === null ? '' : t.saved(t[row.outcome])}</p>
      <h2>{t.noteWas}</h2>
      <p class="note">{note ?? t.noteNone}</p>
    </section>
  );
}

/** What came of it, with a note that is sealed here before it is sent. */
export function OutcomePart({ row, unsealed, api, fail, noted }: Props) {
  const [outcome, setOutcome] = useState<Outcome>();
  const [note, setNote] = useState(unsealed?.note ?? '');
  const [saving, setSaving] = useState(false);
  const [said, setSaid] = useState(row.outcome === null ? '' : words.outcome.saved(words.outcome[row.outcome]));
  const t = words.outcome;
  const left = NOTE_BYTES - bytesOf(note);

  async function save(chosen: Outcome): Promise<void> {
    const sealed = note.trim() === '' ? undefined : unsealed?.sealNote(note.trim());
    await api.note(row.id, { outcome: chosen, ...(sealed !== undefined && { note: sealed }) });
    setSaid(t.saved(t[chosen]));
    noted(`${t[chosen]} · ${words.kind[row.kind] ?? row.kind} · ${row.languageName} · ${row.countryName}`);
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (outcome === undefined) return setSaid(t.choose);
    if (saving || left < 0) return;
    setSaving(true);
    save(outcome).catch(fail).finally(() => setSaving(false));
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
      {unsealed === undefined ? <p class="quiet">{t.noteNot}</p> : (
        <>
          <label for="note">{t.note}</label>
          <textarea id="note" rows={3} value={note} aria-describedby="note-hint" onInput={(event) => setNote(event.currentTarget.value)} />
          <p id="note-hint" class="quiet">{t.noteHint} {left < 200 && <span class={left < 0 ? 'over' : ''}>{t.left(left)}</span>}</p>
        </>
      )}
      <button class="main" type="submit" disabled={saving || left < 0}>{saving ? t.saving : t.save}</button>
      <p class="state" role="status">{said}</p>
    </form>
  );
}
