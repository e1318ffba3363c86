import { useRef, useState } from 'preact/hooks';
import { sealDeskSecret, vouchFor, type Pair } from '../../../sealing/desk-keys.ts';
import { join, readSheet } from '../../../sealing/sheet.ts';
import { NotDone, type Api } from '../api.ts';
import { words } from '../words.ts';
import { fromBase64, toBase64 } from './bytes.ts';
import type { Comer } from './door.tsx';
import { openWithSheet } from './hand-out.ts';
import { NewPassphrase, NOTHING_CHOSEN, passphraseOf } from './new-passphrase.tsx';
import { makeOwnKeys } from './own-keys.ts';
import { useDoing } from './use-doing.ts';

interface Opened { readonly keys: ReadonlyMap<string, Pair>; readonly colleagues: readonly { id: string; name: string }[] }

/** With the recovery sheet an operator who lost everything else comes in again, and hands the others their keys. */
export function Recover({ api, came }: { readonly api: Api; came(comer: Comer): Promise<void> }) {
  const { doing, why, run } = useDoing();
  const [opened, setOpened] = useState<Opened>();
  const [wrong, setWrong] = useState<string>();
  const [chosen, choose] = useState(NOTHING_CHOSEN);
  const [who, setWho] = useState('');
  const whole = useRef<HTMLTextAreaElement>(null);
  const other = useRef<HTMLTextAreaElement>(null);
  const t = words.recover;
  const passphrase = passphraseOf(chosen);

  async function readKey(): Promise<Uint8Array | undefined> {
    const parts = [whole, other].map((field) => field.current?.value.trim() ?? '').filter((text) => text !== '');
    const read = await Promise.all(parts.map(readSheet));
    const bad = read.find((one) => 'wrong' in one);
    if (bad !== undefined && 'wrong' in bad) { setWrong(t.wrong[bad.wrong]); return undefined; }
    const [one, two] = read as Uint8Array[];
    return one && two ? join(one, two) : one;
  }
  const open = (): void => void run(async () => {
    setWrong(undefined);
    const key = await readKey();
    if (key === undefined) return;
    await api.me();
    const sheet = await openWithSheet(key);
    const { box, publicKey } = await api.beginRecovery();
    if (publicKey !== sheet.publicKey) throw new NotDone('recovery');
    const { keys, colleagues } = await api.recovery(sheet.answer(box));
    setOpened({ keys: sheet.open(keys), colleagues });
    setWho(colleagues[0]?.id ?? '');
  });
  const renew = (): void => void run(async () => {
    if (opened === undefined || passphrase === undefined) return;
    const { keys, wrappingKey } = await makeOwnKeys(passphrase);
    const publicKey = fromBase64(keys.publicKey);
    const held = [...opened.keys].map(([epoch, pair]) => ({ epoch, sealed: toBase64(sealDeskSecret(publicKey, pair)) }));
    const [epoch, latest] = newest(opened.keys);
    await came({ wrappingKey, answer: await api.recover(who, { keys, held, epoch, mac: toBase64(vouchFor(latest, who, publicKey)) }) });
  });
  const submit = (event: SubmitEvent): void => { event.preventDefault(); if (opened === undefined) open(); else renew(); };

  return (
    <form class="sign-in wide" onSubmit={submit} aria-busy={doing}>
      <h1>{t.heading}</h1>
      {(wrong ?? why) !== undefined && <p class="wrong" role="alert">{wrong ?? (why && words.why[why])}</p>}
      {opened === undefined ? (
        <>
          <p class="quiet">{t.lead}</p>
          <label for="sheet">{t.sheet}</label>
          <textarea id="sheet" ref={whole} rows={5} required autocomplete="off" autocapitalize="none" spellcheck={false} />
          <label for="other-half">{t.other}</label>
          <textarea id="other-half" ref={other} rows={5} autocomplete="off" autocapitalize="none" spellcheck={false} />
          <button class="main" type="submit" disabled={doing}>{doing ? words.signIn.working : t.open}</button>
        </>
      ) : (
        <>
          <p class="quiet">{t.opened}</p>
          <label for="who">{t.who}</label>
          <select id="who" value={who} onChange={(event) => setWho(event.currentTarget.value)}>{opened.colleagues.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select>
          <NewPassphrase chosen={chosen} choose={choose} />
          <button class="main" type="submit" disabled={doing || passphrase === undefined}>{doing ? words.signIn.working : t.renew}</button>
        </>
      )}
      <p class="quiet"><a href="#">{words.join.back}</a></p>
    </form>
  );
}

/** By the names desk keys have: months, and what follows in one. */
export function newest(keys: ReadonlyMap<string, Pair>): [string, Pair] {
  const order = (name: string): number => Number(name.replace('-', '').split('.')[0]) * 1000 + Number(name.split('.')[1] ?? 0);
  const found = [...keys].sort(([a], [b]) => order(b) - order(a))[0];
  if (found === undefined) throw new NotDone('recovery');
  return found;
}
