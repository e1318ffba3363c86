import t from 'tap';
import { HlpError } from '../../src/errors.ts';
import { newSession } from '../harness/caller.ts';
import { startLine } from '../harness/line.ts';
import { form, post } from '../harness/wire.ts';

t.test('the disk is full while a frightened caller asks for a call: they get a true sentence, and nobody else notices', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  const loose: unknown[] = [];
  const note = (reason: unknown): void => void loose.push(reason);
  process.on('unhandledRejection', note);
  t.teardown(() => process.off('unhandledRejection', note));
  const ask = async (text: string): Promise<string> =>
    (await post(`${line.at}/ussd`, form('ussd', { number: '+999700000041', network: '99999', session: newSession('ATUid'), text }))).text;

  const { record } = line.app.store.answers;
  let writes = 0;
  // The promise fails at once, the fact before it a moment later: nobody waits for the fact any more.
  line.app.store.answers.record = async (job) => {
    writes += 1;
    if (!job.act) await new Promise((resolve) => setTimeout(resolve, 50));
    throw new HlpError('HLP_STORE_FULL');
  };
  t.match(await ask('5*1*1'), /^END Sorry, we have a problem now\. Please call \+999100100/);
  await new Promise((resolve) => setTimeout(resolve, 150));
  t.equal(writes, 2, 'a fact and a promise');
  t.same(loose, [], 'no rejection is left to itself: it would stop the line for everybody');

  line.app.store.answers.record = record;
  t.match(await ask('5*1*1'), /^END We try to call within 5 minutes/, 'and once there is room again, the same dial works');
});

t.test('the store is stuck while somebody dials again who broke off: they begin anew, and are not sent away', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  const hop = async (session: string, text: string): Promise<string> =>
    (await post(`${line.at}/ussd`, form('ussd', { number: '+999700000042', network: '99999', session, text }))).text;
  const before = newSession('ATUid');
  for (const text of ['', '1', '1*2', '1*2*1']) await hop(before, text);
  const { of } = line.app.store.answers;
  line.app.store.answers.of = async () => { throw new HlpError('HLP_STORE_BUSY'); };
  const session = newSession('ATUid');
  t.match(await hop(session, ''), /^CON [^]*1 English/);
  t.match(await hop(session, '1'), /^CON [^]*Work and pay/);
  line.app.store.answers.of = of;
  t.match(await hop(session, '1*2'), /^CON /);
});

t.test('whatever hangs, a caller hears a true sentence within five seconds', { timeout: 30_000 }, async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  const { record } = line.app.store.answers;
  line.app.store.answers.record = () => new Promise(() => undefined);
  t.teardown(() => { line.app.store.answers.record = record; });
  const asked = performance.now();
  const { text } = await post(`${line.at}/ussd`, form('ussd', { number: '+999700000043', network: '99999', session: newSession('ATUid'), text: '5*1*1' }));
  t.match(text, /^END Sorry, we have a problem now\. Please call \+999100100/);
  t.ok(performance.now() - asked < 5_000, `after ${Math.round(performance.now() - asked)} ms`);
  t.match(line.log, [{ event: 'slow', in: 'hop' }]);
});
