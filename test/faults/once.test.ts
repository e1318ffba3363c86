import { join } from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { newSession } from '../harness/caller.ts';
import { front, mute, start } from '../harness/processes.ts';
import { form, post } from '../harness/wire.ts';

const TEXTS = 20;

t.test('whatever comes several times at once, to two processes, happens once', { timeout: 60_000 }, async (t) => {
  const dataDir = t.testdir({ data: {} });
  const program = mute(join(dataDir, 'line'));
  const gate = await front();
  const processes = await Promise.all([start({ dataDir, program, publicUrl: gate.url }), start({ dataDir, program, publicUrl: gate.url })]);
  t.teardown(async () => { await Promise.all(processes.map((p) => p.kill())); await gate.close(); });
  const at = (i: number): string => `${processes[i % 2]?.url}/gateways/africastalking/demo`;
  const count = (sql: string): unknown => { const db = new Database(join(dataDir, 'hakiline.db'), { readonly: true }); try { return db.prepare(sql).pluck().get(); } finally { db.close(); } };

  await t.test('a text, delivered one to seven times, shuffled, is answered once', async (t) => {
    const deliveries = Array.from({ length: TEXTS }, (_, i) => Array.from({ length: 1 + (i % 7) }, (_, n) => ({ i, n }))).flat().sort((a, b) => ((a.i * 7 + a.n * 13) % 31) - ((b.i * 7 + b.n * 13) % 31));
    const number = (i: number): string => `+4477009003${String(i).padStart(2, '0')}`;
    const replies = await Promise.all(deliveries.map(({ i, n }) => post(`${at(i + n)}/sms`, form('sms', { number: number(i), network: '99999', id: `ATXid_once_${i}`, text: i % 2 ? 'hello' : '1*5*5' }))));
    t.ok(replies.every(({ status }) => status === 200 || status === 503), 'taken, or under way in the other process: to be delivered again');
    for (const i of Array.from({ length: TEXTS }, (_, n) => n)) t.ok(deliveries.some((one, n) => one.i === i && replies[n]?.status === 200), 'one delivery of each is taken');
    for (let waited = 0; gate.texts.length < TEXTS && waited < 200; waited++) await new Promise((resolve) => setTimeout(resolve, 50));
    const again = await Promise.all(deliveries.map(({ i, n }) => post(`${at(i + n)}/sms`, form('sms', { number: number(i), network: '99999', id: `ATXid_once_${i}`, text: i % 2 ? 'hello' : '1*5*5' }))));
    t.ok(again.every(({ status }) => status === 200), 'once answered, any delivery is taken');
    await new Promise((resolve) => setTimeout(resolve, 600));
    t.same(gate.texts.map(({ to }) => to).sort(), Array.from({ length: TEXTS }, (_, i) => number(i)), 'one answer to each');
    t.equal(count('SELECT count(*) FROM texts WHERE answered = 1'), TEXTS);
  });

  await t.test('a booking hop posted five times at once, to both, keeps one request and says the same each time', async (t) => {
    const keys = ['1', '1', '2', '1', '4', '2', '1'];
    for (let round = 0; round < 5; round++) {
      const session = newSession('ATUid');
      const body = (n: number): string => form('ussd', { number: `+44770090035${round}`, session, network: '99999', text: keys.slice(0, n).join('*') });
      for (let n = 0; n < keys.length; n++) await post(`${at(n)}/ussd`, body(n));
      const before = Number(count("SELECT count(*) FROM requests WHERE kind = 'callback'"));
      const replies = await Promise.all(Array.from({ length: 5 }, (_, i) => post(`${at(i)}/ussd`, body(keys.length))));
      t.match(replies[0]?.text, /^CON Saved/);
      t.equal(new Set(replies.map(({ text }) => text)).size, 1, 'the same bytes');
      t.equal(count("SELECT count(*) FROM requests WHERE kind = 'callback'"), before + 1);
    }
  });

  await t.test('an alarm and its end, each several times at once', async (t) => {
    const session = newSession('ATUid');
    const body = (text: string): string => form('ussd', { number: '+447700900360', session, network: '99999', text });
    for (const text of ['', '1', '1*5']) await post(`${at(0)}/ussd`, body(text));
    const before = Number(count("SELECT count(*) FROM requests WHERE kind = 'urgent'"));
    const replies = await Promise.all(Array.from({ length: 6 }, (_, i) => post(`${at(i)}/ussd`, body('1*5*5'))));
    t.equal(new Set(replies.map(({ text }) => text)).size, 1);
    t.equal(count("SELECT count(*) FROM requests WHERE kind = 'urgent'"), before + 1);
    const end = (id: string, text: string) => Promise.all(Array.from({ length: 6 }, (_, i) => post(`${at(i)}/ussd-events`, form('ussd-events', { number: '+447700900360', session: id, text, status: 'Incomplete' }))));
    const broken = (): unknown => count(`SELECT coalesce(sum(n), 0) FROM hours WHERE what = 'dropped'`);
    await end(session, '1*5*5');
    t.equal(broken(), 0, 'who raised an alarm has not broken off');
    const other = newSession('ATUid');
    for (const text of ['', '1']) await post(`${at(0)}/ussd`, form('ussd', { number: '+447700900360', session: other, network: '99999', text }));
    await new Promise((resolve) => setTimeout(resolve, 300)); // the other process learns within 100 ms that it began
    await end(other, '1');
    t.equal(broken(), 1, 'one end of a session');
  });
  for (const process of processes) t.notMatch(process.output().toString(), /"event":"fault"/);
});
