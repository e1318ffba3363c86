import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callLine } from './calls.ts';
import type { Exchange } from './exchange.ts';
import { readMisbehaviour } from './misbehaviour.ts';
import { NETWORKS } from './networks.ts';
import type { Phone } from './phones.ts';
import { textLine } from './texts.ts';
import { deepDial, NO_MMI, UssdSession } from './ussd.ts';

const LONGEST_WAIT = 30_000;
const HEARTBEAT = 15_000;

class Refused extends Error {
  readonly statusCode: number;
  constructor(statusCode: number, words: string) { super(words); this.statusCode = statusCode; }
}

/** The phones' own API: JSON in, a snapshot of the phone out, and server-sent events. */
export function addPhones(scope: FastifyInstance, exchange: Exchange, redeliveries: number): void {
  const sessions = new Map<Phone, UssdSession>();
  const streams = new Set<FastifyReply>();
  const settle = new Set<() => void>();
  scope.addHook('preClose', async () => {
    for (const stream of streams) stream.raw.end();
    for (const resolve of settle) resolve();
  });

  // a page of another origin must not press keys here
  scope.addHook('onRequest', async (request) => { if (request.headers['sec-fetch-site'] === 'cross-site') refuse(403, 'Not from another site.'); });

  scope.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? (error instanceof RangeError ? 400 : 500);
    return reply.code(status).send({ error: status < 500 ? (error as Error).message : 'the carrier failed' });
  });

  const phoneOf = (request: FastifyRequest): Phone => exchange.phone((request.params as { id: string }).id)
    ?? refuse(404, 'This phone is not switched on. Load the page again.');
  const word = (request: FastifyRequest, name: string, longest = 2000): string => {
    const value = (request.body as Record<string, unknown> | null | undefined)?.[name];
    return typeof value === 'string' && value.length <= longest ? value : refuse(400, `${name} is missing`);
  };

  scope.get('/setting', async () => ({ numbers: exchange.numbers, networks: NETWORKS, speedup: exchange.pace.speedup, misbehaviour: exchange.misbehaviour }));
  scope.get('/wire', async () => exchange.wire.entries);
  scope.post('/misbehaviour', async (request) => Object.assign(exchange.misbehaviour, readMisbehaviour(request.body)));

  scope.post('/phones', async (request, reply) => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const number = word(request, 'number', 20);
    if (!/^\+[1-9]\d{6,14}$/.test(number)) refuse(400, 'A number starts with + and has 7 to 15 digits.');
    const network = typeof body['network'] === 'string' && /^\d{5,6}$/.test(body['network']) ? body['network'] : '99999';
    const name = typeof body['name'] === 'string' ? body['name'].slice(0, 40) : '';
    return reply.code(201).send(exchange.register(number, name, network).snapshot);
  });

  scope.get('/phones/:id', async (request) => {
    const phone = phoneOf(request);
    const after = Number((request.query as { after?: string }).after ?? -1);
    if (phone.snapshot.version <= after) await new Promise<void>((resolve) => {
      const done = (): void => { clearTimeout(timer); settle.delete(done); stop(); resolve(); };
      const timer = setTimeout(done, LONGEST_WAIT);
      const stop = phone.watch((event) => { if (event.event === 'phone') done(); });
      settle.add(done);
    });
    return phone.snapshot;
  });

  scope.get('/phones/:id/clips/:n', async (request, reply) => {
    const clip = phoneOf(request).clips.get(Number((request.params as { n: string }).n)) ?? refuse(404, 'This clip is gone.');
    return reply.type(clip.type).header('Cache-Control', 'no-store').send(clip.bytes);
  });

  scope.get('/phones/:id/events', (request, reply) => {
    const phone = phoneOf(request);
    reply.hijack();
    reply.raw.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', Connection: 'keep-alive' });
    const send = (event: string, value: unknown): void => { reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`); };
    send('phone', phone.snapshot);
    for (const entry of exchange.wire.entries.filter((one) => one.phone === phone.id).slice(-20)) send('wire', entry);
    const stopPhone = phone.watch((event) => event.event === 'phone' ? send('phone', event.snapshot)
      : send(event.event, event.event === 'sound' ? event.sound : {}));
    const stopWire = exchange.wire.watch((entry) => { if (entry.phone === phone.id) send('wire', entry); });
    const beat = setInterval(() => reply.raw.write(': still here\n\n'), HEARTBEAT);
    streams.add(reply);
    reply.raw.on('close', () => { clearInterval(beat); stopPhone(); stopWire(); streams.delete(reply); });
  });

  const on = (verb: string, act: (phone: Phone, request: FastifyRequest) => Promise<void> | void): void => {
    scope.post(`/phones/:id/${verb}`, async (request) => {
      const phone = phoneOf(request);
      await act(phone, request);
      return phone.snapshot;
    });
  };
  const free = (phone: Phone): void => {
    // a call took the screen away from this session: nobody can answer it any more
    if (!phone.busy && phone.state !== 'screen' && phone.state !== 'waiting') sessions.get(phone)?.cancel();
    if (phone.busy || sessions.has(phone)) refuse(409, 'The phone is busy. End what is on the screen first.');
  };

  on('dial', async (phone, request) => {
    free(phone);
    const to = word(request, 'to', 200).replaceAll(' ', '');
    if (!/^[*#]/.test(to)) return callLine(exchange, phone, to);
    const dialled = /^\*[\d*#]*#$/.test(to) ? deepDial(to, exchange.codes) : undefined;
    if (dialled === undefined) { phone.show('error', NO_MMI, { fault: `${NO_MMI} Check the code and dial again.` }); return; }
    const session = new UssdSession(exchange, phone, dialled, () => { sessions.delete(phone); });
    sessions.set(phone, session);
    await session.send();
  });
  on('ring', (phone) => { free(phone); callLine(exchange, phone, exchange.numbers.missed); });
  on('reply', async (phone, request) => {
    const session = sessions.get(phone) ?? refuse(409, 'There is no screen to answer.');
    if (session.waiting) refuse(409, 'The network has not answered yet.');
    await session.send(word(request, 'text'));
  });
  on('key', (phone, request) => {
    const key = word(request, 'key', 1);
    if (!/^[\d*#]$/.test(key)) refuse(400, 'A key is one of 0-9, * and #.');
    (phone.call ?? refuse(409, 'There is no call.')).key(key);
  });
  on('say', (phone, request) => { (phone.call ?? refuse(409, 'There is no call.')).say(word(request, 'words', 500)); });
  on('text', (phone, request) => {
    const words = word(request, 'text');
    const { to } = request.body as { to?: unknown };
    textLine(exchange, phone, words, typeof to === 'string' ? to.slice(0, 20) : exchange.numbers.texts, redeliveries);
  });
  on('answer', (phone) => { if (!phone.pickUp('answered')) refuse(409, 'The phone is not ringing.'); });
  on('decline', (phone) => { if (!phone.pickUp('declined')) refuse(409, 'The phone is not ringing.'); });
  on('hangup', (phone) => {
    if (phone.pickUp('declined')) return;
    if (phone.call) return phone.call.hangUp();
    const session = sessions.get(phone);
    if (session) session.cancel();
    else phone.show('idle', '');
  });
  on('misbehaviour', (phone, request) => { Object.assign(phone.misbehaviour, readMisbehaviour(request.body)); phone.changed(); });
  on('network', (phone, request) => {
    const code = word(request, 'network', 6);
    phone.network = /^\d{5,6}$/.test(code) ? code : refuse(400, 'A network code has 5 or 6 digits.');
    phone.changed();
  });
}

function refuse(status: number, words: string): never { throw new Refused(status, words); }
