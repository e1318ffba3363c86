import { useState } from 'preact/hooks';
import { toWords } from '../../../sealing/sheet.ts';
import { isStrong, tidy } from './own-keys.ts';
import { words } from '../words.ts';

const WORDS_MADE = 7; // 56 bits, behind Argon2id

export interface Chosen { readonly first: string; readonly again: string }
export const NOTHING_CHOSEN: Chosen = { first: '', again: '' };
/** The passphrase, once it is long enough and was typed twice alike. */
export const passphraseOf = ({ first, again }: Chosen): string | undefined => (isStrong(first) && tidy(first) === tidy(again) ? tidy(first) : undefined);

/** Two fields for a new passphrase, or one made of random words, which are shown to be written down. */
export function NewPassphrase({ chosen, choose }: { chosen: Chosen; choose(chosen: Chosen): void }) {
  const [shown, setShown] = useState(false);
  const t = words.passphrase;
  const kind = (shown ? 'text' : 'password') as 'password';
  const make = (): void => {
    const made = toWords(crypto.getRandomValues(new Uint8Array(WORDS_MADE))).join(' ');
    setShown(true);
    choose({ first: made, again: '' });
  };
  const wrong = chosen.first !== '' && !isStrong(chosen.first) ? t.weak : chosen.again !== '' && tidy(chosen.first) !== tidy(chosen.again) ? t.differ : undefined;
  return (
    <>
      <label for="passphrase-new">{t.first}</label>
      <div class="with-button">
        <input id="passphrase-new" required maxLength={200} type={kind} value={chosen.first} aria-describedby="passphrase-hint" autocomplete="new-password" autocapitalize="none" spellcheck={false} onInput={(event) => choose({ ...chosen, first: event.currentTarget.value })} />
        <button type="button" aria-pressed={shown} aria-controls="passphrase-new passphrase-again" onClick={() => setShown(!shown)}>{shown ? words.signIn.hide : words.signIn.show}</button>
      </div>
      <p id="passphrase-hint" class="quiet">{t.hint} <button type="button" class="plain inline" onClick={make}>{t.make}</button></p>
      <label for="passphrase-again">{t.again}</label>
      <input id="passphrase-again" required maxLength={200} type={kind} value={chosen.again} autocomplete="new-password" autocapitalize="none" spellcheck={false} onInput={(event) => choose({ ...chosen, again: event.currentTarget.value })} />
      {wrong !== undefined && <p class="quiet over" role="status">{wrong}</p>}
    </>
  );
}
