import { join } from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { HlpError } from '../../src/errors.ts';
import { newSession } from '../harness/caller.ts';
import { startLine, type TestLine } from '../harness/line.ts';
import { form, post } from '../harness/wire.ts';

const AGAIN = /^END .*dial again/;
const BOOKING = ['1', '1', '2', '1', '4', '3', '1'];
const hop = async (line: TestLine, session: string, keys: readonly string[], number = '+999700000021'): Promise<string> =>
  (await post(`${line.at}/ussd`, form('ussd', { number, session, network: '99999', text: keys.join('*') }))).text;
const written = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400)); // how sessions began, within 100 ms

async function lines(t: Test, count: number, dir = t.testdir()): Promise<TestLine[]> {
  const all = await Promise.all(Array.from({ length: count }, () => startLine({ dir })));
  t.teardown(() => Promise.all(all.map((line) => line.close())));
  return all;
}

t.test('a hop that lost its number is refused also by a process that never saw the phone', async (t) => {
  const [one, other] = await lines(t, 2);
  const session = newSession('ATUid');
  for (let i = 0; i < BOOKING.length; i++) await hop(one!, session, BOOKING.slice(0, i));
  await written();
  t.match(await hop(other!, session, BOOKING, ''), AGAIN);
  t.match(await hop(other!, session, BOOKING, '+999700000022'), AGAIN);
  t.same(await one!.app.store.requests.queue(one!.clock.now()), []);
  t.match(await hop(other!, session, BOOKING), /^CON Saved/);
});

t.test('a caller who dialled deep and stopped at consent agrees wherever the session goes on', async (t) => {
  const [one, other, third] = await lines(t, 3);
  const session = newSession('ATUid');
  const consent = await hop(one!, session, BOOKING);
  t.match(consent, /A court could order it/, 'keys sent before it was shown agree to nothing');
  await written();
  t.equal(await hop(other!, session, BOOKING), consent);
  const day = await hop(other!, session, [...BOOKING, '1']);
  t.match(day, /Which day is safe/);
  t.equal(await hop(third!, session, [...BOOKING, '1']), day);
  t.equal(await hop(one!, session, BOOKING), consent, 'late');
});

t.test('a caller who hid the number from the beginning goes on anywhere, and is promised no call', async (t) => {
  const [one, other] = await lines(t, 2);
  const session = newSession('ATUid');
  await hop(one!, session, [], '');
  await written();
  t.equal(await hop(other!, session, ['1', '1'], ''), await hop(one!, session, ['1', '1'], ''));
  t.match(await hop(other!, session, ['1', '1'], ''), /^CON /);
});

t.test('who broke off is offered to go on only where the session has not begun without an offer elsewhere', async (t) => {
  const [one, other] = await lines(t, 2);
  const before = newSession('ATUid');
  for (const keys of [[], ['1'], ['1', '2'], ['1', '2', '1']]) await hop(other!, before, keys);
  const session = newSession('ATUid');
  const first = await hop(one!, session, []);
  t.match(first, /Choose/);
  await written();
  t.equal(await hop(other!, session, []), first, 'a copy of the same hop');
  t.equal(await hop(other!, session, ['1']), await hop(one!, session, ['1']));
});

t.test('a late copy of a hop that was offered to go on gets the offer, from another process and after a restart', async (t) => {
  const dir = t.testdir();
  const [one, other] = await lines(t, 2, dir);
  const before = newSession('ATUid');
  for (const keys of [[], ['1'], ['1', '2'], ['1', '2', '1']]) await hop(one!, before, keys);
  await written();
  await new Promise((resolve) => setTimeout(resolve, 400)); // each process looks for the others' commits three times a second
  const session = newSession('ATUid');
  const offer = await hop(one!, session, []);
  t.match(offer, /1 Go on/);
  t.equal(await hop(other!, session, []), offer);
  t.equal(await hop(other!, session, ['1']), await hop(one!, session, ['1']));
  const [restarted] = await lines(t, 1, dir);
  t.equal(await hop(restarted!, session, []), offer);
});

t.test('who has just dialled is answered although the store fails, and although another process may know the session', async (t) => {
  const [one] = await lines(t, 1);
  const greeting = await hop(one!, newSession('ATUid'), []);
  one!.clock.pass(1_000);
  const { answers } = one!.app.store as unknown as { answers: { of: () => Promise<never> } };
  const [of, asked] = [answers.of, [] as unknown[]];
  Object.assign(one!.app.store, { elsewhere: () => one!.clock.now() });
  for (const error of [new Error('a bug'), new HlpError('HLP_STORE_FULL'), new HlpError('HLP_STORE_BUSY')]) {
    answers.of = (...given: unknown[]) => { asked.push(...given); return Promise.reject(error); };
    t.equal(await hop(one!, newSession('ATUid'), []), greeting);
  }
  answers.of = of;
  t.match(asked, [{ patience: 400 }, { patience: 400 }, { patience: 400 }], 'and is not kept waiting');
});

t.test('other keys than those another process has answered are refused, also by one that knows only how the session began', async (t) => {
  const [one, other] = await lines(t, 2);
  const session = newSession('ATUid');
  for (let i = 0; i < BOOKING.length; i++) await hop(one!, session, BOOKING.slice(0, i));
  t.match(await hop(one!, session, BOOKING), /Another answers: we hang up/);
  await hop(other!, session, []);
  t.match(await hop(other!, session, [...BOOKING.slice(0, -1), '2']), AGAIN);
});

t.test('an offer stands wherever the session goes on; where its beginning is lost, the caller starts again', async (t) => {
  const dir = t.testdir();
  const [one] = await lines(t, 1, dir);
  const before = newSession('ATUid');
  for (const keys of [[], ['1'], ['1', '2'], ['1', '2', '1']]) await hop(one!, before, keys);
  const session = newSession('ATUid');
  const offer = await hop(one!, session, []);
  t.match(offer, /1 Go on/);
  const topic = await hop(one!, session, ['1']);
  const [other] = await lines(t, 1, dir);
  t.equal(await hop(other!, session, ['1']), topic);
  const db = new Database(join(dir, 'data', 'hakiline.db'));
  db.prepare('DELETE FROM beginnings').run();
  db.close();
  const [third] = await lines(t, 1, dir);
  t.match(await hop(third!, session, ['1']), AGAIN);
});

t.test('how a session ended is counted also where its keys cannot be followed', async (t) => {
  const [one, other] = await lines(t, 2);
  const session = newSession('ATUid');
  for (const keys of [[], ['1'], ['1', '1'], ['1', '1', '1']]) await hop(one!, session, keys);
  const end = await post(`${other!.at}/ussd-events`, form('ussd-events', { number: '+999700000021', session, text: '1*2*2', status: 'Incomplete' }));
  t.equal(end.status, 200);
});

t.test('what stands in the field of the network and is none is not kept', async (t) => {
  const dir = t.testdir();
  const [one] = await lines(t, 1, dir);
  const networks = ['447700900123', '+447700900123', '', '1', '6390', '63902', '639020', '6390200', '639-02'];
  for (const network of networks) await post(`${one!.at}/ussd`, form('ussd', { number: '+999700000023', session: newSession('ATUid'), network, text: '' }));
  await written();
  const db = new Database(join(dir, 'data', 'hakiline.db'), { readonly: true });
  t.same((db.prepare('SELECT network FROM beginnings WHERE network IS NOT NULL ORDER BY 1').pluck().all()), ['63902', '639020']);
  db.close();
});
