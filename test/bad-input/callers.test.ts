import t from 'tap';
import { newSession } from '../harness/caller.ts';
import { gatewayApi } from '../harness/gateway-api.ts';
import { startLine, type TestLine } from '../harness/line.ts';
import { form } from '../harness/wire.ts';
import { FORM, send, ussd, voice } from './raw.ts';

const NUMBER = '+447700900123';
const AGAIN = /^END Sorry, we could not follow\. Please dial again, or call \+999100100\.$/;
const api = await gatewayApi();
const line = await startLine({ apiUrl: api.url });
t.teardown(async () => { await line.close(); await api.close(); });

const wire = (text: string, session = newSession('ATUid'), number = NUMBER): string => form('ussd', { number, session, network: '99999', text });
const kept = async (of: TestLine = line): Promise<number> => (await of.app.store.requests.queue(of.clock.now())).length;
const BOOKING = '1*1*2*1*4*2*1';
async function hops(session: string, text: string, number = NUMBER): Promise<string> {
  const keys = text === '' ? [] : text.split('*');
  let last = '';
  for (let i = 0; i <= keys.length; i++) last = (await send(`${line.at}/ussd`, wire(keys.slice(0, i).join('*'), session, number))).text;
  return last;
}

const TYPES: readonly (string | undefined)[] = [undefined, '', ';;;', 'a', 'application/json', 'multipart/form-data; boundary=x', 'text/plain; charset=x', `${FORM}; charset=latin1`, 'x'.repeat(500)];
const BODIES: Readonly<Record<string, Buffer | string>> = {
  'nothing': '', 'no session': 'phoneNumber=%2B447700900123&text=', 'an empty session': 'sessionId=&text=1', 'a repeated field': `${wire('1')}&text=2`,
  '64 KB and one byte': wire('1') + '&x='.padEnd(65_536, 'x'), '1 MB': 'x'.repeat(1_048_576), 'a 10,000-key transcript': wire('1*'.repeat(10_000)),
  'a text of 60,000 letters': wire('x'.repeat(60_000)), '1,000 fields': Array.from({ length: 1_000 }, (_, i) => `f${i}=1`).join('&'),
  'percent escapes that are not UTF-8': 'sessionId=ATUid_x&text=%ff%fe', 'bytes that are not UTF-8': Buffer.from('sessionId=ATUid_x&text=\xff\xc3', 'latin1'),
  'half an escape': 'sessionId=ATUid_x&text=%', 'zeros': Buffer.alloc(200), 'JSON': JSON.stringify({ sessionId: 'ATUid_x', text: '1' }), 'XML': '<?xml version="1.0"?><a/>',
  'multipart': '--x\r\nContent-Disposition: form-data; name="sessionId"\r\n\r\nATUid_x\r\n--x--\r\n', 'names of objects': '__proto__=1&constructor=2&toString=3&sessionId=ATUid_proto&text=',
  'a control sign': wire('1*\u0000*\u0007'), 'directions of writing': wire('1*\u202e1'), 'a hash in a key': wire('1*2#'), 'stars only': wire('****'), 'a star first': wire('*1'),
  'an emoji': wire('1*🧭'), 'a number that is none': wire('1', newSession('ATUid'), 'x'.repeat(5_000)), 'a network that is none': form('ussd', { number: NUMBER, session: 'ATUid_n', network: '../../etc', text: '1*5*2' }),
};

t.test('whatever is posted, a USSD caller reads a sentence and a voice caller hears a document', async (t) => {
  for (const [what, body] of Object.entries(BODIES)) {
    ussd(t, await send(`${line.at}/ussd`, body), what);
    voice(t, await send(`${line.at}/voice`, body), what);
    voice(t, await send(`${line.at}/voice/k/AAAA`, body), `${what}, with keys`);
    voice(t, await send(`${line.at}/voice/leg/caller`, body), `${what}, on a leg`);
    for (const path of ['ussd-events', 'voice-events', 'sms', 'sms-status']) t.equal((await send(`${line.at}/${path}`, body)).status, 200, `${what}: ${path} is not sent again for twelve hours`);
  }
  for (const type of TYPES) {
    ussd(t, await send(`${line.at}/ussd`, wire(''), { type }), `content type ${type?.slice(0, 40)}`);
    voice(t, await send(`${line.at}/voice`, form('voice', { number: NUMBER, session: newSession('ATVId'), state: 'Ringing' }), { type }), `content type ${type?.slice(0, 40)}`);
  }
  t.equal(await kept(), 0, 'nothing was kept of all this');
});

t.test('a sentence for what could not be read names the number to call', async (t) => {
  for (const body of ['', BODIES['1 MB'] ?? '', BODIES['a 10,000-key transcript'] ?? '', BODIES['a repeated field'] ?? '']) {
    t.match((await send(`${line.at}/ussd`, body)).text, /^END .*\+999100100/);
  }
});

t.test('a hop that lost its number, or brings another, keeps nothing: nobody is promised a call that cannot come', async (t) => {
  const session = newSession('ATUid');
  await hops(session, BOOKING.slice(0, -2));
  const before = await kept();
  for (const number of ['', ' 447700900123', 'sip:somebody', '+447700900124']) t.match((await send(`${line.at}/ussd`, wire(BOOKING, session, number))).text, AGAIN, number);
  t.equal(await kept(), before);
  t.match((await send(`${line.at}/ussd`, wire(BOOKING, session))).text, /^CON Saved/, 'the same hop as it should be still books');
  t.equal(await kept(), before + 1);
});

