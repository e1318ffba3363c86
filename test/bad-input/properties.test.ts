import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { SILENCE } from '../../src/render/reply.ts';
import { newSession } from '../harness/caller.ts';
import { gatewayApi } from '../harness/gateway-api.ts';
import { startLine } from '../harness/line.ts';
import { form } from '../harness/wire.ts';
import { type Raw, send, wrongUssd, wrongVoice } from './raw.ts';

const WIRE = new URL('../wire/africastalking/', import.meta.url);
const BODIES = readdirSync(WIRE).map((file) => readFileSync(new URL(file, WIRE), 'utf8').trim());
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_007);

const api = await gatewayApi();
const line = await startLine({ apiUrl: api.url });
const rejected: unknown[] = [];
process.on('unhandledRejection', (reason) => rejected.push(reason));
t.teardown(async () => { await line.close(); await api.close(); });
t.comment(`SEED=${SEED}`);

async function holds(t: Test, runs: number, property: fc.IAsyncProperty<never> | fc.IAsyncProperty<[never]>): Promise<void> {
  await fc.assert(property as fc.IAsyncProperty<unknown>, { seed: SEED, numRuns: runs, endOnFailure: false });
  t.pass(`${runs} cases, seed ${SEED}`);
}
const right = (wrong: string | undefined, reply: Raw): void => { if (wrong !== undefined) throw new Error(`${wrong}: ${reply.text.slice(0, 300)}`); };

const number = fc.integer({ min: 0, max: 999 }).map((n) => `+447700900${String(n).padStart(3, '0')}`);
const key = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('0', '1', '2', '3', '4', '5', '9', '00') },
  { weight: 2, arbitrary: fc.constantFrom('', '#', '98', '99', '7', '١', '1.', '2)', ' 1 ', '12345678', 'Ada', SILENCE) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map((s) => s.replaceAll('*', '')) },
);
const transcript = fc.array(key, { maxLength: 24 });

t.test('any transcript, at once or key by key, is answered by a screen that fits', async (t) => {
  await holds(t, 400, fc.asyncProperty(transcript, number, fc.boolean(), fc.constantFrom('99999', '63902', '63601', '42001', '', 'x'), async (keys, number, whole, network) => {
    const session = newSession('ATUid');
    for (let i = whole ? keys.length : 0; i <= keys.length; i++) {
      const body = form('ussd', { number, session, network, text: keys.slice(0, i).join('*') });
      const reply = await send(`${line.at}/ussd`, body);
      right(wrongUssd(reply), reply);
      const again = await send(`${line.at}/ussd`, body);
      if (again.text !== reply.text) throw new Error(`the same hop again said otherwise: ${again.text}`);
    }
  }) as never);
});

/** A raw body as the gateway posts it, and what noise, wrong clients and wrong people make of it. */
const mutated = fc.tuple(fc.constantFrom(...BODIES), transcript, number, fc.array(fc.tuple(fc.nat(), fc.constantFrom('cut', 'flip', 'repeat', 'drop', 'double', 'swap'), fc.nat(255)), { maxLength: 4 })).map(([raw, keys, number, changes]) => {
  const filled = raw.replace(/\{(\w+)\}/g, (_, place: string) => encodeURIComponent(place === 'number' ? number : place === 'text' || place === 'digits' ? keys.join('*') : place === 'session' ? `ATUid_${keys.length}` : place === 'state' ? 'Active' : 'x'));
  let body = Buffer.from(filled);
  for (const [where, how, byte] of changes) {
    const at = where % Math.max(1, body.length);
    const parts = body.toString('latin1').split('&');
    const part = where % parts.length;
    if (how === 'cut') body = body.subarray(0, at);
    else if (how === 'flip') body = Buffer.concat([body.subarray(0, at), Buffer.from([byte]), body.subarray(at + 1)]);
    else if (how === 'repeat') body = Buffer.from([...parts, parts[part]].join('&'), 'latin1');
    else if (how === 'drop') body = Buffer.from(parts.filter((_, i) => i !== part).join('&'), 'latin1');
    else if (how === 'double') body = Buffer.concat([body, body]);
    else body = Buffer.from([...parts.slice(part), ...parts.slice(0, part)].join('&'), 'latin1');
  }
  return body;
});

