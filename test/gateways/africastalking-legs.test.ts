import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import t from 'tap';
import { HlpError } from '../../src/errors.ts';
import type { LegReply } from '../../src/gateways/gateway.ts';
import { isLegState, readLeg, writeLeg } from '../../src/gateways/africastalking/legs.ts';
import { dequeue, document, enqueue, getDigits, play, redirect, reject, say } from '../../src/gateways/africastalking/xml.ts';

const CALLED = '+447700900123';
const BASE = { isActive: '1', sessionId: 'ATVId_1', direction: 'Outbound', callerNumber: CALLED, destinationNumber: '+999100199', callSessionState: 'Answered' };
const leg = { gateway: 'africastalking', session: 'ATVId_1', called: CALLED };
const parse = (xml: string): unknown => new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', processEntities: true, trimValues: false, parseTagValue: false }).parse(xml).Response;

t.test('what a gateway tells of a phone we rang', async (t) => {
  const told: [string, Record<string, string>, string | undefined, object | undefined][] = [
    ['somebody picked up', BASE, undefined, { ...leg, type: 'answered' }],
    ['picked up, in the old form without a state', { ...BASE, callSessionState: undefined as never }, undefined, { ...leg, type: 'answered' }],
    ['it rings', { ...BASE, callSessionState: 'Ringing' }, undefined, undefined],
    ['a key', { ...BASE, dtmfDigits: '1' }, 'caller', { ...leg, type: 'keys', state: 'caller', keys: '1' }],
    ['no key came: the Redirect', BASE, 'caller', { ...leg, type: 'silence', state: 'caller' }],
    ['no key, spelled out', { ...BASE, dtmfDigits: '' }, 'caller2', { ...leg, type: 'silence', state: 'caller2' }],
    ['the queue was left', { ...BASE, dtmfDigits: '1', dequeueTime: '2026-11-22 09:00:00', dequeuedToSessionId: 'ATVId_2' }, 'advocate', undefined],
    ['it ended after a talk, on the callback that stuck', { ...BASE, isActive: '0', callSessionState: 'Completed', durationInSeconds: '42', amount: '1', status: 'Success' }, 'caller', { ...leg, type: 'ended', picked: true }],
    ['nobody picked up, which may be the only request', { ...BASE, isActive: '0', callSessionState: 'NotAnswered', durationInSeconds: '0', hangupCause: 'SUBSCRIBER_ABSENT', status: 'NotAnswered' }, undefined, { ...leg, type: 'ended', picked: false }],
    ['an inactive request without an end', { ...BASE, isActive: '0', callSessionState: 'Active', dtmfDigits: '1' }, 'caller', undefined],
    ['a number without its plus', { ...BASE, callerNumber: '447700900123' }, undefined, { ...leg, type: 'answered' }],
    ['a number whose plus became a space is nobody\'s', { ...BASE, callerNumber: ' 447700900123' }, undefined, { ...leg, called: '', type: 'answered' }],
    ['no session', { ...BASE, sessionId: '' }, undefined, undefined],
  ];
  for (const [what, fields, state, event] of told) t.same(readLeg(new Map(Object.entries(fields).filter(([, value]) => value !== undefined)), state), event, what);
  t.ok(isLegState('advocate2'));
  for (const word of ['', '../x', 'a/b', 'caller22', '%2e', 'x'.repeat(40)]) t.notOk(isLegState(word), word);
});

const line = (clip: string | null | Error) => ({
  numbers: { hotline: '+999100100', missed: '+999100101', outgoing: '+999100199', texts: '+999100100', codes: [] },
  publicUrl: 'https://h.example', clip: async () => { if (clip instanceof Error) throw clip; return clip ?? undefined; },
});
const spoken = { language: 'am', segments: [{ clip: 'x', text: 'ሰላም' }], english: 'Hello. Press 1 & wait.' };
const URL = 'https://h.example/gateways/africastalking/tok/voice';

t.test('what a leg is told to do next', async (t) => {
  const write = (reply: LegReply, clip: string | null | Error = '/audio/am/x.0123abcd.mp3') => writeLeg(reply, line(clip), URL).then(parse);
  const Play = { url: 'https://h.example/audio/am/x.0123abcd.mp3' };
  t.same(await write({ say: spoken, then: { do: 'gather', seconds: 3, state: 'caller' } }),
    { GetDigits: { Play, timeout: '3', numDigits: '1', callbackUrl: `${URL}/leg/caller` }, Redirect: `${URL}/leg/caller` }, 'the gate; silence has a way back');
  t.same(await write({ say: spoken, then: { do: 'wait', queue: 'q1' } }), { Enqueue: { holdMusic: Play.url, name: 'q1' } });
  t.same(await write({ say: spoken, then: { do: 'join', queue: 'q1' } }), { Dequeue: { phoneNumber: '+999100199', name: 'q1' } }, 'the unpublished number, and not a word before');
  t.same(await write({ say: spoken, then: { do: 'end' } }), { Play });
  t.equal(await writeLeg({ then: { do: 'end' } }, line(null), URL), '<?xml version="1.0" encoding="UTF-8"?>\n<Response></Response>');
  for (const clip of [null, new Error('engine')]) t.same(await write({ say: spoken, then: { do: 'end' } }, clip), { Say: 'Hello. Press 1 & wait.' }, 'the carrier\'s own voice when there is no clip');
});

t.test('a voice document keeps every word and URL as it is, or is refused', async (t) => {
  const words = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('&', '<', '>', '"', "'", ']', ';', 'ሰ', '\n', '\u0001', '\ud800', '😀', 'a') }));
  await fc.assert(fc.asyncProperty(words, words, async (text, name) => {
    try {
      const xml = document([getDigits({ saying: say(text), callbackUrl: name, timeout: 5, numDigits: 1 }), redirect(text), play(name), enqueue(name), dequeue('+999100199', name)]);
      t.equal(XMLValidator.validate(xml), true);
      const back = decodeAll(xml);
      if (!back.includes(text) || !back.includes(name)) throw new Error('words were changed');
      if (/[\u0000-\u0008]/.test(xml)) throw new Error('a control sign got in');
    } catch (error) {
      if (!(error instanceof HlpError)) throw error;
      if (!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]|\p{Surrogate}/u.test(text + name)) throw error;
    }
  }), { seed: 20261122, numRuns: 500 });
  t.equal(document([reject()]), '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Reject/></Response>');
});

const decodeAll = (xml: string): string => xml.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '');
