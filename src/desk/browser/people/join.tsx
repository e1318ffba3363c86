import { useEffect, useRef, useState } from 'preact/hooks';
import type { Api } from '../api.ts';
import { allowSound } from '../frame/sound.ts';
import { words } from '../words.ts';
import type { Comer } from './door.tsx';
import { NewPassphrase, NOTHING_CHOSEN, passphraseOf } from './new-passphrase.tsx';
import { makeOwnKeys, tidy } from './own-keys.ts';
import { useDoing } from './use-doing.ts';

/** Whoever was invited makes their own keys, here. */
export function Join({ api, came }: { readonly api: Api; came(comer: Comer): Promise<void> }) {
  const { doing, why, run } = useDoing();
  const [chosen, choose] = useState(NOTHING_CHOSEN);
  const name = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);
  const t = words.join;
  useEffect(() => { name.current?.focus(); }, []);
  const passphrase = passphraseOf(chosen);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (passphrase === undefined) return;
    allowSound();
    void run(async () => {
      await api.me();
      const { keys, wrappingKey } = await makeOwnKeys(passphrase);
      await came({ wrappingKey, answer: await api.join(name.current?.value ?? '', tidy(code.current?.value ?? ''), keys) });
    });
  };
  return (
    <form class="sign-in" onSubmit={submit} aria-busy={doing}>
      <h1>{t.heading}</h1>
      <p class="quiet">{t.lead}</p>
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]}</p>}
      <label for="name">{words.signIn.name}</label>
      <input id="name" ref={name} required maxLength={64} autocomplete="username" autocapitalize="none" spellcheck={false} />
      <label for="invitation">{t.code}</label>
      <input id="invitation" ref={code} required maxLength={200} autocomplete="off" autocapitalize="none" spellcheck={false} />
      <NewPassphrase chosen={chosen} choose={choose} />
      <button class="main" type="submit" disabled={doing || passphrase === undefined}>{doing ? words.signIn.working : t.go}</button>
      <p class="quiet"><a href="#">{t.back}</a></p>
    </form>
  );
}
