import t from 'tap';
import { dial, newSession } from '../harness/caller.ts';
import { startLine } from '../harness/line.ts';
import { form, post } from '../harness/wire.ts';

const line = await startLine();
t.teardown(() => line.close());

const deep = async (text: string, session = newSession('ATUid'), number = '+999700000011'): Promise<string> =>
  (await post(`${line.at}/ussd`, form('ussd', { number, network: '99999', session, text }))).text;
const requests = async (): Promise<number> => (await line.app.store.requests.queue(line.clock.now())).length;

t.test('a caller who dials a deep code is stopped at consent, whatever else the code says', async (t) => {
  const session = newSession('ATUid');
  t.match(await deep('1*1*2*1*4*3*1', session), /A court could order it/);
  t.equal(await requests(), 0);
  t.match(await deep('1*1*2*1*4*3*1*1', session), /Which day is safe/, 'a key after it was shown counts');
});

t.test('a read-back and an erase take no key that was sent before them', async (t) => {
  const session = newSession('ATUid');
  for (const text of ['1*1*2', '1*1*2*1', '1*1*2*1*4', '1*1*2*1*4*3']) await deep(text, session);
  t.match(await deep('1*1*2*1*4*3*1*2*0*0', session), /Saved:/, 'three keys too many change nothing');
  t.match(await deep('1*4*1*4*1*3'), /Type your request number/, 'erase waits for a key of its own');
});

t.test('a frightened caller who dials the deep code of the silent alarm has raised it', async (t) => {
  const before = await requests();
  t.match(await deep('5*5'), /Helpers will be told now/);
  t.equal(await requests(), before + 1);
});

t.test('the same hop told twice gives the same words and happens once', async (t) => {
  const phone = dial(line, { number: '+999700000012' });
  await phone.begin();
  for (const key of ['1', '1', '2', '1', '4', '3']) await phone.press(key);
  const before = await requests();
  const saved = await phone.press('1');
  t.match(saved, /Saved:/);
  t.equal(await phone.again(), saved);
  t.equal(await requests(), before + 1);
});

t.test('an earlier hop delivered late gets its own answer again', async (t) => {
  const session = newSession('ATUid');
  const home = await deep('1', session);
  await deep('1*1', session);
  t.equal(await deep('1', session), home);
  t.match(await deep('1*1*2', session), /A court/, 'and the session goes on');
});

t.test('a session that comes back with other keys is told to begin again', async (t) => {
  const session = newSession('ATUid');
  await deep('1*1', session);
  t.match(await deep('1*2', session), /^END .*dial again/);
});

t.test('another phone under the same session learns nothing', async (t) => {
  const session = newSession('ATUid');
  await deep('1*1', session);
  t.match(await deep('1*1', session, '+999700000099'), /^END .*dial again/);
});

t.test('a session of over two hundred keys begins again', async (t) => {
  t.match(await deep(Array.from({ length: 201 }, () => '1').join('*')), /^END .*dial again/);
});

t.test('a phone that broke off at a harmless screen may go on; from danger it starts again without asking', async (t) => {
  const number = '+999700000013';
  await deep('1*2*1', newSession('ATUid'), number);
  const session = newSession('ATUid');
  t.match(await deep('', session, number), /1 Go on\n2 Start again/);
  t.match(await deep('1', session, number), /Your pay is yours/);
  await deep('1*2*4', newSession('ATUid'), number);
  t.match(await deep('', newSession('ATUid'), number), /Choose:/);
});

t.test('without the memo the words are the same', async (t) => {
  const bare = await startLine({ remember: false });
  t.teardown(() => bare.close());
  for (const keys of [['1', '2', '1', '9', '9', '1'], ['2', '5', '2', '1', '0', '3', '1'], ['1', '7', '7', '2'], ['2', '1', '2', '9', '0', '2']]) {
    const [with_, without] = [dial(line, { number: '+999700000014' }), dial(bare, { number: '+999700000014' })];
    line.clock.pass(660_000); bare.clock.pass(660_000);
    t.equal(await without.begin(), await with_.begin());
    for (const key of keys) t.equal(await without.press(key), await with_.press(key), `${keys.join('')}: ${key}`);
  }
});
