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
