import t from 'tap';
import { chromium } from 'playwright-core';
import { startLive } from '../harness/live.ts';
import { openWithSheet } from '../../src/desk/browser/people/hand-out.ts';
import { readSheet } from '../../src/sealing/sheet.ts';
import { openBox, pairOf } from '../../src/sealing/desk-keys.ts';
import { atWork, enter, fillPassphrase, handOver, invite, join, keepSheet, PASSPHRASE, setUpDesk, signInAgain, takeSeat, wordsOnPage } from './live-people.ts';
import { dial } from '../harness/caller.ts';

const NUMBER = '+447700900123';

t.test('The first visit makes the organisation in the browser, then colleagues come and go; whoever left opens nothing new', { timeout: 240_000 }, async (t) => {
  const line = await startLive();
  t.teardown(() => line.close());
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu', line.tls.flag] });
  t.teardown(() => browser.close());
  const { store } = line.app;
  const ready = async (): Promise<number> => (await fetch(`http://127.0.0.1:${(line.app.server.server.address() as { port: number }).port}/readyz`)).status;
  t.equal(await ready(), 503, 'before set-up nothing can be kept');

  const operator = await takeSeat(browser, line);
  const { page } = operator;
  await page.goto(`${line.tls.url}/desk`);
  await page.getByLabel('Words the terminal printed').fill('apple apple apple apple apple apple');
  await page.getByLabel('Name', { exact: true }).fill('Mallory');
  await fillPassphrase(page, 'short one');
  t.equal(await page.getByRole('button', { name: 'Go on to the recovery sheet' }).isDisabled(), true, 'a passphrase anybody would try');
  await fillPassphrase(page, PASSPHRASE);
  await page.getByRole('button', { name: 'Go on to the recovery sheet' }).click();
  await keepSheet(page);
  await page.getByText('This invitation does not hold').waitFor();
  t.same(await store.people.list(), [], 'without the words of the terminal nobody is anybody');

  const sheet = await setUpDesk(operator);
  t.equal(await ready(), 200);
  t.equal(await line.app.setUpCode(), undefined, 'the words are worth nothing any more');
  const recovery = await store.keys.recovery();
  const key = await readSheet(sheet);
  if ('wrong' in key || recovery === undefined) throw new Error('no sheet');
  const opened = await openWithSheet(key);
  t.equal(opened.publicKey, Buffer.from(recovery.publicKey).toString('base64'));
  t.match(Buffer.from(openBox(pairOf(key), recovery.secrets)).toString(), /^line\.key [0-9a-f]{64}\nreference\.key [0-9a-f]{64}\nnever-call\.key [0-9a-f]{64}\naudit\.key [0-9a-f]{64}$/, 'and the long-lived secrets lie under it');

  // a colleague joins with a passkey
  const words = await invite(page, 'Bola');
  const colleague = await takeSeat(browser, line, { authenticator: true });
  await join(colleague, 'Bola', 'apple apple apple apple apple apple');
  await colleague.page.getByText('This invitation does not hold').waitFor();
  await join(colleague, 'Bola', words);
  await colleague.page.getByRole('button', { name: 'Make a passkey' }).click();
  await atWork(colleague.page);
  const heard = await wordsOnPage(colleague.page);
  const alarm = async (): Promise<string> => {
    const before = new Set((await store.requests.queue(line.clock.now())).map(({ id }) => id));
    const phone = dial({ at: line.at }, { number: NUMBER });
    await phone.begin();
    await phone.press('5');
    await phone.press('5');
    return (await store.requests.queue(line.clock.now())).find(({ id }) => !before.has(id))?.id ?? '';
  };
  const first = await alarm();
  t.same((await store.desk.keysOf((await store.people.list())[1]?.id ?? ''))?.deskSecrets, [], 'no keys yet');
  await handOver(page, 'bola', heard);
  await signInAgain(colleague, 'Bola');
  await colleague.page.locator(`[data-id="${first}"]`).click();
  await colleague.page.getByLabel('Note', { exact: true }).waitFor(); // sealed with the record's key: it opened

  // a second use of the same words, and a code used twice
  const thief = await takeSeat(browser, line);
  await join(thief, 'Bola', words);
  await thief.page.getByText('This invitation does not hold').waitFor();

  // the operator removes the colleague: the session ends, a new desk key seals what comes
  await enter(page, 'People');
  const card = page.getByRole('article', { name: 'bola' });
  await card.getByRole('button', { name: 'Remove' }).click();
  await card.getByRole('button', { name: 'Yes' }).click();
  await page.getByText('bola is removed.').waitFor();
  t.match((await store.keys.current())?.epoch, /^\d{4}-\d\d\.1$/);
  await colleague.page.getByText('Your session has ended.').waitFor({ timeout: 40_000 });
  const second = await alarm();
  await enter(page, 'Queue').catch(() => undefined);
  await page.locator(`[data-id="${second}"]`).click();
  await page.getByLabel('Note', { exact: true }).waitFor(); // sealed with the record's key: it opened
  t.same(operator.wrong, []);
  t.same(colleague.wrong, []);
});
