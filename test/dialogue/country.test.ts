import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Organisation } from '../../src/render/turn.ts';
import { call, dial, text } from '../harness/caller.ts';
import { gatewayApi } from '../harness/gateway-api.ts';
import { startLine, type TestLine } from '../harness/line.ts';
import { goOn, press } from '../harness/press.ts';
import { closedUntil } from '../harness/rota.ts';

/** Kept free for films (ARCEP): nobody's, and yet of a country; not one the line has times of. */
const french = (n: number): string => `+3363998${String(n).padStart(4, '0')}`;
const SAFARICOM = '63902'; // a network of Kenya

async function lineOf(t: Test, organisation: Partial<Organisation> = {}): Promise<TestLine> {
  const line = await startLine({ organisation });
  t.teardown(() => line.close());
  return line;
}
const kept = async (line: TestLine) => (await line.app.store.requests.queue(line.clock.now()))[0];

t.test('help lines are those of the country they were asked for, also after emergency numbers of another', async (t) => {
  const line = await lineOf(t);
  const phone = dial(line);
  const shown = await press(phone, '1', '2', '9', '4', '3', '2', '2');
  t.match(shown, /Labour office 19911/);
  t.match(await goOn(phone, '5', '2', '2', '9', '2'), /^CON Oman|^CON .*Not checked/);
  t.match(await phone.press('0'), /^CON Urgent\?/);
  t.equal(await phone.press('0'), shown, 'the way back leads where 5 was pressed, and to what stood there');
  t.match(await phone.press('0'), /1 Embassy/);
});

t.test('where no help line is known, another country is asked for help lines, also after emergency numbers', async (t) => {
  const dir = t.testdir({ data: { content: {} } });
  const { entries } = JSON.parse(readFileSync(new URL('../../content/directory.json', import.meta.url), 'utf8')) as { entries: { country: string }[] };
  writeFileSync(join(dir, 'data/content/directory.json'), JSON.stringify({ entries: entries.filter(({ country }) => country === 'SA') }));
  const line = await startLine({ dir });
  t.teardown(() => line.close());
  const phone = dial(line);
  const none = await press(phone, '1', '2', '9', '4', '3', '1');
  t.match(none, /^CON We know no help line in Kenya/);
  t.equal(await goOn(phone, '5', '2', '2', '2', '0', '0'), none);
  await phone.press('2');
  t.match(await phone.press('2'), /Labour office 19911/, 'and not the police of Saudi Arabia');
});

t.test('who looks up emergency numbers elsewhere, has their callback at home all the same, and reads so', async (t) => {
  const line = await lineOf(t);
  const phone = dial(line);
  const days = await press(phone, '1', '1', '2', '1');
  t.equal(await goOn(phone, '5', '2', '2', '2', '0', '0'), days);
  const saved = await goOn(phone, '1', '2', '1');
  t.match(saved, /^CON Saved: Mon, day 11-4, Kenya time/);
  t.match(await kept(line), { country: 'KE', zone: 'Africa/Nairobi' });
  t.equal(await goOn(phone, '5', '2', '2', '2', '0', '0'), saved);
});

t.test('an alarm tells the country its caller said', async (t) => {
  const line = await lineOf(t);
  await press(dial(line), '1', '5', '2', '2', '2', '0', '5');
  t.match(await kept(line), { kind: 'urgent', country: 'SA', zone: 'Asia/Riyadh' });
});

t.test('a phone abroad is asked whose time is meant, on USSD and by text, and the desk shows that clock', async (t) => {
  const api = await gatewayApi();
  const line = await startLine({ apiUrl: api.url });
  t.teardown(async () => { await line.close(); await api.close(); });
  const phone = dial(line, { number: french(1), network: SAFARICOM });
  t.match(await press(phone, '1', '1', '2', '1'), /^CON Are your times Kenya time\?/);
  t.match(await goOn(phone, '2', '3', '4', '2', '1'), /^CON Saved: any day, day 11-4, UAE time/);
  const row = await kept(line);
  t.match(row, { country: 'AE', zone: 'Asia/Dubai' });
  t.equal(new Date(row?.first?.from ?? 0).toISOString().slice(11), '07:00:00.000Z', 'eleven in Dubai');
  const texter = text(line, (to) => api.next(to), { number: french(2), network: SAFARICOM });
  t.match(await press(texter, '1', '1', '2', '1'), /^Are your times Kenya time\?/);
});

t.test('a call from a country whose time nobody set asks where it comes from', async (t) => {
  const line = await lineOf(t);
  const phone = call(line, { number: french(3) });
  const said = await press(phone, '1', '1', '2', '1');
  t.match(line.said.get(/<Play url="[^"]*(\/audio\/[^"]+)"/.exec(said)?.[1] ?? '')?.segments[0]?.clip, /^zoneCountries\.say/);
});

t.test('who is called when the desk opens, and changes that, is asked whose time is meant', async (t) => {
  const line = await lineOf(t);
  await closedUntil(line, 20, 23);
  const phone = dial(line, { number: french(4), network: SAFARICOM });
  t.match(await press(phone, '1', '5', '1', '1', '1'), /^CON Saved/);
  t.match(await phone.press('2'), /^CON Are your times Kenya time\?/);
  t.match(await phone.press('0'), /^CON Saved/, 'the way back is to what is saved');
});

t.test('a change by the number tells whose time it is, to the caller and to the desk', async (t) => {
  const line = await lineOf(t);
  const saved = await press(dial(line), '1', '1', '2', '1', '4', '2', '1');
  const reference = /\b\d{8}\b/.exec(saved)?.[0] ?? '';
  t.match(await kept(line), { country: 'KE', zone: 'Africa/Nairobi' });
  const abroad = dial(line, { number: french(5), network: SAFARICOM });
  t.match(await press(abroad, '1', '4', '1', '2', '2', '3', '4', '2', reference), /^END Changed: any day, day 11-4, UAE time/);
  t.match(await kept(line), { country: 'KE', zone: 'Asia/Dubai' }, 'by another phone: where the first one is, it does not say');
});

t.test('the hours a caller in danger is told are those of the country they said', async (t) => {
  const line = await lineOf(t);
  await closedUntil(line, 20, 23);
  const phone = dial(line, { number: '+254711000001', network: SAFARICOM });
  t.match(await press(phone, '1', '5', '2', '2', '3', '0', '1'), /until Mon night 9/, 'the Emirates, an hour later than Kenya');
  t.match(await goOn(phone, '1', '1'), /^CON Saved: Mon, night 9, UAE time/);
  t.match(await kept(line), { country: 'AE', zone: 'Asia/Dubai' });
});

t.test('a country that was said counts before one that was guessed again', async (t) => {
  const line = await lineOf(t);
  await press(dial(line, { number: '+254711000002', network: SAFARICOM }), '1', '5', '2', '2', '2', '0', '2', '0', '5');
  t.match(await kept(line), { kind: 'urgent', country: 'SA' });
});
