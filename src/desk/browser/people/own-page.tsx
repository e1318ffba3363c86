import { useEffect, useRef, useState } from 'preact/hooks';
import { unwrapSecret } from '../../../sealing/desk-keys.ts';
import type { SignedIn } from '../../wire.ts';
import { NotDone } from '../api.ts';
import type { RoomProps } from '../rooms.ts';
import { words } from '../words.ts';
import { fromBase64, toBase64 } from './bytes.ts';
import { SetFactor } from './factor.tsx';
import { wordsOf } from './hand-out.ts';
import { NewPassphrase, NOTHING_CHOSEN, passphraseOf } from './new-passphrase.tsx';
import { deriveKeys, makeOwnKeys, tidy } from './own-keys.ts';
import { useDoing } from './use-doing.ts';

/** One's own passphrase, second keys, and the words colleagues know them by. */
export function Page({ api, advocate, keys, back, toRequest }: RoomProps) {
  const [own, setOwn] = useState<Awaited<ReturnType<typeof api.own>>>();
  const [adding, setAdding] = useState(false);
  const [said, setSaid] = useState('');
  const [mine, setMine] = useState('');
  const [chosen, choose] = useState(NOTHING_CHOSEN);
  const old = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const { doing, why, run } = useDoing();
  const t = words.own;
  const load = async (): Promise<void> => setOwn(await api.own());
  useEffect(() => {
    heading.current?.focus();
    void run(load);
    void wordsOf(toBase64(keys.publicKey)).then(setMine);
  }, []);
  const passphrase = passphraseOf(chosen);

  /** The same key pair under another passphrase: whatever was handed to it stays open. */
  const change = (event: SubmitEvent): void => {
    event.preventDefault();
    if (passphrase === undefined) return;
    void run(async () => {
      const { salt } = await api.salt(advocate.name);
      const { proof, wrappingKey } = await deriveKeys(tidy(old.current?.value ?? ''), salt);
      const { wrappedSecret, publicKey } = await api.wrapped(proof);
      const pair = unwrap(wrappingKey, publicKey, wrappedSecret);
      const made = await makeOwnKeys(passphrase, pair);
      made.wrappingKey.fill(0);
      pair.secretKey.fill(0);
      await api.changePassphrase(proof, made.keys);
      choose(NOTHING_CHOSEN);
      if (old.current !== null) old.current.value = '';
      setSaid(t.changed);
    });
  };
  const drop = (factor: 'codes' | { passkey: string }): void => void run(async () => { await api.dropFactor(factor); await load(); });

  return (
    <main id="page" class="page own" aria-busy={doing}>
      <button class="plain back" onClick={back}>← {toRequest ? words.counts.backToRequest : words.request.back}</button>
      <h1 ref={heading} tabIndex={-1}>{t.heading}</h1>
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]}</p>}
      <p class="said" role="status" hidden={said === ''}>{said}</p>
      <section>
        <h2>{t.words}</h2>
        <p><code class="code">{mine}</code></p>
        <p class="quiet">{t.wordsHint}</p>
      </section>
      <section>
        <h2>{t.factors}</h2>
        {own !== undefined && !own.codes && own.passkeys.length === 0 && <p>{t.none}</p>}
        <ul class="plain-list">
          {own?.codes && <li>{t.codes} <button onClick={() => drop('codes')}>{t.drop}</button></li>}
          {own?.passkeys.map((one, nth) => <li key={one.id}>{t.passkey(nth + 1)} <button onClick={() => drop({ passkey: one.id })}>{t.drop}</button></li>)}
        </ul>
        {adding
          ? <SetFactor api={api} lead="" done={async (_: SignedIn | object) => { setAdding(false); setSaid(t.added); await load(); }} />
          : <button class="start" onClick={() => setAdding(true)}>{t.add}</button>}
      </section>
      <section>
        <h2>{t.passphrase}</h2>
        <form class="card" onSubmit={change}>
          <label for="passphrase-old">{t.old}</label>
          <input id="passphrase-old" ref={old} type="password" required maxLength={200} autocomplete="current-password" />
          <NewPassphrase chosen={chosen} choose={choose} />
          <button class="main" type="submit" disabled={doing || passphrase === undefined}>{t.change}</button>
        </form>
      </section>
    </main>
  );
}

function unwrap(wrappingKey: Uint8Array, publicKey: string, wrapped: string) {
  try {
    return unwrapSecret(wrappingKey, fromBase64(publicKey), fromBase64(wrapped));
  } catch {
    throw new NotDone('wrong');
  } finally {
    wrappingKey.fill(0);
  }
}
