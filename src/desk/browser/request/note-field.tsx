import { bytesOf, NOTE_BYTES } from '../people/keys.ts';
import { words } from '../words.ts';

const NEAR = 200;

export const tooLong = (note: string): boolean => bytesOf(note.trim()) > NOTE_BYTES;

/** Where a note is typed: says how much room is left, and refuses what is too long before it is sealed. */
export function NoteField({ id, label, hint = '', note, write }: { id: string; label: string; hint?: string; note: string; write(note: string): void }) {
  const t = words.outcome;
  const left = NOTE_BYTES - bytesOf(note.trim());
  return (
    <>
      <label for={id}>{label}</label>
      <textarea id={id} rows={3} value={note} aria-describedby={`${id}-hint`} aria-invalid={left < 0} onInput={(event) => write(event.currentTarget.value)} />
      <p id={`${id}-hint`} class="quiet">{hint} {left < NEAR && <span class={left < 0 ? 'over' : ''} role="status">{left < 0 ? t.over(-left) : t.left(left)}</span>}</p>
    </>
  );
}
