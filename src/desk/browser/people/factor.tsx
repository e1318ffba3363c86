import { useRef, useState } from 'preact/hooks';
import type { Half, SignedIn } from '../../wire.ts';
import { NotDone, type Api } from '../api.ts';
import { words } from '../words.ts';
import { CodeField } from './code-field.tsx';
import { makePasskey, passkeysWork, showPasskey } from './passkeys.ts';
import { Qr } from './qr.tsx';
import { useDoing } from './use-doing.ts';

interface Props { readonly api: Api; done(signedIn: SignedIn): Promise<void> }

/** The second factor of somebody who has one. */
export function ShowFactor({ api, half, done }: Props & { half: Extract<Half, { need: 'factor' }> }) {
  const { doing, why, run } = useDoing();
  const code = useRef<HTMLInputElement>(null);
  const t = words.factor;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void run(async () => done(await api.signInByCode(code.current?.value.trim() ?? ''))).then((did) => { if (!did) code.current?.select(); });
  };
  return (
    <form class="sign-in" onSubmit={submit} aria-busy={doing}>
      <h1>{t.heading}</h1>
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]}</p>}
      {half.passkeys && <button type="button" class="main" disabled={doing} onClick={() => void run(async () => done(await api.signInByPasskey(await showPasskey(await api.beginPasskey()))))}>{t.passkey}</button>}
      {half.codes && <CodeField field={code} doing={doing} />}
      <p class="quiet">{t.lost}</p>
    </form>
  );
}

/** Sets a second factor: a passkey, or a generator of codes in a telephone. */
export function SetFactor({ api, lead, done }: { readonly api: Api; readonly lead: string; done(signedIn: SignedIn | object): Promise<void> }) {
  const { doing, why, run, say } = useDoing();
  const [made, setMade] = useState<{ seed: string; uri: string }>();
  const code = useRef<HTMLInputElement>(null);
  const t = words.factor;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void run(async () => done(await api.setCodes(code.current?.value.trim() ?? ''))).then((did) => { if (!did) code.current?.select(); });
  };
  return (
    <form class="sign-in" onSubmit={submit} aria-busy={doing}>
      <h1>{t.set}</h1>
      <p class="quiet">{lead}</p>
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]}</p>}
      {made === undefined ? (
        <>
          <button type="button" class="main" disabled={doing || !passkeysWork()} onClick={() => void run(async () => done(await api.addPasskey(await makePasskey(await api.offerPasskey()))))}>{t.setPasskey}</button>
          <p class="quiet">{passkeysWork() ? t.passkeyHint : t.passkeyNot}</p>
          <button type="button" disabled={doing} onClick={() => void run(async () => setMade(await api.beginCodes()))}>{t.setCodes}</button>
          <p class="quiet">{t.codesHint}</p>
        </>
      ) : (
        <>
          <p>{t.scan}</p>
          <Qr text={made.uri} label={t.qr} />
          <p class="quiet">{t.orType} <code class="seed">{made.seed.replace(/(.{4})/g, '$1 ').trim()}</code></p>
          <CodeField field={code} doing={doing} />
          <button type="button" class="plain" onClick={() => { setMade(undefined); say(undefined); }}>{t.otherWay}</button>
        </>
      )}
    </form>
  );
}

/** An answer that lets somebody in, of a call that may also only have set something. */
export function asSignedIn(came: SignedIn | object): SignedIn {
  if ('me' in came) return came;
  throw new NotDone('trouble');
}
