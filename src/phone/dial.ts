import { Malformed, type Action } from './document.ts';
import { callTime } from './form.ts';
import { untilEnded } from './hearing.ts';
import type { HangupCause } from './ended.ts';
import type { Leg, Party } from './leg.ts';
import type { InCall, Phone } from './phones.ts';
import { ringPhone } from './ring.ts';

/** The far end of a Dial: it hears the caller, and knows nothing of the line. */
class DialledPhone implements Party, InCall {
  readonly phone: Phone;
  readonly #leg: Leg;
  constructor(phone: Phone, leg: Leg) { this.phone = phone; this.#leg = leg; }
  key(): void { /* nobody gathers keys on this side */ }
  say(words: string): void { this.#leg.phone.hear('other phone', words, 0.5 + words.length / 14); }
  hangUp(): void { this.#leg.end('NORMAL_CLEARING'); }
  end(_cause: HangupCause): void {
    if (this.phone.call !== this) return;
    this.phone.call = undefined;
    this.phone.hush();
    this.phone.show('ended', 'Call ended');
  }
}

/** Rings the numbers, all at once or one after the other. Resolves when nobody picked up; else ends with the call. */
export async function dial(leg: Leg, action: Extract<Action, { tag: 'Dial' }>): Promise<void> {
  const { exchange } = leg;
  const from = action.callerId ?? leg.lineNumber;
  if (!exchange.isLine(from)) throw new Malformed('callerId of <Dial> is not a number of the line');
  leg.sounded();
  if (action.ringBackTone !== undefined) {
    const clip = await exchange.clips.fetch(action.ringBackTone);
    if (!('silent' in clip)) leg.phone.hear('music', action.ringBackTone, clip.seconds, clip);
  }
  const groups = action.sequential ? action.phoneNumbers.map((one) => [one]) : [action.phoneNumbers];
  for (const group of groups) {
    const picked = await firstToPickUp(leg, group, from);
    if (picked === undefined) continue;
    const started = exchange.now();
    const far = new DialledPhone(picked, leg);
    picked.call = far;
    picked.show('connected', 'Connected', { other: from });
    leg.join(far);
    if (action.maxDuration !== undefined) {
      const cancel = exchange.pace.after(action.maxDuration, () => leg.end('NORMAL_CLEARING'));
      leg.signal.addEventListener('abort', cancel, { once: true });
    }
    try { await untilEnded(leg); } finally {
      leg.final = {
        ...leg.final, dialDestinationNumber: exchange.written(picked.number, picked), dialStartTime: callTime(started),
        dialDurationInSeconds: String(Math.round((exchange.now() - started) / 1000 * exchange.pace.speedup)),
        lastBridgeHangupCause: 'NORMAL_CLEARING',
      };
    }
  }
  leg.phone.hush();
}

async function firstToPickUp(leg: Leg, numbers: readonly string[], from: string): Promise<Phone | undefined> {
  const race = new AbortController();
  const signal = AbortSignal.any([leg.signal, race.signal]);
  try {
    return await Promise.any(numbers.map(async (number) => {
      const phone = leg.exchange.phoneAt(number);
      if (await ringPhone(leg.exchange, phone, from, signal) !== 'answered') throw new Error('not picked up');
      return phone!;
    }));
  } catch {
    leg.signal.throwIfAborted();
    return undefined;
  } finally { race.abort(); }
}
