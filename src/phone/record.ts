import type { Action } from './document.ts';
import { silentMp3 } from './clip.ts';
import { sound } from './hearing.ts';
import type { Leg } from './leg.ts';

const RECORDINGS_KEPT = 100;

/**
 * Records what the phone says until the key, the longest length, the silence or the end of the call. Resolves to the
 * recording's address, '' when nothing was said. A Record without attributes lasts until the end of the call.
 */
export async function record(leg: Leg, action: Extract<Action, { tag: 'Record' }>): Promise<string> {
  if (action.prompt !== undefined) await sound(leg, action.prompt, leg.signal);
  leg.sounded();
  if (action.playBeep) leg.phone.hear('beep', '', 0.3);
  let seconds = 0;
  const keep = (): string => {
    leg.onWords = undefined;
    leg.onKey = undefined;
    if (seconds === 0) return '';
    const name = `${leg.exchange.newId('')}.mp3`;
    const { recordings } = leg.exchange;
    recordings.set(name, silentMp3(seconds));
    if (recordings.size > RECORDINGS_KEPT) recordings.delete([...recordings.keys()][0]!);
    return `${leg.exchange.address()}/carrier/recordings/${name}`;
  };
  return new Promise((resolve, reject) => {
    const { pace } = leg.exchange;
    let cancelSilence = (): void => {};
    const over = (): void => { cancelSilence(); cancelLongest(); leg.signal.removeEventListener('abort', ended); };
    const finish = (): void => { over(); resolve(keep()); };
    // after the hang-up only the final notification can still carry the address
    const ended = (): void => { over(); leg.final = { ...leg.final, recordingUrl: keep() }; reject(leg.signal.reason); };
    const listen = (): void => { cancelSilence(); if (!action.terminal) cancelSilence = pace.after(action.timeout, finish); };
    const cancelLongest = action.maxLength === undefined ? () => {} : pace.after(action.maxLength, finish);
    leg.signal.addEventListener('abort', ended, { once: true });
    leg.onWords = (words) => { seconds += 0.5 + words.length / 14; listen(); };
    leg.onKey = (key) => { if (!action.terminal && key === action.finishOnKey) finish(); };
    listen();
  });
}
