import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { dial, newSession } from '../harness/caller.ts';
import { startLine, type TestLine } from '../harness/line.ts';
import { form, post } from '../harness/wire.ts';

const TROUBLE = /^END Sorry, we could not follow\. Please dial again, or call \+999100100\.$/;
const CONTENT = fileURLToPath(new URL('../../content', import.meta.url));
const LOCALES = fileURLToPath(new URL('../../locales', import.meta.url));
const BOOKING = ['1', '1', '2', '1', '4', '2', '1'];

/** Sends a session hop by hop; `at` answers for the process in use. */
function session(line: () => TestLine, number = '+447700900777') {
  const id = newSession('ATUid');
  return async (...keys: string[]): Promise<string> => (await post(`${line().at}/ussd`, form('ussd', { number, session: id, network: '99999', text: keys.join('*') }))).text;
}

async function setDuty(t: Test, line: TestLine, on: boolean): Promise<void> {
  const [advocate] = (await line.app.store.rota.read()).advocates;
  if (!advocate) return void t.fail('nobody works here');
  await line.app.store.rota.setDuty(advocate.id, on);
  await new Promise((resolve) => setTimeout(resolve, 700)); // the rota is followed within half a second
}

t.test('the rota is switched off in mid-session: earlier screens stay as they were, and what comes next is true', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  const hop = session(() => line);
  const open = [await hop(), await hop('1'), await hop('1', '1')];
  t.match(open[2], /call/i);
  await setDuty(t, line, false);
  t.same([await hop(), await hop('1'), await hop('1', '1')], open, 'replayed to the byte');
  const begun = await hop('1', '1', '1');
  const fresh = await dial(line).begin();
  t.match(begun, /^CON /);
  t.match(fresh, /^CON /);
  const other = session(() => line, '+447700900778');
  for (const keys of [[], ['1'], ['1', '1']]) await other(...keys);
  t.equal(await other('1', '1', '1'), begun, 'a fact not asked before is asked now: nobody is promised a call by somebody who has left');
  t.notMatch(begun, /minutes/);
  await setDuty(t, line, true);
  t.equal(await hop('1', '1', '1'), begun, 'and stays, once told');
});

t.test('a text is edited between two pages: the reader goes on with the text they began, the next reader has the new one', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  const hop = session(() => line);
  const way = ['1', '2', '1', '9', '9'];
  const before: string[] = [];
  const steps = way.map((_, i) => way.slice(0, i + 1));
  const all = session(() => line, '+447700900779');
  for (const keys of [[], ...steps]) before.push(await all(...keys));
  for (const keys of [[], ...steps.slice(0, 3)]) await hop(...keys);

  const own = join(line.dir, 'data', 'content');
  mkdirSync(own, { recursive: true });
  const topics = JSON.parse(readFileSync(join(LOCALES, 'en', 'topics.json'), 'utf8')) as Record<string, { short: string; text: string }>;
  for (const topic of Object.values(topics)) topic.short = `NEW WORDS. ${topic.short}`;
  writeFileSync(join(own, 'draft.json'), JSON.stringify(topics));
  renameSync(join(own, 'draft.json'), join(own, 'topics.en.json'));
  await new Promise((resolve) => setTimeout(resolve, 1_500)); // looked at each second

  const replayed: string[] = [];
  for (const keys of [[], ...steps]) replayed.push(await hop(...keys));
  t.same(replayed, before, 'the same text to its end');
  const next = session(() => line, '+447700900780');
  for (const keys of [[], ['1'], ['1', '2']]) await next(...keys);
  t.match(await next('1', '2', '1'), /NEW WORDS/);
});

t.test('the organisation changes its number and languages in mid-session: a session keeps the edition it began with, also in another process', async (t) => {
  const dir = t.testdir();
  let line = await startLine({ dir });
  const hop = session(() => line);
  const way = [[], ['1'], ['1', '4'], ['1', '4', '2'], ['1', '4', '2', '3']];
  const before: string[] = [];
  for (const keys of way) before.push(await hop(...keys));
  const own = join(dir, 'data', 'content');
  mkdirSync(own, { recursive: true });
  const organisation = JSON.parse(readFileSync(join(CONTENT, 'organisation.json'), 'utf8')) as { numbers: Record<string, unknown>; languages: string[]; shownAs: Record<string, string> };
  writeFileSync(join(own, 'organisation.json'), JSON.stringify({ ...organisation, numbers: { ...organisation.numbers, complaints: '+999100155' }, languages: ['am', 'en'], bound: [], shownAs: { en: 'Other line', am: 'Other line' } }));
  await line.app.close();
  line = await startLine({ dir });
  t.teardown(() => line.close());
  const replayed: string[] = [];
  for (const keys of way) replayed.push(await hop(...keys));
  t.same(replayed, before);
  const next = session(() => line, '+447700900781');
  t.match(await next(), /1 Amarinya\n2 English/);
  t.match(await next('1'), /[\u1200-\u137f]|Talk/);
});

t.test('another version of the dialogue: sessions under way are asked to dial again, with a number to call, and nothing is kept twice', async (t) => {
  const dir = t.testdir();
  let line = await startLine({ dir });
  const hop = session(() => line);
  for (let i = 0; i <= BOOKING.length; i++) await hop(...BOOKING.slice(0, i));
  const under = session(() => line, '+447700900782');
  for (let i = 0; i < BOOKING.length; i++) await under(...BOOKING.slice(0, i));
  await line.app.close();

  line = await startLine({ dir, version: 'another' });
  const kept = async (): Promise<number> => (await line.app.store.requests.queue(line.clock.now())).length;
  t.equal(await kept(), 1);
  for (let again = 0; again < 3; again++) {
    t.match(await under(...BOOKING), TROUBLE);
    t.match(await under(), TROUBLE, 'also its first hop: half of it would be of another version');
    t.match(await hop(...BOOKING), TROUBLE);
  }
  t.equal(await kept(), 1, 'nothing more was kept');
  const end = await post(`${line.at}/ussd-events`, form('ussd-events', { number: '+447700900782', session: 'ATUid_unknown', text: '1*1', status: 'Incomplete' }));
  t.equal(end.status, 200);
  const fresh = session(() => line, '+447700900782');
  t.match(await fresh(), /^CON /, 'a new dial works');
  t.match(line.log.map((e) => ('code' in e ? e.code : '')).join(' '), /HLP_VERSION_CHANGED/);
  await line.app.close();

  line = await startLine({ dir });
  t.teardown(() => line.close());
  t.match(await under(...BOOKING), /^CON Saved/, 'back at the old version it goes on');
});

t.test('an end-of-session event of a session of another version is counted, not refused', async (t) => {
  const dir = t.testdir();
  let line = await startLine({ dir });
  const id = newSession('ATUid');
  const number = '+447700900783';
  for (const text of ['', '1', '1*1']) await post(`${line.at}/ussd`, form('ussd', { number, session: id, network: '99999', text }));
  await line.app.close();
  line = await startLine({ dir, version: 'another' });
  t.teardown(() => line.close());
  const end = await post(`${line.at}/ussd-events`, form('ussd-events', { number, session: id, text: '1*1', status: 'Incomplete' }));
  t.equal(end.status, 200);
});
