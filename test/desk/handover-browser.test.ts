import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { openBrowser, openPage, signIn, type Watched } from './browser.ts';
import { addColleague, DAY, HOUR, makeRequest, openDesk, type Desk } from './harness.ts';

const NUMBER = '+447700900123';
let browser: Browser;
let desk: Desk;
let at: Watched;
let solomon: { id: string; passphrase: string };
/** Ruth is at work; the demo's advocate, at all hours on duty, and Solomon are the others. */
t.before(async () => {
  browser = await openBrowser();
  desk = await openDesk();
  const ruth = await addColleague(desk, 'ruth');
  solomon = await addColleague(desk, 'solomon', { languages: ['en'], onDuty: false });
  at = await openPage(browser, desk.url);
  await signIn(at.page, desk.url, ruth.passphrase, 'ruth');
  await at.page.getByText('Live', { exact: true }).waitFor();
});
t.teardown(async () => { await browser.close(); await desk.close(); });

const entry = (page: Page, id: string) => page.locator(`.queue [data-id="${id}"]`);
const inHours = (from: number, to: number) => ({ windows: { day: 'any', part: 'day', zone: 'Asia/Riyadh', first: { from: desk.clock.now() + from * HOUR, to: desk.clock.now() + to * HOUR } } });
const wide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

t.test('An advocate filters by keyboard: each filter can be lifted, an alarm stands above them all, nothing is kept in storage', { timeout: 60_000 }, async (t) => {
  const { page } = at;
  const [am, en] = [await makeRequest(desk, 'callback', { number: NUMBER }), await makeRequest(desk, 'callback', { number: NUMBER, change: { language: 'en', country: 'KE' } })];
  for (const id of [am, en]) await entry(page, id).waitFor();
  await page.keyboard.press('f');
  await page.locator('#filters:focus').waitFor();
  await page.keyboard.press('Tab');
  await page.locator('select:focus').selectOption('en');
  await entry(page, am).waitFor({ state: 'detached' });
  await page.getByText('1 of 2').waitFor();
  const alarm = await makeRequest(desk, 'urgent', { number: NUMBER });
  await page.getByText('An alarm is waiting').waitFor();
  await entry(page, alarm).waitFor();
  await page.getByLabel('Whose').selectOption('mine');
  await entry(page, en).waitFor({ state: 'detached' });
  await entry(page, alarm).click();
  await page.locator('#release').waitFor();
  await page.locator('#call:enabled').waitFor();
  await page.getByRole('button', { name: 'Remove the filter Mine' }).click();
  await page.getByRole('button', { name: 'Remove the filter English' }).press('Enter');
  for (const id of [am, en, alarm]) await entry(page, id).waitFor();
  t.same(await page.evaluate(() => [localStorage.length, sessionStorage.length, location.hash]), [0, 0, '']);
  await page.setViewportSize({ width: 320, height: 640 });
  t.equal(await wide(page), 320, 'a request that is mine');
  await page.keyboard.press('Escape');
  await page.locator('#filter-panel').waitFor();
  t.equal(await wide(page), 320, 'the filters');
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.keyboard.press('f');
  await page.locator('#filter-panel').waitFor({ state: 'hidden' });
  for (const id of [am, en]) await desk.store.requests.close(id, desk.clock.now());
  await entry(page, am).waitFor({ state: 'detached' });
});

t.test('At the end of a shift everything open is on one page, with to whom it falls, and what is held is handed on with one note', { timeout: 60_000 }, async (t) => {
  const { page, wrong } = at;
  const now = desk.clock.now();
  const [one, two] = [await makeRequest(desk, 'callback', { number: NUMBER, change: inHours(-1, 2) }), await makeRequest(desk, 'callback', { number: NUMBER, change: { language: 'en', ...inHours(3, 6) } })];
  await makeRequest(desk, 'callback', { number: NUMBER, change: { language: 'sw', ...inHours(5, 8) } });
  await makeRequest(desk, 'callback', { number: NUMBER, change: { windows: { day: 'any', part: 'day', zone: 'Asia/Riyadh', first: { from: now + DAY + HOUR, to: now + DAY + 2 * HOUR } } } });
  for (const id of [one, two]) { await entry(page, id).click(); await page.locator('.claim').getByText('Yours since').waitFor(); }
  await page.getByRole('link', { name: 'Handover' }).click();
  const section = (name: string) => page.locator('#page section').filter({ has: page.getByRole('heading', { name }) });
  await section('Held now').locator('li').nth(2).waitFor();
  t.equal(await section('Held now').locator('li').count(), 3, 'two callbacks and the alarm from before');
  t.equal(await section('Promised for the next 24 hours').locator('li').count(), 1, 'not what is tomorrow\'s, and not what is held twice');
  await section('Promised for the next 24 hours').getByText('Nobody who speaks this language is on duty for it.').waitFor();
  t.match(await section('Held now').innerText(), /Falls to Demo advocate, on duty now[\s\S]*Falls to Demo advocate, on duty from/);
  t.match(await section('Held now').innerText(), /there · .* your time/, 'by both clocks');

  await page.getByRole('button', { name: 'Hand all 3 over' }).click();
  await page.getByText('Choose a colleague').last().waitFor();
  await page.getByLabel('To whom').selectOption('each');
  await page.getByLabel('One note for all of them').fill('Ruth goes home. ደህና ናት።');
  await page.getByRole('button', { name: 'Hand all 3 over' }).click();
  await page.getByText('3 were given on.').waitFor();
  await section('Held now').getByText('Nothing is held.').waitFor();
  for (const id of [one, two]) {
    const row = await desk.store.requests.one(id);
    t.equal(row?.claim?.advocate, desk.advocate, 'to whom it falls');
    const opened = await desk.store.requests.open(id, desk.clock.now(), desk.advocate);
    t.match(opened, { notes: [{ kind: 'handover', who: 'ruth' }] });
  }
  await page.emulateMedia({ media: 'print' });
  t.equal(await page.locator('.bar').isVisible(), false, 'printed, the page stands alone');
  await page.emulateMedia({ media: 'screen' });
  await page.screenshot({ path: join(import.meta.dirname, '../../.tap/desk/handover.png'), fullPage: true });
  await page.setViewportSize({ width: 320, height: 640 });
  t.equal(await wide(page), 320);
  t.same(wrong, []);
});

t.test('Somebody else\'s handover is a coordinator\'s to see', async (t) => {
  const answer = await at.page.evaluate(async (of) => (await fetch(`/desk/api/handover?of=${of}`)).status, solomon.id);
  t.equal(answer, 403);
});
