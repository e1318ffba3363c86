import { useEffect, useState } from 'preact/hooks';
import { halve, SHEET_WORDS, writeSheet } from '../../../sealing/sheet.ts';
import { words } from '../words.ts';

/** Which words are asked back: so that nobody goes on without having the sheet in hand. */
const ASKED = [3, 17, 31];

interface Props { readonly sheetKey: Uint8Array; readonly organisation: string; readonly doing: boolean; done(): void }

/** A recovery sheet to print or to write down, whole or in two halves, and the proof that somebody did. */
export function Sheet({ sheetKey, organisation, doing, done }: Props) {
  const [halves, setHalves] = useState(false);
  const [sheets, setSheets] = useState<readonly (readonly string[])[]>([]);
  const [typed, setTyped] = useState<readonly string[]>(ASKED.map(() => ''));
  const t = words.sheet;
  useEffect(() => {
    const parts = halves ? halve(sheetKey, (n) => crypto.getRandomValues(new Uint8Array(n))) : [sheetKey];
    void Promise.all(parts.map(writeSheet)).then(setSheets);
    setTyped(ASKED.map(() => ''));
  }, [halves, sheetKey]);
  const last = sheets[sheets.length - 1] ?? [];
  const right = ASKED.every((nth, at) => typed[at]?.trim().toLowerCase() === last[nth - 1]);
  return (
    <section class="recovery-sheet">
      <p>{t.lead}</p>
      <label class="tick"><input type="checkbox" checked={halves} onChange={(event) => setHalves(event.currentTarget.checked)} /> {t.halves}</label>
      {sheets.map((sheet, nth) => (
        <div class="print" key={nth}>
          <h2>{sheets.length === 1 ? t.title(organisation) : t.titleHalf(organisation, nth + 1)}</h2>
          <ol class="sheet">{sheet.map((word, at) => <li key={at}>{word}</li>)}</ol>
          <p class="quiet">{t.foot}</p>
        </div>
      ))}
      <button type="button" onClick={() => print()}>{t.print}</button>
      <fieldset>
        <legend>{sheets.length === 1 ? t.askBack : t.askBackHalf}</legend>
        {ASKED.map((nth, at) => (
          <label key={nth} class="asked">{t.word(nth)}
            <input maxLength={20} autocomplete="off" autocapitalize="none" spellcheck={false} value={typed[at]} onInput={(event) => { const { value } = event.currentTarget; setTyped((was) => was.map((one, i) => (i === at ? value : one))); }} />
          </label>
        ))}
      </fieldset>
      <button type="button" class="main" disabled={!right || doing || last.length !== SHEET_WORDS} onClick={done}>{doing ? words.signIn.working : t.done}</button>
    </section>
  );
}
