import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { openBrowser, openPage, signIn } from './browser.ts';
import { DAY, HOUR, makeRequest, openDesk } from './harness.ts';

const NUMBER = '+447700900123';
let browser: Browser;
t.before(async () => { browser = await openBrowser(); });
t.teardown(async () => browser.close());

async function atWork(t: { teardown(act: () => unknown): void }, more: Parameters<typeof openPage>[2] = {}) {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const watched = await openPage(browser, desk.url, more);
  await signIn(watched.page, desk.url, desk.passphrase);
  await watched.page.getByText('Live', { exact: true }).waitFor();
  return { desk, ...watched };
}

const entry = (page: Page, id: string) => page.locator(`[data-id="${id}"]`);

/** Counts the tones the page starts, and how loud the loudest is. */
const listenForTones = (page: Page) => page.addInitScript(() => {
  const heard = { tones: 0 };
  Object.assign(globalThis, { heard });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...given) { heard.tones += 1; return start.apply(this, given); };
});

t.test('An advocate signs in, sees an alarm within two seconds, calls without seeing the number, notes what came of it and opens it again', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const { page, wrong, foreign } = await openPage(browser, desk.url);
  await listenForTones(page);
  const came: string[] = [];
  page.on('response', (response) => void response.text().then((text) => came.push(text)).catch(() => undefined));
  await signIn(page, desk.url, desk.passphrase);
  await page.getByText('Nobody is waiting').waitFor();
  await page.getByText('Demo: protects nobody').waitFor();
  t.equal(await page.title(), 'Hakiline desk');

  const begun = performance.now();
  const id = await makeRequest(desk, 'urgent', { number: NUMBER, coverName: 'Auntie Ruth', change: { cover: 'askName' } });
  await page.getByText('An alarm is waiting').waitFor();
  const took = performance.now() - begun;
  t.ok(took < 2_000, `seen after ${Math.round(took)} ms`);
  t.equal(await page.title(), '(1) Hakiline desk');
  t.equal(await page.locator('[aria-live=assertive]').textContent(), 'New alarm: Amharic, Saudi Arabia.');
  t.ok(await page.evaluate(() => (globalThis as unknown as { heard: { tones: number } }).heard.tones) >= 2, 'it sounds');

  await page.getByRole('button', { name: 'Open it' }).click();
  await page.getByText('Auntie Ruth').waitFor();
  await page.getByText('An alarm is waiting').waitFor({ state: 'detached' });
  t.equal((await desk.store.requests.one(id))?.status, 'read', 'an opened alarm is taken');
  const call = page.getByRole('button', { name: 'Call', exact: true });
  await call.click();
  for (let look = 0; look < 200 && desk.begun.length === 0; look++) await page.waitForTimeout(10);
  t.match(desk.begun, [{ kind: 'urgent', request: id, number: NUMBER, advocate: desk.advocate, language: 'am', country: 'SA' }]);

  const made = desk.sealing.newId();
  const now = desk.clock.now();
  await desk.store.calls.create({ id: made, kind: 'urgent', request: id, language: 'am', country: 'SA', queue: 'q', madeAt: now, expires: now + 60_000 });
  await desk.store.calls.move(made, 'nextAdvocate', 'ringingAdvocate', now, { advocateId: desk.advocate });
  await page.locator('.pane').getByText('Your phone is ringing. Accept by key.').waitFor();
  await page.locator('.strip').getByText('Your phone is ringing. Accept by key.').waitFor();
  t.equal(await call.getAttribute('aria-disabled'), 'true');
  await desk.store.calls.move(made, 'ringingAdvocate', 'notTaken', now);
  await page.locator('.pane').getByText('They did not take the call, or could not be rung. Hang up your phone now.').waitFor();
  await desk.store.calls.move(made, 'notTaken', 'over', now);

  await page.getByLabel('Reached You spoke').check();
  await page.getByLabel('Note', { exact: true }).fill('Boss keeps the passport. ደህና ናት።');
  await page.getByRole('button', { name: 'Save outcome' }).click();
  await page.getByText('Noted in this sitting').waitFor();
  await page.getByText('Saved: Reached.').waitFor();
  t.match(await desk.store.requests.one(id), { status: 'closed', outcome: 'reached' });
  await page.keyboard.press('Escape');
  await entry(page, id).click();
  await page.getByText('Boss keeps the passport. ደህና ናት።').waitFor();
  t.equal(await call.count(), 0, 'a closed request offers no call');

  const page_ = await page.content();
  for (const text of [page_, ...came, ...desk.logged]) t.notMatch(text, /447700900123|7700900123/);
  t.notOk([...came, ...desk.logged].some((text) => text.includes('keeps the passport')), 'nor the note');
  t.same(wrong, [], 'no error and no policy violation');
  t.same(foreign, [], 'nobody else was asked for anything');
});

