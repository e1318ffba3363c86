import t from 'tap';
import { deepDial } from '../../src/phone/ussd.ts';
import { CALLER, fakeLine, post, startCarrier, TestPhone, until } from './fake-line.ts';

const dial = '/at/ussd';

t.test('a caller dials, answers and reaches the end in exactly the captured wire form', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line);
  line.tell(dial, { body: 'CON Choose\n1. One', headers: { 'at-ussd-hop-metadata': 'language' } }, { body: 'CON More', headers: { 'at-ussd-hop-metadata': 'home' } }, 'END Done');
  const phone = await TestPhone.on(base, CALLER, { network: '63902' });
  const first = await phone.press('dial', { to: '*384*7#' });
  t.match(first, { state: 'screen', text: 'Choose\n1. One', length: '13/160 septets', faults: [] });
  await phone.press('reply', { text: '1' });
  const last = await phone.press('reply', { text: 'a b*c#' });
  t.match(last, { state: 'ended', text: 'Done' });
  const session = line.to(dial)[0]!.form['sessionId'];
  t.match(session, /^ATUid_[0-9a-f]{32}$/);
  t.strictSame(line.to(dial).map((one) => one.body), [
    `phoneNumber=%2B447700900001&serviceCode=%2A384%2A7%23&text=&sessionId=${session}&networkCode=63902`,
    `phoneNumber=%2B447700900001&serviceCode=%2A384%2A7%23&text=1&sessionId=${session}&networkCode=63902`,
    `phoneNumber=%2B447700900001&serviceCode=%2A384%2A7%23&text=1%2Aa+b%2Ac%23&sessionId=${session}&networkCode=63902`,
  ]);
  const [one, two] = line.to(dial);
  t.match(one!.headers, { 'user-agent': 'at-ussd-api/1.0', 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' });
  t.equal(one!.headers['accept'], undefined);
  t.equal(one!.headers['at-ussd-hop-metadata'], undefined);
  t.equal(two!.headers['at-ussd-hop-metadata'], 'language', 'the label of the last screen is echoed');
  await until(() => line.to('/at/ussd-events').length === 1);
  const { date, durationInMillis, ...event } = line.to('/at/ussd-events')[0]!.form;
  t.match(date, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  t.match(durationInMillis, /^\d+$/);
  t.strictSame(event, {
    sessionId: session, serviceCode: '*384*7#', networkCode: '63902', phoneNumber: CALLER, status: 'Success', cost: 'KES 0.10',
    hopsCount: '3', hopsMetadata: 'language|home', input: '1*a b*c#', lastAppResponse: 'END Done',
  });
});

t.test('keys dialled with the code arrive in the first text, and empty answers keep their place', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line);
  line.tell(dial, 'CON x');
  const phone = await TestPhone.on(base);
  await phone.press('dial', { to: '*384*7*1*2#' });
  await phone.press('reply', { text: '' });
  await phone.press('reply', { text: '007' });
  t.strictSame(line.to(dial).map((one) => one.form['text']), ['1*2', '1*2*', '1*2**007']);
  t.strictSame(deepDial('*384*7#', ['*384*7#']), { code: '*384*7#', keys: [] });
  t.strictSame(deepDial('*384*77#', ['*384*7#']), undefined);
  t.strictSame(deepDial('*384*7*0#', ['*384#', '*384*7#']), { code: '*384*7#', keys: ['0'] });
});

t.test('a wrong reply ends the session with the network\'s words and a reason', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { patience: 1500 });
  const phone = await TestPhone.on(base);
  const wrong: [string, Parameters<typeof line.tell>[1], RegExp][] = [
    ['no CON or END', 'Hello', /neither with CON/], ['blank first', ' CON x', /neither/], ['a byte order mark', '\ufeffCON x', /neither/],
    ['CON without its blank', 'CON\nx', /neither/], ['nothing', { body: '' }, /empty/], ['status 404', { status: 404, body: 'END x' }, /status 404/],
    ['status 302', { status: 302, body: 'END x', headers: { location: '/elsewhere' } }, /status 302/],
    ['not UTF-8', { body: Buffer.from([0x43, 0x4f, 0x4e, 0x20, 0xff]), type: 'text/plain' }, /not UTF-8/],
    ['endless', { body: `END ${'x'.repeat(300_000)}` }, /has no end/],
    ['too late', { body: 'END x', after: 2500 }, /too long/],
    ['a long label', { body: 'END x', headers: { 'at-ussd-hop-metadata': 'x'.repeat(100) } }, /metadata/],
    ['a split label', { body: 'END x', headers: { 'at-ussd-hop-metadata': 'a|b' } }, /metadata/],
  ];
  for (const [name, answer, reason] of wrong) {
    line.tell(dial, answer);
    const seen = await phone.press('dial', { to: '*384*7#' });
    t.match(seen, { state: 'error', text: 'Connection problem or invalid MMI code.', fault: reason }, name);
  }
  await until(() => line.to('/at/ussd-events').length === wrong.length);
  t.ok(line.to('/at/ussd-events').every((one) => one.form['status'] === 'Failed' && one.form['errorMessage']));
  t.match(await phone.press('dial', { to: '*999#' }), { state: 'error', text: /invalid MMI/ });
  t.equal(line.to(dial).length, wrong.length, 'a code nobody has is never delivered');
});

