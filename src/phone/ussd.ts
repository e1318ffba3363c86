import type { Exchange } from './exchange.ts';
import { timestamp } from './form.ts';
import { type Network, networkOf } from './networks.ts';
import type { Phone } from './phones.ts';
import { onNetwork } from './screens.ts';
import { NoReply, type WireReply } from './wire.ts';

export const NO_MMI = 'Connection problem or invalid MMI code.';
const HOP_METADATA = 'at-ussd-hop-metadata';

/** Splits what was dialled into the registered code and the keys after it: `*384*7*1*2#` is `*384*7#` and 1, 2. */
export function deepDial(dialled: string, codes: readonly string[]): { code: string; keys: string[] } | undefined {
  const stem = dialled.replace(/#$/, '');
  const code = [...codes].sort((a, b) => b.length - a.length)
    .find((one) => stem === one.replace(/#$/, '') || stem.startsWith(`${one.replace(/#$/, '')}*`));
  if (code === undefined) return undefined;
  const rest = stem.slice(code.replace(/#$/, '').length);
  return { code, keys: rest === '' ? [] : rest.slice(1).split('*') };
}

/** The text of a reply, or why a network would not show it. A reply starts with `CON ` or `END ` at its first byte. */
export function readScreen(reply: WireReply): { text: string; expects: boolean } | { wrong: string } {
  if (reply.status !== 200) return { wrong: `the line answered with status ${reply.status}` };
  if (reply.body === '') return { wrong: 'the line\'s reply is empty' };
  const start = reply.body.slice(0, 4);
  if (start !== 'CON ' && start !== 'END ') return { wrong: 'the line\'s reply starts neither with CON nor with END' };
  return { text: reply.body.slice(4), expects: start === 'CON ' };
}

/** One dial, from the first screen to the end. */
export class UssdSession {
  readonly id: string;
  readonly #exchange: Exchange;
  readonly #phone: Phone;
  readonly #code: string;
  readonly #network: Network;
  readonly #inputs: string[];
  readonly #started: number;
  readonly #over: () => void;
  #hops = 0;
  #labels: string[] = [];
  /** What the network made of the last screen, and which of its pages is shown. */
  #pages: readonly string[] = [];
  #page = 0;
  #last = '';
  #length = '';
  #cutAnswer = false;
  #waiting = false;
  #ended = false;
  #stopIdle = (): void => {};
  #stopLimit = (): void => {};

  constructor(exchange: Exchange, phone: Phone, dialled: { code: string; keys: string[] }, over: () => void) {
    this.#exchange = exchange; this.#phone = phone; this.#code = dialled.code; this.#inputs = [...dialled.keys];
    this.#network = networkOf(phone.network);
    this.id = exchange.newId('ATUid_');
    this.#started = exchange.now();
    this.#over = over;
    this.#stopLimit = exchange.pace.after(this.#network.session, () => this.#lapse('The session took too long. Dial again.'));
  }

  get waiting(): boolean { return this.#waiting; }

  /** The first hop, or the next one with what the caller typed. Resolves when the phone shows what came back. */
  async send(input?: string): Promise<void> {
    this.#stopIdle();
    if (input !== undefined && this.#network.pages && (input === '98' || input === '00')) return this.#turn(input === '98' ? 1 : -1);
    const { answer } = this.#network;
    if (input !== undefined) this.#inputs.push(input.slice(0, answer));
    this.#cutAnswer = input !== undefined && input.length > answer;
    this.#waiting = true;
    this.#hops += 1;
    this.#phone.show('waiting', 'USSD code running…');
    const faults = this.#exchange.faultsOf(this.#phone);
    const label = this.#labels.at(-1);
    try {
      const reply = await this.#exchange.wire.post(this.#exchange.callback('ussd'), {
        phoneNumber: this.#exchange.written(this.#phone.number, this.#phone),
        serviceCode: this.#code,
        text: this.#inputs.join('*'),
        sessionId: this.id,
        networkCode: this.#phone.network,
      }, {
        faults, phone: this.#phone.id,
        headers: { 'User-Agent': 'at-ussd-api/1.0', ...(label === undefined ? {} : { [HOP_METADATA]: label }) },
      });
      if (!this.#ended) this.#showReply(reply);
    } catch (error) {
      if (!this.#ended) this.#fail(error instanceof NoReply ? error.message : 'the carrier failed');
    } finally {
      this.#waiting = false;
    }
  }

  /** The caller pressed the red key, or walked away. */
  cancel(): void {
    if (this.#ended) return;
    this.#end('Incomplete');
    this.#show('idle', '');
  }

  /** A call that came in between has the display. */
  #show(...shown: Parameters<Phone['show']>): void { if (!this.#phone.busy) this.#phone.show(...shown); }

  #showReply(reply: WireReply): void {
    this.#last = reply.body;
    const screen = readScreen(reply);
    if ('wrong' in screen) return this.#fail(screen.wrong);
    const label = reply.headers[HOP_METADATA];
    if (typeof label === 'string' && label !== '') {
      if (label.length > 99 || label.includes('|')) return this.#fail('the hop metadata is over 99 characters or has a |');
      this.#labels.push(label);
    }
    const faults: string[] = [];
    if (this.#cutAnswer) faults.push(`The network cut your answer: it takes ${this.#network.answer} characters.`);
    // Nobody can turn the page of a session that is over.
    const seen = onNetwork(screen.text, screen.expects ? this.#network : { ...this.#network, pages: false });
    this.#pages = seen.pages;
    this.#page = 0;
    if (seen.fault) faults.push(seen.fault);
    const type = String(reply.headers['content-type'] ?? '');
    if (!/^text\/(plain|html)\b/.test(type)) faults.push('The line\'s reply is not text/plain.');
    this.#length = seen.length;
    if (screen.expects) this.#await();
    else this.#end('Success');
    this.#show(screen.expects ? 'screen' : 'ended', this.#pages[0] ?? '', { length: this.#length, ...(faults.length > 0 ? { fault: faults.join(' ') } : {}) });
  }

  #await(): void { this.#stopIdle = this.#exchange.pace.after(this.#network.idle, () => this.#lapse('You took too long. Dial again.')); }

  /** 98 and 00 turn the network's own pages, where there are any; the line never hears of them. */
  #turn(by: 1 | -1): void {
    this.#page = Math.min(this.#pages.length - 1, Math.max(0, this.#page + by));
    this.#await();
    this.#show('screen', this.#pages[this.#page] ?? '', { length: this.#length, ...(this.#pages.length > 1 ? {} : { fault: 'The network keeps 98 and 00 for pages of its own. Press another key.' }) });
  }

  #fail(why: string): void {
    this.#end('Failed', why);
    this.#show('error', NO_MMI, { fault: `${NO_MMI} Reason: ${why}. Dial again.` });
  }

  #lapse(words: string): void {
    if (this.#ended) return;
    this.#end('Incomplete');
    this.#show('error', words, { fault: words });
  }

  #end(status: 'Success' | 'Incomplete' | 'Failed', errorMessage?: string): void {
    this.#ended = true;
    this.#stopIdle();
    this.#stopLimit();
    this.#over();
    const { now, pace } = this.#exchange;
    this.#exchange.notify(this.#exchange.callback('ussd-events'), {
      date: timestamp(now()),
      sessionId: this.id,
      serviceCode: this.#code,
      networkCode: this.#phone.network,
      phoneNumber: this.#exchange.written(this.#phone.number, this.#phone),
      status,
      cost: 'KES 0.10',
      durationInMillis: String(Math.round((now() - this.#started) * pace.speedup)),
      hopsCount: String(this.#hops),
      hopsMetadata: this.#labels.join('|'),
      input: this.#inputs.join('*'),
      lastAppResponse: this.#last,
      ...(errorMessage === undefined ? {} : { errorMessage }),
    }, this.#phone);
  }
}
