import type { Browser } from 'playwright-core';
import t from 'tap';
import { openBrowser, openPage, signIn } from './browser.ts';
import { makeRequest, openDesk, Visitor } from './harness.ts';

const NUMBER = '+447700900123';
const PHONE = 'c'.repeat(24);
let browser: Browser;
t.before(async () => { browser = await openBrowser(); });
t.teardown(async () => browser.close());

t.test('An alarm taken by key is silent at the desk and says whose it is; opened, it shows whose phone rang, and others from the same phone', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const { page, wrong, foreign } = await openPage(browser, desk.url, { width: 320 });
  await signIn(page, desk.url, desk.passphrase);
  const alarm = (): Promise<string> => makeRequest(desk, 'urgent', { number: NUMBER, change: { call: 'no', caller: PHONE } });
  const [first, second] = [await alarm(), await alarm()];
  await page.getByText('2 alarms are waiting').waitFor();
  await page.locator(`[data-id="${second}"]`).getByText('2nd alarm from this phone this week').waitFor();
  await page.locator(`[data-id="${first}"]`).getByText('1st alarm from this phone this week').waitFor();

  const ring = { request: first, colleague: desk.advocate, as: 'duty' } as const;
  const now = desk.clock.now();
  // What rang the colleagues is a call as well, and is over once somebody has it.
  const rang = desk.sealing.newId();
  t.ok(await desk.store.calls.create({ id: rang, kind: 'alarm', request: first, language: 'am', country: 'SA', queue: 'q', madeAt: now, expires: now + 60_000 }));
  t.ok(await desk.store.calls.move(rang, 'nextAdvocate', 'over', now));
  t.ok(await desk.store.rings.add({ ...ring, at: now, ended: 'engaged' }));
  t.ok(await desk.store.rings.add({ ...ring, at: now + 1, ended: null }));
  await desk.store.rings.end(first, desk.advocate, 'took');
  t.ok(await desk.store.requests.taken(first, desk.advocate, now));
  await page.getByText('2 alarms are waiting').waitFor({ state: 'detached' });
  await page.locator(`[data-id="${first}"]`).getByText('Yours', { exact: true }).waitFor();
  t.equal(await page.getByText('An alarm is waiting').count(), 0, 'the other one, taken with it, does not sound either');

  await page.locator(`[data-id="${first}"]`).click();
  t.equal(await page.getByText('The call is over.').count(), 0, 'nobody was called');
  const rings = page.locator('.rings li');
  await rings.nth(1).waitFor();
  t.match(await rings.allTextContents(), [/^\d\d:\d\d Demo advocate \(on duty\): engaged$/, /^\d\d:\d\d Demo advocate \(on duty\): took it$/]);
  t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), 'nothing is cut off at 320 pixels');
  await page.getByRole('heading', { name: 'Another alarm from the same phone' }).waitFor();
  t.match(await page.locator('.linked li').textContent(), /^Alarm of \d\d:\d\d · nobody has opened it yet · taken by demo$/);
  await page.locator('.linked button').press('Enter');
  await page.locator('.linked li').getByText(/^Alarm of \d\d:\d\d · taken by demo$/).or(page.locator('.linked li', { hasText: /^Alarm of \d\d:\d\d · taken by demo$/ })).first().waitFor(); // the first, which is opened
  await desk.store.requests.close(first, desk.clock.now());
  await page.locator('.linked').waitFor({ state: 'detached' });
  t.same([wrong, foreign], [[], []]);
});

t.test('Only who speaks with callers is told whose phone rang, and no answer names the pseudonym', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const id = await makeRequest(desk, 'urgent', { number: NUMBER, change: { caller: PHONE } });
  await desk.store.rings.add({ request: id, colleague: 'ab'.repeat(16), at: desk.clock.now(), as: 'backup', ended: null });
  const visitor = new Visitor(desk.url);
  t.equal((await visitor.ask('GET', `requests/${id}/rings`)).status, 401);
  await visitor.signIn('demo', desk.passphrase);
  const told = await visitor.ask('GET', `requests/${id}/rings`);
  t.match(told.body, { rings: [{ as: 'backup', ended: null, name: null }] });
  const opened = await visitor.post(`requests/${id}/open`);
  t.match(opened.body.row, { takenBy: desk.advocate, takenName: 'demo', linked: [], nth: 1 }, 'who opens it has taken it');
  for (const { text } of [told, opened, await visitor.ask('GET', 'queue')]) t.notOk(text.includes(PHONE));
});
