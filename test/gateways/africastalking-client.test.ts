import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import t, { type Test } from 'tap';
import { HlpError, type Code } from '../../src/errors.ts';
import { africastalking } from '../../src/gateways/africastalking/client.ts';

const CALLER = '+447700900123';
type Script = (request: IncomingMessage, response: ServerResponse) => void;

/** A carrier on a free port that answers as scripted and keeps what it was asked. */
async function carrier(test: Test, script: Script) {
  const asked: { path: string; apikey: unknown; form: URLSearchParams }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part)).on('end', () => {
      asked.push({ path: request.url ?? '', apikey: request.headers['apikey'], form: new URLSearchParams(body) });
      script(request, response);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  test.teardown(() => { server.closeAllConnections(); return new Promise((done) => server.close(done)); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/phone/carrier`;
  return { asked, url, carriage: africastalking({ ...ACCOUNT, apiUrl: url, voiceUrl: url, timeoutMs: 400 }) };
}

const ACCOUNT = { username: 'sandbox', apiKey: 'key-one', numbers: () => ({ outgoing: '+999100199', texts: '+999100100' }) };
const json = (status: number, body: unknown): Script => (_, response) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const plain = (status: number, body: string): Script => (_, response) =>
  void response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
const taken = (statusCode: number, messageId = 'ATXid_1') =>
  json(201, { SMSMessageData: { Message: 'Sent to 1/1', Recipients: [{ statusCode, number: CALLER, status: 'Success', cost: 'KES 0.8', messageId }] } });
const entry = (fields: object, errorMessage = 'None') => json(201, { entries: [{ phoneNumber: CALLER, ...fields }], errorMessage });

/** What became of it: the code of an error of ours, whose every part is free of the number and of the key. */
async function outcome(test: Test, sent: Promise<unknown>): Promise<Code | 'taken'> {
  const error = await sent.then(() => undefined, (e: unknown) => e);
  if (error === undefined) return 'taken';
  test.ok(error instanceof HlpError, 'an error of ours');
  test.notMatch(inspect(error, { depth: 9, showHidden: true }), /7700900|key-one|127\.0\.0\.1/, 'it holds nothing of the caller');
  return (error as HlpError).code;
}

t.test('a text that the gateway took has the gateway\'s id, and went where and as it should', async (t) => {
  const { carriage, asked } = await carrier(t, taken(101));
  t.same(await carriage.text(CALLER, 'Your code is 4821 & 7736 + ሰላም.'), { id: 'ATXid_1' });
  t.equal(asked.length, 1);
  t.equal(asked[0]?.path, '/phone/carrier/version1/messaging');
  t.equal(asked[0]?.apikey, 'key-one');
  t.same(Object.fromEntries(asked[0]?.form ?? []), { username: 'sandbox', to: CALLER, message: 'Your code is 4821 & 7736 + ሰላም.', from: '+999100100', bulkSMSMode: '1' });
});

t.test('a call that the gateway queued has a session, and comes from the unpublished number', async (t) => {
  const { carriage, asked } = await carrier(t, entry({ status: 'Queued', sessionId: 'ATVId_7' }));
  t.same(await carriage.call(CALLER), { session: 'ATVId_7' });
  const { path, form } = asked[0] ?? t.fail('nothing asked') as never;
  t.equal(path, '/phone/carrier/call');
  t.same([form.get('from'), form.get('to'), form.get('username')], ['+999100199', CALLER, 'sandbox']);
  t.not(form.get('clientRequestId'), 'undefined');
});

const texts: [string, Script, Code | 'taken'][] = [
  ['processed', taken(100), 'taken'],
  ['queued', taken(102), 'taken'],
  ['a refused sender id, which comes with 201', json(201, { SMSMessageData: { Message: 'InvalidSenderId', Recipients: [] } }), 'HLP_TEXT_REFUSED'],
  ['a caller on the blacklist', taken(406, 'None'), 'HLP_TEXT_REFUSED'],
  ['the gateway\'s own trouble, 500', taken(500, 'None'), 'HLP_TEXT_BUSY'],
  ['the gateway\'s own trouble, 501', taken(501, 'None'), 'HLP_TEXT_BUSY'],
  ['rejected by the gateway, 502', taken(502, 'None'), 'HLP_TEXT_REFUSED'],
  ['a wrong key', plain(401, 'The supplied authentication is invalid'), 'HLP_TEXT_REFUSED'],
  ['too many requests', plain(429, 'slow down'), 'HLP_TEXT_BUSY'],
  ['HTTP 500', plain(500, `oops ${CALLER}`), 'HLP_TEXT_UNCERTAIN'],
  ['HTTP 502 of a proxy', plain(502, '<html>'), 'HLP_TEXT_UNCERTAIN'],
  ['garbage with 201', plain(201, `<<<${CALLER}`), 'HLP_TEXT_UNCERTAIN'],
  ['an empty answer with 201', plain(201, ''), 'HLP_TEXT_UNCERTAIN'],
  ['recipients that are no list', json(201, { SMSMessageData: { Recipients: CALLER } }), 'HLP_TEXT_UNCERTAIN'],
  ['a recipient without a code', json(201, { SMSMessageData: { Recipients: [{ number: CALLER }] } }), 'HLP_TEXT_UNCERTAIN'],
  ['a redirect to another host', (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(), 'HLP_TEXT_UNCERTAIN'],
  ['silence', () => {}, 'HLP_TEXT_UNCERTAIN'],
  ['a reset', (request) => void request.socket.resetAndDestroy(), 'HLP_TEXT_UNCERTAIN'],
  ['half an answer', (_, response) => { response.writeHead(201, { 'content-length': 900 }).write('{"SMS'); setTimeout(() => response.destroy(), 20); }, 'HLP_TEXT_UNCERTAIN'],
];
t.test('what the gateway says of a text decides whether it was sent', async (t) => {
  for (const [said, script, code] of texts) {
    await t.test(`${said}: ${code}`, async (t) => {
      const { carriage, asked } = await carrier(t, script);
      t.equal(await outcome(t, carriage.text(CALLER, 'We are free at 6.')), code);
      t.equal(asked.length, 1, 'asked once, never twice');
    });
  }
});

const calls: [string, Script, Code | 'taken'][] = [
  ['queued with 200', (_, r) => json(200, { entries: [{ status: 'Queued', sessionId: 'ATVId_8' }], errorMessage: 'None' })(_, r), 'taken'],
  ['an invalid number', entry({ status: 'InvalidPhoneNumber', sessionId: 'None' }), 'HLP_CALL_REFUSED'],
  ['no credit', entry({ status: 'InsufficientCredit', sessionId: 'None' }), 'HLP_CALL_REFUSED'],
  ['an invalid caller id', json(201, { entries: [], errorMessage: `Invalid callerId: ${CALLER}` }), 'HLP_CALL_REFUSED'],
  ['queued without a session', entry({ status: 'Queued', sessionId: 'None' }), 'HLP_CALL_UNCERTAIN'],
  ['no entries and no error', json(201, { entries: [], errorMessage: 'None' }), 'HLP_CALL_UNCERTAIN'],
  ['a wrong key', plain(401, 'The supplied authentication is invalid'), 'HLP_CALL_REFUSED'],
  ['HTTP 500', plain(500, `oops ${CALLER}`), 'HLP_CALL_UNCERTAIN'],
  ['garbage', plain(201, `<<<${CALLER}`), 'HLP_CALL_UNCERTAIN'],
  ['silence', () => {}, 'HLP_CALL_UNCERTAIN'],
  ['a reset', (request) => void request.socket.resetAndDestroy(), 'HLP_CALL_UNCERTAIN'],
];
t.test('what the gateway says of a call decides whether it was placed', async (t) => {
  for (const [said, script, code] of calls) {
    await t.test(`${said}: ${code}`, async (t) => {
      const { carriage, asked } = await carrier(t, script);
      t.equal(await outcome(t, carriage.call(CALLER)), code);
      t.equal(asked.length, 1, 'asked once, never twice');
    });
  }
});

t.test('a silent gateway keeps nobody waiting longer than agreed', async (t) => {
  const { carriage } = await carrier(t, () => {});
  const start = performance.now();
  await outcome(t, carriage.text(CALLER, 'We are free at 6.'));
  const ms = performance.now() - start;
  t.ok(ms > 300 && ms < 4000, `${ms.toFixed(0)} ms`);
});

t.test('nobody listening there: a text may be tried again, a call was not placed', async (t) => {
  const gone = 'http://127.0.0.1:9/phone/carrier';
  const carriage = africastalking({ ...ACCOUNT, apiUrl: gone, voiceUrl: gone });
  t.equal(await outcome(t, carriage.text(CALLER, 'x')), 'HLP_TEXT_BUSY');
  t.equal(await outcome(t, carriage.call(CALLER)), 'HLP_CALL_REFUSED');
});

t.test('what is not a phone number never reaches the gateway', async (t) => {
  const { carriage, asked } = await carrier(t, taken(101));
  for (const to of ['', '447700900123', `${CALLER},+447700900124`, 'worker@ke.sip.africastalking.com', '+44 7700 900123']) {
    t.equal(await outcome(t, carriage.text(to, 'x')), 'HLP_TEXT_REFUSED');
    t.equal(await outcome(t, carriage.call(to)), 'HLP_CALL_REFUSED');
  }
  t.equal(asked.length, 0);
});

t.test('two lines in one process, one of them in the sandbox, each reach their own gateway', async (t) => {
  const [one, two] = [await carrier(t, taken(101, 'one')), await carrier(t, taken(101, 'two'))];
  const sent = await Promise.all([1, 2, 3, 4].map((n) => (n % 2 ? one : two).carriage.text(CALLER, 'x')));
  t.same(sent.map(({ id }) => id), ['one', 'two', 'one', 'two']);
});
