import { Malformed, type Action } from './document.ts';
import { callTime, type Fields } from './form.ts';
import { dial } from './dial.ts';
import { Ended } from './ended.ts';
import { sound, untilEnded } from './hearing.ts';
import type { Leg } from './leg.ts';
import { unlessAborted } from './pace.ts';
import { record } from './record.ts';

const MOST_DIGITS = 100;

/**
 * Carries out a document, element by element. Resolves to the fields of the next request, or undefined when the document
 * ran out, which ends the call. Throws Ended or Malformed.
 */
export async function carryOut(leg: Leg, actions: readonly Action[]): Promise<Fields | undefined> {
  for (const action of actions) {
    switch (action.tag) {
      case 'Say': case 'Play': await sound(leg, action, leg.signal); break;
      case 'GetDigits': {
        const digits = await gather(leg, action);
        // silence is not reported: the carrier goes on to the next element
        if (digits === '') break;
        if (action.callbackUrl !== undefined) leg.callback = asDelivered(leg, action.callbackUrl);
        return { dtmfDigits: digits };
      }
      case 'Record': {
        const recordingUrl = await record(leg, action);
        if (action.callbackUrl !== undefined) leg.callback = asDelivered(leg, action.callbackUrl);
        return { recordingUrl };
      }
      case 'Dial': await dial(leg, action); break;
      case 'Enqueue': return await enqueue(leg, action.name, action.holdMusic);
      case 'Dequeue': return await dequeue(leg, action.phoneNumber, action.name);
      case 'Redirect': leg.callback = action.url; return {};
      case 'Reject': throw new Ended('CALL_REJECTED');
    }
  }
  return undefined;
}

const asDelivered = (leg: Leg, url: string): string =>
  leg.exchange.faultsOf(leg.phone).dropQuery ? url.replace(/\?.*$/, '') : url;

/** The digits entered, '' for none. Time runs from the end of the prompt and anew from every key; a key cuts the prompt short. */
function gather(leg: Leg, action: Extract<Action, { tag: 'GetDigits' }>): Promise<string> {
  return new Promise((resolve, reject) => {
    const cutShort = new AbortController();
    let digits = '';
    let cancel = (): void => {};
    const over = (): void => { cancel(); leg.onKey = undefined; leg.signal.removeEventListener('abort', ended); };
    const ended = (): void => { over(); reject(leg.signal.reason); };
    const finish = (): void => { over(); resolve(digits); };
    const arm = (): void => { cancel(); cancel = leg.exchange.pace.after(action.timeout, finish); };
    leg.signal.addEventListener('abort', ended, { once: true });
    leg.onKey = (key) => {
      if (!cutShort.signal.aborted) { cutShort.abort(); leg.phone.hush(); }
      if (key === action.finishOnKey) return finish();
      digits += key;
      if (digits.length >= (action.numDigits ?? MOST_DIGITS)) return finish();
      arm();
    };
    if (action.prompt === undefined) return arm();
    sound(leg, action.prompt, AbortSignal.any([leg.signal, cutShort.signal])).then(
      () => { if (!cutShort.signal.aborted) arm(); },
      (error: unknown) => { if (!cutShort.signal.aborted) { over(); reject(error); } });
  });
}

/** Waits until another leg takes this one out, then until the bridge ends. */
async function enqueue(leg: Leg, name: string, holdMusic: string | undefined): Promise<never> {
  const { exchange } = leg;
  const since = exchange.now();
  leg.sounded();
  const taken = new Promise<Leg>((resolve) => {
    const leave = exchange.queues.enter(leg.lineNumber, name, { leg, since, taken: (by) => { leave(); resolve(by); } });
    leg.signal.addEventListener('abort', leave, { once: true });
  });
  leg.phone.show('call', 'Waiting\nStay on the line', { other: leg.lineNumber });
  if (holdMusic !== undefined) {
    const clip = await unlessAborted(Promise.race([exchange.clips.fetch(holdMusic), taken.then(() => undefined)]), leg.signal);
    if (clip && 'silent' in clip) leg.phone.fault(`The music stayed silent: ${clip.silent}.`);
    else if (clip) leg.phone.hear('music', holdMusic, clip.seconds, clip);
  }
  const by = await unlessAborted(taken, leg.signal);
  leg.tellDequeued({
    dequeueTime: callTime(exchange.now()),
    queueDurationInSeconds: String(Math.round((exchange.now() - since) / 1000 * exchange.pace.speedup)),
    dequeuedToPhoneNumber: exchange.written(by.phone.number, by.phone), dequeuedToSessionId: by.session,
  });
  leg.join(by);
  return untilEnded(leg);
}

/** Takes the first leg out of a queue and is joined with it; with nobody there the call ends. */
async function dequeue(leg: Leg, number: string, name: string): Promise<never> {
  const { exchange } = leg;
  if (!exchange.isLine(number)) throw new Malformed('<Dequeue> names a number the line does not have');
  const waiting = exchange.queues.first(number, name);
  if (waiting === undefined || waiting.leg.signal.aborted) {
    leg.phone.fault('Nobody is waiting in that queue.');
    throw new Ended('NORMAL_CLEARING');
  }
  leg.sounded();
  leg.join(waiting.leg);
  waiting.taken(leg);
  return untilEnded(leg);
}
