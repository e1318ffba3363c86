import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Setting, Snapshot } from './exchange-link.ts';

/** The phone's display: exactly the text that came, and a box to answer where one is expected. */
export function Screen({ phone, typed, onTyped, onSend, networks, status, children }: {
  phone: Snapshot; typed: string; onTyped: (typed: string) => void; onSend: () => void;
  networks: Setting['networks']; status: string; children: ComponentChildren;
}) {
  const answer = useRef<HTMLInputElement>(null);
  const { state } = phone;
  // on a computer the answer can be typed at once; on a touch screen focus would cover the phone with a keyboard
  useEffect(() => { if (state === 'screen' && matchMedia('(pointer: fine)').matches) answer.current?.focus({ preventScroll: true }); }, [state, phone.version]);
  const text = state === 'idle' ? '' : phone.text;
  const asks = state === 'screen';
  const dialling = (state === 'idle' || state === 'ended' || state === 'error') && typed !== '';
  return <div class={`screen ${state}`}>
    <div class="bar"><span>{networks.find((one) => one.code === phone.network)?.name ?? phone.network}</span><span class="status">{status}</span></div>
    {children || <>
      <div class="words" role="status" aria-live="polite" aria-atomic="true" dir="auto">{dialling ? '' : text || (typed === '' ? 'Dial a code or a number.' : '')}</div>
      {dialling && <div class="typed" dir="ltr">{typed}</div>}
      {asks && <form class="answer" onSubmit={(event) => { event.preventDefault(); onSend(); }}>
        <label class="unseen" for={`answer-${phone.id}`}>Your answer</label>
        <input id={`answer-${phone.id}`} ref={answer} value={typed} dir="auto" maxLength={182} autoComplete="off" enterkeyhint="send"
          onInput={(event) => onTyped(event.currentTarget.value)} />
      </form>}
    </>}
    {phone.length !== undefined && !children && <div class="length">{phone.length}</div>}
  </div>;
}
