import t, { type Test } from 'tap';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBox, padTo, sealField } from '../../src/sealing/desk-keys.ts';
import type { Keys } from '../../src/desk/browser/people/keys.ts';
import { DAY, HOUR, makeRequest, openDesk, openDeskKey, Visitor, type Desk } from './harness.ts';

const NUMBER = '+447700900123';

async function signedIn(t: Test): Promise<{ desk: Desk; visitor: Visitor; keys: Keys; said: string[] }> {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const visitor = new Visitor(desk.url);
  const { keys } = await visitor.signIn('demo', desk.passphrase);
  if (keys === undefined) throw new Error('not signed in');
  const said: string[] = [];
  const ask = visitor.ask.bind(visitor);
  visitor.ask = async (...given) => {
    const answer = await ask(...given);
    said.push(answer.text, JSON.stringify([...answer.headers]));
    return answer;
  };
  return { desk, visitor, keys, said };
}

/** The number as it may be written anywhere. */
function spellings(number: string): string[] {
  const digits = number.slice(1);
  return [number, digits, `0${digits.slice(2)}`, encodeURIComponent(number), Buffer.from(digits).toString('hex'), Buffer.from(digits).toString('base64').replace(/=+$/, '').slice(0, -1), Buffer.from(`+${digits}`).toString('base64').replace(/=+$/, '').slice(0, -1)];
}

const inner = async (visitor: Visitor, keys: Keys, id: string): Promise<string> => {
  const opened = await visitor.post(`requests/${id}/open`);
  const found = keys.unseal(opened.body)?.inner;
  if (found === undefined) throw new Error('no number');
  return found;
};

t.test('Call hands the line the number it alone can open, and no answer, log or file ever holds it', async (t) => {
  const { desk, visitor, keys, said } = await signedIn(t);
  const id = await makeRequest(desk, 'callback', { number: NUMBER, coverName: 'Auntie Ruth' });
  const opened = await visitor.post(`requests/${id}/open`);
  t.equal(opened.status, 200);
  t.match(opened.body.row, { id, status: 'read', languageName: 'Amharic', countryName: 'Saudi Arabia', hasNumber: true });
  const unsealed = keys.unseal(opened.body);
  t.equal(unsealed?.coverName, 'Auntie Ruth');
  const called = await visitor.post(`requests/${id}/call`, { inner: unsealed?.inner });
  t.equal(called.status, 200, called.text);
  t.match(desk.begun, [{ kind: 'callback', request: id, language: 'am', country: 'SA', number: NUMBER, advocate: desk.advocate }]);
  t.equal((await visitor.ask('GET', 'queue')).body.rows[0].attempts, 0, 'no phone of theirs has rung yet');

  const files = await readdir(desk.dir, { recursive: true, withFileTypes: true });
  const kept = await Promise.all(files.filter((f) => f.isFile()).map((f) => readFile(join(f.parentPath, f.name), 'latin1')));
  const everything = [...said, ...desk.logged, ...kept, Buffer.from(unsealed?.inner ?? '', 'base64').toString('latin1')].join('\n');
  for (const spelling of spellings(NUMBER)) t.notOk(everything.includes(spelling), `nowhere as ${spelling.slice(0, 3)}…`);
  t.ok(spellings(NUMBER).some((spelling) => `${everything}${NUMBER}`.includes(spelling)), 'a number that was there would be found');
});

t.test('Outside the window nobody can call, and a window has one ring', async (t) => {
  const { desk, visitor, ...signed } = await signedIn(t);
  let { keys } = signed;
  const now = desk.clock.now();
  const first = { from: now + HOUR, to: now + 3 * HOUR };
  const second = { from: now + DAY + HOUR, to: now + DAY + 3 * HOUR };
  const id = await makeRequest(desk, 'callback', { number: NUMBER, change: { windows: { day: 'any', part: 'evening', zone: 'Asia/Riyadh', first, second } } });
  const call = async () => {
    if ((await visitor.ask('GET', 'me')).body.advocate === null) keys = (await visitor.signIn('demo', desk.passphrase)).keys ?? keys;
    const answer = await visitor.post(`requests/${id}/call`, { inner: await inner(visitor, keys, id) });
    return answer.body.why ?? 'done';
  };
  t.equal(await call(), 'outOfWindow');
  desk.clock.ahead += HOUR - 20_000;
  t.equal(await call(), 'outOfWindow', 'nor seconds before');
  desk.clock.ahead += 30_000;
  t.equal(await call(), 'done');
  t.equal(await call(), 'done', 'an advocate who did not hear their own phone presses again');
  t.equal(await desk.store.requests.attempt(id, desk.clock.now()), 'allowed', 'then the caller\'s phone rings');
  t.equal(await call(), 'triedThisWindow');
  desk.clock.ahead += 2 * HOUR;
  t.equal(await call(), 'outOfWindow', 'nor after');
  desk.clock.ahead += 22 * HOUR;
  t.equal(await call(), 'done', 'the second window has its own ring');
  t.equal(desk.begun.length, 3);
});

