import { SILENCE } from '../../src/render/reply.ts';
import type { TestLine } from './line.ts';
import { form, post } from './wire.ts';

/** A caller on one channel: sends keys one by one, as a phone does, and gets what the phone would show or play. */
export interface Caller {
  /** The first thing shown or said. */
  begin(): Promise<string>;
  press(input: string): Promise<string>;
  /** Sends the last request again, byte for byte. */
  again(): Promise<string>;
}

let sessions = 0;
export const newSession = (prefix: string): string => `${prefix}_${(++sessions).toString(16).padStart(32, '0')}`;

export function dial(line: Pick<TestLine, 'at'>, o: { number?: string; network?: string; session?: string; code?: string | undefined } = {}): Caller {
  const { number = '+999700000001', network = '99999', session = newSession('ATUid'), code = '*384*7#' } = o;
  let transcript: string[] = [];
  const send = async (): Promise<string> => (await post(`${line.at}/ussd`, form('ussd', { number, network, session, code, text: transcript.join('*') }))).text;
  return {
    begin: send,
    press(input) { transcript = [...transcript, input]; return send(); },
    again: send,
  };
}

export function call(line: Pick<TestLine, 'at'>, o: { number?: string; session?: string; to?: string } = {}): Caller {
  const { number = '+999700000001', session = newSession('ATVId'), to = '+999100100' } = o;
  let next = { keys: '', silence: '' };
  let last: () => Promise<string>;
  const send = async (url: string, body: string): Promise<string> => {
    last = () => send(url, body);
    const { text } = await post(url, body);
    next = { keys: /callbackUrl="([^"]+)"/.exec(text)?.[1] ?? '', silence: /<Redirect>([^<]+)</.exec(text)?.[1] ?? '' };
    return text;
  };
  return {
    begin: () => send(`${line.at}/voice`, form('voice', { number, session, to, state: 'Ringing' })),
    press: (input) => (input === SILENCE
      ? send(next.silence, form('voice', { number, session, to, state: 'Active' }))
      : send(next.keys, form('voice-keys', { number, session, to, digits: input }))),
    again: () => last(),
  };
}

let texts = 0;
/** Texts, with what comes back through the gateway's own sending. `answers` waits for the next one to this number. */
export function text(line: Pick<TestLine, 'at'>, answers: (number: string) => Promise<string>, o: { number?: string; network?: string; to?: string } = {}): Caller {
  const { number = '+999700000001', network = '99999', to = '+999100100' } = o;
  let body = '';
  const send = async (words: string): Promise<string> => {
    body = form('sms', { number, network, to, id: `ATXid_${(++texts).toString(16).padStart(8, '0')}`, text: words });
    const answer = answers(number);
    await post(`${line.at}/sms`, body);
    return answer;
  };
  return { begin: () => send('hello'), press: send, again: async () => (await post(`${line.at}/sms`, body)).text };
}
