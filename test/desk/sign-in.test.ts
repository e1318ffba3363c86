import t from 'tap';
import { openDesk, Visitor } from './harness.ts';

const WRONG = Buffer.alloc(32, 7).toString('base64');

t.test('An advocate with the passphrase gets in and holds the keys of the desk', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const visitor = new Visitor(desk.url);
  const { answer, keys } = await visitor.signIn(' Demo ', desk.passphrase);
  t.equal(answer.status, 200);
  t.ok(keys);
  t.equal(answer.body.me.advocate.name, 'demo');
  t.match(answer.headers.getSetCookie()[0], /^desk=.*; Path=\/; HttpOnly; SameSite=Strict$/);
  const me = await visitor.ask('GET', 'me');
  t.match(me.body, { mode: 'demo', organisation: 'Hakiline demo', hotline: '+999100100', advocate: { id: desk.advocate, onDuty: true } });
  t.notOk(me.text.includes(desk.passphrase));
  t.notOk(desk.logged.join('').includes(desk.passphrase));
});

t.test('A wrong passphrase and an unknown name are told apart by nothing', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const ask = async (name: string) => {
    const visitor = new Visitor(desk.url);
    await visitor.ask('GET', 'me');
    const begun = performance.now();
    const salt = await visitor.post('salt', { name });
    const answer = await visitor.post('sign-in', { name, proof: WRONG });
    return { salt, answer, ms: performance.now() - begun };
  };
  const [known, unknown, again] = [await ask('demo'), await ask('nobody'), await ask('nobody')];
  // The quickest of three each: a busy machine slows single ones.
  const quickest = async (name: string, first: number) => Math.min(first, (await ask(name)).ms, (await ask(name)).ms);
  const [ms, unknownMs] = [await quickest('demo', known.ms), await quickest('nobody', Math.min(unknown.ms, again.ms))];
  t.equal(known.answer.status, 401);
  t.same(unknown.answer.body, known.answer.body);
  t.equal(unknown.answer.status, 401);
  t.equal(Buffer.from(known.salt.body.salt, 'base64').length, 16);
  t.equal(Buffer.from(unknown.salt.body.salt, 'base64').length, 16);
  t.equal(unknown.salt.body.salt, again.salt.body.salt, 'a name that is not there keeps its salt');
  t.ok(Math.abs(ms - unknownMs) < 200, `as slow as each other: ${Math.round(ms)} and ${Math.round(unknownMs)} ms`);
  t.ok(ms > 750 && unknownMs > 750, 'two answers of 400 ms each');
  t.equal((await known.salt.headers.get('cache-control')), 'no-store');
});

t.test('After five wrong passphrases the right one is refused too, for a quarter of an hour', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const visitor = new Visitor(desk.url);
  await visitor.ask('GET', 'me');
  const statuses = await Promise.all(Array.from({ length: 7 }, () => visitor.post('sign-in', { name: 'demo', proof: WRONG })));
  t.same(statuses.map(({ status }) => status).sort(), [401, 401, 401, 401, 401, 429, 429], 'tries at the same moment count too');
  const late = await visitor.signIn('demo', desk.passphrase);
  t.equal(late.answer.status, 429);
  t.same(late.answer.body, { why: 'tooMany' });
  desk.clock.ahead += 15 * 60_000;
  t.equal((await new Visitor(desk.url).signIn('demo', desk.passphrase)).answer.status, 200);
});

t.test('A planted session does not become a signed-in one', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const visitor = new Visitor(desk.url);
  await visitor.ask('GET', 'me');
  const planted = visitor.cookie;
  await visitor.signIn('demo', desk.passphrase);
  t.not(visitor.cookie, planted);
  const thief = new Visitor(desk.url);
  thief.cookie = planted;
  t.equal((await thief.ask('GET', 'queue')).status, 401);
});

t.test('Who signed out, was idle for 30 minutes, or was removed, is refused with a kept cookie', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const visitor = new Visitor(desk.url);
  await visitor.signIn('demo', desk.passphrase);
  const kept = visitor.cookie;
  t.equal((await visitor.ask('GET', 'queue')).status, 200);
  t.equal((await visitor.post('sign-out')).status, 200);
  visitor.cookie = kept;
  t.same((await visitor.ask('GET', 'queue')).body, { why: 'signedOut' });

  await visitor.signIn('demo', desk.passphrase);
  desk.clock.ahead += 29 * 60_000;
  t.equal((await visitor.post('here')).status, 200, 'being there starts the half hour anew');
  desk.clock.ahead += 29 * 60_000;
  t.equal((await visitor.ask('GET', 'queue')).status, 200, 'a page that asks by itself does not');
  desk.clock.ahead += 60_000;
  t.equal((await visitor.ask('GET', 'queue')).status, 401);

  await visitor.signIn('demo', desk.passphrase);
  const { store } = desk;
  const known = store.desk.signedIn;
  Object.assign(store.desk, { signedIn: async () => undefined });
  t.equal((await visitor.ask('GET', 'queue')).status, 401, 'a colleague who was removed');
  Object.assign(store.desk, { signedIn: known });
  t.equal((await visitor.ask('GET', 'queue')).status, 401, 'and the session is gone for good');
});

t.test('Under https the cookie is bound to this host and never sent in the clear', async (t) => {
  const desk = await openDesk({ publicUrl: 'https://desk.example' });
  t.teardown(() => desk.close());
  const ask = (proto: string) => desk.app.inject({ method: 'GET', url: '/desk/api/me', headers: { 'x-forwarded-proto': proto, 'x-forwarded-for': '192.0.2.1' } });
  t.match((await ask('https')).headers['set-cookie'], /^__Host-desk=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  t.equal((await ask('http')).headers['set-cookie'], undefined, 'no cookie over a connection that is not https');
});

t.test('An advocate switches duty, and the rota has it', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const visitor = new Visitor(desk.url);
  await visitor.signIn('demo', desk.passphrase);
  t.same((await visitor.ask('GET', 'queue')).body.onDuty, [{ id: desk.advocate, name: 'demo' }]);
  t.equal((await visitor.post('duty', { onDuty: false })).status, 200);
  t.same((await visitor.ask('GET', 'queue')).body.onDuty, []);
  t.equal((await desk.store.rota.read()).advocates[0]?.onDuty, false);
  t.equal((await visitor.post('duty', { onDuty: 'perhaps' })).status, 400);
});
