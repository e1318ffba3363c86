import { join } from 'node:path';
import t from 'tap';
import { loadWords } from '../../src/render/words.ts';
import { openSealing } from '../../src/sealing/open.ts';
import { type Caller, text } from '../harness/caller.ts';
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
  t.match(await caller.begin(), /^Texts stay on this phone\.\nInfo line\. Choose:\n1 English/);
  t.match(await caller.press('1'), /^Info line\. No name needed/);
  t.match(await caller.press(' 2. '), /1 Pay/);
});

t.test('a frightened caller who texts 5 is asked at once what is urgent', async (t) => {
  const caller = text(line, (number) => api.next(number), { number: '+999700000032' });
  t.match(await caller.press('5'), /^Texts stay on this phone\.\nUrgent\?/);
});

t.test('9 means what the text before it offered, the first one too: the next page, or what follows the last', async (t) => {
  for (const topic of ['1', '2 1', '2 4', '3 2']) {
    for (const language of ['3', '4']) {
      const go = `${language} 1 2 ${topic}`;
      const [ahead, slow] = [0, 1].map((n) => text(line, (number) => api.next(number), { number: `+99970000${language}${topic.replace(' ', '').padStart(2, '9')}${n}` })) as [Caller, Caller];
      const first = (await ahead.press(go)).split('\n').slice(1).join('\n');
      await slow.begin();
      let shown = '';
      for (const key of go.split(' ')) shown = await slow.press(key);
      t.equal(first, shown, `${go}: the warning takes nothing from the page`);
      t.equal(await ahead.press('9'), await slow.press('9'), go);
    }
  }
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

t.test('every word for stop, in any language, ends the texts; every word for help is answered with how to go on', async (t) => {
  const words = loadWords(join(import.meta.dirname, '../../locales'));
  const all = (what: string): string[] => [...new Set(words.languages.flatMap((l) => (words.raw(l, `language.${what}`) ?? '').split(' ')))];
  const asked = [...all('stop').map((word) => ({ word, answers: 1 })), ...all('help').map((word) => ({ word, answers: 2 }))]
    .map((one, i) => ({ ...one, number: `+9997000010${String(i).padStart(2, '0')}` }));
  const allAnswered = async (): Promise<void> => { for (let i = 0; i < 100 && asked.some(({ number, answers }) => textsTo(number).length < answers); i++) await settle(); };
  await Promise.all(asked.map(({ number }) => send(number, 'hello')));
  for (let i = 0; i < 100 && asked.some(({ number }) => textsTo(number).length < 1); i++) await settle();
  await Promise.all(asked.map(({ number, word }, i) => send(number, `${word.toUpperCase()}${['', '.', '!', ' ?'][i % 4]}`)));
  await allAnswered();
  await settle();
  for (const { number, word, answers } of asked) {
    t.equal(textsTo(number).length, answers, word);
    if (answers === 2) t.match(textsTo(number)[1], words.written.raw('en', 'keys.helpText')?.slice(0, 20), word);
  }
});

t.test('half an hour later a text begins anew', async (t) => {
  const caller = text(line, (number) => api.next(number), { number: '+999700000035' });
  await caller.begin();
  t.match(await caller.press('1'), /No name needed/);
  line.clock.pass(31 * 60_000);
  t.match(await caller.press('1'), /^Texts stay on this phone\.\nInfo line\. No name needed/, 'its key is taken as a deep code, and it is told again that texts stay');
});