t.test('Requests stand in the order in which they should be taken, with both clocks and the cover in words', async (t) => {
  const { desk, page, wrong } = await atWork(t, { zone: 'Europe/London' });
  const now = desk.clock.now();
  const windows = (from: number, to: number) => ({ windows: { day: 'any', part: 'day', zone: 'Asia/Riyadh', first: { from: now + from, to: now + to } } });
  const later = await makeRequest(desk, 'callback', { number: NUMBER, change: windows(5 * HOUR, 6 * HOUR) });
  const open = await makeRequest(desk, 'callback', { number: NUMBER, change: { ...windows(-HOUR, HOUR), cover: 'wrongNumber' } });
  const waiting = await makeRequest(desk, 'now');
  const silent = await makeRequest(desk, 'urgent', { number: NUMBER, change: { call: 'no' } });
  await entry(page, silent).waitFor();
  const order = await page.locator('.queue button.entry').evaluateAll((entries) => entries.map((one) => (one as HTMLElement).dataset['id']));
  t.same(order, [silent, waiting, open, later]);
  t.same(await page.locator('.queue h2').allInnerTexts(), ['URGENT 1', 'WAITING FOR A PERSON NOW 1', 'CALL NOW: SAFE WINDOW IS OPEN 1', 'LATER 1']);

  const time = (zone: string, at = now) => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(at);
  t.match(await entry(page, open).innerText(), `Until ${time('Asia/Riyadh', now + HOUR)} there · ${time('Europe/London', now + HOUR)} here`);
  t.match(await entry(page, open).innerText(), 'say it is a wrong number');
  t.match(await entry(page, silent).innerText(), 'Do not call');

  await entry(page, silent).click();
  await page.getByText('This person asked not to be called.').waitFor();
  t.equal(await page.getByRole('button', { name: 'Call', exact: true }).count(), 0);
  await entry(page, later).click();
  await page.getByText('Outside the safe window nobody can call.').waitFor();
  t.equal(await page.getByRole('button', { name: 'Call', exact: true }).count(), 0);
  await entry(page, waiting).click();
  await page.getByText('The line rings this person by itself').waitFor();
  t.equal(await page.getByRole('button', { name: 'Call', exact: true }).count(), 0);
  await entry(page, open).click();
  await page.getByRole('button', { name: 'Call', exact: true }).waitFor();
  t.same(wrong, []);
});

t.test('Two advocates see what the other does', async (t) => {
  const { desk, page } = await atWork(t);
  const colleague = await openPage(browser, desk.url);
  await signIn(colleague.page, desk.url, desk.passphrase);
  const id = await makeRequest(desk, 'callback', { number: NUMBER });
  await entry(page, id).getByText('New').waitFor();
  await entry(colleague.page, id).click();
  await entry(page, id).getByText('New').waitFor({ state: 'detached', timeout: 2_000 });
  await page.getByRole('switch', { name: 'On duty' }).click();
  await colleague.page.getByText('Nobody is on duty. Callers are told so.').waitFor({ timeout: 2_000 });
  await entry(page, id).click();
  await page.getByLabel('Close it').check();
  await page.getByRole('button', { name: 'Save outcome' }).click();
  await colleague.page.locator('.pane').getByText('Saved: Close it.').waitFor({ timeout: 3_000 });
  t.pass('the colleague who had it open is told that it is closed');
});

