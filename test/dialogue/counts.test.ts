import { join } from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { SILENCE } from '../../src/render/reply.ts';
import { call, dial, newSession, text } from '../harness/caller.ts';
import { gatewayApi } from '../harness/gateway-api.ts';
import { MONDAY, startLine, type TestLine } from '../harness/line.ts';
import { form, post } from '../harness/wire.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NUMBER = '+999700000041';
const BOOKING = ['1', '1', '2', '1', '4', '2', '1'];

/** What stands in the store once the line is closed: `home shown` and so on, by how often. */
async function counted(dir: string, lines: readonly TestLine[], where = '1'): Promise<Record<string, number>> {
  await Promise.all(lines.map((line) => line.close()));
  const db = new Database(join(dir, 'data', 'hakiline.db'), { readonly: true });
  const rows = db.prepare(`SELECT screen || ' ' || what AS name, sum(n) AS n FROM hours WHERE ${where} GROUP BY 1`).all() as { name: string; n: number }[];
  db.close();
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
}

const hop = async (line: TestLine, session: string, keys: readonly string[], number = NUMBER): Promise<string> =>
  (await post(`${line.at}/ussd`, form('ussd', { number, session, network: '99999', text: keys.join('*') }))).text;
const walk = async (line: TestLine, keys: readonly string[], session = newSession('ATUid'), number = NUMBER): Promise<string> => {
  for (let n = 0; n <= keys.length; n++) await hop(line, session, keys.slice(0, n), number);
  return session;
};
const end = (line: TestLine, session: string, keys: readonly string[], status = 'Incomplete') =>
  post(`${line.at}/ussd-events`, form('ussd-events', { number: NUMBER, session, text: keys.join('*'), status }));
const written = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400)); // how sessions began, within 100 ms

t.test('a caller who books is counted at every screen on the way, and once at the goal', async (t) => {
  const dir = t.testdir();
  const line = await startLine({ dir });
  const session = await walk(line, BOOKING);
  await end(line, session, BOOKING, 'Success');
  t.same(await counted(dir, [line], `hour = ${MONDAY} AND channel = 'ussd' AND language = CASE screen WHEN 'languages' THEN '' ELSE 'en' END`), {
    ...Object.fromEntries(['languages', 'home', 'talk', 'consent', 'days', 'times', 'cover'].flatMap((screen) => [[`${screen} shown`, 1], [`${screen} answered`, 1]])),
    'booked shown': 1, 'booked goal': 1,
  });
});

t.test('a caller who hangs up on the way has broken off there, once, however often and wherever the gateway says so', async (t) => {
  const dir = t.testdir();
  const lines = [await startLine({ dir }), await startLine({ dir })] as const;
  const session = await walk(lines[0], ['1', '1', '2']);
  await written();
  for (const line of [...lines, ...lines]) t.equal((await end(line, session, ['1', '1', '2'])).status, 200);
  const read = await walk(lines[0], ['1', '2', '1'], newSession('ATUid'), '+999700000042');
  await end(lines[0], read, ['1', '2', '1'], 'Failed');
  const all = await counted(dir, lines);
  t.equal(all['consent dropped'], 1);
  t.same(Object.keys(all).filter((name) => name.endsWith('dropped')), ['consent dropped'], 'who leaves after reading has not broken off');
});

t.test('keys that mean nothing are counted as wrong, and so is silence, also the one that leads elsewhere', async (t) => {
  const dir = t.testdir();
  const line = await startLine({ dir });
  await walk(line, ['1', '7', 'x']);
  const phone = call(line, { number: NUMBER });
  await phone.begin();
  for (const input of ['1', SILENCE, '*', '8', SILENCE]) await phone.press(input);
  await line.close();
  t.match(await counted(dir, [], `channel = 'ussd'`), { 'home shown': 2, 'home wrong': 2, 'stuck shown': 1, 'home answered': undefined });
  t.match(await counted(dir, [], `channel = 'voice'`), { 'home shown': 4, 'home wrong': 3, 'home answered': 1, 'stay shown': 1 });
});

t.test('a caller who hangs up in a call has broken off, though the carrier calls that a success', async (t) => {
  const dir = t.testdir();
  const line = await startLine({ dir });
  const session = newSession('ATVId');
  const phone = call(line, { number: NUMBER, session });
  await phone.begin();
  await phone.press('1');
  for (let told = 0; told < 2; told++) await post(`${line.at}/voice`, form('voice-final', { number: NUMBER, session }));
  t.match(await counted(dir, [line]), { 'home dropped': 1 });
});

t.test('the same hop again, and an earlier one that comes late, count nothing', async (t) => {
  const dir = t.testdir();
  const line = await startLine({ dir });
  const session = newSession('ATUid');
  for (const keys of [[], [], ['1'], ['1'], ['1', '2'], ['1', '2', '1'], ['1', '2'], [], ['1', '2', '1'], ['1', '2', '1', '0'], ['1', '2', '1', '0', '1']]) await hop(line, session, keys);
  await Promise.all([1, 2, 3].map(() => hop(line, session, ['1', '2', '1', '0', '1', '9'])));
  t.same(await counted(dir, [line]), {
    'languages shown': 1, 'languages answered': 1, 'home shown': 1, 'home answered': 1, 'rights shown': 2, 'rights answered': 2, 'topic shown': 3, 'topic answered': 2, 'topic goal': 1,
  }, 'and a goal that is reached twice counts once');
});

