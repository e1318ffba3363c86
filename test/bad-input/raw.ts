import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Test } from 'tap';
import { measure } from '../../src/render/alphabet.ts';

export interface Raw { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }

const agent = new Agent({ keepAlive: true, maxSockets: 16 });
export const FORM = 'application/x-www-form-urlencoded';

/** A request exactly as given: no client adds or mends anything. `type` undefined leaves the header out. */
export function send(url: string, body: Buffer | string = '', o: { method?: string; type?: string | undefined; path?: string } = {}): Promise<Raw> {
  const { method = 'POST' } = o;
  const type = 'type' in o ? o.type : FORM;
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const headers = { ...(type === undefined ? {} : { 'content-type': type }), ...(length > 0 ? { 'content-length': length } : {}) };
    const asked = request({ hostname, port, path: o.path ?? pathname, method, headers, agent }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text: Buffer.concat(chunks).toString() })).on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** What every USSD caller must get, whatever was posted. Undefined when it is. */
export function wrongUssd({ status, text }: Raw): string | undefined {
  if (status !== 200) return `status ${status}`;
  if (!/^(CON|END) \S/.test(text)) return 'no CON or END';
  if (/\{\{|undefined/.test(text)) return 'a value is missing';
  const { alphabet, units } = measure(text.slice(4));
  if (units > (alphabet === 'gsm7' ? 160 : 70)) return `${units} units of ${alphabet}`;
  return undefined;
}

const parser = new XMLParser({ ignoreAttributes: false });
const ACTIONS = /^(Play|Say|GetDigits|Redirect|Dequeue|Enqueue|Reject)$/;

/** What every voice caller must get. */
export function wrongVoice({ status, text, headers }: Raw): string | undefined {
  if (status !== 200) return `status ${status}`;
  if (!headers['content-type']?.startsWith('application/xml')) return 'not XML by its header';
  const valid = XMLValidator.validate(text);
  if (valid !== true) return valid.err.msg;
  const { Response } = parser.parse(text) as { Response?: Record<string, unknown> | '' };
  if (Response === undefined) return 'no Response';
  return Object.keys(Response || {}).every((name) => ACTIONS.test(name)) ? undefined : 'an action the carrier does not know';
}

export const ussd = (t: Test, reply: Raw, what: string): void => t.equal(wrongUssd(reply), undefined, `${what}: ${reply.text.slice(0, 40)}`) as never;
export const voice = (t: Test, reply: Raw, what: string): void => t.equal(wrongVoice(reply), undefined, what) as never;
