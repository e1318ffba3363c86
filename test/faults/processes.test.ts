import { join } from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { front, mute, type Running, start } from '../harness/processes.ts';
import { post } from '../harness/wire.ts';
import { type Conversation, FIRST, SECOND, Talk, THIRD } from './conversations.ts';

const program = mute(join(t.testdir(), 'line'));

interface Run { readonly heard: ReadonlyMap<string, readonly string[]>; readonly rows: Readonly<Record<string, unknown>> }
type Disturb = 'never' | 'alternate' | 'kill';

/** All conversations at once, hop by hop: between two hops of each of them, every process changes or dies. */
async function run(t: Test, dataDir: string, disturb: Disturb): Promise<Run> {
  const gate = await front();
  const open = (): Promise<Running> => start({ dataDir, program, publicUrl: gate.url });
  // Both at once on an empty directory: neither may spoil the other's first start.
  const processes = await Promise.all(disturb === 'never' ? [open()] : [open(), open()]);
  t.teardown(async () => { await Promise.all(processes.map((p) => p.kill())); await gate.close(); });
  const all: Talk[] = [];
  let hops = 0;
  let phones = 0;

  async function hold(conversations: readonly Conversation[], reference = ''): Promise<Talk[]> {
    const talks = conversations.map((c) => new Talk(c, gate, `+4477009000${String(phones++).padStart(2, '0')}`, reference));
    while (talks.some((talk) => !talk.over)) {
      const turn = hops++ % processes.length;
      gate.to = processes[turn]?.url ?? '';
      await Promise.all(talks.map((talk) => talk.next()));
      if (disturb !== 'kill') continue;
      await processes[turn]?.kill();
      processes[turn] = await open();
    }
    all.push(...talks);
    return talks;
  }

  const [booked] = await hold(FIRST);
  const reference = booked?.bookedReference ?? '';
  t.match(reference, /^\d{8}$/);
  await hold(SECOND, reference);
  await hold(THIRD, reference);

  const rows = count(dataDir);
  const texts = gate.texts.length;
  for (const process of processes) {
    gate.to = process.url;
    const differs: string[] = [];
    await Promise.all(all.map(async ({ conversation, said }) => {
      for (const { url, body, reply } of said) {
        const again = (await post(url, body)).text;
        const wanted = conversation.channel === 'sms' ? 'OK' : reply;
        if (again !== wanted) differs.push(`${conversation.channel} ${conversation.name}\n${wanted}\n--\n${again}`);
      }
    }));
    t.same(differs, [], 'each hop sent again is answered to the byte as before');
  }
  t.same(count(dataDir), rows, 'and nothing is stored twice');
  t.equal(gate.texts.length, texts, 'nor is a text answered twice');
  for (const process of processes) t.notMatch(process.output().toString(), /"event":"fault"/);
  return { heard: new Map(all.map((talk) => [`${talk.conversation.channel} ${talk.conversation.name}`, talk.heard()])), rows };
}

/** What became of it all, counted. Calls to advocates take their own course in time and are left out. */
function count(dataDir: string): Record<string, unknown> {
  const db = new Database(join(dataDir, 'hakiline.db'), { readonly: true });
  try {
    const rows = (sql: string): unknown => db.prepare(sql).all();
    return {
      requests: rows('SELECT kind, status, channel, language, call, cover, day, part, count(*) AS n FROM requests GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8'),
      wraps: rows('SELECT count(*) AS n FROM wraps'), fields: rows('SELECT field, count(*) AS n FROM fields GROUP BY 1 ORDER BY 1'),
      answers: rows('SELECT word, count(*) AS n FROM answers GROUP BY 1 ORDER BY 1'), tells: rows('SELECT tell, count(*) AS n FROM outbox GROUP BY 1 ORDER BY 1'),
      texts: rows('SELECT answered, count(*) AS n FROM texts GROUP BY 1'), conversations: rows('SELECT count(*) AS n FROM conversations'),
      helped: rows(`SELECT screen, what, sum(n) AS n FROM hours WHERE what IN ('yes', 'no', 'trouble') GROUP BY 1, 2 ORDER BY 1, 2`), never: rows('SELECT what, count(*) AS n FROM never GROUP BY 1 ORDER BY 1'),
    };
  } finally {
    db.close();
  }
}

let quiet: Run;
t.test('one process, undisturbed', { timeout: 60_000 }, async (t) => {
  quiet = await run(t, t.testdir({}), 'never');
  for (const [name, heard] of quiet.heard) for (const reply of heard) t.notMatch(reply, /^END Sorry|we have a problem|could not follow/, name);
  t.match(JSON.stringify(quiet.rows), /"kind":"callback".*"kind":"urgent"/);
});

for (const [disturb, what] of [['alternate', 'hops answered alternately by two processes'], ['kill', 'and the process that answered killed after every hop']] as const) {
  t.test(`${what}: callers read and hear the same, and the same is kept`, { timeout: 120_000 }, async (t) => {
    const { heard, rows } = await run(t, t.testdir({}), disturb);
    for (const [name, wanted] of quiet.heard) t.same(heard.get(name), wanted, name);
    t.same(rows, quiet.rows);
  });
}
