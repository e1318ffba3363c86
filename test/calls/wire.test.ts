import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { XMLParser } from 'fast-xml-parser';
import t from 'tap';
import { openCalls } from '../../src/effects/calls/calls.ts';
import { africastalking } from '../../src/gateways/africastalking/client.ts';
import { gateway } from '../../src/gateways/africastalking/routes.ts';
import type { Line } from '../../src/gateways/gateway.ts';
import { openedStore } from './opened.ts';
import { ADVOCATES, advocates, CALLERS, GATEWAY, keepRequest, realSealing, say, Time } from './world.ts';

const BYTES = Buffer.alloc(32, 7);
const numbers = { hotline: '+999100100', missed: '+999100101', outgoing: '+999100199', texts: '+999100100', codes: [] };
type Document = { Play?: { url: string }; GetDigits?: { callbackUrl: string; numDigits: string; Play: { url: string } }; Redirect?: string; Enqueue?: { name: string; holdMusic: string }; Dequeue?: { name: string; phoneNumber: string } };
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false });

t.test('over the wire: an advocate accepts by key, the caller takes it by key, and leaves the queue with the advocate', async (t) => {
  // A carrier that keeps what it was asked to ring, and asks for instructions as Africa's Talking does.
  const rung: { to: string; from: string; session: string }[] = [];
  const api = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part)).on('end', () => {
      const form = new URLSearchParams(body);
      const session = `ATVId_${rung.length + 1}`;
      rung.push({ to: form.get('to') ?? '', from: form.get('from') ?? '', session });
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ entries: [{ status: 'Queued', sessionId: session }], errorMessage: 'None' }));
    });
  });
  await new Promise<void>((ready) => api.listen(0, '127.0.0.1', ready));
  t.teardown(() => { api.closeAllConnections(); api.close(); });
  const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}/phone/carrier`;

  const clock = new Time();
  const sealing = realSealing(clock);
  t.teardown(() => sealing.remove());
  const store = await openedStore(t);
  for (const person of advocates(sealing).slice(0, 1)) await store.desk.addAdvocate({ ...person, roles: ['advocate'], publicKey: BYTES, wrappedSecret: BYTES, salt: BYTES, proof: BYTES, deskSecrets: [] });
  const carriage = africastalking({ username: 'demo', apiKey: 'demo', apiUrl, voiceUrl: apiUrl, numbers: () => numbers });
  const calls = openCalls({ store, sealing, clock, log: () => {}, carriage, gateway: GATEWAY, say });
  const server = fastify();
  t.teardown(() => server.close());
  const line = { leg: (event) => calls.leg(event), clip: async (spoken) => `/audio/${spoken.language}/${spoken.segments[0]?.clip}.mp3`, numbers, publicUrl: 'http://line.example', refused: () => {} } as Partial<Line>;
  await server.register(async (scope) => gateway.routes(scope, line as Line, { token: 'demo' }), { prefix: '/gateways/africastalking' });
  const home = await server.listen({ port: 0, host: '127.0.0.1' });

  const VOICE = 'http://line.example/gateways/africastalking/demo/voice';
  async function asks(of: { to: string; session: string }, url = VOICE, more: Record<string, string> = {}): Promise<Document> {
    const form = new URLSearchParams({ isActive: '1', sessionId: of.session, direction: 'Outbound', callerNumber: of.to, destinationNumber: numbers.outgoing, callSessionState: 'Answered', ...more });
    const answer = await fetch(url.replace('http://line.example', home), { method: 'POST', body: form });
    t.equal(answer.status, 200);
    t.match(answer.headers.get('content-type'), 'application/xml');
    await calls.settled();
    return (parser.parse(await answer.text()) as { Response: Document }).Response;
  }
  const ended = { isActive: '0', callSessionState: 'Completed', durationInSeconds: '9', currencyCode: 'KES', amount: '1', status: 'Success' };

  await keepRequest(store, clock, 'ee'.repeat(16));
  const begun = await calls.begin({ kind: 'urgent', request: 'ee'.repeat(16), language: 'am', country: 'KE', number: CALLERS[0] });
  await calls.settled();
  t.same(rung.map(({ to, from }) => [to, from]), [[ADVOCATES[0], numbers.outgoing]]);
  const [advocate] = rung as [typeof rung[0] & object];
  const gate = await asks(advocate);
  t.match(gate.GetDigits?.Play.url, /advocateGate/);
  const again = await asks(advocate, gate.Redirect);
  t.match(again.GetDigits?.Play.url, /advocateGate/, 'no key: asked once more');
  const waits = await asks(advocate, again.GetDigits?.callbackUrl, { dtmfDigits: '1' });
  t.match(waits, { Enqueue: { name: /^[0-9a-f]{32}$/, holdMusic: /pleaseWait/ } });

  t.same(rung.slice(1).map(({ to, from }) => [to, from]), [[CALLERS[0], numbers.outgoing]]);
  const caller = rung[1] as typeof rung[0] & object;
  const hello = await asks(caller);
  t.match(hello.GetDigits, { numDigits: '1', Play: { url: /KE\/callerGate/ } });
  t.notMatch(JSON.stringify(hello), /7700900/);
  const joins = await asks(caller, hello.GetDigits?.callbackUrl, { dtmfDigits: '1' });
  t.same(joins, { Dequeue: { phoneNumber: numbers.outgoing, name: waits.Enqueue?.name } });
  t.equal(await asks(advocate, again.GetDigits?.callbackUrl, { dequeueTime: '2026-11-22 09:00:00', dequeuedToSessionId: caller.session }) as unknown, '', 'the one who was queued is left to talk');
  await asks(caller, hello.GetDigits?.callbackUrl, ended);
  await asks(advocate, again.GetDigits?.callbackUrl, ended);
  t.equal((await store.calls.one((begun as { call: string }).call))?.state, 'over');
});
