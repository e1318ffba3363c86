import { SILENCE } from '../../src/render/reply.ts';
import { newSession } from '../harness/caller.ts';
import type { Front } from '../harness/processes.ts';
import { form, post } from '../harness/wire.ts';

export interface Conversation { readonly name: string; readonly channel: 'ussd' | 'voice' | 'sms'; readonly keys: readonly string[] }
interface Said { readonly url: string; readonly body: string; readonly reply: string }

const REF = 'its reference';
const ussd = (name: string, ...keys: string[]): Conversation => ({ name, channel: 'ussd', keys });
const voice = (name: string, ...keys: string[]): Conversation => ({ name, channel: 'voice', keys });
const sms = (name: string, ...keys: string[]): Conversation => ({ name, channel: 'sms', keys });

/** Days are always "any", so that the hour at which the tests run does not matter. */
export const FIRST: readonly Conversation[] = [
  ussd('books, reads the tips', '1', '1', '2', '1', '4', '2', '1', '1', '0'),
  ussd('books in Amharic', '3', '1', '1', '2', '1', '4', '3', '2'),
  ussd('books with a name to ask for', '1', '1', '2', '1', '4', '2', '3', 'Ada', '0'),
  ussd('books, then changes the time', '1', '1', '2', '1', '4', '2', '1', '2', '4', '3', '2'),
  ussd('raises a silent alarm, wants no call', '1', '5', '5', '2'),
  ussd('raises a silent alarm, takes it back', '1', '5', '5', '0'),
  ussd('is in danger and wants a call', '1', '5', '1', '1'),
  ussd('looks for emergency numbers', '1', '5', '2', '1', '0'),
  ussd('reads about wages page by page', '1', '2', '1', '9', '9', '9', '9'),
  ussd('reads in Amharic page by page', '3', '1', '2', '2', '1', '9', '9', '9', '9', '9', '9'),
  ussd('presses wrong keys', '1', '7', '7', '1', 'x', '0', '8', '8', '2'),
  ussd('dials deep and is stopped at consent', '1*1*2*1*4*2*1', '1', '4', '2', '1'),
  ussd('says no', '1', '1', '2', '2', '2', '0'),
  ussd('lost the reference', '1', '4', '1', '1', '1', '3', '0'),
  voice('books', '1', '1', '2', '1', '4', '2', '1', '1'),
  voice('is silent, then reads', SILENCE, '1', SILENCE, '2', '1', '9', '*', '0'),
  voice('raises a silent alarm', '2', '5', '5', '2'),
  sms('books', '1', '1', '2', '1', '4', '2', '1'),
  sms('reads', '1', '2', '1', '9', 'x', '0'),
];
/** With the reference of what was booked above. */
export const SECOND: readonly Conversation[] = [
  ussd('asks how it stands', '1', '4', '1', '1', REF), ussd('changes the time', '1', '4', '1', '2', '4', '3', REF), ussd('asks what is kept', '1', '4', '1', '3', REF),
  ussd('asks with a wrong reference', '1', '4', '1', '1', '12345678'), voice('asks how it stands', '1', '4', '1', '1', REF), sms('asks how it stands', '1', '4', '1', '1', REF),
];
export const THIRD: readonly Conversation[] = [ussd('erases', '1', '4', '1', '4', REF)];

const DIGIT = 'zero|one|two|three|four|five|six|seven|eight|nine';
const SPOKEN = new RegExp(`\\b(?:(?:${DIGIT}) ){7}(?:${DIGIT})\\b`, 'g');

/** A transcript is sealed to its session: in another run its place in the address differs, what it opens to does not. */
const unsealed = (reply: string): string => reply.replace(/\/(k|n)\/[\w-]+/g, '/$1/~');

/** One phone in one session, one hop at a time. */
export class Talk {
  readonly said: Said[] = [];
  readonly #session: string;
  #sent = -1;

  constructor(readonly conversation: Conversation, readonly front: Front, readonly number: string, readonly reference = '') {
    this.#session = newSession(conversation.channel === 'voice' ? 'ATVId' : 'ATUid');
  }

  get over(): boolean { return this.#sent >= this.conversation.keys.length; }

  async next(): Promise<void> {
    if (this.over) return;
    this.#sent += 1;
    const { channel, keys } = this.conversation;
    const typed = keys.slice(0, this.#sent).map((key) => (key === REF ? this.reference : key));
    const last = typed.at(-1) ?? '';
    if (channel === 'ussd') return this.#say(`${this.front.at}/ussd`, form('ussd', { number: this.number, session: this.#session, network: '99999', text: typed.join('*') }));
    if (channel === 'sms') return this.#say(`${this.front.at}/sms`, form('sms', { number: this.number, network: '99999', id: `ATXid_${this.#session}_${this.#sent}`, text: last || 'hello' }));
    const before = this.said.at(-1)?.reply ?? '';
    if (this.#sent === 0) return this.#say(`${this.front.at}/voice`, form('voice', { number: this.number, session: this.#session, state: 'Ringing' }));
    const to = last === SILENCE ? /<Redirect>([^<]+)</.exec(before)?.[1] : /callbackUrl="([^"]+)"/.exec(before)?.[1];
    if (to === undefined) { this.#sent = keys.length; return; }
    return this.#say(to, last === SILENCE ? form('voice', { number: this.number, session: this.#session, state: 'Active' }) : form('voice-keys', { number: this.number, session: this.#session, digits: last }));
  }

  async #say(url: string, body: string): Promise<void> {
    const answer = this.conversation.channel === 'sms' ? this.front.next(this.number) : undefined;
    const got = (await post(url, body)).text;
    this.said.push({ url, body, reply: answer ? await answer : got });
  }

  /** What it read or heard, with what differs between two sessions covered, each reference by the place where it was first told. */
  heard(): string[] {
    const seen: string[] = [];
    const cover = (digits: string): string => { if (!seen.includes(digits)) seen.push(digits); return `<reference ${seen.indexOf(digits)}>`; };
    return this.said.map(({ reply }) => unsealed(reply).replaceAll(this.front.url, '').replace(/\b\d{8}\b/g, cover).replace(SPOKEN, cover));
  }

  get bookedReference(): string { return this.said.map(({ reply }) => /\b\d{8}\b/.exec(reply)?.[0]).find(Boolean) ?? ''; }
}
