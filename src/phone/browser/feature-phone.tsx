import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { follow, post, type Setting, type Snapshot, type WireEntry } from './exchange-link.ts';
import { Keypad } from './keypad.tsx';
import { NetworkChoice } from './network.tsx';
import { Screen } from './screen.tsx';
import { Ear } from './sound.ts';
import { Switches } from './switches.tsx';
import { Texts } from './texts.tsx';
import { WireLog } from './wire-log.tsx';

const STATES: Record<Snapshot['state'], string> = {
  idle: 'Ready', waiting: 'Waiting for the network', screen: 'Answer the screen', ended: 'Done', calling: 'Calling',
  ringing: 'Incoming call', call: 'In call', connected: 'Connected', error: 'Problem',
};

const ENTRIES_SHOWN = 60;
/** Keys typed outside any box go to the phone used last. */
let lastUsed = '';

export function FeaturePhone({ first, setting }: { first: Snapshot; setting: Setting }) {
  const [phone, setPhone] = useState(first);
  const [typed, setTyped] = useState('');
  const [showTexts, setShowTexts] = useState(false);
  const [refusal, setRefusal] = useState('');
  const [lost, setLost] = useState(false);
  const [wire, setWire] = useState<WireEntry[]>([]);
  const ear = useMemo(() => new Ear(first.id), [first.id]);
  const body = useRef<HTMLElement>(null);

  useEffect(() => {
    if (lastUsed === '') lastUsed = first.id;
    ear.onLevel = ({ peak, rms }) => {
      if (body.current) { body.current.dataset['peak'] = peak.toFixed(4); body.current.dataset['rms'] = rms.toFixed(4); }
    };
    const stop = follow(first.id, {
      phone: (next) => setPhone((now) => {
        if (next.state !== now.state) setTyped('');
        return next;
      }),
      sound: (sound) => { ear.play(sound).catch(() => {}); },
      hush: () => ear.hush(),
      wire: (entry) => setWire((now) => [...now.filter((one) => one.n !== entry.n), entry].slice(-ENTRIES_SHOWN)),
      lost: setLost,
    });
    return () => { stop(); ear.close(); };
  }, [first.id]);
  useEffect(() => ear.ring(phone.state === 'ringing'), [phone.state]);

  const press = (verb: string, more?: object): void => {
    setRefusal('');
    post<Snapshot>(`/phones/${first.id}/${verb}`, more).catch((error: Error) => setRefusal(error.message));
  };
  const { state } = phone;
  const inCall = state === 'call' || state === 'connected';
  const busy = state === 'waiting' || state === 'calling';
  const resting = state === 'idle' || state === 'ended' || state === 'error';

  const green = (): void => {
    if (state === 'ringing') press('answer');
    else if (state === 'screen') { press('reply', { text: typed }); setTyped(''); }
    else if (resting && typed !== '') { press('dial', { to: typed }); setTyped(''); }
  };
  const red = (): void => {
    if (resting && typed !== '') setTyped('');
    else { setShowTexts(false); press('hangup'); }
  };
  const key = (one: string): void => {
    if (inCall) press('key', { key: one });
    else if (state === 'screen' || resting) setTyped((now) => (now + one).slice(0, 182));
  };
  const dial = (to: string): void => { setShowTexts(false); setTyped(''); press('dial', { to }); };

  const live = useRef({ green, red, key, erase: () => {} });
  live.current = { green, red, key, erase: () => setTyped((now) => [...now].slice(0, -1).join('')) };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const at = event.target as HTMLElement;
      const inside = body.current?.contains(at) ?? false;
      if (!(inside || (lastUsed === first.id && (at === document.body || !at.closest('.station'))))) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const typing = at.matches('input, textarea, select');
      if (event.key === 'Escape') { event.preventDefault(); live.current.red(); return; }
      if (typing || (event.key === 'Enter' && at.matches('button, a, summary'))) return;
      if (/^[\d*#]$/.test(event.key)) { event.preventDefault(); live.current.key(event.key); }
      else if (event.key === 'Enter') { event.preventDefault(); live.current.green(); }
      else if (event.key === 'Backspace') live.current.erase();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [first.id]);

  const code = setting.numbers.codes[0] ?? '';
  const others = setting.numbers.others ?? [];
  const fault = lost ? 'The carrier is out of reach. Start the line again; this page reconnects by itself.' : refusal || phone.fault;
  return <section class="station" ref={body} aria-label={`Phone ${phone.name || phone.number}`} data-state={state} data-number={phone.number}
    onPointerDown={() => { lastUsed = first.id; }} onFocusCapture={() => { lastUsed = first.id; }}>
    <div class="handset">
      <header class="brand"><h1>{phone.name || 'Phone'}</h1><span dir="ltr">{phone.number}</span></header>
      <Screen phone={phone} typed={typed} onTyped={setTyped} onSend={green} networks={setting.networks} status={STATES[state]}>
        {showTexts && resting && <Texts inbox={phone.inbox} to={setting.numbers.texts} onSend={(text) => press('text', { text })} />}
      </Screen>
      <Keypad state={state} typed={typed} onGreen={green} onRed={red} onKey={key} />
    </div>
    <div class="beside">
      {fault !== '' && <p class="fault" role="alert">{fault}</p>}
      <div class="quick" role="group" aria-label="Reach the line">
        <button type="button" disabled={!resting} onClick={() => dial(code)}>Dial <bdi dir="ltr">{code}</bdi></button>
        <button type="button" disabled={!resting} onClick={() => dial(setting.numbers.hotline)}>Call hotline</button>
        <button type="button" disabled={!resting} onClick={() => { setShowTexts(false); press('ring'); }}>Ring once</button>
        <button type="button" disabled={!resting} aria-pressed={showTexts} onClick={() => setShowTexts(!showTexts)}>
          Texts{phone.inbox.length > 0 ? ` (${phone.inbox.length})` : ''}</button>
      </div>
      {others.length > 0 && <div class="others" role="group" aria-label="Further numbers of the line">
        {others.map(({ dialled, to }) => <button type="button" key={dialled} disabled={!resting} onClick={() => dial(dialled)}>
          {dialled.startsWith('*') ? 'Dial' : 'Call'} <bdi dir="ltr">{dialled}</bdi> <small>{to}</small></button>)}
      </div>}
      {busy && <p class="hint">Please wait, or press the red key to stop.</p>}
      <NetworkChoice code={phone.network} networks={setting.networks} onChosen={(network) => press('network', { network })} />
      <Talk shown={inCall} sounds={phone.sounds} onSay={(words) => press('say', { words })} />
      <Switches phone={phone} setting={setting} onRefused={setRefusal} />
      <WireLog entries={wire} />
    </div>
  </section>;
}

const SPOKEN: Record<string, string> = { clip: 'Clip', voice: 'Carrier\'s voice', music: 'Music', beep: 'Beep', 'other phone': 'Other phone' };

/** What is heard in the call, as captions, and a box to say something into it. */
function Talk({ shown, sounds, onSay }: { shown: boolean; sounds: Snapshot['sounds']; onSay: (words: string) => void }) {
  const [words, setWords] = useState('');
  if (!shown && sounds.length === 0) return null;
  return <div class="talk">
    <h2>Heard in this call</h2>
    <ol class="heard" aria-live="polite">{sounds.slice(-6).map((one) => <li key={one.n}>
      <b>{SPOKEN[one.kind]}</b> <span dir="auto">{one.kind === 'clip' || one.kind === 'music' ? decodeURI(new URL(one.what).pathname) : one.what}</span>
      <small> {one.seconds.toFixed(1)} s</small></li>)}</ol>
    {shown && <form onSubmit={(event) => { event.preventDefault(); if (words.trim() !== '') onSay(words); setWords(''); }}>
      <label>Say into the phone <input value={words} maxLength={500} autoComplete="off" dir="auto" onInput={(event) => setWords(event.currentTarget.value)} /></label>
      <button type="submit">Say</button>
    </form>}
  </div>;
}
