import { useEffect, useRef, useState } from 'preact/hooks';
import type { Me } from '../../wire.ts';
import { whyOf, type Api, type Trouble } from '../api.ts';
import { deriveKeys, Keys } from './keys.ts';
import { allowSound } from '../frame/sound.ts';
import { words } from '../words.ts';

interface Props { readonly api: Api; readonly me: Me; readonly said: string | undefined; done(me: Me, keys: Keys): void }

/** Name and passphrase. The passphrase stays here; the server is shown half of what it derives. */
export function SignIn({ api, me, said, done }: Props) {
  const [working, setWorking] = useState(false);
  const [shown, setShown] = useState(false);
  const [why, setWhy] = useState<Trouble>();
  const passphrase = useRef<HTMLInputElement>(null);
  const name = useRef<HTMLInputElement>(null);
  const t = words.signIn;
  useEffect(() => { (me.mode === 'demo' ? passphrase : name).current?.focus(); }, []);

  async function open(): Promise<void> {
    const who = name.current?.value ?? '';
    const typed = passphrase.current?.value ?? '';
    // Whatever the session was, its token is asked for anew: the line may have been started again meanwhile.
    await api.me();
    const { salt } = await api.salt(who);
    const { proof, wrappingKey } = await deriveKeys(tidy(typed), salt);
    const signedIn = await api.signIn(who, proof);
    done(signedIn.me, new Keys(wrappingKey, signedIn));
  }

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (working) return;
    allowSound();
    setWorking(true);
    setWhy(undefined);
    open().catch((error: unknown) => {
      setWhy(whyOf(error));
      setWorking(false);
      passphrase.current?.select();
    });
  };

  return (
    <main class="alone">
      {me.mode === 'demo' && <p class="demo"><strong>{words.demo}.</strong> {words.demoMore}</p>}
      <form class="sign-in" onSubmit={submit} aria-busy={working}>
        <p class="brand">{words.product} · {me.organisation}</p>
        <h1>{t.heading}</h1>
        {said !== undefined && <p class="said" role="status">{said}</p>}
        {why !== undefined && <p class="wrong" role="alert">{words.why[why]}</p>}
        <label for="name">{t.name}</label>
        <input id="name" ref={name} required maxLength={64} autocomplete="username" autocapitalize="none" spellcheck={false} defaultValue={me.mode === 'demo' ? 'demo' : ''} />
        <label for="passphrase">{t.passphrase}</label>
        <div class="with-button">
          <input id="passphrase" ref={passphrase} required maxLength={200} type={(shown ? 'text' : 'password') as 'password'} autocomplete="current-password" autocapitalize="none" spellcheck={false} />
          <button type="button" aria-pressed={shown} aria-controls="passphrase" onClick={() => setShown(!shown)}>{shown ? t.hide : t.show}</button>
        </div>
        <button class="main" type="submit" disabled={working}>{working ? t.working : t.go}</button>
        <p class="quiet">{t.lead}</p>
        {me.mode === 'demo' && <p class="quiet">{t.demo}</p>}
      </form>
    </main>
  );
}

/** Passphrases are words with one space between them, however they were copied. */
const tidy = (words: string): string => words.trim().toLowerCase().replace(/\s+/g, ' ');
