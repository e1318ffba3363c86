import type { LegEvent, LegReply, Line } from '../gateway.ts';
import type { Fields } from './form.ts';
import { dequeue, document, enqueue, getDigits, play, redirect, say, type Action } from './xml.ts';

/** Where a placed call's next request goes, below the voice callback: `<voice>/leg/<state>`. */
export const legPath = (state: string): string => `leg/${state}`;

/** State words of the path; anything else in that place is nobody's. */
export const isLegState = (word: string): boolean => /^[a-zA-Z]{1,20}\d?$/.test(word);

/**
 * What a callback tells of a call the line placed (direction Outbound). `state` is the word of the path. Undefined when
 * there is nothing to do but answer with an empty document: it rings, or it tells that the queue was left.
 */
export function readLeg(fields: Fields, state: string | undefined): LegEvent | undefined {
  const leg = { gateway: 'africastalking', session: fields.get('sessionId') ?? '', called: number(fields.get('callerNumber')) };
  if (leg.session === '') return undefined;
  if (hasEnded(fields)) return { ...leg, type: 'ended', picked: Number(fields.get('durationInSeconds') ?? 0) > 0 };
  const phase = (fields.get('callSessionState') ?? 'Answered').toLowerCase();
  // isActive=0 without final fields is reported while calls go on; ringing is no pick-up; the others tell of the bridge.
  if (fields.get('isActive') !== '1' || phase === 'ringing' || tellsOfQueue(fields)) return undefined;
  if (state === undefined) return { ...leg, type: 'answered' };
  // A gate without a key comes back to the same path by its Redirect, with no digits.
  const keys = fields.get('dtmfDigits') ?? '';
  return keys === '' || keys === 'None' ? { ...leg, type: 'silence', state } : { ...leg, type: 'keys', state, keys };
}

/** Writes what the leg does next. `voiceUrl` is the voice callback with its token, without a trailing slash. */
export async function writeLeg(reply: LegReply, line: Pick<Line, 'clip' | 'numbers' | 'publicUrl'>, voiceUrl: string): Promise<string> {
  const saying = await sayingOf(reply, line);
  const next = reply.then;
  switch (next.do) {
    case 'gather': {
      const url = `${voiceUrl}/${legPath(next.state)}`;
      // No key means no callback, so the Redirect carries the silence.
      return document([getDigits({ saying: saying ?? say('.'), callbackUrl: url, timeout: next.seconds, numDigits: 1 }), redirect(url)]);
    }
    // Said before the queue, it would still sound while the caller, who was quick, finds the queue empty and is cut off.
    case 'wait': return document([enqueue(next.queue, saying?.attributes?.['url']?.toString())]);
    // Words here would be heard by whoever holds the phone, while the advocate waits: join at once.
    case 'join': return document([dequeue(line.numbers.outgoing, next.queue)]);
    case 'end': return document(saying ? [saying] : []);
  }
}

async function sayingOf(reply: LegReply, line: Pick<Line, 'clip' | 'publicUrl'>): Promise<Action | undefined> {
  if (reply.say === undefined) return undefined;
  const path = await line.clip(reply.say).catch(() => undefined);
  return path === undefined ? say(reply.say.english) : play(`${line.publicUrl}${path}`);
}

/** Final for certain: it says how long it lasted, or that it never began. */
function hasEnded(fields: Fields): boolean {
  if (fields.get('isActive') === '1') return false;
  const phase = (fields.get('callSessionState') ?? '').toLowerCase();
  return fields.get('durationInSeconds') !== undefined || fields.get('hangupCause') !== undefined || ['completed', 'notanswered', 'aborted', 'failed'].includes(phase);
}

const tellsOfQueue = (fields: Fields): boolean =>
  ['dequeueTime', 'dequeuedToSessionId', 'dequeuedToPhoneNumber'].some((name) => (fields.get(name) ?? '') !== '');

/** E.164 with plus, or empty: then the session alone must tell which leg it is. */
const number = (called: string | undefined): string => (/^\+?\d{7,15}$/.test(called ?? '') ? `+${called?.replace('+', '')}` : '');
