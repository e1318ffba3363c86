import type { Prompt } from './document.ts';
import type { Leg } from './leg.ts';
import { unlessAborted } from './pace.ts';

/** Seconds between two sounds of a call. */
const GAP = 0.15;

/** Plays a prompt to its end. A clip that cannot be had is silence, and the phone says why. */
export async function sound(leg: Leg, prompt: Prompt, signal: AbortSignal): Promise<void> {
  leg.sounded();
  if (prompt.tag === 'Say') {
    if (/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(prompt.text)) leg.phone.fault('The carrier\'s English voice cannot say these words.');
    const seconds = Math.max(0.5, prompt.text.length / 14) + (prompt.playBeep ? 0.4 : 0);
    leg.phone.hear('voice', prompt.text, seconds);
    await leg.exchange.pace.wait(seconds + GAP, signal);
    return;
  }
  const clip = await unlessAborted(leg.exchange.clips.fetch(prompt.url), signal);
  if ('silent' in clip) { leg.phone.fault(`A clip stayed silent: ${clip.silent}.`); return; }
  leg.phone.hear('clip', prompt.url, clip.seconds, clip);
  await leg.exchange.pace.wait(clip.seconds + GAP, signal);
}

/** A joined leg carries out nothing any more; only its end is left. */
export const untilEnded = (leg: Leg): Promise<never> => unlessAborted(new Promise<never>(() => {}), leg.signal);
