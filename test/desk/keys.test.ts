import { join } from 'node:path';
import t, { type Test } from 'tap';
import { toBase64 } from '../../src/desk/browser/people/bytes.ts';
import { makeEpoch, makeRecovery } from '../../src/desk/browser/people/hand-out.ts';
import { makePair } from '../../src/sealing/desk-keys.ts';
import { dial } from '../harness/caller.ts';
import { startAnew } from '../../src/anew.ts';
import { startLive, type LiveLine } from '../harness/live.ts';
import { Member } from './live-api.ts';

const ONE = 'lemon harbor quiet zebra candle';
const TWO = 'maple river stone window garlic';
const NUMBER = '+447700900123';

/** Somebody raises an alarm; returns the request. */
async function alarm(line: LiveLine): Promise<string> {
  const queue = () => line.app.store.requests.queue(line.clock.now());
  const before = new Set((await queue()).map(({ id }) => id));
  const phone = dial({ at: line.at }, { number: NUMBER });
  for (const key of [undefined, '5', '5']) await (key === undefined ? phone.begin() : phone.press(key));
  return (await queue()).find(({ id }) => !before.has(id))?.id ?? '';
}

async function desk(t: Test) {
  const line = await startLive();
  t.teardown(() => line.close());
  const operator = new Member(line, 'amina');
  const sheet = await operator.setUp(ONE);
  const add = async (name: string, roles?: string[]): Promise<Member> => {
    const { body: { code } } = await operator.invite(name, roles);
    const member = new Member(line, name);
    await member.join(code, TWO);
    await operator.handOver(name);
    await member.comeIn(TWO);
    return member;
  };
  return { line, operator, sheet, add };
}

t.test('A colleague who was handed the keys opens what came before and after; one who was not opens nothing', async (t) => {
  const { line, operator, add } = await desk(t);
  const before = await alarm(line);
  const bola = await add('bola');
  t.type(await bola.reads(before), 'string');
  const waiting = new Member(line, 'cleo');
  await waiting.join((await operator.invite('cleo')).body.code, TWO);
  t.equal(await waiting.reads(before), undefined);
});

t.test('Each month has its own desk key, made by the first browser that signs in; a second one at the same moment changes nothing', async (t) => {
  const { line, operator, add } = await desk(t);
  const bola = await add('bola');
  const november = await alarm(line);
  line.clock.pass(20 * 86_400_000);
  await operator.comeIn(ONE);
  await bola.comeIn(TWO);
  const [mine, theirs] = [await operator.epoch(), await bola.epoch()];
  t.equal(mine.epoch, '2026-12');
  const answers = await Promise.all([operator.post('keys', mine), bola.post('keys', theirs)]);
  t.same(answers.map(({ status }) => status).sort(), [200, 409]);
  const december = await alarm(line);
  for (const member of [operator, bola]) {
    await member.comeIn(member === operator ? ONE : TWO);
    t.type(await member.reads(november), 'string', `${member.name} opens what November left`);
    t.type(await member.reads(december), 'string', `${member.name} opens what December brings`);
  }
});

t.test('Who is removed is signed out at once and opens nothing that comes in after; the others open everything', async (t) => {
  const { line, operator, add } = await desk(t);
  const [bola, cleo] = [await add('bola'), await add('cleo')];
  const before = await alarm(line);
  const gone = await bola.post(`requests/${before}/open`);
  t.equal((await operator.post(`people/${bola.id}/remove`, await operator.epoch(bola.id))).status, 200);
  t.equal((await bola.ask('GET', 'queue')).status, 401, 'the session is over');
  t.equal((await bola.comeIn(TWO)).status, 401);
  const after = await alarm(line);
  const wrap = await line.app.store.requests.open(after, line.clock.now(), cleo.id);
  t.equal(bola.mine().unseal({ ...gone.body, row: { ...gone.body.row, id: after }, epoch: wrap?.epoch, wrap: toBase64(wrap?.wrap ?? new Uint8Array()), fields: {} }), undefined, 'their keys do not fit');
  await cleo.comeIn(TWO);
  for (const member of [operator, cleo]) for (const id of [before, after]) t.type(await member.reads(id), 'string');
});

t.test('A key that somebody slipped into the records is handed nothing, and is named', async (t) => {
  const { line, operator, add } = await desk(t);
  await add('bola');
  const known = await operator.known();
  const thief = toBase64(makePair().publicKey);
  for (const change of [{ publicKey: thief }, { publicKey: thief, vouch: { epoch: known.current?.epoch ?? '', mac: toBase64(new Uint8Array(32)) } }]) {
    const forged = { ...known, colleagues: known.colleagues.map((one) => (one.name === 'bola' ? { ...one, ...change } : one)) };
    t.match(await makeEpoch(operator.mine(), forged), { strangers: [{ name: 'bola' }] });
  }
  const left = { ...(await operator.epoch()), held: [] };
  t.equal((await operator.post('keys', left)).status, 409, 'nor can one who holds the keys be left out');
});