t.test('a screen that is too long is cut, and the phone says so', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line);
  const phone = await TestPhone.on(base);
  const see = async (body: string) => { line.tell(dial, `END ${body}`); return phone.press('dial', { to: '*384*7#' }); };
  t.match(await see('x'.repeat(182)), { text: 'x'.repeat(182), fault: '', length: '182/182 septets' });
  t.match(await see('x'.repeat(183)), { text: 'x'.repeat(182), fault: /cut this screen: 183 septets/ });
  t.match(await see('€'.repeat(91)), { fault: '' });
  t.match(await see('€'.repeat(92)), { text: '€'.repeat(91), fault: /184 septets/ });
  t.match(await see('ሀ'.repeat(80)), { fault: '', length: '80/80 UCS-2 units' });
  t.match(await see('ሀ'.repeat(81)), { text: 'ሀ'.repeat(80), fault: /81 UCS-2/ });
  t.match(await see(`${'x'.repeat(100)}ê`), { text: 'x'.repeat(80), fault: /101 UCS-2/ });
  line.tell(dial, { body: 'END x', type: 'application/json' });
  t.match(await phone.press('dial', { to: '*384*7#' }), { text: 'x', fault: /not text\/plain/ });
});

t.test('a caller who waits, hangs up or takes too long leaves an Incomplete session', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 40 });
  line.tell(dial, 'CON x');
  const phone = await TestPhone.on(base);
  await phone.press('dial', { to: '*384*7#' });
  t.match(await phone.until((seen) => seen.state === 'error'), { text: /too long/ });
  await phone.press('dial', { to: '*384*7#' });
  for (let n = 0; n < 60 && (await phone.see()).state === 'screen'; n += 1) { await phone.press('reply', { text: '1' }); await new Promise((r) => setTimeout(r, 100)); }
  t.match(await phone.see(), { state: 'error', text: 'The session took too long. Dial again.' });
  await phone.press('dial', { to: '*384*7#' });
  t.match(await phone.press('hangup'), { state: 'idle' });
  await until(() => line.to('/at/ussd-events').length === 3);
  t.strictSame(line.to('/at/ussd-events').map((one) => one.form['status']), ['Incomplete', 'Incomplete', 'Incomplete']);
  t.match(await phone.press('reply', { text: '1' }), { error: /no screen/ });
});

t.test('a network that misbehaves on request', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line);
  line.tell(dial, 'CON x');
  const phone = await TestPhone.on(base);
  const bodies = async (faults: object): Promise<string[]> => {
    await phone.press('misbehaviour', faults);
    line.posted.length = 0;
    await phone.press('dial', { to: '*384*7#' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    await phone.press('hangup');
    await new Promise((resolve) => setTimeout(resolve, 400));
    return line.to(dial).map((one) => one.body);
  };
  for (const duplicate of ['concurrent', 'later']) {
    const [one, two, ...more] = await bodies({ duplicate });
    t.equal(one, two, `${duplicate}: byte for byte`);
    t.strictSame(more, []);
  }
  t.equal((await bodies({ duplicate: 'off', loseReply: 'retried' })).length, 2);
  await phone.press('misbehaviour', { loseReply: 'lost' });
  t.match(await phone.press('dial', { to: '*384*7#' }), { state: 'error', fault: /lost on its way/ });
  t.match((await bodies({ loseReply: 'off', noPlus: true }))[0], /^phoneNumber=447700900001&/);
  for (const [events, count] of [['missing', 0], ['twice', 2], ['on time', 1]] as const) {
    await bodies({ events });
    t.equal(line.to('/at/ussd-events').length, count, `events ${events}`);
  }
  await phone.press('misbehaviour', { events: 'late' });
  line.posted.length = 0;
  await phone.press('dial', { to: '*384*7#' });
  const left = performance.now();
  await phone.press('hangup');
  await until(() => line.to('/at/ussd-events').length === 1);
  t.ok(line.to('/at/ussd-events')[0]!.at - left >= 295, 'half a minute late');
  t.match(await phone.press('misbehaviour', { sorcery: true }), { error: /no such switch/ });
  t.match(await phone.press('misbehaviour', { duplicate: true }), { error: /cannot have that value/ });
  await phone.press('misbehaviour', { events: 'on time', noPlus: false });
  await post(`${base}/misbehaviour`, { duplicate: 'concurrent' });
  const other = await TestPhone.on(base, '+447700900009');
  line.posted.length = 0;
  await other.press('dial', { to: '*384*7#' });
  await until(() => line.to(dial).length === 2);
});