t.test('a shorter transcript is shown what it was shown, a diverging one starts again, and neither undoes a booking', async (t) => {
  const session = newSession('ATUid');
  const number = '+447700900125';
  const before = await kept();
  const first = (await send(`${line.at}/ussd`, wire('', session, number))).text;
  const saved = await hops(session, BOOKING, number);
  t.match(saved, /^CON Saved/);
  t.equal((await send(`${line.at}/ussd`, wire('', session, number))).text, first);
  for (const other of ['2', '1*2', '1*1*2*1*4*2*2', '1*1*2*1*4*1*1*1']) t.match((await send(`${line.at}/ussd`, wire(other, session, number))).text, AGAIN, other);
  t.equal((await send(`${line.at}/ussd`, wire(BOOKING, session, number))).text, saved);
  t.equal(await kept(), before + 1);
});

t.test('a diverging transcript that reaches a process started since does not read another choice as saved', async (t) => {
  const dir = t.testdir();
  const session = newSession('ATUid');
  const number = '+447700900126';
  let own = await startLine({ dir });
  const keys = BOOKING.split('*');
  for (let i = 0; i <= keys.length; i++) await send(`${own.at}/ussd`, wire(keys.slice(0, i).join('*'), session, number));
  await own.app.close();
  own = await startLine({ dir });
  t.teardown(() => own.close());
  t.match((await send(`${own.at}/ussd`, wire('1*1*2*1*4*2*2', session, number))).text, AGAIN);
  t.match((await send(`${own.at}/ussd`, wire(BOOKING, session, '+447700900127'))).text, AGAIN, 'nor does another phone');
  t.match((await send(`${own.at}/ussd`, wire(BOOKING, session, number))).text, /^CON Saved/);
  t.equal(await kept(own), 1);
});

t.test('keys held down for minutes neither end a call nor break its next address', async (t) => {
  const session = newSession('ATVId');
  const press = (url: string, digits: string) => send(url, form('voice-keys', { number: NUMBER, session, digits }));
  const next = (text: string): string => /callbackUrl="([^"]+)"/.exec(text)?.[1] ?? '';
  let reply = await send(`${line.at}/voice`, form('voice', { number: NUMBER, session, state: 'Ringing' }));
  for (let hop = 0; hop < 210 && next(reply.text); hop++) {
    const url = next(reply.text);
    if (url.length > 12_000) return t.fail('an address no carrier sends');
    reply = await press(url, hop % 3 === 0 ? '8'.repeat(20_000) : '*');
    voice(t, reply, `hop ${hop}`);
  }
});

t.test('a call with a path of nobody, of another session, or cut short, hears that we have a problem', async (t) => {
  const own = newSession('ATVId');
  const first = await send(`${line.at}/voice`, form('voice', { number: NUMBER, session: own, state: 'Ringing' }));
  const url = /callbackUrl="([^"]+)"/.exec(first.text)?.[1] ?? '';
  t.match(url, /\/voice\/k\//);
  for (const [path, session] of [[url, newSession('ATVId')], [url.slice(0, -1), own], [`${url}A`, own], [`${line.at}/voice/k/${'A'.repeat(3_000)}`, own], [`${line.at}/voice/n/-`, own]] as const) {
    const reply = await send(path, form('voice-keys', { number: NUMBER, session, digits: '1' }));
    voice(t, reply, path.slice(-20));
    t.match(reply.text, /trouble/);
  }
});

t.test('texts without id or number are taken and left; with anything in them they are answered once', async (t) => {
  const body = (text: string, id: string, from = NUMBER): string => form('sms', { number: from, network: '99999', id, text });
  const sent = api.texts.length;
  for (const bad of [body('hi', ''), body('hi', 'ATXid_b1', ''), body('hi', 'ATXid_b2', 'HAKILINE'), body('hi', 'ATXid_b3', ' 447700900123')]) t.equal((await send(`${line.at}/sms`, bad)).status, 200);
  for (const [i, words] of ['\u0000', '', '   ', '*', '#', '*384*7#', 'x'.repeat(10_000), '1'.repeat(300), 'é\u0301\u0301'.repeat(100), '🧭'.repeat(200), '<b>&amp;"\'', '%s%n', "'; DROP TABLE requests"].entries()) {
    const number = `+4477009002${String(i).padStart(2, '0')}`;
    const answer = api.next(number);
    t.equal((await send(`${line.at}/sms`, body(words, `ATXid_c${i}`, number))).status, 200);
    t.match(await answer, /\S/, JSON.stringify(words.slice(0, 20)));
  }
  t.equal(api.texts.length, sent + 13);
});

t.test('nothing of all this is in the log: no number, no key, no session', async (t) => {
  const written = JSON.stringify(line.log);
  for (const trace of ['447700', '770090', 'ATUid', 'ATVId', 'ATXid', '1*1', 'DROP', 'xxxx', '8888']) t.notOk(written.includes(trace), trace);
  t.same([...new Set(line.log.filter((e) => e.event === 'fault'))], [], 'and nothing that was not foreseen');
});

t.test('a session id that was a call\'s is another session to a phone that types', async (t) => {
  for (const text of ['', '4*4*0*1', '4*4*0*1*0*1', '1*1*2', BOOKING]) {
    const session = newSession('ATVId');
    voice(t, await send(`${line.at}/voice`, form('voice', { number: NUMBER, session, state: 'Ringing' })), 'a call');
    const reply = await send(`${line.at}/ussd`, wire(text, session));
    ussd(t, reply, text);
    t.equal(reply.text, (await send(`${line.at}/ussd`, wire(text))).text, `${text}: as in a session of its own`);
  }
});
