import t from 'tap';
import { startLine } from '../harness/line.ts';
import { form } from '../harness/wire.ts';
import { FORM, type Raw, send } from './raw.ts';

const line = await startLine();
t.teardown(() => line.close());

const BODIES: readonly (readonly [string, string | undefined])[] = [
  ['', undefined], ['', FORM], [form('ussd', { number: '+447700900321', session: 'ATUid_f', network: '99999', text: '1*5' }), FORM],
  ['x'.repeat(70_000), FORM], [form('sms', { number: '+447700900321', id: 'ATXid_f', network: '99999', text: 'hello' }), FORM],
];
/** Bodies that a server reads, and refuses, before it looks where they go. */
const PARSED: readonly (readonly [string, string])[] = [['{', 'application/json'], ['{"__proto__":1}', 'application/json'], ['x', ';;;'], ['x', 'multipart/form-data'], ['x'.repeat(300_000), FORM]];
const METHODS = ['POST', 'GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
const CHANNELS = ['ussd', 'ussd-events', 'voice', 'voice/k/AAAA', 'voice/leg/caller', 'voice-events', 'sms', 'sms-status'];
const TOKENS = ['wrong', 'Demo', 'dem', 'demo1', 'demo%00', '%64emp', 'demo%20', 'a'.repeat(1_000), '.', '%2e%2e'];

/** All of an answer that a forger can compare. */
const shape = ({ status, headers, text }: Raw) => {
  const { date: _date, ...rest } = headers;
  return { status, headers: rest, text };
};
const unknown = async (method: string, body: string, type: string | undefined) => shape(await send(`${line.url}/nowhere/at/all`, body, { method, type }));
const G = '/gateways/africastalking';

t.test('a wrong token, a wrong method and an unknown path below the right token look like any unknown path', async (t) => {
  for (const method of METHODS) {
    for (const [body, type] of BODIES) {
      const wanted = await unknown(method, body, type);
      t.equal(wanted.status, 404);
      for (const channel of CHANNELS) for (const token of method === 'POST' ? TOKENS : ['wrong']) t.same(shape(await send(line.url, body, { method, type, path: `${G}/${token}/${channel}` })), wanted, `${method} ${token.slice(0, 20)} ${channel}`);
      // Who knows the token and sends too much is no forger: see callers.test.ts.
      if (body.length > 64 * 1024) continue;
      for (const path of ['/demo', '/demo/', '/demo/unknown', '/demo/ussd/', '/demo//ussd', '/demo/voice/zzz', '/demo/voice/k', '/demo/voice/k/a/b', '/demo/voice/leg/zz/zz', '/demo/voice/leg/%3Cx%3E', '/demo/sms/1', '', '/']) {
        t.same(shape(await send(line.url, body, { method, type, path: G + path })), wanted, `${method} ${path}`);
      }
      if (method !== 'POST') for (const channel of CHANNELS) t.same(shape(await send(line.url, body, { method, type, path: `${G}/demo/${channel}` })), wanted, `${method} ${channel} of the right token`);
    }
  }
});

t.test('so it is with a body that cannot be read', async (t) => {
  for (const [body, type] of PARSED) {
    const wanted = await unknown('POST', body, type);
    t.equal(wanted.status, 404, `${type} to an unknown path`);
    for (const channel of CHANNELS) t.same(shape(await send(line.url, body, { type, path: `${G}/wrong/${channel}` })), wanted, `${type} ${channel}`);
  }
});

t.test('so it is with an address that is too long, or is none', async (t) => {
  const wanted = await unknown('POST', '', FORM);
  for (const token of ['a'.repeat(5_000), '%zz', '%ff', '%c3%28']) {
    const got = shape(await send(line.url, '', { path: `${G}/${token}/ussd` }));
    t.same(got, wanted, token.slice(0, 20));
    t.notOk(got.text.includes(token), 'and is not echoed');
  }
});

t.test('a forger leaves no trace', async (t) => {
  t.same(await line.app.store.requests.queue(line.clock.now()), []);
  t.notMatch(JSON.stringify(line.log), /4477009|wrong|africastalking/);
});
