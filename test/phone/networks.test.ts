import t from 'tap';
import { NETWORKS, networkOf } from '../../src/phone/networks.ts';
import { onNetwork } from '../../src/phone/screens.ts';
import { fakeLine, NUMBERS, startCarrier, TestPhone, until } from './fake-line.ts';

const dial = '/at/ussd';

t.test('every network of Africa\'s Talking\'s list can be chosen, once each and beside those of its country', async (t) => {
  const codes = NETWORKS.map(({ code }) => code);
  // Its list of November 2026: an operator may be reached by any of them.
  const listed = '62001 62002 62006 62120 62130 62150 62160 63510 63513 63514 63601 63902 63903 63907 63999 64002 64003 64004 64005 64007 64009 64101 64110 64111 64114 64501 64502 65001 65010 65501 65502 65507 65510 99999';
  t.same(listed.split(' ').filter((code) => !codes.includes(code)), []);
  t.equal(new Set(codes).size, codes.length);
  const countries = NETWORKS.filter(({ country }) => country !== 'No country').map(({ country }) => country);
  t.equal(countries.filter((country, i) => country !== countries[i - 1]).length, new Set(countries).size);
  t.match(networkOf('12345'), { code: '12345', carrier: 'None', screen: { gsm: 182, ucs2: 80 }, pages: false });
});

t.test('a caller\'s own network cuts a screen where it ends there, and the phone says at what length', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line);
  const phone = await TestPhone.on(base);
  const see = async (network: string, body: string) => { line.tell(dial, `END ${body}`); await phone.press('network', { network }); return phone.press('dial', { to: '*384*7#' }); };
  t.match(await see('62130', 'x'.repeat(160)), { fault: '', length: '160/160 septets' });
  t.match(await see('62130', 'x'.repeat(161)), { text: 'x'.repeat(160), fault: /cut this screen: 161 septets, it takes 160/ });
  t.match(await see('62130', 'ሀ'.repeat(71)), { text: 'ሀ'.repeat(70), fault: /71 UCS-2 units, it takes 70/ });
  t.match(await see('63601', 'ሀ'.repeat(71)), { text: 'ሀ'.repeat(71), fault: '' }, 'another network carries more');
});

t.test('a network that turns pages by itself keeps 98 and 00: the line never hears of them', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line);
  const phone = await TestPhone.on(base, undefined, { network: '63902' });
  const long = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ');
  line.tell(dial, `CON ${long}`, 'CON short', 'CON 98 came');
  const first = await phone.press('dial', { to: '*384*7#' });
  t.match(first, { state: 'screen', text: /^word0 .*\n98:More$/s, fault: /into 3 pages/ });
  t.ok(first.text.length <= 160, `${first.text.length} septets`);
  const second = await phone.press('reply', { text: '98' });
  t.match(second, { state: 'screen', text: /\n98:More 00:Back$/ });
  const last = await phone.press('reply', { text: '98' });
  t.match(last, { text: /word59\n00:Back$/ });
  t.equal((await phone.press('reply', { text: '98' })).text, last.text, 'there is no page behind the last');
  t.equal((await phone.press('reply', { text: '00' })).text, second.text);
  t.equal(line.to(dial).length, 1);
  const read = [first, second, last].map(({ text }) => text.replace(/\n.*$/s, '')).join(' ').replace(/\s+/g, ' ');
  t.equal(read.replaceAll(' ', ''), long.replaceAll(' ', ''), 'no letter is lost between the pages');
  t.match(await phone.press('reply', { text: '1' }), { text: 'short', fault: '' });
  t.match(await phone.press('reply', { text: '98' }), { state: 'screen', text: 'short', fault: /keeps 98 and 00/ });
  t.same(line.to(dial).map(({ form }) => form['text']), ['', '1']);
  await phone.press('hangup');

  const plain = await TestPhone.on(base, '+447700900003', { network: '63999' });
  line.tell(dial, 'CON a', 'CON b');
  await plain.press('dial', { to: '*384*7#' });
  t.match(await plain.press('reply', { text: '98' }), { text: 'b' }, 'a network without pages of its own passes it on');
});

t.test('an answer longer than the network carries reaches the line cut, and the phone says so', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line);
  const phone = await TestPhone.on(base, undefined, { network: '63902' });
  line.tell(dial, 'CON x');
  await phone.press('dial', { to: '*384*7#' });
  t.match(await phone.press('reply', { text: 'y'.repeat(81) }), { fault: /cut your answer: it takes 80/ });
  t.equal(line.to(dial).at(-1)?.form['text'], 'y'.repeat(80));
});

t.test('a caller who thinks for long is cut off when their own network says so', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 50 });
  line.tell(dial, 'CON x');
  const waits = async (network: string): Promise<number> => {
    const phone = await TestPhone.on(base, `+4477009${network}`, { network });
    await phone.press('dial', { to: '*384*7#' });
    const since = performance.now();
    await phone.until(({ state }) => state === 'error');
    return (performance.now() - since) / 1000 * 50;
  };
  const [short, usual] = await Promise.all([waits('62130'), waits('63903')]);
  t.ok(short > 25 && short < 50, `30 s where the network allows 30: ${short.toFixed(0)}`);
  t.ok(usual > 55, `60 s where it allows 60: ${usual.toFixed(0)}`);
});

t.test('a page of any text fits the network, and together they are the text', async (t) => {
  for (const text of ['€'.repeat(400), 'ሀ'.repeat(300), 'ab '.repeat(200), `${'x'.repeat(170)}ê`]) {
    const { screen } = networkOf('63902');
    const { pages } = onNetwork(text, { screen, pages: true });
    const units = (page: string): number => [...page].reduce((n, sign) => n + (sign === '€' ? 2 : 1), 0);
    for (const page of pages) t.ok(units(page) <= (/[ሀê]/.test(text) ? 70 : 160), `${units(page)}`);
    const whole = pages.map((page, i) => page.slice(0, page.lastIndexOf('\n', i === pages.length - 1 ? undefined : page.length))).join('');
    t.equal(whole.replace(/\s/g, ''), text.replace(/\s/g, ''));
  }
});

t.test('a further number of the line is called, a further code dialled, and nobody else\'s', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { numbers: { ...NUMBERS, others: [{ dialled: '+999800000010', to: 'Amharic' }, { dialled: '*384*72#', to: 'wages' }] } });
  line.tell(dial, 'CON Pay');
  line.tell('/at/voice', '<Response><Say>Hello</Say></Response>');
  const phone = await TestPhone.on(base);
  await phone.press('dial', { to: '*384*72*9#' });
  t.match(line.to(dial)[0]?.form, { serviceCode: '*384*72#', text: '9' });
  await phone.press('hangup');
  await phone.press('dial', { to: '+999800000010' });
  await until(() => line.to('/at/voice').length > 0);
  t.match(line.to('/at/voice')[0]?.form, { destinationNumber: '+999800000010', direction: 'Inbound' });
  await phone.until(({ state }) => state === 'ended');
  t.match(await phone.press('dial', { to: '+999800000011' }), { state: 'error', fault: /not in service/ });
});
