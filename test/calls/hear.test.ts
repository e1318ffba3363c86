import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { dial, newSession } from '../harness/caller.ts';
import { gatewayApi } from '../harness/gateway-api.ts';
import { startLine, type TestLine } from '../harness/line.ts';
import { front, mute, start } from '../harness/processes.ts';
import { form, post } from '../harness/wire.ts';

const LOCALES = fileURLToPath(new URL('../../locales', import.meta.url));
const read = <T>(language: string, file: string): T => JSON.parse(readFileSync(join(LOCALES, language, `${file}.json`), 'utf8')) as T;
const gateOf = (language: string): string => read<{ callerGate: string }>(language, 'calls').callerGate;
const topicOf = (language: string, topic: string): string => read<Record<string, { text: string }>>(language, 'topics')[topic]?.text ?? '';

/** Nepali stands on the second page of languages; its letters are shown as they are. */
const NEPALI = ['9', '2', '1'];
/** Rights, pay, "hear it", "call me". */
const HEAR_PAY = ['2', '1', '2', '1'];

const CALLER = '+999700000031';
/** A SIM of Ethiopia, where Amharic is the common language. */
const ETHIOPIA = '63601';

async function asks(line: TestLine, number = CALLER, keys: readonly string[] = [...NEPALI, ...HEAR_PAY]): Promise<string> {
  const phone = dial(line, { number, network: ETHIOPIA });
  let screen = await phone.begin();
  for (const key of keys) screen = await phone.press(key);
  return screen;
}

/** The phone that rings, and what it hears: the words behind the clip, and where the next key or silence goes. */
function phoneOf(line: TestLine, session: string, number = CALLER) {
  let next = { keys: '', silence: '' };
  const hears = async (url: string, body: string) => {
    const { text } = await post(url, body);
    next = { keys: /callbackUrl="([^"]+)"/.exec(text)?.[1] ?? '', silence: /<Redirect>([^<]+)</.exec(text)?.[1] ?? '' };
    const spoken = line.said.get(/<Play url="[^"]*(\/audio\/[^"]+)"/.exec(text)?.[1] ?? '');
    return { xml: text, ends: !text.includes('GetDigits'), language: spoken?.language ?? '', words: spoken?.segments.map((s) => s.text).join(' ') ?? '' };
  };
  const answered = form('voice-answered', { number, session });
  return {
    picksUp: () => hears(`${line.at}/voice`, answered),
    presses: (digits: string) => hears(next.keys, form('voice-leg-keys', { number, session, digits })),
    waits: () => hears(next.silence, answered),
    hangsUp: () => post(`${line.at}/voice`, `${answered.replace('isActive=1', 'isActive=0').replace('Answered', 'Completed')}&hangupCause=NORMAL_CLEARING&durationInSeconds=9`),
  };
}

async function world(t: Test) {
  const stored: unknown[] = [];
  const api = await gatewayApi(() => stored.push(...numbersIn(join(line.dir, 'data'))));
  const line = await startLine({ apiUrl: api.url });
  t.teardown(async () => { await line.close(); await api.close(); });
  /** Every phone that was to ring has been dialled. */
  const rung = async (calls: number): Promise<string[]> => {
    for (let i = 0; i < 250 && api.calls.length < calls; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 100));
    return api.calls;
  };
  return { line, api, rung, stored };
}

/** What the store still holds of a number, sealed though it is: calls, and tells that are not done. */
function numbersIn(dataDir: string): unknown[] {
  const db = new Database(join(dataDir, 'hakiline.db'), { readonly: true });
  try {
    return db.prepare("SELECT 'call' FROM calls WHERE number IS NOT NULL UNION ALL SELECT 'tell' FROM outbox WHERE tell = 'ring' AND length(sealed) > 0").pluck().all();
  } finally {
    db.close();
  }
}

t.test('a caller who cannot read asks to hear it: their phone alone rings, once, and after key 1 reads the whole topic in their language', async (t) => {
  const { line, rung, stored } = await world(t);
  const said = await asks(line);
  t.match(said, /^END /, 'the screen says that we call');
  t.same(await rung(1), [CALLER], 'no advocate\'s phone');
  t.same(stored, [], 'the number had left the store before it rang');
  t.ok([...line.said.values()].some(({ language, segments }) => language === 'ne' && segments[0]?.text === topicOf('ne', 'wages')), 'it is made while the phone rings');
  const phone = phoneOf(line, 'ATVId_out1');
  const gate = await phone.picksUp();
  t.match(gate, { ends: false, language: 'am', words: gateOf('am') }, 'nothing but the gate, in the country\'s common language');
  const reads = await phone.presses('1');
  t.match(reads, { ends: false, language: 'ne' });
  t.ok(reads.words.startsWith(topicOf('ne', 'wages')), 'the whole of it');
  t.equal((await phone.presses('*')).words, reads.words, 'star reads it again');
  t.equal((await phone.presses('*')).words, reads.words, 'and again');
  t.match(await phone.presses('4'), { ends: true, words: '' }, 'another key ends the call');
  await phone.hangsUp();
  t.same(await line.app.store.calls.live(line.clock.now()), []);
  t.same(await rung(1), [CALLER]);
  t.notMatch(JSON.stringify(line.log), /700000031|wages/);
});