t.test('An alarm that says "do not call" refuses Call until the caller asks for one', async (t) => {
  const { desk, visitor, keys } = await signedIn(t);
  const silent = await makeRequest(desk, 'urgent', { number: NUMBER, change: { call: 'no' } });
  t.same((await visitor.post(`requests/${silent}/call`, { inner: await inner(visitor, keys, silent) })).body, { why: 'noCall' });
  t.equal(desk.begun.length, 0);
  const spoken = await makeRequest(desk, 'urgent', { number: NUMBER });
  t.equal((await visitor.post(`requests/${spoken}/call`, { inner: await inner(visitor, keys, spoken) })).status, 200);
  t.equal((await visitor.post(`requests/${spoken}/call`, { inner: await inner(visitor, keys, spoken) })).status, 200, 'an alarm has no limit of tries');
});

t.test('A phone that asked never to be called is not called, and no ring is used up', async (t) => {
  const { desk, visitor, keys } = await signedIn(t);
  const id = await makeRequest(desk, 'callback', { number: NUMBER });
  await desk.store.never.add(desk.sealing.neverTag(NUMBER), 'call', desk.clock.now());
  t.same((await visitor.post(`requests/${id}/call`, { inner: await inner(visitor, keys, id) })).body, { why: 'never' });
  t.equal((await desk.store.requests.one(id))?.attempts, 0);
  t.equal(desk.begun.length, 0);
});

t.test('The inner seal of another request, or a changed one, opens nothing', async (t) => {
  const { desk, visitor, keys } = await signedIn(t);
  const [mine, other] = [await makeRequest(desk, 'callback', { number: NUMBER }), await makeRequest(desk, 'callback', { number: '+447700900999' })];
  const sealed = await inner(visitor, keys, other);
  t.same((await visitor.post(`requests/${mine}/call`, { inner: sealed })).body, { why: 'notHeld' }, 'what was not opened is not called');
  await visitor.post(`requests/${mine}/open`);
  t.same((await visitor.post(`requests/${mine}/call`, { inner: sealed })).body, { why: 'seal' });
  const changed = Buffer.from(sealed, 'base64');
  changed[20] = (changed[20] ?? 0) ^ 1;
  t.same((await visitor.post(`requests/${other}/call`, { inner: changed.toString('base64') })).body, { why: 'seal' });
  t.same((await visitor.post(`requests/${other}/call`, {})).body, { why: 'seal' });
  t.equal(desk.begun.length, 0);
  t.equal((await desk.store.requests.one(other))?.attempts, 0);
});

t.test('Two presses at the same moment ring one phone', async (t) => {
  const { desk, visitor, keys } = await signedIn(t);
  const id = await makeRequest(desk, 'urgent', { number: NUMBER });
  const sealed = await inner(visitor, keys, id);
  const answers = await Promise.all([1, 2].map(() => visitor.post(`requests/${id}/call`, { inner: sealed })));
  t.same(answers.map(({ status }) => status).sort(), [200, 409]);
  t.equal(desk.begun.length, 1);
  await desk.store.calls.create({ id: desk.sealing.newId(), kind: 'urgent', request: id, language: 'am', country: 'SA', queue: 'q', madeAt: desk.clock.now(), expires: desk.clock.now() + 60_000 });
  t.same((await visitor.post(`requests/${id}/call`, { inner: sealed })).body, { why: 'callOn' }, 'nor while the line rings about it already');
});

t.test('A "now" is rung by the line; an advocate can take it up again without any number', async (t) => {
  const { desk, visitor } = await signedIn(t);
  const id = await makeRequest(desk, 'now');
  const call = desk.sealing.newId();
  await desk.store.calls.create({ id: call, kind: 'now', request: id, language: 'am', country: 'SA', queue: 'q', madeAt: desk.clock.now(), expires: desk.clock.now() + 60_000 });
  t.same((await visitor.post(`requests/${id}/call`)).body, { why: 'lineRings' });
  await desk.store.calls.move(call, 'nextAdvocate', 'unanswered', desk.clock.now());
  t.equal((await visitor.post(`requests/${id}/call`)).status, 200);
  t.match(desk.begun, [{ kind: 'now', request: id, number: undefined, advocate: desk.advocate }]);
});

