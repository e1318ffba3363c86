import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import t from 'tap';
import { MAX_SEGMENTS } from '../../src/speech/clips.ts';
import { openEngine } from '../../src/speech/engine/engine.ts';
import { JobQueue, type Outcome, type Waiting } from '../../src/speech/engine/queue.ts';
import { fakeClock, longPrompt, say, speechFor } from './speech-harness.ts';

const allReady = (speech: Awaited<ReturnType<typeof speechFor>>['speech']): Promise<void> => new Promise((resolve) => {
  const stop = speech.onProgress(() => {
    const { ready, total } = speech.progress();
    if (ready === total) { stop(); resolve(); }
  });
});

t.test('a caller is served within 2 s while a long list is made in the background', async (t) => {
  const { speech } = await speechFor(t);
  const list = Array.from({ length: 40 }, (_, n) => longPrompt(n));
  await speech.pathFor(say('en', 'Hello.'), 30_000);
  const alone = performance.now();
  await speech.pathFor(longPrompt(99), 30_000);
  const unhurried = performance.now() - alone;
  speech.prepare(list);
  t.match(speech.progress(), { ready: 0, total: 40 });
  const waits: number[] = [];
  for (let n = 100; n < 110; n++) {
    const asked = performance.now();
    t.ok(await speech.pathFor(longPrompt(n), 30_000), `caller ${n}`);
    waits.push(performance.now() - asked);
    await after(100);
  }
  // On a machine that other tests starve, what holds is the proportion: a caller waits for one sentence of the list.
  t.ok(waits.toSorted((a, b) => a - b)[5]! < Math.max(2_000, 4 * unhurried), `callers waited ${waits.map(Math.round)} ms, alone ${Math.round(unhurried)}`);
  t.ok(speech.progress().ready < 40, `the list was not done: ${speech.progress().ready} of 40`);
  t.equal(speech.progress().engine, 'working');
  t.ok(await speech.read((await speech.pathFor(list[0]!, 30_000))!));
});

t.test('clips are made in the order given, and a list is counted as it grows', async (t) => {
  const { speech, events } = await speechFor(t);
  const list = ['One.', 'Two.', 'Three.'].map((words) => say('en', words));
  const counts: number[] = [];
  speech.onProgress(() => counts.push(speech.progress().ready));
  const done = allReady(speech);
  speech.prepare([...list.slice(0, 2), say('tl', 'Walang boses.'), list[2]!]);
  await done;
  t.same([...new Set(counts)], [0, 1, 2, 3]);
  await after(10);
  t.match(events, [{ code: 'HLP_SPEECH_FAILED' }, { event: 'clips', ready: 3, total: 3 }], 'what has no voice is told and left out');
});

t.test('an engine killed in the middle of a clip makes it all the same, and the next', async (t) => {
  const { speech, events } = await speechFor(t);
  await speech.pathFor(say('en', 'Hello.'), 30_000);
  const pid = speech.enginePid()!;
  const asked = speech.pathFor(longPrompt(1), 30_000);
  await after(30);
  process.kill(pid, 'SIGKILL');
  t.ok(await asked);
  t.ok(await speech.pathFor(longPrompt(2), 30_000));
  t.not(speech.enginePid(), pid);
  process.kill(speech.enginePid()!, 'SIGKILL');
  await after(20);
  t.ok(await speech.pathFor(longPrompt(3), 30_000));
  t.same(events, []);
});

t.test('an engine that keeps dying is left alone, then tried again after a rest', async (t) => {
  const clock = fakeClock();
  let children = 0;
  const engine = openEngine({ clock, changed: () => {}, script: async () => { children += 1; return '/nonexistent/speech-child.js'; } });
  t.teardown(() => engine.close());
  const job = { pieces: [] };
  t.equal(await engine.make(job, 'caller'), 'down');
  t.equal(engine.state(), 'failed');
  t.equal(children, 5);
  t.equal(await engine.make(job, 'caller'), 'down');
  t.equal(children, 5, 'a caller during the rest is told at once');
  clock.pass(30_000);
  t.equal(await engine.make(job, 'caller'), 'down');
  t.equal(children, 6, 'one try after it');
});

t.test('the line\'s end is awaited even where the engine answers once more and then will not go', async (t) => {
  const script = join(await mkdtemp(join(tmpdir(), 'hakiline-stubborn-')), 'child.mjs');
  t.teardown(() => rm(dirname(script), { recursive: true }));
  await writeFile(script, `console.log('{"ready":true}');
    process.stdin.once('data', () => setTimeout(() => console.log('{"id":1,"made":true}'), 100));
    setInterval(() => {}, 1_000);`);
  const engine = openEngine({ clock: fakeClock(), changed: () => {}, script: async () => script });
  const made = engine.make({ pieces: [] }, 'caller');
  while (engine.state() !== 'working') await after(5);
  const pid = engine.pid()!;
  await engine.close();
  t.equal(await made, 'down');
  t.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});

t.test('without an engine a caller is told at once, and the log once a minute', async (t) => {
  const clock = fakeClock();
  const { speech, events } = await speechFor(t, { engine: 'none', clock });
  const begun = performance.now();
  for (let n = 0; n < 20; n++) t.equal(await speech.pathFor(say('en', `Number ${n}.`)), undefined);
  t.ok(performance.now() - begun < 500);
  t.same(events, [{ event: 'error', code: 'HLP_SPEECH_FAILED', in: 'speech' }], 'one line a clip and minute');
  clock.pass(60_000);
  await speech.pathFor(say('en', 'Again.'));
  t.equal(events.length, 2);
  t.equal(speech.progress().engine, 'failed');
});

