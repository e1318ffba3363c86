import t, { type Test } from 'tap';
import type { Organisation } from '../../src/render/turn.ts';
import { call, dial, text } from '../harness/caller.ts';
import { gatewayApi } from '../harness/gateway-api.ts';
import { startLine, type TestLine } from '../harness/line.ts';
import { press } from '../harness/press.ts';
import { hours } from '../harness/rota.ts';

async function lineOf(t: Test, organisation: Partial<Organisation> = {}): Promise<TestLine> {
  const line = await startLine({ organisation });
  t.teardown(() => line.close());
  return line;
}

t.test('a code printed for one language opens in it, and one printed for pay opens there once the language is chosen', async (t) => {
  const line = await lineOf(t);
  t.match(await press(dial(line, { code: '*384*71#' })), /^CON Taarifa\. Jina si lazima/);
  t.match(await press(dial(line, { code: '*384*72#', number: '+999700000002' })), /1 English/);
  t.match(await press(dial(line, { code: '*384*72#', number: '+999700000003' }), '1'), /^CON Your pay is yours/);
  t.match(await press(dial(line, { code: '*384*72#', number: '+999700000004' }), '1', '0', '0'), /^CON Info line\. No name needed/, 'its way back is the usual one');
  t.match(await press(dial(line, { code: '*384*999#', number: '+999700000005' })), /1 English/, 'any other code opens as ever');
});