t.test('The keyboard alone is enough: sign in, take an alarm, call, note, duty, help, sign out', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const { page, wrong } = await openPage(browser, desk.url);
  await page.goto(`${desk.url}/desk`);
  await page.locator('#passphrase:focus').waitFor();
  await page.keyboard.type(`  ${desk.passphrase.toUpperCase()} `);
  await page.keyboard.press('Enter');
  await page.getByText('Nobody is waiting').waitFor();
  const later = await makeRequest(desk, 'callback', { number: '+447700900777' });
  const id = await makeRequest(desk, 'urgent', { number: NUMBER });
  await page.getByText('An alarm is waiting').waitFor();
  await page.keyboard.press('Tab');
  t.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the queue');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  t.equal(await page.evaluate(() => (document.activeElement as HTMLElement).dataset['id']), later);
  await page.keyboard.press('ArrowUp');
  t.equal(await page.evaluate(() => (document.activeElement as HTMLElement).dataset['id']), id);
  t.ok(await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle === 'solid'), 'what has the focus is ringed');
  await page.keyboard.press('Enter');
  await page.locator('#call:enabled').waitFor();
  t.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'the focus follows to what was opened');
  await page.keyboard.press('c');
  for (let look = 0; look < 200 && desk.begun.length === 0; look++) await page.waitForTimeout(10);
  t.equal(desk.begun[0]?.number, NUMBER);
  await page.keyboard.press('o');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.type('cod: asked again');
  await page.keyboard.press('Escape');
  t.equal(await page.getByLabel('Note', { exact: true }).inputValue(), 'cod: asked again', 'letters are text in a field, and Escape loses no note');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Saved: Not reached.').waitFor();
  await page.keyboard.press('Escape');
  await page.locator(`[data-id="${id}"]:focus`).first().waitFor();
  await page.keyboard.press('d');
  await page.getByText('Nobody is on duty. Callers are told so.').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor();
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('d');
  await page.waitForTimeout(300);
  t.equal((await desk.store.rota.read()).advocates[0]?.onDuty, false, 'letters can be switched off');
  await page.getByRole('button', { name: 'Sign out' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('You are signed out.').waitFor();
  t.same(wrong, []);
});

t.test('On a screen of 320 pixels nothing is cut off, light or dark', async (t) => {
  for (const scheme of ['light', 'dark'] as const) {
    const { desk, page, wrong } = await atWork(t, { width: 320, height: 640, scheme });
    await makeRequest(desk, 'urgent', { number: NUMBER });
    const now = desk.clock.now();
    const id = await makeRequest(desk, 'callback', { number: NUMBER, coverName: 'Auntie Ruth', change: { cover: 'askName', windows: { day: 'any', part: 'day', zone: 'Asia/Riyadh', first: { from: now - HOUR, to: now + HOUR }, second: { from: now + DAY, to: now + DAY + HOUR } } } });
    await entry(page, id).waitFor();
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
    t.equal(await wide(), 320, 'the queue');
    await entry(page, id).click();
    await page.getByText('Auntie Ruth').waitFor();
    t.equal(await wide(), 320, 'a request');
    t.equal(await page.locator('.queue').isVisible(), false);
    const shots = join(import.meta.dirname, '../../.tap/desk');
    await mkdir(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `320-${scheme}.png`), fullPage: true });
    await page.getByRole('button', { name: 'Back to the queue' }).click();
    await entry(page, id).waitFor();
    t.same(wrong, []);
  }
});
