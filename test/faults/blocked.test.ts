import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { newSession } from '../harness/caller.ts';
import { type Front, front, mute, type Running, start } from '../harness/processes.ts';
import { form, post } from '../harness/wire.ts';
import { wrongVoice } from '../bad-input/raw.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const program = mute(join(t.testdir(), 'line'));
const TROUBLE = /^END Sorry, we have a problem now\. Please call \+999100100, or try again soon\.$/;
const IN_TIME = 5_000; // ms

interface Line { readonly dataDir: string; readonly gate: Front; readonly process: Running }

async function openLine(t: Test, nodeArguments: readonly string[] = []): Promise<Line> {
  const dataDir = t.testdir({});
  const gate = await front();
  const process = await start({ dataDir, program, publicUrl: gate.url, nodeArguments });
  gate.to = process.url;
  t.teardown(async () => { await process.kill(); await gate.close(); });
  await post(`${gate.at}/voice`, form('voice', { number: '+447700900299', session: newSession('ATVId'), state: 'Ringing' })); // the engine that is not there is looked for once
  return { dataDir, gate, process };
}

/** A session on USSD whose hops are timed. */
function phone({ gate }: Line, number: string) {
  const session = newSession('ATUid');
  return async (text: string): Promise<{ text: string; ms: number }> => {
    const at = performance.now();
    const reply = await post(`${gate.at}/ussd`, form('ussd', { number, session, network: '99999', text }));
    return { text: reply.text, ms: performance.now() - at };
  };
}
type Phone = ReturnType<typeof phone>;

async function walk(hop: Phone, text: string): Promise<string> {
  const keys = text.split('*');
  let last = '';
  for (let i = 0; i <= keys.length; i++) last = (await hop(keys.slice(0, i).join('*'))).text;
  return last;
}

function kept({ dataDir }: Line): Record<string, number> {
  const db = new Database(join(dataDir, 'hakiline.db'), { readonly: true });
  const rows = db.prepare<[], { kind: string; n: number }>('SELECT kind, count(*) AS n FROM requests GROUP BY kind').all();
  db.close();
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
}

function holdStore({ dataDir }: Line): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [join(HERE, 'hold-store.js'), join(dataDir, 'hakiline.db')], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
  const gone = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return new Promise((resolve) => child.stdout.once('data', () => resolve(async () => { child.stdin.end(); await gone; })));
}

t.test('while another program holds the store, callers go on reading, and nobody is told that something was kept', { timeout: 90_000 }, async (t) => {
  const line = await openLine(t);
  const [reader, booker, alarmed, fresh, caller, asks, erases] = ['210', '211', '212', '213', '214', '215', '216'].map((n) => phone(line, `+447700900${n}`)) as [Phone, Phone, Phone, Phone, Phone, Phone, Phone];
  const quiet = phone(line, '+447700900217');
  const topic = await walk(quiet, '1*2*1');
  const reference = /\d{8}/.exec(await walk(phone(line, '+447700900218'), '1*1*2*1*4*2*1'))?.[0] ?? '';
  await walk(reader, '1*2');
  await walk(booker, '1*1*2*1*4*2');
  await walk(alarmed, '1*5');
  await walk(caller, '1*5*1');
  await walk(asks, '1*4*1*1');
  await walk(erases, '1*4*1*4');
  const before = kept(line);

  const release = await holdStore(line);
  const [read, began, deep, booked, alarm, urgent, status, erased] = await Promise.all([
    reader('1*2*1'), fresh(''), phone(line, '+447700900219')('1*2*1'), booker('1*1*2*1*4*2*1'), alarmed('1*5*5'), caller('1*5*1*1'), asks(`1*4*1*1*${reference}`), erases(`1*4*1*4*${reference}`),
  ]);
  t.equal(read.text, topic, 'a reader gets the real text');
  t.match(began.text, /^CON .*\n1 English/, 'a new session begins');
  t.equal(deep.text, topic, 'also far inside at once');
  for (const [what, reply] of Object.entries({ booked, alarm, urgent, erased })) t.match(reply.text, TROUBLE, what);
  t.match(status.text, /^END /);
  for (const [what, reply] of Object.entries({ read, began, deep, booked, alarm, urgent, status, erased })) t.ok(reply.ms < IN_TIME, `${what}: ${Math.round(reply.ms)} ms`);

  const number = '+447700900220';
  const voiced = form('voice', { number, session: newSession('ATVId'), state: 'Ringing' });
  const at = performance.now();
  const said = await fetch(`${line.gate.at}/voice`, { method: 'POST', body: voiced });
  t.equal(wrongVoice({ status: said.status, headers: Object.fromEntries(said.headers), text: await said.text() }), undefined);
  t.ok(performance.now() - at < IN_TIME, 'a call is answered in time');
  const text = form('sms', { number, network: '99999', id: 'ATXid_blocked', text: 'hello' });
  const event = form('ussd-events', { number, session: 'ATUid_gone', text: '1', status: 'Incomplete' });
  t.equal((await post(`${line.gate.at}/sms`, text)).status, 503, 'a text is left with the gateway, which brings it again');
  t.equal((await post(`${line.gate.at}/ussd-events`, event)).status, 503);
  t.equal(line.gate.texts.length, 0);
  await release();

  t.same(kept(line), before, 'what was not promised was not kept');
  const answer = line.gate.next(number);
  t.equal((await post(`${line.gate.at}/sms`, text)).status, 200);
  t.match(await answer, /English/, 'the text is answered when it comes again');
  t.equal((await post(`${line.gate.at}/ussd-events`, event)).status, 200);
  t.match((await booker('1*1*2*1*4*2*1')).text, /^CON Saved/, 'the same hop again books');
  t.match((await alarmed('1*5*5')).text, /^CON /);
  t.match((await caller('1*5*1*1')).text, /^END We try to call within 5 minutes/);
  t.equal((await reader('1*2*1')).text, topic);
  t.match((await erases(`1*4*1*4*${reference}`)).text, /^END /);
  t.same(kept(line), { callback: 1, urgent: 2 }, 'each once, and the erased one gone');
  t.notMatch(line.process.output().toString(), /"event":"fault"/);
});