t.test('a number printed for one language speaks it', async (t) => {
  const line = await lineOf(t);
  const heard = async (to: string, number: string): Promise<string | undefined> =>
    line.said.get(/<Play url="[^"]*(\/audio\/[^"]+)"/.exec(await call(line, { to, number }).begin())?.[1] ?? '')?.segments.map(({ clip }) => clip).join(' ');
  t.match(await heard('+999100110', '+999700000006'), /^home\.say/);
  t.match(await heard('+999100100', '+999700000007'), /^languages\.say/, 'the usual number begins as ever');
});

t.test('and answers texts in it', async (t) => {
  const api = await gatewayApi();
  t.teardown(() => api.close());
  const line = await startLine({ apiUrl: api.url });
  t.teardown(() => line.close());
  t.match(await text(line, (number) => api.next(number), { to: '+999100110', number: '+999700000008' }).begin(), /\p{Script=Ethiopic}/u);
  t.match(await text(line, (number) => api.next(number), { number: '+999700000009' }).begin(), /1 English/);
});

t.test('a bound code opens the same session in the same way at a process that has never seen it', async (t) => {
  const line = await lineOf(t);
  const phone = dial(line, { code: '*384*71#', session: 'ATUid_bound' });
  const first = await press(phone, '2');
  await new Promise((resolve) => setTimeout(resolve, 300)); // how a session began is written down within 100 ms
  const other = await startLine({ dir: line.dir });
  t.teardown(() => other.close());
  const again = dial({ at: other.at }, { code: '*384*71#', session: 'ATUid_bound' });
  t.equal(await again.press('2'), first);
});

t.test('whoever cannot read the script reads Latin letters, in this session only', async (t) => {
  const line = await lineOf(t);
  t.match(await press(dial(line), '3'), /\u12a0.*\n2 [A-Za-z, ]+\n/s, 'asked in the script, the way out in Latin letters');
  t.match(await press(dial(line, { number: '+999700000006' }), '3', '1'), /[\u1200-\u137f]/);
  const latin = await press(dial(line, { number: '+999700000007' }), '3', '2');
  t.match(latin, /^CON [ -~\n]+$/);
  t.match(await press(dial(line, { number: '+999700000007' }), '2'), /1 English|Anza|upya/i, 'the next session begins as any other');
});

t.test('a caller on the line is not asked what they can read', async (t) => {
  const line = await lineOf(t);
  const phone = call(line);
  await phone.begin();
  const home = await phone.press('3');
  const path = /<Play url="[^"]*(\/audio\/[^"]+)"/.exec(home)?.[1] ?? '';
  t.match(line.said.get(path)?.segments[0]?.clip, /^home\.say/);
});

t.test('where a network allows few keys, a callback is booked in five: any day, hang up if another answers', async (t) => {
  const line = await lineOf(t, { networks: { 63902: { stages: 5 } } });
  const phone = dial(line, { network: '63902' });
  t.match(await press(phone, '1', '1', '2', '1'), /What time/);
  t.match(await phone.press('2'), /^CON Saved: any day, day 11-4, .*Another answers: we hang up/s);
  t.match(await press(dial(line, { network: '63902', number: '+999700000008' }), '3'), /^CON [ -~\n]+$/, 'and nobody spends a key on the question of the script');
});

t.test('the full form asks five things more, reads them back, and keeps nothing before the yes', async (t) => {
  const line = await lineOf(t, { form: 'full' });
  const phone = dial(line);
  const readBack = await press(phone, '1', '1', '2', '1', '4', '2', '1', '2', '1', '3', '2', '1');
  t.match(readBack, /^CON Kenya time\.\nWe call any day, day 11-4\. Another answers: we hang up\. Word: River\. SMS: yes\.\n1 Right, send/);
  t.same(await line.app.store.requests.queue(line.clock.now()), []);
  t.match(await phone.press('1'), /^CON Saved/);
  const [row] = await line.app.store.requests.queue(line.clock.now());
  t.match(row, { subject: 'pay', cover: 'hangUp' });
  const opened = await line.app.store.requests.open(row?.id ?? '', line.clock.now(), 'a'.repeat(32));
  t.same(Object.keys(opened?.fields ?? {}).sort(), ['forWhom', 'number', 'safeWord', 'texts', 'whoCalls'], 'sealed');
});

t.test('a key sent ahead is no yes to what is read back', async (t) => {
  const line = await lineOf(t, { form: 'full' });
  const phone = dial(line);
  await press(phone, '1', '1', '2', '1');
  t.match(await phone.press('4*2*1*2*1*3*2*1*1'), /^CON Kenya time\.\nWe call any day/);
  t.same(await line.app.store.requests.queue(line.clock.now()), []);
});

t.test('with "no" to texts none goes out; with "yes" one does, and nothing in it says who sent it', async (t) => {
  const api = await gatewayApi();
  const line = await startLine({ apiUrl: api.url, organisation: { form: 'full' } });
  t.teardown(async () => { await line.close(); await api.close(); });
  await press(dial(line, { number: '+447700900701' }), '1', '1', '2', '1', '4', '2', '1', '2', '1', '3', '1', '1', '1');
  const came = api.next('+447700900702');
  const saved = await press(dial(line, { number: '+447700900702' }), '1', '1', '2', '1', '4', '2', '1', '2', '1', '3', '2', '1', '1');
  const reference = /\b\d{8}\b/.exec(saved)?.[0] ?? '';
  t.equal(await came, `Your code is ${reference.slice(0, 4)} ${reference.slice(4)}.`);
  t.same(api.texts.map(({ to }) => to), ['+447700900702']);
});

t.test('an exact hour is kept where somebody can call then; else the caller is told, and asked for another', async (t) => {
  const line = await lineOf(t);
  const [advocate] = (await line.app.store.rota.read()).advocates;
  await line.app.store.rota.setShifts(advocate?.id ?? '', [hours({ days: [1, 2, 3, 4, 5, 6, 7], from: 8 * 60, to: 22 * 60, zone: 'Africa/Nairobi' })]);
  await new Promise((resolve) => setTimeout(resolve, 700)); // the rota is followed within half a second
  const phone = dial(line);
  t.match(await press(phone, '1', '1', '2', '1', '2', '9', '03'), /^CON Nobody can call at that hour/);
  t.match(await phone.press('21'), /^CON Who answers hears/);
  t.match(await phone.press('1'), /^CON Saved: Tue, night 9, Kenya time/);
  const [row] = await line.app.store.requests.queue(line.clock.now());
  t.same([row?.first?.from, row?.first?.to].map((at) => new Date(at ?? 0).toISOString()), ['2026-11-24T18:00:00.000Z', '2026-11-24T19:00:00.000Z']);
});

t.test('an hour after midnight is of the night that begins on the chosen day, and is read back with both days', async (t) => {
  const line = await lineOf(t);
  const phone = dial(line);
  t.match(await press(phone, '1', '1', '2', '1', '2', '9', '01', '1'), /^CON Saved: Tue-Wed, night 1, Kenya time/);
  const [row] = await line.app.store.requests.queue(line.clock.now());
  t.equal(new Date(row?.first?.from ?? 0).toISOString(), '2026-11-24T22:00:00.000Z', 'one o\'clock in Nairobi on Wednesday');
});

t.test('a rest day is a day of the week, and is called again on the next one', async (t) => {
  const line = await lineOf(t);
  const phone = dial(line);
  t.match(await press(phone, '1', '1', '2', '1', '3', '1', '3', '1'), /^CON Saved: Fri, evening 4-9, Kenya time/);
  const [row] = await line.app.store.requests.queue(line.clock.now());
  t.same([row?.first?.from, row?.second?.from].map((at) => new Date(at ?? 0).toISOString()), ['2026-11-27T13:00:00.000Z', '2026-12-04T13:00:00.000Z']);
  t.match(await press(dial(line, { number: '+999700000009' }), '1', '1', '2', '1', '3', '4', '2'), /What time/, 'Monday to Thursday on a screen of their own');
});

t.test('other help lines are those of the confirmed country, the warning before the number, never the police', async (t) => {
  const line = await lineOf(t);
  const phone = dial(line);
  t.match(await press(phone, '1', '2', '9', '4', '3'), /^CON Are you in Kenya\?/);
  t.match(await phone.press('2'), /1 Kenya\n2 Saudi Arabia/);
  const first = await phone.press('2');
  t.match(first, /^CON It may report people without papers\. Not checked\. Labour office 19911\.\n1 Next\n2 Talk to us\n0 Back$/);
  const second = await phone.press('1');
  t.match(second, /Not checked\. Government of Kenya \+254207876000/, 'a government of workers\' own country, where it can be rung from abroad');
  for (let i = 0; i < 6; i++) t.notMatch(await phone.press('1'), /\b(911|999|112)\b/);
  t.match(await phone.press('0'), /1 Embassy/);
  t.match(await phone.press('5'), /^CON Urgent\?/);
  t.match(await phone.press('2'), /^CON Are you in Kenya\?/, 'where its network says');
  t.match(await phone.press('0'), /^CON Urgent\?/, 'the way back from emergency numbers is the urgent one again');
});

t.test('a wrong key takes no number away that somebody is reading', async (t) => {
  const line = await lineOf(t);
  const police = dial(line);
  const shown = await press(police, '1', '5', '2', '1');
  const number = /Police (\d+)/.exec(shown)?.[1] ?? '';
  t.match(await police.press('7'), new RegExp(`Police ${number}`));
  const help = dial(line, { number: '+999700000023' });
  await press(help, '1', '2', '9', '4', '3', '2', '2');
  t.match(await help.press('7'), /Labour office 19911/);
});

t.test('a text that asks for help is told how to answer, in any language, and stays where it was', async (t) => {
  const api = await gatewayApi();
  const line = await startLine({ apiUrl: api.url });
  t.teardown(async () => { await line.close(); await api.close(); });
  const phone = text(line, (number) => api.next(number), { number: '+447700900703' });
  t.match(await phone.press('HELP'), /Answer with a number from the list\. 5: urgent\. STOP ends these texts\.\n1 English/s);
  t.match(await phone.press('1'), /^Info line/);
  t.match(await phone.press('Msaada'), /^Answer with a number from the list.*\n1 Talk to us/s);
  t.match(await phone.press('2'), /1 Pay/);
});

t.test('a network that keeps 98 and 00 for pages of its own means by them what it says', async (t) => {
  const line = await lineOf(t);
  t.match(await press(dial(line, { network: '63902' }), '1', '2', '2', '00'), /1 Pay/, 'one screen back, not home');
  t.match(await press(dial(line, { number: '+999700000010' }), '1', '2', '2', '00'), /^CON Info line/);
});