t.test('a caller who has heard it and presses nothing is let go', async (t) => {
  const { line, rung } = await world(t);
  await asks(line);
  await rung(1);
  const phone = phoneOf(line, 'ATVId_out1');
  await phone.picksUp();
  await phone.presses('1');
  t.match(await phone.waits(), { ends: true, words: '' });
});

t.test('somebody else who picks up and presses nothing learns nothing of what it was', async (t) => {
  const { line, rung } = await world(t);
  await asks(line);
  await rung(1);
  const phone = phoneOf(line, 'ATVId_out1');
  const heard = [await phone.picksUp(), await phone.waits(), await phone.waits()];
  t.same(heard.map(({ words }) => words), [gateOf('am'), gateOf('am'), '']);
  t.equal(heard.at(-1)?.ends, true);
  for (const { xml } of heard) t.notMatch(xml, /topic|wages|listening|hear/i, 'nor does an address say it');
  await phone.hangsUp();
  t.same(await line.app.store.calls.live(line.clock.now()), []);
  line.clock.pass(60_000);
  t.same(await rung(2), [CALLER], 'and is not called again');
});

t.test('a wrong key at the gate is like none', async (t) => {
  const { line, rung } = await world(t);
  await asks(line);
  await rung(1);
  const phone = phoneOf(line, 'ATVId_out1');
  await phone.picksUp();
  t.match(await phone.presses('3'), { ends: false, words: gateOf('am') });
  t.match(await phone.presses('*'), { ends: true, words: '' });
});

t.test('key 9 at the gate: that phone is not called again, until it asks for it', async (t) => {
  const { line, rung } = await world(t);
  await asks(line);
  await rung(1);
  const phone = phoneOf(line, 'ATVId_out1');
  await phone.picksUp();
  t.match(await phone.presses('9'), { ends: true, words: '' });
  await phone.hangsUp();
  t.equal(listed(line), 1, 'it stands on the list');
  await asks(line);
  t.same(await rung(2), [CALLER, CALLER], 'who asks again is called again');
  t.equal(listed(line), 0);
});

function listed(line: TestLine): unknown {
  const db = new Database(join(line.dir, 'data', 'hakiline.db'), { readonly: true });
  try {
    return db.prepare('SELECT count(*) FROM never').pluck().get();
  } finally {
    db.close();
  }
}

t.test('a phone that is not picked up rings once, and nothing is left of it', async (t) => {
  const { line, api, rung } = await world(t);
  await asks(line);
  await rung(1);
  for (let s = 0; s < 90; s++) { line.clock.pass(1_000); await new Promise((resolve) => setTimeout(resolve, 5)); }
  await new Promise((resolve) => setTimeout(resolve, 1_200)); // it is looked at each second
  t.same(await line.app.store.calls.live(line.clock.now()), []);
  t.same(api.calls, [CALLER]);
  t.match(await phoneOf(line, 'ATVId_out1').picksUp(), { ends: true, words: '' }, 'who picks up too late hears nothing');
});

t.test('the same hop delivered five times at once is one call', async (t) => {
  const { line, api, rung } = await world(t);
  const session = newSession('ATUid');
  const keys = [...NEPALI, ...HEAR_PAY];
  const hop = (n: number): Promise<{ text: string }> => post(`${line.at}/ussd`, form('ussd', { number: CALLER, network: ETHIOPIA, session, text: keys.slice(0, n).join('*') }));
  for (let n = 0; n < keys.length; n++) await hop(n);
  const replies = await Promise.all(Array.from({ length: 5 }, () => hop(keys.length)));
  t.equal(new Set(replies.map(({ text }) => text)).size, 1);
  await rung(1);
  t.same(api.calls, [CALLER]);
});

const ROUNDS = 4;
t.test('a line that is killed at any moment on the way never rings that phone twice', { timeout: 180_000 }, async (t) => {
  const dataDir = t.testdir({ data: {} });
  const program = mute(join(dataDir, 'line'));
  const gate = await front();
  t.teardown(() => gate.close());
  const keys = [...NEPALI, ...HEAR_PAY];
  let rungAtAll = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const number = `+4477009007${String(round).padStart(2, '0')}`;
    const line = await start({ dataDir, program, publicUrl: gate.url });
    gate.to = line.url;
    const session = newSession('ATUid');
    const hop = (n: number): Promise<{ text: string }> => post(`${gate.at}/ussd`, form('ussd', { number, network: ETHIOPIA, session, text: keys.slice(0, n).join('*') }));
    for (let n = 0; n < keys.length; n++) await hop(n);
    // At the latest as the phone is dialled: then the line never learns that it was.
    let killed: Promise<void> | undefined;
    const kill = (): void => { killed ??= line.kill(); };
    gate.rings = kill;
    const last = hop(keys.length).catch(() => undefined);
    if (round % 2 === 1) { await last; setTimeout(kill, round * 4); }
    for (let i = 0; i < 200 && killed === undefined; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    kill();
    await killed;
    gate.rings = () => undefined;
    const again = await start({ dataDir, program, publicUrl: gate.url });
    gate.to = again.url;
    await hop(keys.length);
    await new Promise((resolve) => setTimeout(resolve, 2_000)); // what was left lying is looked for each second
    await again.kill();
    const times = gate.calls.filter((to) => to === number).length;
    t.ok(times <= 1, `rang ${times} times`);
    rungAtAll += times;
  }
  t.ok(rungAtAll > 0, `${rungAtAll} of ${ROUNDS} rang`);
});
