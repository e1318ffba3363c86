import { join } from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { newSession } from '../harness/caller.ts';
import { front, mute, start } from '../harness/processes.ts';
import { form, post } from '../harness/wire.ts';

const WRITTEN = 12_000; // ms: counts are written every ten seconds
const KEYS = ['1', '1', '2', '1', '4', '2', '1', '1'];
const CALLERS = 5;

t.test('a process that is killed loses the counts of its last seconds, and none counts twice what goes on elsewhere', { timeout: 120_000 }, async (t) => {
  const dataDir = t.testdir({ data: {} });
  const program = mute(join(dataDir, 'line'));
  const gate = await front();
  let line = await start({ dataDir, program, publicUrl: gate.url });
  t.teardown(async () => { await line.kill(); await gate.close(); });
  const counted = (): Record<string, number> => {
    const db = new Database(join(dataDir, 'hakiline.db'), { readonly: true });
    const rows = db.prepare(`SELECT screen || ' ' || what AS name, sum(n) AS n FROM hours GROUP BY 1`).all() as { name: string; n: number }[];
    db.close();
    return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
  };
  const sessions = Array.from({ length: CALLERS }, () => newSession('ATUid'));
  const hops = async (from: number, to: number): Promise<void> => {
    for (let n = from; n <= to; n++) {
      await Promise.all(sessions.map((session, i) => post(`${line.url}/gateways/africastalking/demo/ussd`, form('ussd', { number: `+44770090036${i}`, session, network: '99999', text: KEYS.slice(0, n).join('*') }))));
    }
  };
  const again = async (): Promise<void> => { await line.kill(); line = await start({ dataDir, program, publicUrl: gate.url }); };

  await hops(0, 2);
  await new Promise((resolve) => setTimeout(resolve, WRITTEN));
  t.match(counted(), { 'languages shown': CALLERS, 'home answered': CALLERS, 'talk shown': CALLERS }, 'written');
  await hops(3, 4);
  await again();
  t.match(counted(), { 'talk shown': CALLERS, 'talk answered': undefined, 'consent shown': undefined, 'days shown': undefined }, 'what was not written is lost');
  // What was kept at consent says that somebody has answered it already; the plain screens behind it are new.
  await hops(3, 3);
  await hops(5, KEYS.length);
  t.equal(await line.stop(), 0);
  const all = counted();
  t.same(Object.fromEntries(Object.entries(all).filter(([, n]) => n !== CALLERS)), {}, 'each at most once for each caller');
  t.match(all, { 'languages shown': CALLERS, 'days answered': CALLERS, 'times shown': CALLERS, 'booked goal': CALLERS, 'tips shown': CALLERS, 'consent shown': undefined });
});
