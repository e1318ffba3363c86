import { Malformed, readDocument, type Action } from './document.ts';
import { Ended, type HangupCause } from './ended.ts';
import { NETWORK, type Exchange } from './exchange.ts';
import { callTime, type Fields } from './form.ts';
import { carryOut } from './instructions.ts';
import { diallingCode } from './networks.ts';
import type { InCall, Phone } from './phones.ts';
import { ringPhone, type Rung } from './ring.ts';
import { NoReply } from './wire.ts';
import { unlessAborted } from './pace.ts';

/** Somebody on the other side of a bridge. */
export interface Party { readonly phone: Phone; end(cause: HangupCause): void }

const MOST_DOCUMENTS = 2000;
const MOST_SILENT_DOCUMENTS = 25;
const NOT_PICKED_UP: Record<Exclude<Rung, 'answered'>, HangupCause> = {
  declined: 'CALL_REJECTED', busy: 'USER_BUSY', absent: 'SUBSCRIBER_ABSENT', 'no answer': 'NO_ANSWER',
};

/** One call between a phone and the line: asks the line what to do, and does exactly that. */
export class Leg implements InCall, Party {
  readonly session: string;
  readonly exchange: Exchange;
  readonly phone: Phone;
  readonly direction: 'Inbound' | 'Outbound';
  readonly lineNumber: string;
  /** The address of the next request; what the line sets sticks for the rest of the call. */
  callback: string;
  peer: Party | undefined;
  /** Fields the final notification carries besides the documented ones of every call. */
  final: Fields = {};
  onKey: ((key: string) => void) | undefined;
  onWords: ((words: string) => void) | undefined;
  /** Settles when the line's first instruction was answered, or the call ended without one. */
  readonly instructed: Promise<void>;
  readonly #clientRequestId: string | undefined;
  readonly #stop = new AbortController();
  #instructed = (): void => {};
  #state = 'Ringing';
  #answered: number | undefined;
  #sounded = false;
  readonly #started: number;

