import { join } from 'node:path';
import t from 'tap';
import { openSealing } from '../../src/sealing/open.ts';
import { text } from '../harness/caller.ts';
import { gatewayApi } from '../harness/gateway-api.ts';
import { startLine } from '../harness/line.ts';
import { form, post } from '../harness/wire.ts';

const api = await gatewayApi();
const line = await startLine({ apiUrl: api.url });
t.teardown(async () => { await line.close(); await api.close(); });
const tagger = openSealing({ secretsDir: join(line.dir, 'data', 'secrets'), volatileDir: join(line.dir, 'data', 'secrets', 'volatile'), clock: line.clock });

let sent = 0;
const send = (number: string, words: string, id = `ATXid_t${++sent}`): ReturnType<typeof post> => post(`${line.at}/sms`, form('sms', { number, network: '99999', id, text: words }));
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 700));
const textsTo = (number: string): string[] => api.texts.filter((one) => one.to === number).map((one) => one.message);

t.test('a text begins the dialogue, the next one carries it on, and the first answer says that texts stay', async (t) => {
  const caller = text(line, (number) => api.next(number), { number: '+999700000031' });
  t.match(await caller.begin(), /^Texts stay on this phone\. Info line\. Choose:\n1 English/);
  t.match(await caller.press('1'), /^Info line\. No name needed/);
  t.match(await caller.press(' 2. '), /1 Pay/);
});

t.test('a frightened caller who texts 5 is asked at once what is urgent', async (t) => {
  const caller = text(line, (number) => api.next(number), { number: '+999700000032' });
  t.match(await caller.press('5'), /^Texts stay on this phone\. Urgent\?/);
});

t.test('a text delivered seven times is answered once', async (t) => {
  const number = '+999700000033';
  await Promise.all(Array.from({ length: 7 }, () => send(number, 'hello', 'ATXid_same')));
  await settle();
  t.equal(textsTo(number).length, 1);
});

t.test('a text whose process died before the answer is not said to be taken, and is answered at a later delivery', async (t) => {
  const number = '+999700000036';
  await line.app.store.conversations.take(tagger.textTag('africastalking', 'ATXid_died'), line.clock.now());
  t.equal((await send(number, 'hello', 'ATXid_died')).status, 503);
  line.clock.pass(29_000);
  t.equal((await send(number, 'hello', 'ATXid_died')).status, 503);
  line.clock.pass(1_000);
  t.equal((await send(number, 'hello', 'ATXid_died')).status, 200);
  await settle();
  t.equal(textsTo(number).length, 1);
  t.equal((await send(number, 'hello', 'ATXid_died')).status, 200);
  await settle();
  t.equal(textsTo(number).length, 1);
});

t.test('after STOP nothing is sent, until that phone itself texts again', async (t) => {
  const number = '+999700000034';
  await send(number, 'hello');
  await settle();
  await send(number, 'Stop.');
  await settle();
  t.equal(textsTo(number).length, 1, 'STOP is not answered');
  await send(number, 'hello');
  await settle();
  t.match(textsTo(number).at(-1), /Choose:/, 'a new conversation, from its beginning');
});

t.test('half an hour later a text begins anew', async (t) => {
  const caller = text(line, (number) => api.next(number), { number: '+999700000035' });
  await caller.begin();
  t.match(await caller.press('1'), /No name needed/);
  line.clock.pass(31 * 60_000);
  t.match(await caller.press('1'), /^Texts stay on this phone\. Info line\. No name needed/, 'its key is taken as a deep code, and it is told again that texts stay');
});
