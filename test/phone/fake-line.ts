import fastify, { type FastifyInstance } from 'fastify';
import type { Test } from 'tap';
import { carrier, type CarrierOptions } from '../../src/phone/carrier.ts';
import type { Snapshot } from '../../src/phone/phones.ts';

export const NUMBERS = { hotline: '+999800000001', missed: '+999800000002', outgoing: '+999800000003', texts: '+999800000004', codes: ['*384*7#'] };
export const CALLER = '+447700900001';
export const ADVOCATE = '+447700900002';

export interface Posted { path: string; query: string; body: string; form: Record<string, string>; headers: Record<string, string>; at: number }
export type Told = string | { status?: number; body?: string | Buffer; type?: string; headers?: Record<string, string>; after?: number };

/** A line that answers as the test tells it, and keeps what it was sent. */
export interface FakeLine {
  origin: string;
  posted: Posted[];
  to(path: string): Posted[];
  /** Answers to one path, used up in order; the last one stays. */
  tell(path: string, ...answers: (Told | ((posted: Posted) => Told))[]): void;
  serve(path: string, bytes: Buffer, type: string, headers?: Record<string, string>): void;
  fetched: string[];
}

async function listen(app: FastifyInstance): Promise<string> { return app.listen({ port: 0, host: '127.0.0.1' }); }

export async function fakeLine(t: Test): Promise<FakeLine> {
  const app = fastify({ forceCloseConnections: true });
  const answers = new Map<string, (Told | ((posted: Posted) => Told))[]>();
  const files = new Map<string, { bytes: Buffer; type: string; headers: Record<string, string> }>();
  const posted: Posted[] = [];
  const fetched: string[] = [];
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post('/*', async (request, reply) => {
    const [path = '', query = ''] = request.url.split('?');
    const body = String(request.body ?? '');
    const one: Posted = { path, query, body, form: Object.fromEntries(new URLSearchParams(body)), headers: request.headers as Record<string, string>, at: performance.now() };
    posted.push(one);
    // a final notification may come at any time and uses up no answer
    const final = one.form['isActive'] === '0' && one.form['recordingUrl'] === undefined;
    const left = final ? ['OK'] : answers.get(path) ?? [];
    const next = left.length > 1 ? left.shift()! : left[0] ?? '';
    const told = typeof next === 'function' ? next(one) : next;
    const answer = typeof told === 'string' ? { body: told } : told;
    if (answer.after) await new Promise((resolve) => setTimeout(resolve, answer.after));
    const text = answer.body ?? '';
    const type = answer.type ?? (String(text).startsWith('<') ? 'application/xml; charset=utf-8' : 'text/plain; charset=utf-8');
    return reply.code(answer.status ?? 200).headers({ 'content-type': type, ...answer.headers }).send(text);
  });
  app.get('/*', async (request, reply) => {
    fetched.push(request.url);
    const file = files.get(request.url);
    if (!file) return reply.code(404).send('');
    return reply.headers({ 'content-type': file.type, ...file.headers }).send(file.bytes);
  });
  const origin = await listen(app);
  t.teardown(() => app.close());
  return {
    origin, posted, fetched,
    to: (path) => posted.filter((one) => one.path === path),
    tell: (path, ...more) => { answers.set(path, more); },
    serve: (path, bytes, type, headers = {}) => { files.set(path, { bytes, type, headers }); },
  };
}

/** A real carrier on a free port, pointed at the fake line. */
export async function startCarrier(t: Test, line: { origin: string }, more: Partial<CarrierOptions> = {}): Promise<string> {
  const app = fastify({ forceCloseConnections: true });
  let base = '';
  await app.register(carrier({
    address: () => base,
    target: () => `${line.origin}/at`, numbers: NUMBERS, clock: { now: () => Math.round(performance.timeOrigin + performance.now()) },
    seed: 7, speedup: 100, ...more,
  }), { prefix: '/phone' });
  t.teardown(() => app.close());
  base = `${await listen(app)}/phone`;
  return base;
}

/** A phone held by the test. */
export class TestPhone {
  readonly base: string;
  readonly id: string;
  constructor(base: string, id: string) { this.base = base; this.id = id; }

  static async on(base: string, number = CALLER, more: object = {}): Promise<TestPhone> {
    const snapshot = await post(`${base}/phones`, { number, ...more });
    return new TestPhone(base, snapshot.id);
  }

  press(verb: string, body?: object): Promise<Snapshot> { return post(`${this.base}/phones/${this.id}/${verb}`, body); }
  async see(): Promise<Snapshot> { return (await fetch(`${this.base}/phones/${this.id}`)).json() as Promise<Snapshot>; }

  /** Looks until it is so, 5 s at most. */
  async until(so: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
    for (let n = 0; n < 500; n += 1) {
      const snapshot = await this.see();
      if (so(snapshot)) return snapshot;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`the phone never came to show it; it shows ${JSON.stringify(await this.see())}`);
  }
}

export async function post(url: string, body?: object): Promise<Snapshot> {
  const answer = await fetch(url, { method: 'POST', ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}) });
  return answer.json() as Promise<Snapshot>;
}

export async function until(so: () => boolean): Promise<void> {
  for (let n = 0; n < 500 && !so(); n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!so()) throw new Error('it never came to be so');
}

/** The line's API, called as the SDK calls it. */
export const callApi = (base: string, path: string, form: Record<string, string>, headers: Record<string, string> = { apikey: 'demo' }): Promise<Response> =>
  fetch(`${base}/carrier/${path}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...headers }, body: new URLSearchParams(form).toString() });

/** A WAV of so many seconds of a tone, 8 kHz mono 16 bit. */
export function toneWav(seconds: number, hertz = 440): Buffer {
  const samples = Math.round(seconds * 8000);
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0); wav.writeUInt32LE(36 + samples * 2, 4); wav.write('WAVEfmt ', 8); wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20); wav.writeUInt16LE(1, 22); wav.writeUInt32LE(8000, 24); wav.writeUInt32LE(16000, 28);
  wav.writeUInt16LE(2, 32); wav.writeUInt16LE(16, 34); wav.write('data', 36); wav.writeUInt32LE(samples * 2, 40);
  for (let n = 0; n < samples; n += 1) wav.writeInt16LE(Math.round(Math.sin(n / 8000 * 2 * Math.PI * hertz) * 16000), 44 + n * 2);
  return wav;
}
