import t from 'tap';
import { SECURITY_HEADERS } from '../../src/desk/web/headers.ts';
import { openDesk, Visitor } from './harness.ts';

const ID = 'ab'.repeat(16);
const CHANGING = [
  ['duty', { onDuty: true }], ['here', {}], ['sign-out', {}], [`requests/${ID}/open`, {}], [`requests/${ID}/call`, { inner: 'AAAA' }], [`requests/${ID}/outcome`, { outcome: 'reached', revision: 0 }],
  [`requests/${ID}/claim`, {}], [`requests/${ID}/release`, {}], [`requests/${ID}/take-over`, {}], [`requests/${ID}/hand-over`, { to: ID, revision: 0, note: { id: ID, sealed: 'AAAA' } }], [`requests/${ID}/note`, { revision: 0, note: { id: ID, sealed: 'AAAA' } }],
] as const;

t.test('A route that does not say who may use it is refused, whoever asks', async (t) => {
  const desk = await openDesk({ also: (app) => {
    app.get('/forgotten', async () => ({ secret: true }));
    app.get('/declared', { config: { allow: 'anyone' } }, async () => ({ fine: true }));
  } });
  t.teardown(() => desk.close());
  const visitor = new Visitor(desk.url);
  await visitor.signIn('demo', desk.passphrase);
  const forgotten = await visitor.ask('GET', '../forgotten');
  t.equal(forgotten.status, 403);
  t.same(forgotten.body, { why: 'undeclared' });
  t.equal((await visitor.ask('GET', '../declared')).status, 200);
});

t.test('Nobody reads or changes anything without signing in', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const visitor = new Visitor(desk.url);
  await visitor.ask('GET', 'me');
  for (const path of ['queue', 'live', 'queue/choices', 'handover']) t.equal((await visitor.ask('GET', path)).status, 401, path);
  for (const [path, body] of CHANGING) t.equal((await visitor.post(path, body)).status, 401, path);
});

t.test('What changes something needs the token of its session and must come from the desk itself', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const visitor = new Visitor(desk.url);
  await visitor.signIn('demo', desk.passphrase);
  const other = new Visitor(desk.url);
  await other.ask('GET', 'me');
  const refused: readonly [string, Record<string, string | undefined>][] = [
    ['without a token', { 'csrf-token': undefined }],
    ['with a wrong token', { 'csrf-token': 'AAAAAAAA-wrong' }],
    ['with the token of another session', { 'csrf-token': other.csrf }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from another port', { origin: 'http://127.0.0.1:1' }],
    ['from nowhere', { origin: undefined }],
    ['from "null"', { origin: 'null' }],
    ['from another site, says the browser', { 'sec-fetch-site': 'cross-site' }],
    ['from a sister site', { 'sec-fetch-site': 'same-site' }],
  ];
  for (const [how, headers] of refused) {
    for (const [path, body] of [...CHANGING, ['sign-in', { name: 'demo', proof: Buffer.alloc(32).toString('base64') }], ['salt', { name: 'demo' }]] as const) {
      t.equal((await visitor.post(path, body, headers)).status, 403, `${path} ${how}`);
    }
  }
  t.equal((await visitor.post('here', {}, { 'sec-fetch-site': 'same-origin' })).status, 200, 'and is done when all is right');
  t.equal((await visitor.ask('GET', 'queue', undefined, { 'sec-fetch-site': 'cross-site' })).status, 403, 'nor is the queue read from another site');
  t.equal((await desk.store.rota.read()).advocates[0]?.onDuty, true, 'nothing was changed');
});

t.test('Every answer of the desk carries the headers that keep others out, also when it fails', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  for (const path of ['/desk', '/desk/', '/desk/assets/main.js', '/desk/assets/desk.css', '/desk/assets/%2e%2e%2fsecrets', '/desk/api/me', '/desk/api/queue', '/desk/api/nothing', '/desk/nothing']) {
    const answer = await fetch(desk.url + path);
    await answer.arrayBuffer();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) t.equal(answer.headers.get(name), value, `${path} ${name}`);
  }
  const policy = SECURITY_HEADERS['content-security-policy'];
  t.notMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
});

t.test('Bad input is refused with a word and breaks nothing', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const visitor = new Visitor(desk.url);
  await visitor.signIn('demo', desk.passphrase);
  const note = 'A'.repeat(2_004);
  for (const [path, body] of [
    [`requests/${ID}/outcome`, { outcome: 'happy' }], [`requests/${ID}/outcome`, {}], [`requests/${ID}/outcome`, { outcome: 'reached', note }],
    [`requests/${ID}/outcome`, { outcome: 'reached' }], [`requests/${ID}/outcome`, { outcome: 'reached', revision: 0, note: { id: ID, sealed: 'AAAA' } }], [`requests/${ID}/note`, { revision: -1, note: { id: ID, sealed: note } }], [`requests/${ID}/call`, { inner: '%%%' }], ['requests/..%2f/call', { inner: 'AAAA' }],
    ['requests/ABC/open', {}], ['duty', []], ['duty', null],
  ] as const) {
    const answer = await visitor.post(path, body);
    t.match(answer.status, /^40[04]$/, `${path} ${JSON.stringify(body).slice(0, 30)}`);
    t.type(answer.body?.why, 'string');
  }
  const big = await visitor.post('duty', { onDuty: true, more: 'x'.repeat(8_200) });
  t.equal(big.status, 413);
  t.equal((await visitor.ask('GET', 'queue')).status, 200);
});
