import { useEffect, useRef, useState } from 'preact/hooks';
import type { Me } from '../../wire.ts';
import type { Api } from '../api.ts';
import { allowSound } from '../frame/sound.ts';
import { words } from '../words.ts';
import { deriveKeys, tidy } from './own-keys.ts';
import { useDoing } from './use-doing.ts';
import type { Comer } from './door.tsx';

interface Props { readonly api: Api; readonly me: Me; readonly said: string | undefined; came(comer: Comer): Promise<void> }

/** Name and passphrase. The passphrase stays here; the server is shown half of what it derives. */
export function SignIn({ api, me, said, came }: Props) {
  const { doing, why, run } = useDoing();
  const [shown, setShown] = useState(false);
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
    await came({ wrappingKey, answer: await api.signIn(who, proof) });
  }

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    allowSound();
    void run(open).then((did) => { if (!did) passphrase.current?.select(); });
  };

  return (
    <form class="sign-in" onSubmit={submit} aria-busy={doing}>
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
      <button class="main" type="submit" disabled={doing}>{doing ? t.working : t.go}</button>
      <p class="quiet">{t.lead}</p>
      {me.mode === 'demo' && <p class="quiet">{t.demo}</p>}
      <details class="quiet"><summary>{t.otherWays}</summary>
        <ul><li><a href="#join">{t.join}</a></li><li>{t.lost}</li><li>{t.lostDevice}</li><li><a href="#recover">{t.recover}</a></li></ul>
      </details>
      <p class="quiet bundle">{t.bundle} <code>{me.bundle.slice(0, 16)}</code></p>
    </form>
  );
}