  constructor(exchange: Exchange, phone: Phone, direction: 'Inbound' | 'Outbound', lineNumber: string, session: string, clientRequestId?: string) {
    this.exchange = exchange; this.phone = phone; this.direction = direction; this.lineNumber = lineNumber;
    this.session = session;
    this.#started = exchange.now();
    this.callback = exchange.callback('voice');
    this.#clientRequestId = clientRequestId;
    this.instructed = new Promise((resolve) => { this.#instructed = resolve; });
  }

  get signal(): AbortSignal { return this.#stop.signal; }
  key(key: string): void { if (!this.exchange.faultsOf(this.phone).noInput) this.onKey?.(key); }
  hangUp(): void { this.end(this.#answered === undefined ? 'ORIGINATOR_CANCEL' : 'NORMAL_CLEARING'); }

  /** The phone says something: the other side of the bridge hears it, or a recording does. */
  say(words: string): void {
    this.peer?.phone.hear('other phone', words, 0.5 + words.length / 14);
    this.onWords?.(words);
  }

  end(hangupCause: HangupCause, why?: string): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort(new Ended(hangupCause, why));
    this.peer?.end(hangupCause);
  }

  /** Something was heard: the line is not going in circles. */
  sounded(): void { this.#sounded = true; }

  /** Both hear each other from now on, until either hangs up. */
  join(peer: Party): void {
    this.peer = peer;
    this.phone.hush();
    this.phone.show('connected', 'Connected', { other: this.lineNumber });
    this.#tellEvent('Bridged');
  }

  /** The whole call, to its final notification. Never throws. */
  async run(): Promise<void> {
    const cancelLongest = this.exchange.pace.after(NETWORK.longestCall, () => this.end('RECOVERY_ON_TIMER_EXPIRE', 'the call was too long'));
    let ended: Ended;
    try {
      if (this.direction === 'Outbound') await this.#ring();
      else { this.phone.forgetSounds(); this.phone.call = this; this.phone.show('calling', `Calling…\n${this.lineNumber}`, { other: this.lineNumber }); }
      this.#tellEvent(this.#state);
      await this.#converse();
      ended = new Ended('NORMAL_CLEARING');
    } catch (error) {
      ended = error instanceof Ended ? error
        : error instanceof Malformed || error instanceof NoReply ? new Ended('NORMAL_TEMPORARY_FAILURE', error.message)
        : new Ended('NORMAL_TEMPORARY_FAILURE', 'the carrier failed');
    }
    cancelLongest();
    this.#finish(ended);
  }

  async #ring(): Promise<void> {
    const rung = await ringPhone(this.exchange, this.phone, this.lineNumber, this.signal);
    if (rung !== 'answered') throw new Ended(NOT_PICKED_UP[rung]);
    this.phone.call = this;
    this.#pickedUp();
  }

  #pickedUp(): void {
    this.#state = 'Answered';
    this.#answered = this.exchange.now();
    this.phone.show('call', `In call\n${this.lineNumber}`, { other: this.lineNumber });
  }

  async #converse(): Promise<void> {
    let extra: Fields | undefined = {};
    let silent = 0;
    for (let n = 0; n < MOST_DOCUMENTS; n += 1) {
      const actions = await this.#ask(extra);
      this.#instructed();
      if (actions[0]?.tag === 'Reject') throw new Ended('CALL_REJECTED');
      if (this.lineNumber === this.exchange.numbers.missed && this.direction === 'Inbound') {
        throw new Ended('NORMAL_TEMPORARY_FAILURE', 'the number that is only let ring must be rejected');
      }
      if (this.#answered === undefined) { this.#pickedUp(); this.#tellEvent('Answered'); }
      this.#sounded = false;
      extra = await carryOut(this, actions);
      if (extra === undefined) return;
      silent = this.#sounded ? 0 : silent + 1;
      if (silent >= MOST_SILENT_DOCUMENTS) throw new Ended('NORMAL_TEMPORARY_FAILURE', 'the line goes in circles without a sound');
    }
    throw new Ended('NORMAL_TEMPORARY_FAILURE', 'the line never comes to an end');
  }

  async #ask(extra: Fields): Promise<Action[]> {
    const faults = this.exchange.faultsOf(this.phone);
    const active = extra['recordingUrl'] !== undefined && faults.recordingInactive ? '0' : '1';
    const asked = this.exchange.wire.post(this.callback, this.#fields(active, extra), { faults, phone: this.phone.id });
    const reply = await unlessAborted(asked, this.signal);
    if (reply.status !== 200) throw new Malformed(`the line answered with status ${reply.status}`);
    if (!/^(application|text)\/(xml|plain)\b/.test(String(reply.headers['content-type'] ?? ''))) throw new Malformed('the line\'s reply is not XML');
    return readDocument(reply.body);
  }

  /** Tells the line that this leg was taken out of its queue; its answer changes nothing. */
  tellDequeued(extra: Fields): void {
    const faults = this.exchange.faultsOf(this.phone);
    this.final = { ...this.final, ...extra };
    this.exchange.wire.post(this.callback, this.#fields('1', extra), { faults, phone: this.phone.id })
      .then((reply) => { if (reply.status !== 200) this.phone.fault(`The line answered the queue's notice with status ${reply.status}.`); })
      .catch(() => this.phone.fault('The line did not answer the queue\'s notice.'));
  }

  #fields(isActive: '0' | '1', extra: Fields): Fields {
    const { caller } = this.exchange.faultsOf(this.phone);
    const number = this.direction === 'Outbound' || caller === 'shown' ? this.exchange.written(this.phone.number, this.phone)
      : caller === 'sip' ? 'demo.browserPhone@ke.sip.africastalking.com' : '';
    const started = this.direction === 'Inbound' ? this.#started : this.#answered;
    return {
      callSessionState: this.#state, sessionId: this.session,
      callerCountryCode: diallingCode(number), callerCarrierName: /^\+?\d/.test(number) ? this.phone.carrierName : 'None',
      isActive, callStartTime: started === undefined ? 'None' : callTime(started), direction: this.direction,
      destinationNumber: this.exchange.written(this.lineNumber, this.phone), callerNumber: number, ...extra,
    };
  }

  #tellEvent(state: string): void {
    this.exchange.notify(this.exchange.callback('voice-events'), {
      ...this.#fields('1', {}), callSessionState: state, ...this.#requestId,
    }, this.phone);
  }

  get #requestId(): Fields { return this.#clientRequestId === undefined ? {} : { clientRequestId: this.#clientRequestId }; }

  #finish(ended: Ended): void {
    this.end(ended.hangupCause);
    this.onKey = undefined;
    const picked = this.#answered !== undefined;
    const seconds = picked ? Math.round((this.exchange.now() - this.#answered!) / 1000 * this.exchange.pace.speedup) : 0;
    this.#state = this.direction === 'Outbound' && !picked ? 'NotAnswered' : 'Completed';
    if (this.phone.call === this) {
      this.phone.call = undefined;
      this.phone.hush();
      if (ended.why) this.phone.show('error', 'Call dropped', { fault: `The call dropped: ${ended.why}. Call again.`, other: this.lineNumber });
      else this.phone.show('ended', ended.hangupCause === 'CALL_REJECTED' ? 'Line busy' : 'Call ended', { other: this.lineNumber });
    }
    this.peer = undefined;
    const last = this.#fields('0', {
      durationInSeconds: String(seconds), currencyCode: 'KES', amount: (seconds / 60 * 2).toFixed(2),
      status: picked && ended.why === undefined ? 'Success' : this.#state === 'NotAnswered' ? 'NotAnswered' : 'Aborted',
      hangupCause: ended.hangupCause, ...this.final,
    });
    this.exchange.notify(this.callback, last, this.phone);
    this.exchange.notify(this.exchange.callback('voice-events'), { ...last, ...this.#requestId }, this.phone);
    this.#instructed();
  }
}
