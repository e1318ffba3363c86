import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callPhone } from './calls.ts';
import type { Exchange } from './exchange.ts';
import type { Leg } from './leg.ts';
import { parts } from './septets.ts';
import { textPhone } from './texts.ts';

type Body = Record<string, unknown>;

/** The raw bodies of forms, for the wire log. */
export const receivedForms = new WeakMap<FastifyRequest, string>();

const MOST_RECIPIENTS = 100;
const LONGEST_SILENCE = 120;

/** Africa's Talking's API for the line: texts and calls. `key` undefined takes any apiKey that is not empty. */
export function addApi(scope: FastifyInstance, exchange: Exchange, key: string | undefined): void {
  scope.post('/carrier/version1/messaging', async (request, reply) => {
    const answer = checked(request, key, ['username', 'to', 'message']) ?? sendTexts(exchange, request.body as Body);
    return finish(exchange, request, reply, answer);
  });

  scope.post('/carrier/call', async (request, reply) => {
    const refused = checked(request, key, ['username', 'to', 'from']);
    if (refused) return finish(exchange, request, reply, refused);
    const { answer, legs } = placeCalls(exchange, request.body as Body);
    const ring = (): void => { for (const leg of legs.splice(0)) void leg.run(); };
    const early = legs.filter((leg) => exchange.faultsOf(leg.phone).instructionFirst);
    // a gateway answers first and rings then, unless it misbehaves
    if (early.length > 0) { ring(); await Promise.all(early.map((leg) => leg.instructed)); }
    else if (legs.some((leg) => exchange.faultsOf(leg.phone).apiSilence !== 0)) ring();
    else reply.raw.once('close', ring);
    reply.header('X-Current-Queue-Size', '1');
    return finish(exchange, request, reply, answer);
  });

  scope.get('/carrier/recordings/:name', async (request, reply) => {
    const recording = exchange.recordings.get((request.params as { name: string }).name);
    if (!recording) return reply.code(404).type('text/plain; charset=utf-8').send('Not found');
    return reply.type('audio/mpeg').send(recording);
  });
}

interface Answer { status: number; body: string | object }

function checked(request: FastifyRequest, key: string | undefined, needed: readonly string[]): Answer | undefined {
  const given = request.headers['apikey'];
  if (typeof given !== 'string' || given === '' || (key !== undefined && given !== key)) {
    return { status: 401, body: 'The supplied authentication is invalid' };
  }
  const body = request.body as Body | undefined;
  const missing = needed.find((name) => body?.[name] === undefined || body[name] === '');
  return missing === undefined ? undefined : { status: 400, body: `Request is missing required form field '${missing}'` };
}

const numbersOf = (to: unknown): string[] => (Array.isArray(to) ? to : String(to).split(',')).map((one) => String(one).trim()).slice(0, MOST_RECIPIENTS);

function sendTexts(exchange: Exchange, body: Body): Answer {
  const recipients = numbersOf(body['to']);
  const from = body['from'] === undefined ? 'AFRICASTKNG' : String(body['from']);
  const faulty = exchange.misbehaviour.invalidSenderId || recipients.some((to) => exchange.faultsOf(exchange.phoneAt(to)).invalidSenderId);
  if (faulty || (body['from'] !== undefined && from !== exchange.numbers.texts)) {
    return { status: 201, body: { SMSMessageData: { Message: 'InvalidSenderId', Recipients: [] } } };
  }
  const words = String(body['message']);
  const sent = recipients.map((to) => textPhone(exchange, from, to, words));
  const taken = sent.filter((one) => one.statusCode === 101).length;
  const Message = `Sent to ${taken}/${sent.length} Total Cost: KES ${(0.8 * parts(words) * taken).toFixed(4)} Message parts: ${parts(words)}`;
  return { status: 201, body: { SMSMessageData: { Message, Recipients: sent } } };
}

function placeCalls(exchange: Exchange, body: Body): { answer: Answer; legs: Leg[] } {
  const from = String(body['from']);
  if (!exchange.isLine(from)) {
    return { answer: { status: 200, body: { entries: [], errorMessage: `Invalid callerId: ${from}` } }, legs: [] };
  }
  const requestId = typeof body['clientRequestId'] === 'string' ? body['clientRequestId'] : undefined;
  const legs: Leg[] = [];
  const entries = numbersOf(body['to']).map((to) => {
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return { phoneNumber: to, status: 'InvalidPhoneNumber', sessionId: 'None' };
    const leg = callPhone(exchange, from, to, requestId);
    legs.push(leg);
    return { phoneNumber: to, status: 'Queued', sessionId: leg.session };
  });
  return { answer: { status: 201, body: { entries, errorMessage: 'None' } }, legs };
}

/** Sends the answer, at once or as late as the switches say, and notes both in the wire log. */
async function finish(exchange: Exchange, request: FastifyRequest, reply: FastifyReply, { status, body }: Answer): Promise<FastifyReply> {
  const sent = request.body as Body | undefined;
  const to = sent?.['to'] === undefined ? [] : numbersOf(sent['to']);
  const phone = exchange.phoneAt(to[0] ?? '');
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  const { apiSilence } = exchange.faultsOf(phone);
  const silent = status !== 401 && apiSilence !== 0;
  exchange.wire.note(
    `POST ${request.url} HTTP/1.1\nContent-Type: ${request.headers['content-type'] ?? ''}\napiKey: ***\n\n${receivedForms.get(request) ?? JSON.stringify(sent ?? null)}`,
    silent ? `(silence: ${apiSilence === 'never' ? 'no answer' : `${apiSilence} s`})` : `HTTP/1.1 ${status}\nContent-Type: ${type}\n\n${text}`,
    0, phone?.id);
  if (silent) {
    await exchange.pace.wait(apiSilence === 'never' ? LONGEST_SILENCE * exchange.pace.speedup : apiSilence, gone(reply)).catch(() => {});
    if (apiSilence === 'never' || reply.raw.destroyed) { reply.hijack(); reply.raw.destroy(); return reply; }
  }
  return reply.code(status).type(type).send(text);
}

/** Aborts when the line stopped waiting. */
function gone(reply: FastifyReply): AbortSignal {
  const stop = new AbortController();
  reply.raw.once('close', () => stop.abort(new Error('closed')));
  return stop.signal;
}
