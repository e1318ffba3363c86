import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import t from 'tap';
import { openCalls } from '../../src/effects/calls/calls.ts';
import { moves, play } from './acceptance.ts';
import { realSealing, Time } from './world.ts';

const seed = Number(process.env['SEED'] ?? 20261122);
const numRuns = Number(process.env['RUNS'] ?? 120);
const clock = new Time();
const sealing = realSealing(clock);
t.teardown(() => sealing.remove());

async function tryOut(open: typeof openCalls, runs = numRuns) {
  const seen: Record<string, number> = {};
  const found = await fc.check(fc.asyncProperty(moves, fc.scheduler(), async (plan, s) => {
    const played = await play(open, plan, sealing, clock, s);
    for (const [what, n] of Object.entries(played.seen)) seen[what] = (seen[what] ?? 0) + n;
    if (played.wrong.length > 0) throw new Error(played.wrong[0]);
  }), { seed, numRuns: runs, endOnFailure: true });
  return { found, seen };
}

t.test('whatever comes in whatever order, no caller\'s phone rings before an advocate accepted, nor twice', async (t) => {
  const { found, seen } = await tryOut(openCalls);
  t.comment(`seed ${seed}, ${found.numRuns} runs`, seen);
  t.equal(found.failed, false, found.failed ? `${found.errorInstance}: seed ${found.seed}, path ${found.counterexamplePath}` : 'nothing wrong was seen');
  for (const what of ['caller rung', 'caller: join', 'caller: end gone', 'advocate: wait', 'advocate: end advocateNoLonger', 'holds: ready', 'advocate: end alarmTaken', 'alarm rang']) {
    t.ok((seen[what] ?? 0) > numRuns / 100, `it was tried: ${what}`);
  }
});

/** The line with one of its safeguards taken out. Each must be noticed, or the test above proves nothing. */
const RING = 'src/effects/calls/ring.ts';
const keepNumber = { file: RING, from: 'await board.store.calls.forgetNumber(call.id);', to: '' };
const BROKEN: readonly { without: string; edits: readonly { file: string; from: string; to: string }[]; wrong: RegExp }[] = [
  { without: 'the key', wrong: /before an advocate accepted|advocate who had gone/,
    edits: [{ file: 'src/effects/calls/gates.ts', from: "if (event.type === 'keys' && event.keys === '1' && (await", to: 'if ((await' }] },
  { without: 'waiting for the advocate', wrong: /before an advocate accepted/,
    edits: [{ file: 'machines/call.ts', from: "ring: 'ringingAdvocate',", to: "ring: 'advocateWaits'," }] },
  { without: 'asking whether the advocate is there', wrong: /advocate who had gone/,
    edits: [{ file: 'src/effects/calls/switchboard.ts', from: "&& leg.state === 'up')", to: ')' }] },
  { without: 'forgetting the number', wrong: /lay in the store/, edits: [keepNumber] },
  { without: 'an end to ringing', wrong: /rang twice|lay in the store/,
    edits: [keepNumber, { file: 'machines/call.ts', from: "decline: [aloneOver, { target: 'notTaken' }]", to: "decline: [aloneOver, { target: 'advocateWaits' }]" }] },
  { without: 'queueing advocates alone', wrong: /a caller was queued/,
    edits: [{ file: 'src/effects/calls/gates.ts', from: "return { then: { do: 'join', queue: call.queue } };", to: "return { then: { do: 'wait', queue: call.queue } };" }] },
  { without: 'the key that takes an alarm', wrong: /taken without a key/,
    edits: [{ file: 'src/effects/calls/gates.ts', from: "(takes && waits &&", to: '(waits &&' }] },
  { without: 'asking for "never"', wrong: /never to be called/,
    edits: [{ file: RING, from: 'if (await store.never.has', to: "if (number === '' && await store.never.has" }, { file: 'src/effects/calls/calls.ts', from: "if (number !== undefined && (await store.never.has", to: "if (number === '' && (await store.never.has" }] },
];

for (const { without, edits, wrong } of BROKEN) {
  t.test(`a line without ${without} is caught`, async (t) => {
    const dir = t.testdir();
    mkdirSync(join(dir, 'src/effects'), { recursive: true });
    for (const part of ['machines/call.ts', 'src/errors.ts', 'src/log.ts', 'src/effects/calls']) cpSync(part, join(dir, part), { recursive: true });
    for (const { file, from, to } of edits) {
      const whole = readFileSync(join(dir, file), 'utf8');
      t.ok(whole.includes(from), 'the safeguard stands where it did');
      writeFileSync(join(dir, file), whole.replace(from, to));
    }
    const { openCalls: broken } = (await import(pathToFileURL(join(dir, 'src/effects/calls/calls.ts')).href)) as { openCalls: typeof openCalls };
    const { found } = await tryOut(broken, 600);
    t.equal(found.failed, true);
    t.match(String(found.errorInstance), wrong);
    t.comment(`caught after ${found.numRuns} runs`);
  });
}