t.test('What the line refuses is told as a plain word', async (t) => {
  const { desk, visitor, keys } = await signedIn(t);
  for (const [refuse, why] of [['underWay', 'callOn'], ['noNumber', 'noNumber'], ['never', 'never']] as const) {
    const id = await makeRequest(desk, 'urgent', { number: NUMBER });
    desk.refuse = refuse;
    t.same((await visitor.post(`requests/${id}/call`, { inner: await inner(visitor, keys, id) })).body, { why });
  }
});

t.test('An outcome is kept with a note that only the desk opens, at one of four lengths', async (t) => {
  const { desk, visitor, keys } = await signedIn(t);
  const id = await makeRequest(desk, 'callback', { number: NUMBER });
  const opened = (await visitor.post(`requests/${id}/open`)).body;
  const unsealed = keys.unseal(opened);
  const note = unsealed?.sealNote('Passport with the employer. ደወልኩ።');
  t.equal(Buffer.from(note?.sealed ?? '', 'base64').length, 12 + 256 + 16);
  t.equal((await visitor.post(`requests/${id}/outcome`, { outcome: 'notReached', revision: opened.row.revision, note })).status, 200);
  const again = (await visitor.post(`requests/${id}/open`)).body;
  t.match(again.row, { status: 'tried', outcome: 'notReached' });
  const read = (body: { notes: { id: string; sealed: string }[] }) => body.notes.map((one) => keys.unseal(body as never)?.readNote(one));
  t.same(read(again), ['Passport with the employer. ደወልኩ።']);
  const second = unsealed?.sealNote('She has it back.');
  t.equal((await visitor.post(`requests/${id}/note`, { revision: again.row.revision, note: second })).status, 200);
  t.equal((await visitor.post(`requests/${id}/outcome`, { outcome: 'reached', revision: again.row.revision })).status, 200);
  t.same((await visitor.ask('GET', 'queue')).body.rows, [], 'who was reached leaves the queue');
  const closed = (await visitor.post(`requests/${id}/open`)).body;
  t.same(read(closed), ['Passport with the employer. ደወልኩ።', 'She has it back.'], 'and can be opened again, with every note');
  const [first, last] = closed.notes;
  t.same([keys.unseal(closed)?.readNote({ ...first, sealed: last.sealed }), keys.unseal(closed)?.readNote({ ...last, sealed: first.sealed })], [undefined, undefined], 'in the place of another a note does not open');
  t.same((await visitor.post(`requests/${id}/call`, { inner: unsealed?.inner })).body, { why: 'gone' });
  t.same((await visitor.post(`requests/${'0'.repeat(32)}/open`)).body, { why: 'gone' });
});

t.test('A note that is too long, or an outcome on what has changed, is refused with its own word, and nothing is kept', async (t) => {
  const { desk, visitor, keys } = await signedIn(t);
  const id = await makeRequest(desk, 'callback', { number: NUMBER });
  const opened = (await visitor.post(`requests/${id}/open`)).body;
  const unsealed = keys.unseal(opened);
  const { revision } = opened.row;
  for (const length of [1_024, 5_000, 20_000]) {
    const note = unsealed?.sealNote('x'.repeat(length));
    t.match(await visitor.post(`requests/${id}/note`, { revision, note }), { status: 413, body: { why: 'tooLong' } }, `${length}`);
    t.match(await visitor.post(`requests/${id}/outcome`, { outcome: 'closed', revision, note }), { status: 413, body: { why: 'tooLong' } });
  }
  t.equal((await visitor.post(`requests/${id}/note`, { revision, note: unsealed?.sealNote('x'.repeat(1_023)) })).status, 200, 'the longest that is not');
  t.equal((await visitor.post(`requests/${id}/outcome`, { outcome: 'notReached', revision })).status, 200);
  t.match(await visitor.post(`requests/${id}/outcome`, { outcome: 'reached', revision }), { status: 409, body: { why: 'changed' } });
  t.match(await desk.store.requests.one(id), { outcome: 'notReached', status: 'tried' });
});

t.test('The one note a request had before notes were added to each other is still read', async (t) => {
  const { desk, visitor, keys } = await signedIn(t);
  const id = desk.sealing.newId();
  const { wrap, fields } = desk.sealing.sealRecord(id, { number: NUMBER });
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const recordKey = openBox(await openDeskKey(desk), wrap.sealed);
  const note = sealField(recordKey, id, 'note', wrap.epoch, padTo(new TextEncoder().encode('She waits.'), 256));
  await makeRequest(desk, 'callback', { change: { id, wrap, fields: { ...fields, note } } });
  const opened = (await visitor.post(`requests/${id}/open`)).body;
  t.equal(opened.fields.note, base64(note));
  t.equal(keys.unseal(opened)?.note, 'She waits.');
});