t.test('after the line stood still for two seconds, everybody who waited has a true answer at once', { timeout: 60_000 }, async (t) => {
  const line = await openLine(t, ['--import', pathToFileURL(join(HERE, 'block-loop.js')).href]);
  const [reader, booker, alarmed] = ['230', '231', '232'].map((n) => phone(line, `+447700900${n}`)) as [Phone, Phone, Phone];
  await walk(reader, '1*2');
  await walk(booker, '1*1*2*1*4*2');
  await walk(alarmed, '1*5');
  const number = '+447700900233';

  line.process.signal('SIGWINCH');
  while (!line.process.output().includes('{"blocked":true}')) await new Promise((resolve) => setTimeout(resolve, 5));
  const at = performance.now();
  const answer = line.gate.next(number);
  const [read, booked, alarm, began, text] = await Promise.all([
    reader('1*2*1'), booker('1*1*2*1*4*2*1'), alarmed('1*5*5'), phone(line, '+447700900234')(''),
    post(`${line.gate.at}/sms`, form('sms', { number, network: '99999', id: 'ATXid_still', text: 'hello' })),
  ]);
  const waited = performance.now() - at;
  t.ok(waited > 1_500, 'the line did stand still');
  t.ok(waited < 2_000 + IN_TIME, `${Math.round(waited)} ms in all`);
  t.match(read.text, /pay/i);
  t.match(booked.text, /^CON Saved/);
  t.match(alarm.text, /^CON /);
  t.match(began.text, /^CON /);
  t.equal(text.status, 200);
  t.match(await answer, /English/);
  t.same(kept(line), { callback: 1, urgent: 1 });
  t.equal((await booker('1*1*2*1*4*2*1')).text, booked.text, 'the same hop again, the same bytes');
  t.equal((await alarmed('1*5*5')).text, alarm.text);
  t.same(kept(line), { callback: 1, urgent: 1 });
});

t.test('a booking on its way while the line stands still is kept once, and said or not said', { timeout: 60_000 }, async (t) => {
  const line = await openLine(t, ['--import', pathToFileURL(join(HERE, 'block-loop.js')).href]);
  const phones = Array.from({ length: 20 }, (_, i) => phone(line, `+4477009002${40 + i}`));
  await Promise.all(phones.map((hop) => walk(hop, '1*1*2*1*4*2')));
  const under = phones.map((hop) => hop('1*1*2*1*4*2*1'));
  line.process.signal('SIGWINCH');
  const first = await Promise.all(under);
  for (const { text, ms } of first) {
    t.match(text, /^CON Saved|^END .*\+999100100/);
    t.ok(ms < 2_000 + IN_TIME);
  }
  const again = await Promise.all(phones.map((hop) => hop('1*1*2*1*4*2*1')));
  for (const [i, { text }] of again.entries()) if (first[i]?.text.startsWith('CON')) t.equal(text, first[i]?.text);
  t.same(kept(line), { callback: 20 });
});