t.test('a real body, mutated, posted to any channel, never breaks the line', async (t) => {
  const paths = fc.constantFrom('ussd', 'voice', 'voice/k/AAAA', 'voice/n/AAAA', 'voice/leg/advocate', 'voice/leg/caller2', 'ussd-events', 'voice-events', 'sms', 'sms-status');
  await holds(t, 2_000, fc.asyncProperty(mutated, paths, async (body, path) => {
    const reply = await send(`${line.at}/${path}`, body);
    if (path === 'ussd') right(wrongUssd(reply), reply);
    else if (path.startsWith('voice') && path !== 'voice-events') right(wrongVoice(reply), reply);
    else if (reply.status !== 200) throw new Error(`${path}: ${reply.status}`);
  }) as never);
});

t.test('any call, by keys and silences, hears a document each time, and the same one again', async (t) => {
  const pressed = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom('1', '2', '3', '4', '5', '9', '0', '00', '*', SILENCE) }, { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'0123456789*#'), maxLength: 60 }) }), { maxLength: 14 });
  await holds(t, 150, fc.asyncProperty(pressed, number, async (keys, number) => {
    const session = newSession('ATVId');
    let [url, body] = [`${line.at}/voice`, form('voice', { number, session, state: 'Ringing' })];
    for (const next of [...keys, undefined]) {
      const reply = await send(url, body);
      right(wrongVoice(reply), reply);
      const again = await send(url, body);
      const plain = (text: string): string => text.replace(/\/(k|n)\/[\w-]+/g, '/$1/~');
      if (plain(again.text) !== plain(reply.text)) throw new Error(`the same hop again said otherwise: ${again.text}`);
      const on = /callbackUrl="([^"]+)"/.exec(reply.text)?.[1];
      if (next === undefined || on === undefined) break;
      const silent = next === SILENCE || next === '';
      url = silent ? (/<Redirect>([^<]+)</.exec(reply.text)?.[1] ?? '') : on;
      body = silent ? form('voice', { number, session, state: 'Active' }) : form('voice-keys', { number, session, digits: next });
    }
  }) as never);
});

t.test('any path below voice is answered by a document, or is unknown', async (t) => {
  const segment = fc.oneof(fc.constantFrom('k', 'n', 'leg', 'advocate', 'caller', 'AAAA', '..', ''), fc.base64String({ maxLength: 200 }).map((s) => encodeURIComponent(s)), fc.webSegment());
  await holds(t, 500, fc.asyncProperty(fc.array(segment, { maxLength: 4 }), mutated, async (segments, body) => {
    const reply = await send(line.at, body, { path: `${new URL(line.at).pathname}/voice/${segments.join('/')}` });
    if (reply.status === 404 && reply.text === 'Not found.\n') return;
    right(wrongVoice(reply), reply);
  }) as never);
});

t.test('any text is taken, and answered once', async (t) => {
  const words = fc.oneof(key, fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constantFrom('STOP', 'stop.', 'hello', '1*2*1', '#', '   '));
  await holds(t, 300, fc.asyncProperty(fc.array(words, { minLength: 1, maxLength: 4 }), number, fc.uuid(), async (texts, number, id) => {
    for (const [i, text] of texts.entries()) {
      const body = form('sms', { number, network: '99999', id: `ATXid_${id}_${i}`, text: text });
      const replies = await Promise.all([send(`${line.at}/sms`, body), send(`${line.at}/sms`, body)]);
      if (replies.some((r) => r.status !== 200)) throw new Error(`${replies.map((r) => r.status)}`);
    }
  }) as never);
});

t.test('nothing was left unhandled, nothing unforeseen happened, and the log tells of nobody', async (t) => {
  await new Promise((resolve) => setTimeout(resolve, 300));
  t.same(rejected, []);
  t.same([...new Set(line.log.filter((e) => e.event === 'fault').map((e) => JSON.stringify(e)))], []);
  t.notMatch(JSON.stringify(line.log), /7700900|AT(U|V|X)|[0-9]{8}/);
});