t.test('keys dialled with the code pass screens that nobody was shown', async (t) => {
  const dir = t.testdir();
  const line = await startLine({ dir });
  const session = newSession('ATUid');
  await hop(line, session, ['1', '1', '2']);
  await hop(line, session, ['1', '1', '2', '1']);
  t.same(await counted(dir, [line]), { 'consent shown': 1, 'consent answered': 1, 'days shown': 1 });
});

t.test('what two processes count of one session adds up to what one would have counted', async (t) => {
  const alone = t.testdir();
  const way = [...BOOKING, '1', '0', '2', '1', '0', '1', '7'];
  const one = await startLine({ dir: alone });
  await walk(one, way);
  const wanted = await counted(alone, [one]);
  const dir = join(alone, 'both');
  const lines = [await startLine({ dir }), await startLine({ dir })] as const;
  const session = newSession('ATUid');
  for (let n = 0; n <= way.length; n++) {
    await hop(lines[n % 2 ? 1 : 0], session, way.slice(0, n));
    if (n === 0) await written();
  }
  t.match(wanted, { 'booked goal': 1, 'topic goal': 1, 'topic shown': 3 });
  t.same(await counted(dir, lines), wanted);
});

t.test('a copy that another process gets counts nothing where what was kept says that it was answered', async (t) => {
  const dir = t.testdir();
  const lines = [await startLine({ dir }), await startLine({ dir }), await startLine({ dir })] as const;
  const session = await walk(lines[0], BOOKING.slice(0, -1));
  await written();
  for (const line of [lines[1], lines[0], lines[2], lines[1]]) await hop(line, session, BOOKING);
  t.match(await counted(dir, lines), { 'booked shown': 1, 'booked goal': 1, 'cover answered': 1, 'cover shown': 1 });
});

t.test('a session that went on elsewhere was broken off where it was heard of last', async (t) => {
  const dir = t.testdir();
  const lines = [await startLine({ dir }), await startLine({ dir })] as const;
  const session = await walk(lines[0], ['1']);
  await written();
  await hop(lines[1], session, ['1', '1']);
  await end(lines[0], session, ['1', '1']);
  t.match(await counted(dir, lines), { 'talk dropped': 1, 'home dropped': undefined });
});

t.test('a session that went on elsewhere was broken off where its network\'s own keys had led', async (t) => {
  const dir = t.testdir();
  const lines = [await startLine({ dir }), await startLine({ dir })] as const;
  const session = newSession('ATUid');
  const way = ['1', '2', '2', '00']; // on that network one screen back, on others home
  for (let n = 0; n <= way.length; n++) {
    await post(`${lines[0].at}/ussd`, form('ussd', { number: '+999700000055', session, network: '63902', text: way.slice(0, n).join('*') }));
    if (n === 0) await written();
  }
  await end(lines[1], session, way);
  t.match(await counted(dir, lines), { 'rights dropped': 1, 'home dropped': undefined });
});

t.test('a session whose end nobody tells is broken off after its time, in the hour it was last heard of', async (t) => {
  const dir = t.testdir();
  const line = await startLine({ dir, at: MONDAY + 55 * MINUTE });
  await walk(line, ['1', '1'], newSession('ATUid'), '+999700000051');
  await walk(line, ['1', '2', '1'], newSession('ATUid'), '+999700000052');
  const back = await walk(line, ['1'], newSession('ATUid'), '+999700000053');
  await written();
  line.clock.pass(11 * MINUTE);
  await hop(line, newSession('ATUid'), [], '+999700000054');
  await hop(line, back, ['1', '2'], '+999700000053');
  await line.close();
  t.match(await counted(dir, [], `what = 'dropped' AND hour = ${MONDAY}`), { 'talk dropped': 1, 'home dropped': undefined, 'topic dropped': undefined });
  t.match(await counted(dir, [], `what <> 'dropped' AND hour = ${MONDAY + HOUR}`), { 'rights shown': 1, 'home answered': 1 });
});

t.test('who texts has half an hour to go on', async (t) => {
  const gate = await gatewayApi();
  t.teardown(() => gate.close());
  const base = t.testdir();
  for (const [minutes, dropped] of [[29, undefined], [31, 1]] as const) {
    const dir = join(base, String(minutes));
    const line = await startLine({ dir, apiUrl: gate.url });
    const phone = text(line, (number) => gate.next(number), { number: `+9997000000${minutes}` });
    await phone.begin();
    await phone.press('1');
    line.clock.pass(minutes * MINUTE);
    await hop(line, newSession('ATUid'), []);
    t.match(await counted(dir, [line], `channel = 'sms'`), { 'home shown': 1, 'home dropped': dropped }, `after ${minutes} minutes`);
  }
});

t.test('where nothing can be written down, callers hear what they would have heard', async (t) => {
  const dir = t.testdir();
  const line = await startLine({ dir });
  const counters = line.app.store.counters as { add: unknown };
  counters.add = () => Promise.reject(new Error('a bug'));
  t.match(await dial(line, { number: NUMBER }).begin(), /Choose/);
  t.same(await counted(dir, [line]), {});
  t.match(line.log, [{ event: 'fault', in: 'store' }]);
});