t.test('Lost passphrase: the old one opens nothing, a new invitation and a colleague bring back everything', async (t) => {
  const { line, operator, add } = await desk(t);
  const bola = await add('bola');
  const request = await alarm(line);
  const { body: { code } } = await operator.post(`people/${bola.id}/invite`);
  t.equal((await bola.ask('GET', 'queue')).status, 401);
  t.equal((await bola.comeIn(TWO)).status, 401, 'the old passphrase');
  t.equal((await bola.join(code, ONE)).status, 200, 'with the code generator they still have');
  t.equal(await bola.reads(request), undefined, 'and without keys');
  t.equal((await operator.handOver('bola')).status, 200);
  await bola.comeIn(ONE);
  t.type(await bola.reads(request), 'string');
});

t.test('Lost device: the operator resets the second factor, the passphrase sets a new one, the keys were never touched', async (t) => {
  const { line, operator, add } = await desk(t);
  const bola = await add('bola');
  const request = await alarm(line);
  const old = bola.seed;
  t.equal((await operator.post(`people/${bola.id}/factors`)).status, 200);
  t.equal((await bola.comeIn(TWO)).status, 200);
  t.not(bola.seed, old);
  t.type(await bola.reads(request), 'string');
});

t.test('Lost sheet: another one is made, and the lost one opens nothing any more', async (t) => {
  const { line, operator, sheet } = await desk(t);
  const made = await makeRecovery(operator.mine());
  t.equal((await operator.post('keys/recovery', { ...made.recovery, keys: [] })).status, 409, 'one that leaves a desk key out is refused');
  t.equal((await operator.post('keys/recovery', made.recovery)).status, 200);
  const request = await alarm(line);
  const finder = new Member(line, 'amina');
  t.equal((await finder.recoverWith(sheet, operator.id, TWO)).status, 401);
  t.equal((await finder.recoverWith(made.key, operator.id, TWO)).status, 200);
  t.type(await finder.reads(request), 'string');
});

t.test('All passphrases lost: the sheet gives the operator new keys, and the old ones open nothing', async (t) => {
  const { line, operator, sheet, add } = await desk(t);
  await add('bola');
  const request = await alarm(line);
  const renewed = new Member(line, 'amina');
  t.equal((await renewed.recoverWith(sheet, operator.id, TWO)).status, 200);
  t.type(await renewed.reads(request), 'string');
  t.equal((await operator.comeIn(ONE)).status, 401);
  t.equal((await renewed.epoch()).held.length, 2, 'and hands on what it makes');
  const auditor = await renewed.colleague('bola');
  t.equal((await new Member(line, 'x').recoverWith(sheet, auditor.id, TWO)).status, 409, 'the sheet gives nobody else an account');
});

t.test('Everything lost: the records are noise, callbacks lapse, and the desk begins anew', async (t) => {
  const { line, operator } = await desk(t);
  const request = await alarm(line);
  const said: string[] = [];
  const dataDir = join(line.dir, 'data');
  t.equal(await startAnew({ dataDir }, line.clock, undefined, (words) => said.push(words)), false, 'not by accident');
  t.type(await operator.reads(request), 'string');
  t.equal(await startAnew({ dataDir }, line.clock, 'everything-is-lost', (words) => said.push(words)), true);
  t.match(said.at(-1), /^1 requests are erased/);
  t.equal((await operator.ask('GET', 'queue')).status, 401);
  t.equal((await line.app.store.requests.one(request))?.status, 'withdrawn', 'its caller hears a closed request, and may ask again');
  const next = new Member(line, 'dayo');
  await next.setUp(ONE);
  t.type(await next.reads(await alarm(line)), 'string');
});

t.test('A code counts once, a wrong one is refused, and nobody tries many', async (t) => {
  const { line, operator } = await desk(t);
  const visitor = new Member(line, 'amina');
  visitor.seed = operator.seed;
  line.clock.pass(60_000);
  t.equal((await visitor.comeIn(ONE)).status, 200);
  const again = new Member(line, 'amina');
  again.seed = operator.seed;
  t.equal((await again.comeIn(ONE)).status, 401, 'the same code in the same half minute');
  for (let i = 0; i < 6; i++) await again.post('sign-in/code', { code: '000000' });
  line.clock.pass(31_000);
  t.equal((await again.post('sign-in/code', { code: again.code() })).status, 429);
});

t.test('Who has shown only the passphrase reads nothing and sets no factor beside the one there is', async (t) => {
  const { line, operator } = await desk(t);
  const half = new Member(line, 'amina');
  await half.ask('GET', 'me');
  const { deriveKeys } = await import('../../src/desk/browser/people/own-keys.ts');
  const { proof } = await deriveKeys(ONE, (await half.post('salt', { name: 'amina' })).body.salt);
  const answer = await half.post('sign-in', { name: 'amina', proof });
  t.same(answer.body, { need: 'factor', codes: true, passkeys: false });
  await half.ask('GET', 'me');
  for (const path of ['own/codes/begin', 'own/passkey/begin', 'people', 'keys', `people/${operator.id}/factors`]) t.equal((await half.post(path, {})).status, 401, path);
  t.equal((await half.ask('GET', 'queue')).status, 401);
  t.equal((await half.ask('GET', 'keys')).status, 401);
});