t.test('whatever is asked, pathFor answers and never throws', async (t) => {
  const { speech } = await speechFor(t);
  const odd = [say('en'), say('en', ''), say('en', { clip: '../x', text: 'x' }), say('en', { clip: '', text: 'x' }), say('en', 'x'.repeat(5_000)),
    say('en', ...Array.from({ length: MAX_SEGMENTS + 1 }, () => 'x')), undefined, null, {}, { language: 'en', segments: [{}] }];
  for (const spoken of odd) t.equal(await speech.pathFor(spoken as never, 30_000), undefined);
  t.ok(await speech.pathFor(say('en', 'Wages < 5 & <speak> [[h@]] \u0000 "quoted"; rm -rf $HOME\n\nNew line.'), 30_000), 'signs are words like any other');
  t.equal(await speech.pathFor(longPrompt(9), 0), undefined, 'who cannot wait is not kept');
  await speech.close();
  t.equal(await speech.pathFor(longPrompt(8)), undefined, 'nor after the end');
});

t.test('callers who have gone on do not keep others waiting', async (t) => {
  const { speech } = await speechFor(t);
  await speech.pathFor(say('en', 'Hello.'), 30_000);
  const wait = async (n: number): Promise<number> => {
    const asked = performance.now();
    t.ok(await speech.pathFor(longPrompt(n), 30_000));
    return performance.now() - asked;
  };
  const alone = await wait(98);
  const gone = Array.from({ length: 60 }, (_, n) => speech.pathFor(longPrompt(n), 20));
  t.ok((await Promise.all(gone)).every((path) => path === undefined));
  const behind = await wait(99);
  t.ok(behind < 10 * alone, `${Math.round(behind)} ms behind 60, ${Math.round(alone)} ms alone`);
});

t.test('many callers of one clip wait for one job', async (t) => {
  const { speech } = await speechFor(t);
  const paths = await Promise.all(Array.from({ length: 50 }, () => speech.pathFor(longPrompt(1), 30_000)));
  t.equal(new Set(paths).size, 1);
  t.ok(paths[0]);
});

t.test('the queue is bounded, callers come first, and the forsaken are dropped', async (t) => {
  const queue = new JobQueue();
  const outcomes: Outcome[] = [];
  const waiting = (whom: Waiting['whom'], wanted = true): Waiting => ({ job: { pieces: [] }, whom, wanted: () => wanted, settle: (outcome) => outcomes.push(outcome), tries: 0 });
  const later = waiting('later');
  const caller = waiting('caller');
  t.ok(queue.add(later));
  t.ok(queue.add(waiting('caller', false)));
  t.ok(queue.add(caller));
  t.equal(queue.next(), caller);
  t.same(outcomes, ['dropped']);
  queue.putBack(caller);
  t.equal(queue.next(), caller);
  t.equal(queue.next(), later);
  t.equal(queue.next(), undefined);
  let kept = 0;
  while (kept < 1_000 && queue.add(waiting('caller'))) kept += 1;
  t.equal(kept, 64);
  t.ok(queue.add(later), 'the other line has places of its own');
  queue.settleAll('down');
  t.equal(queue.length, 0);
  t.equal(outcomes.length, 66);
});

t.test('a caller beyond the queue\'s end is told at once', async (t) => {
  const { speech } = await speechFor(t);
  const begun = performance.now();
  let early = 0;
  const asked = Array.from({ length: 80 }, (_, n) => speech.pathFor(longPrompt(n), 1_500).then((path) => { if (path === undefined && performance.now() - begun < 1_000) early += 1; }));
  await Promise.all(asked);
  t.ok(early >= 10, `${early} of 80 were told early`);
});

t.test('background work is nice to calls, and no engine outlives the line', { skip: process.platform === 'win32' }, async (t) => {
  const { speech } = await speechFor(t);
  const done = allReady(speech);
  speech.prepare([longPrompt(1), longPrompt(2)]);
  await new Promise<void>((resolve) => { const stop = speech.onProgress(() => { if (speech.progress().ready > 0) { stop(); resolve(); } }); });
  const pid = speech.enginePid()!;
  t.equal(execFileSync('ps', ['-o', 'ni=', '-p', String(pid)], { encoding: 'utf8' }).trim(), '5');
  await done;
  await speech.close();
  t.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});

t.test('a cached clip costs the line\'s own thread next to nothing', async (t) => {
  const { speech } = await speechFor(t);
  const spoken = (): ReturnType<typeof longPrompt> => structuredClone(longPrompt(1));
  t.ok(await speech.pathFor(spoken(), 30_000));
  const asks = Array.from({ length: 5_000 }, spoken);
  const before = process.cpuUsage();
  for (const ask of asks) await speech.pathFor(ask);
  const { user, system } = process.cpuUsage(before);
  const each = (user + system) / asks.length;
  t.comment(`${each.toFixed(1)} µs of CPU for a cached pathFor`);
  t.ok(each < 50, `${each.toFixed(1)} µs`);
});
