import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { XMLParser } from 'fast-xml-parser';
import type { Test } from 'tap';
import { type Calls, openCalls } from '../../src/effects/calls/calls.ts';
import { africastalking } from '../../src/gateways/africastalking/client.ts';
import { gateway } from '../../src/gateways/africastalking/routes.ts';
import type { Line } from '../../src/gateways/gateway.ts';
import type { NewRequest, Shift, Store } from '../../src/store/store.ts';
import { hours } from '../harness/rota.ts';
import { openedStore } from './opened.ts';
import { ADVOCATES, advocates, GATEWAY, realSealing, say, Time } from './world.ts';

const BYTES = Buffer.alloc(32, 7);
export const NUMBERS = { hotline: '+999100100', missed: '+999100101', outgoing: '+999100199', texts: '+999100100', codes: [] };
const DAY = 24 * 3_600_000;
const VOICE = 'http://line.example/gateways/africastalking/demo/voice';
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false });

/** What a phone is told: which sentence it hears, and what becomes of the call. */
export interface Told { readonly hears: string; readonly then: 'gate' | 'queue' | 'joined' | 'ends' }
interface Document { Play?: { url: string }; GetDigits?: { callbackUrl: string; Play: { url: string } }; Redirect?: string; Enqueue?: { holdMusic: string }; Dequeue?: object }

/**
 * A line on real HTTP and SQLite, before a carrier that keeps what it was asked to ring, and three people: the first on duty,
 * the second the backup, the third the coordinator, at all hours. Time passes only when a test says so.
 */
export async function wired(t: Test, { onDuty = true, as = ['duty', 'backup', 'coordinator'] as readonly (Shift['as'] | undefined)[], processes = 1 } = {}) {
  const rung: { to: string; from: string; at: number; session: string }[] = [];
  const clock = new Time();
  const began = clock.at;
  const api = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part)).on('end', () => {
      const form = new URLSearchParams(body);
      const session = `ATVId_${rung.length + 1}`;
      rung.push({ to: form.get('to') ?? '', from: form.get('from') ?? '', at: clock.at, session });
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ entries: [{ status: 'Queued', sessionId: session }], errorMessage: 'None' }));
    });
  });
  await new Promise<void>((ready) => api.listen(0, '127.0.0.1', ready));
  t.teardown(() => { api.closeAllConnections(); api.close(); });
  const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}/phone/carrier`;

  const sealing = realSealing(clock);
  t.teardown(() => sealing.remove());
  const store = await openedStore(t);
  const people = advocates(sealing).map((one, n) => ({ ...one, onDuty: n === 0 && onDuty }));
  for (const [n, one] of people.entries()) {
    await store.desk.addAdvocate({ ...one, roles: ['advocate'], publicKey: BYTES, wrappedSecret: BYTES, salt: BYTES, proof: BYTES, deskSecrets: [] });
    const its = as[n];
    await store.rota.setShifts(one.id, its === undefined ? [] : [hours({ as: its, days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440, zone: 'Africa/Nairobi' })]);
  }
  const carriage = africastalking({ username: 'demo', apiKey: 'demo', apiUrl, voiceUrl: apiUrl, numbers: () => NUMBERS });
  const openProcess = (of: Store = store): Calls => openCalls({ store: of, sealing, clock, log: () => {}, carriage, gateway: GATEWAY, say });
  const lines = Array.from({ length: processes }, () => openProcess());

  const server = fastify();
  t.teardown(() => server.close());
  let at = 0;
  const line = { leg: (event) => lines[at++ % lines.length]!.leg(event), clip: async (spoken) => `/audio/${spoken.language}/${spoken.segments[0]?.clip}.mp3`, numbers: NUMBERS, publicUrl: 'http://line.example', refused: () => {} } as Partial<Line>;
  await server.register(async (scope) => gateway.routes(scope, line as Line, { token: 'demo' }), { prefix: '/gateways/africastalking' });
  const home = await server.listen({ port: 0, host: '127.0.0.1' });
  const settled = async (): Promise<void> => { for (const one of lines) await one.settled(); };

  const gates = new Map<string, Document>();
  async function asks(to: string, url = VOICE, more: Record<string, string> = {}): Promise<Told> {
    const of = rung.findLast((one) => one.to === to);
    if (of === undefined) throw new Error('that phone never rang');
    const form = new URLSearchParams({ isActive: '1', sessionId: of.session, direction: 'Outbound', callerNumber: to, destinationNumber: NUMBERS.outgoing, callSessionState: 'Answered', ...more });
    const answer = await fetch(url.replace('http://line.example', home), { method: 'POST', body: form });
    const document = ((parser.parse(await answer.text()) as { Response: Document | '' }).Response || {}) as Document;
    await settled();
    gates.set(to, document);
    const clip = document.GetDigits?.Play.url ?? document.Enqueue?.holdMusic ?? document.Play?.url ?? '';
    return { hears: /(\w+)\.mp3/.exec(clip)?.[1] ?? '', then: document.GetDigits ? 'gate' : document.Enqueue ? 'queue' : document.Dequeue ? 'joined' : 'ends' };
  }

  let made = 0;
  const record = (act: Parameters<Store['answers']['record']>[0]['act'] & object) =>
    store.answers.record({ slot: { session: `${++made}`.padStart(32, '5'), position: 0, nth: 0, prefix: 'cd'.repeat(16) }, now: clock.at, act, outcomes: { kept: BYTES, gone: BYTES } });

  return {
    store, clock, sealing, lines, people, rung, openProcess, record, settled,
    /** Who rang at which minute, counted from the beginning. */
    log: (): string[] => rung.map(({ to, at: when }) => `${(when - began) / 60_000} ${['duty', 'backup', 'coordinator'][ADVOCATES.indexOf(to)] ?? 'caller'}`),
    picksUp: (to: string): Promise<Told> => asks(to),
    presses: (to: string, key: string): Promise<Told> => asks(to, gates.get(to)?.GetDigits?.callbackUrl, { dtmfDigits: key }),
    hangsUp: (to: string): Promise<Told> => asks(to, VOICE, { isActive: '0', callSessionState: 'Completed', durationInSeconds: '9', status: 'Success' }),
    /** An alarm, silent unless told otherwise; `caller` is the phone's pseudonym. */
    async alarm(change: Partial<NewRequest> = {}): Promise<string> {
      const id = sealing.newId();
      const until = clock.at + 7 * DAY;
      await record({ do: 'keep', request: { id, kind: 'urgent', channel: 'ussd', language: 'am', country: 'KE', zone: 'Africa/Nairobi', call: 'no', fields: {}, consent: 'urgent', madeAt: clock.at, numberUntil: until, eraseAt: until, ...change } });
      return id;
    },
    async wait(seconds: number, step = 5): Promise<void> {
      for (let waited = 0; waited < seconds; waited += step) {
        await Promise.all(lines.map((one) => one.tick()));
        await settled();
        clock.at += step * 1000;
      }
    },
    /** How each ring ended, as the record of a request tells. */
    rings: async (request: string) => (await store.rings.of(request)).map(({ name, as: what, ended }) => `${name?.at(-1)} ${what} ${ended}`),
  };
}
