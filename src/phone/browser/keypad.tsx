import type { Snapshot } from './exchange-link.ts';

const KEYS: readonly (readonly [string, string])[] = [
  ['1', ''], ['2', 'abc'], ['3', 'def'], ['4', 'ghi'], ['5', 'jkl'], ['6', 'mno'], ['7', 'pqrs'], ['8', 'tuv'], ['9', 'wxyz'],
  ['*', ''], ['0', '+'], ['#', ''],
];

const NAMES: Record<string, string> = { '*': 'star', '#': 'hash' };

export function Keypad({ state, typed, onGreen, onRed, onKey }: {
  state: Snapshot['state']; typed: string; onGreen: () => void; onRed: () => void; onKey: (key: string) => void;
}) {
  const green = state === 'ringing' ? 'Answer' : state === 'screen' ? 'Send' : 'Call';
  const red = state === 'ringing' ? 'Decline' : state === 'screen' ? 'Cancel' : typed !== '' ? 'Clear' : state === 'ended' || state === 'error' ? 'Close' : 'End';
  const usable = state === 'ringing' || state === 'screen' || ((state === 'idle' || state === 'ended' || state === 'error') && typed !== '');
  return <div class="keypad">
    <button type="button" class="soft" tabIndex={-1} aria-hidden="true" disabled={!usable} onClick={onGreen}>{green}</button>
    <span class="rocker" aria-hidden="true" />
    <button type="button" class="soft" tabIndex={-1} aria-hidden="true" onClick={onRed}>{red}</button>
    <button type="button" class="green" aria-label={green} disabled={!usable} onClick={onGreen}><Receiver /></button>
    <span aria-hidden="true" />
    <button type="button" class="red" aria-label={red} onClick={onRed}><Receiver down /></button>
    {KEYS.map(([key, letters]) => <button type="button" key={key} class="key" data-key={key} aria-label={NAMES[key] ?? key} onClick={() => onKey(key)}>
      {key}<small aria-hidden="true">{letters}</small></button>)}
  </div>;
}

const Receiver = ({ down = false }: { down?: boolean }) =>
  <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" class={down ? 'down' : ''}>
    <path fill="currentColor" d="M6.6 10.8c1.4 2.8 3.8 5.1 6.6 6.6l2.2-2.2c.3-.3.7-.4 1-.2 1.1.4 2.3.6 3.6.6.6 0 1 .4 1 1V20c0 .6-.4 1-1 1C10.600 21 3 13.400 3 4c0-.6.4-1 1-1h3.500c.6 0 1 .4 1 1 0 1.300.2 2.500.6 3.600.1.3 0 .7-.2 1z" />
  </svg>;
