import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HlpError } from '../../errors.ts';
import type { Reply } from '../../render/reply.ts';
import type { Gateway, Line } from '../gateway.ts';
import { calledNumber, callerNumber, readForm } from './form.ts';
import { guard } from './guard.ts';
import { isLegState, readLeg, writeLeg } from './legs.ts';
import { readReport, readText } from './sms.ts';
import { readUssd, readUssdEnd, writeUssd } from './ussd.ts';
import { readPath, readVoice, readVoiceEnd, writeVoice } from './voice.ts';
import { document, reject } from './xml.ts';

const PLAIN = 'text/plain; charset=utf-8';
const XML = 'application/xml; charset=utf-8';
const LARGEST = 64 * 1024; // bytes: a 10,000-key transcript must still get a sentence

/** Africa's Talking: callbacks are not signed, so an unguessable token stands in the path and is looked at before the body. */
export const gateway: Gateway = { name: 'africastalking', routes };

function routes(scope: FastifyInstance, line: Line, { token }: { token: string }): void {
  const knows = guard(token);
  const voiceUrl = `${line.publicUrl}/gateways/africastalking/${token}/voice`;

  scope.removeAllContentTypeParsers();
  // What it comes as is named besides: Fastify looks a type up much faster than it finds that any will do.
  for (const type of ['application/x-www-form-urlencoded', '*']) scope.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: LARGEST }, (_request, body, done) => done(null, body));
  // A forger gets what any unknown path gets, and learns nothing from how long it takes.
  scope.addHook('onRequest', (request, reply, done) => {
    if (knows((request.params as { token?: string }).token)) done();
    else reply.callNotFound();
  });
  const channelOf = (request: FastifyRequest): string => /\/:token\/([\w-]+)/.exec(request.routeOptions.url ?? '')?.[1] ?? '';
  scope.setErrorHandler((error, request, reply) => {
    const channel = channelOf(request);
    const unreadable = (error as { statusCode?: number }).statusCode !== undefined || (error instanceof HlpError && error.code === 'HLP_WIRE_INVALID');
    line.refused(unreadable ? new HlpError('HLP_WIRE_INVALID') : error);
    if (channel === 'ussd') return reply.code(200).header('content-type', PLAIN).send(writeUssd(line.trouble('ussd')));
    // On a call the line placed, whoever picked up hears nothing but the gate.
    if (channel === 'voice') return request.url.includes('/voice/leg/') ? reply.header('content-type', XML).send(document([])) : sendTrouble(reply);
    // Kept by nobody: the gateway is to try again, unless it was not readable in the first place.
    return reply.code(unreadable ? 200 : 503).header('content-type', PLAIN).send('');
  });
  const sendTrouble = async (reply: FastifyReply): Promise<FastifyReply> =>
    reply.code(200).header('content-type', XML).send(await writeVoice(line.trouble('voice'), [], '', line, voiceUrl));

  const unknown = (reply: FastifyReply): FastifyReply => { reply.callNotFound(); return reply; };

  // Most requests are these, and most are answered at once: no promise is made where there is nothing to wait for.
  scope.post('/:token/ussd', (request, reply) => {
    const hop = readUssd(readForm(request.body));
    if (!hop) throw new HlpError('HLP_WIRE_INVALID', 'no session');
    const send = (answer: Reply): FastifyReply => reply.header('content-type', PLAIN).send(writeUssd(answer));
    const answer = line.hop(hop);
    if (answer instanceof Promise) return answer.then(send);
    send(answer);
  });

  scope.post('/:token/ussd-events', async (request, reply) => {
    const end = readUssdEnd(readForm(request.body));
    if (end) await line.left(end);
    return reply.header('content-type', PLAIN).send('OK');
  });

  const voice = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const fields = readForm(request.body);
    const rest = (request.params as { '*'?: string })['*'] ?? '';
    const send = (xml: string): FastifyReply => reply.header('content-type', XML).send(xml);
    const state = rest.startsWith('leg/') ? rest.slice(4) : undefined;
    if (state !== undefined || (fields.get('direction') ?? '').toLowerCase() === 'outbound') {
      if (state !== undefined && !isLegState(state)) return unknown(reply);
      const event = readLeg(fields, state);
      return send(event ? await writeLeg(await line.leg(event), line, voiceUrl) : document([]));
    }
    const path = rest === '' ? undefined : readPath(rest);
    if (rest !== '' && !path) return unknown(reply);
    // Final, or about a queue: no instruction is wanted, and nothing in it was said by the caller.
    if (fields.get('isActive') !== '1') {
      const end = readVoiceEnd(fields, path, line);
      if (end) await line.left(end);
      return send(document([]));
    }
    if (calledNumber(fields.get('destinationNumber')) === line.numbers.missed) {
      const call = { gateway: 'africastalking', session: fields.get('sessionId') ?? '', number: callerNumber(fields.get('callerNumber')) };
      // Never picked up, whatever becomes of it: that would cost its caller.
      if (call.session) await line.missed(call).catch((error: unknown) => line.refused(error));
      return send(document([reject()]));
    }
    const hop = readVoice(fields, path, line);
    if (!hop) { line.refused(new HlpError('HLP_WIRE_INVALID', 'voice')); return sendTrouble(reply); }
    return send(await writeVoice(await line.hop(hop), hop.transcript, hop.session, line, voiceUrl));
  };
  scope.post('/:token/voice', voice);
  scope.post('/:token/voice/*', voice);
  // Only tells what the callbacks tell too.
  scope.post('/:token/voice-events', async (_request, reply) => reply.header('content-type', PLAIN).send('OK'));

  scope.post('/:token/sms', async (request, reply) => {
    const text = readText(readForm(request.body));
    if (!text) throw new HlpError('HLP_WIRE_INVALID', 'text');
    await line.text(text);
    return reply.header('content-type', PLAIN).send('OK');
  });
  scope.post('/:token/sms-status', async (request, reply) => {
    const report = readReport(readForm(request.body));
    if (report) await line.delivered(report);
    return reply.header('content-type', PLAIN).send('OK');
  });
}
