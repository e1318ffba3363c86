import { useEffect, useRef, useState } from 'preact/hooks';
import type { Role } from '../../../store/store.ts';
import type { Me } from '../../wire.ts';
import type { Api } from '../api.ts';
import { allowSound } from '../frame/sound.ts';
import { words } from '../words.ts';
import { fromBase64 } from './bytes.ts';
import type { Comer } from './door.tsx';
import { firstEpoch, makeRecovery } from './hand-out.ts';
import { NewPassphrase, NOTHING_CHOSEN, passphraseOf } from './new-passphrase.tsx';
import { makeOwnKeys, tidy } from './own-keys.ts';
import { Sheet } from './sheet.tsx';
import { useDoing } from './use-doing.ts';

/** The very first visit: the operator's account, the first desk key and the recovery sheet, all made here. */
export function SetUp({ api, me, came }: { readonly api: Api; readonly me: Me; came(comer: Comer): Promise<void> }) {
  const { doing, why, run } = useDoing();
  const [step, setStep] = useState<'account' | 'sheet'>('account');
  const [chosen, choose] = useState(NOTHING_CHOSEN);
  const [alsoCalls, setAlsoCalls] = useState(true);
  const [recovery, setRecovery] = useState<Awaited<ReturnType<typeof makeRecovery>>>();
  const [typed, setTyped] = useState({ code: '', name: '', phone: '' });
  const heading = useRef<HTMLHeadingElement>(null);
  const t = words.setUp;
  useEffect(() => { heading.current?.focus(); }, [step]);
  const passphrase = passphraseOf(chosen);

  const next = (event: SubmitEvent): void => {
    event.preventDefault();
    if (passphrase === undefined) return;
    allowSound();
    // A sheet that was written down already stays the one.
    void run(async () => { setRecovery(recovery ?? await makeRecovery()); setStep('sheet'); });
  };
  const finish = (): void => void run(async () => {
    if (passphrase === undefined || recovery === undefined) return;
    await api.me();
    const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const { keys, pair, wrappingKey } = await makeOwnKeys(passphrase);
    const { epoch, forRecovery } = firstEpoch(id, { ...pair, publicKey: fromBase64(keys.publicKey) }, recovery.pair, me.month);
    pair.secretKey.fill(0);
    const roles: Role[] = alsoCalls ? ['operator', 'coordinator', 'advocate'] : ['operator'];
    const person = { name: typed.name, roles, languages: alsoCalls ? me.languages.map(({ code }) => code) : [], skills: [], phone: typed.phone.trim() || null };
    const answer = await api.setUp({ code: tidy(typed.code), id, person, keys, epoch, recovery: forRecovery }).catch((error: unknown) => { setStep('account'); throw error; });
    await came({ wrappingKey, answer });
  });
  const field = (name: keyof typeof typed) => ({ id: name, value: typed[name], onInput: (event: { currentTarget: HTMLInputElement }) => { const { value } = event.currentTarget; setTyped((was) => ({ ...was, [name]: value })); } });

  return (
    <form class={step === 'sheet' ? 'sign-in wide' : 'sign-in'} onSubmit={next} aria-busy={doing}>
      <p class="brand">{words.product} · {me.organisation}</p>
      <p class="quiet">{t.step(step === 'account' ? 1 : 2)}</p>
      <h1 ref={heading} tabIndex={-1}>{step === 'account' ? t.heading : t.sheetHeading}</h1>
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]}</p>}
      {step === 'account' ? (
        <>
          <p class="quiet">{t.lead}</p>
          <label for="code">{t.code}</label>
          <input {...field('code')} required maxLength={200} autocomplete="off" autocapitalize="none" spellcheck={false} />
          <label for="name">{words.signIn.name}</label>
          <input {...field('name')} required maxLength={64} autocomplete="username" autocapitalize="none" spellcheck={false} />
          <NewPassphrase chosen={chosen} choose={choose} />
          <label class="tick"><input type="checkbox" checked={alsoCalls} onChange={(event) => setAlsoCalls(event.currentTarget.checked)} /> {t.alsoCalls}</label>
          {alsoCalls && <><label for="phone">{t.phone}</label><input {...field('phone')} type="tel" maxLength={40} autocomplete="tel" /><p class="quiet">{t.phoneHint}</p></>}
          <button class="main" type="submit" disabled={doing || passphrase === undefined}>{doing ? words.signIn.working : t.next}</button>
        </>
      ) : (
        <>
          {recovery !== undefined && <Sheet sheetKey={recovery.key} organisation={me.organisation} doing={doing} done={finish} />}
          <button type="button" class="plain" disabled={doing} onClick={() => setStep('account')}>← {t.back}</button>
        </>
      )}
    </form>
  );
}
