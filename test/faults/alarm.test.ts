import { join } from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { dial } from '../harness/caller.ts';
import { front, mute, start } from '../harness/processes.ts';
import { form, post } from '../harness/wire.ts';

const program = mute(join(t.testdir(), 'line'));
const CALLER = '+447700900061';
/** The demo's advocate. */
const ADVOCATE = '+999700000002';

const until = async (what: () => boolean): Promise<boolean> => {
  for (let look = 0; look < 250 && !what(); look++) await new Promise((resolve) => setTimeout(resolve, 20));
  return what();
};

t.test('an alarm rings a colleague although the process that kept it was killed at once, and no other process rings them a second time', async (t) => {
  const dataDir = join(t.testdir(), 'data');
  const gate = await front();
  const open = () => start({ dataDir, program, publicUrl: gate.url });
  const first = await open();
  t.teardown(() => gate.close());
  gate.to = first.url;
  const phone = dial(gate, { number: CALLER });
  await phone.begin();
  for (const key of ['1', '5']) await phone.press(key);
  // Killed as soon as the screen that says that it is kept was sent: nothing has rung yet, or just does.
  t.match(await phone.press('5'), /^CON /);
  await first.kill();
  const processes = await Promise.all([open(), open()]);
  t.teardown(async () => { await Promise.all(processes.map((process) => process.kill())); });
  t.ok(await until(() => gate.calls.length > 0), 'somebody is woken');
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  t.same(gate.calls, [ADVOCATE], 'once, and never the caller, who wants no call');

  gate.to = processes[0]!.url;
  const leg = { number: ADVOCATE, session: 'ATVId_out1' };
  const gateOf = (await post(`${gate.at}/voice`, form('voice-answered', leg))).text;
  t.match(gateOf, /<GetDigits/);
  await processes[0]!.kill();
  gate.to = processes[1]!.url;
  const taken = (await post(/callbackUrl="([^"]+)"/.exec(gateOf)?.[1] ?? '', form('voice-leg-keys', { ...leg, digits: '1' }))).text;
  t.notMatch(taken, /GetDigits|Enqueue/, 'taken at another process than the one that rang');
  const db = new Database(join(dataDir, 'hakiline.db'), { readonly: true });
  t.teardown(() => db.close());
  t.same(db.prepare(`SELECT kind, call, takenBy IS NOT NULL AS taken FROM requests`).all(), [{ kind: 'urgent', call: 'no', taken: 1 }]);
  t.same(db.prepare('SELECT "as", ended FROM rings').all(), [{ as: 'duty', ended: 'took' }]);
  for (const process of processes) t.notMatch(process.output().toString(), /"event":"fault"/);
});
