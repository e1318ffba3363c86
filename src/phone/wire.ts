import { Agent, request as plainRequest, type IncomingHttpHeaders } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Pace } from './pace.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import { encodeForm, type Fields } from './form.ts';

export interface WireReply { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }

/** One request and its reply, as they went over the wire. `phone` is a phone's id, never its number. */
export interface WireEntry {
  readonly n: number; readonly at: number; readonly phone: string | undefined; readonly to: 'line' | 'carrier';
  readonly request: string; reply: string; ms: number;
}

/** The line gave no usable answer. The message is what the phone shows. */
export class NoReply extends Error { override name = 'NoReply'; }

const LONGEST_REPLY = 256 * 1024;
const ENTRIES_KEPT = 500;
export const FORM = 'application/x-www-form-urlencoded; charset=UTF-8';

/** The carrier's end of the wire: posts callbacks to the line, misbehaves as told, and keeps a bounded log. */
export class Wire {
  readonly #agent = new Agent({ keepAlive: false });
  readonly #closing = new AbortController();
  readonly #entries: WireEntry[] = [];
  readonly #watchers = new Set<(entry: WireEntry) => void>();
  readonly #now: () => number;
  readonly #pace: Pace;
  readonly #patience: number;
  #n = 0;

  /** `patience`: real milliseconds the carrier waits for the line's answer. */
  constructor(now: () => number, pace: Pace, patience: number) {
    this.#now = now; this.#pace = pace; this.#patience = patience;
  }

  get entries(): readonly WireEntry[] { return this.#entries; }
  watch(see: (entry: WireEntry) => void): () => void { this.#watchers.add(see); return () => this.#watchers.delete(see); }

  /** Posts a form. Throws NoReply when no answer came, in time or at all. */
  async post(url: string, fields: Fields, { faults, phone, headers = {} }:
    { faults: Misbehaviour; phone?: string | undefined; headers?: Record<string, string> }): Promise<WireReply> {
    const body = encodeForm(fields);
    const send = (): Promise<WireReply> => this.#send(url, body, headers, phone);
    const first = send();
    if (faults.duplicate === 'concurrent') send().catch(() => {});
    let reply = await first;
    if (faults.duplicate === 'later') this.#pace.after(1, () => { send().catch(() => {}); });
    if (faults.loseReply === 'lost') throw new NoReply('the answer was lost on its way');
    if (faults.loseReply === 'retried') reply = await send();
    return reply;
  }

  /** Notes an API request of the line and what it was answered. */
  note(request: string, reply: string, ms: number, phone?: string): void {
    this.#add({ n: ++this.#n, at: this.#now(), phone, to: 'carrier', request, reply, ms });
  }

  close(): void { this.#closing.abort(); this.#agent.destroy(); this.#watchers.clear(); }

  async #send(url: string, body: string, headers: Record<string, string>, phone: string | undefined): Promise<WireReply> {
    const target = new URL(url);
    const sent = { ...headers, 'Content-Type': FORM, 'Content-Length': String(Buffer.byteLength(body)) };
    const head = Object.entries(sent).map(([name, value]) => `${name}: ${value}`).join('\n');
    const started = this.#now();
    const entry: WireEntry = {
      n: ++this.#n, at: started, phone, to: 'line', reply: '', ms: 0,
      request: `POST ${target.pathname}${target.search} HTTP/1.1\nHost: ${target.host}\n${head}\n\n${body}`,
    };
    try {
      const reply = await this.#exchange(target, body, sent);
      entry.reply = `HTTP/1.1 ${reply.status}\n${Object.entries(reply.headers).map(([k, v]) => `${k}: ${String(v)}`).join('\n')}\n\n${reply.body}`;
      return reply;
    } catch (error) {
      const why = error instanceof NoReply ? error.message : 'the line cannot be reached';
      entry.reply = `(no reply: ${why})`;
      throw error instanceof NoReply ? error : new NoReply(why);
    } finally {
      entry.ms = this.#now() - started;
      this.#add(entry);
    }
  }

  #exchange(target: URL, body: string, headers: Record<string, string>): Promise<WireReply> {
    const tls = target.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => call.destroy(new NoReply('the line took too long')), this.#patience);
      const settle = <T>(act: (value: T) => void) => (value: T): void => { clearTimeout(late); act(value); };
      const call = (tls ? tlsRequest : plainRequest)(target, {
        method: 'POST', headers, signal: this.#closing.signal, ...(tls ? {} : { agent: this.#agent }),
      }, (answer) => {
        const chunks: Buffer[] = [];
        let size = 0;
        answer.on('error', settle(reject));
        answer.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > LONGEST_REPLY) call.destroy(new NoReply('the reply has no end'));
          else chunks.push(chunk);
        });
        answer.on('end', settle(() => {
          try {
            // ignoreBOM keeps a byte order mark in sight: a reply that starts with one is wrong
            const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text });
          } catch { reject(new NoReply('the reply is not UTF-8')); }
        }));
      });
      call.on('error', settle(reject));
      call.end(body);
    });
  }

  #add(entry: WireEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > ENTRIES_KEPT) this.#entries.shift();
    for (const see of this.#watchers) see(entry);
  }
}
