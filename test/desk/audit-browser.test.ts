import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import Database from 'better-sqlite3';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { inThread } from '../../src/desk/people/demo-keys.ts';
import { openBrowser, openPage } from './browser.ts';
import { type Desk, openDesk } from './harness.ts';

let browser: Browser;
t.before(async () => { browser = await openBrowser(); });
t.teardown(async () => browser.close());

/** Rules that a page breaks. Evaluated, so that the page's own policy stays as it is. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => (await (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`));
}

/** An auditor, and nothing else. */
async function addAuditor({ store, sealing }: Desk): Promise<string> {
  const { deskPublicKey: _unused, deskSecret, ...keys } = await inThread('make', 'abena reads it all');
  const id = sealing.newId();
  await store.desk.addAdvocate({ id, name: 'abena', roles: ['auditor'], languages: ['en'], skills: [], onDuty: false, phone: sealing.sealPhone(id, '+999700000003'), ...keys, deskSecrets: [{ epoch: '2026-11', sealed: deskSecret }] });
  return id;
}

/** Tab, until this has the focus. */
async function tabTo(page: Page, role: 'button' | 'combobox' | 'link', name: string): Promise<void> {
  const wanted = page.getByRole(role, { name });
  for (let left = 40; left > 0; left--) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((one) => one === document.activeElement)) return;
  }
  throw new Error(`no way by keyboard to ${name}`);
}

const lines = async (page: Page): Promise<string[]> => (await page.locator('.trail li p').allInnerTexts()).map((words) => words.replace(/\s+/g, ' ').trim());

t.test('An auditor reads by keyboard alone, at 320 pixels, who did what, and whether it still stands as it was written', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const { store, clock, advocate, sealing } = desk;
  await addAuditor(desk);
  const request = '3f2a9c41'.padEnd(32, '0');
  for (let n = 0; n < 60; n++) await store.audit.append({ at: clock.now(), what: 'opened', who: advocate, about: request });
  await store.audit.append({ at: clock.now(), what: 'erased', who: 'caller', detail: { requests: 2 } });
  await store.audit.append({ at: clock.now(), what: 'revealed', who: 'ee'.repeat(16), about: request, detail: { reason: 'danger' } });
  sealing.audit.putHead(await store.audit.head());

  const { page, wrong, foreign } = await openPage(browser, desk.url, { width: 320, height: 640 });
  await page.goto(`${desk.url}/desk`);
  await page.getByLabel('Name').fill('abena');
  await page.getByLabel('Passphrase').fill('abena reads it all');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Rota', exact: true }).waitFor(); // there is no queue for an auditor
  t.same(await page.locator('nav.rooms a').allInnerTexts(), ['Rota', 'Counts', 'Reports', 'Audit', 'My account']);
  t.equal(await page.getByRole('switch').count(), 0, 'nor a duty');

  await tabTo(page, 'link', 'Audit');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Audit' }).waitFor();
  await page.locator('.trail li').first().waitFor();
  t.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'the focus follows to the page');
  t.same((await lines(page)).slice(0, 4), ['abena signed in', 'a former colleague (eeeeeeee) saw the number of request 3f2a9c41 (reason: danger)', 'A caller erased requests (2 requests)', 'Demo advocate opened request 3f2a9c41']);
  t.equal((await lines(page)).length, 50);
  t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  t.same(await faults(page), []);

  await tabTo(page, 'button', 'Show older entries');
  await page.keyboard.press('Enter');
  await page.getByText('63 entries shown').waitFor();
  await page.getByText('That is all there is.').waitFor();

  await page.getByRole('heading', { name: 'Audit' }).focus();
  await tabTo(page, 'button', 'Check the chain');
  await page.keyboard.press('Enter');
  await page.getByText(/The chain holds: 63 entries, from .* 20\d\d, \d\d:\d\d to .*\. Nothing was changed\./).waitFor();
  await page.locator('.trail li').first().getByText('abena checked the chain (it held)').waitFor();

  await tabTo(page, 'combobox', 'What');
  await page.keyboard.type('erased');
  await page.getByText('1 entry shown').waitFor();
  t.same(await lines(page), ['A caller erased requests (2 requests)']);
  t.match(await page.locator('.trail time').innerText(), /^in the hour from /);
  await page.getByLabel('Who').selectOption('abena');
  await page.getByText('No entry is of this kind and by this person').waitFor();

  const db = new Database(join(desk.dir, 'hakiline.db'));
  db.exec(`UPDATE audit SET about = replace(about, '3f', '3e') WHERE n = 17`);
  db.close();
  await page.getByRole('button', { name: 'Check the chain' }).click();
  await page.getByRole('alert').getByText('Entry 17 does not hold').waitFor();
  t.same(wrong, [], 'no error and no policy violation');
  t.same(foreign, []);

  await page.route('**/desk/api/audit?*', (route) => route.abort());
  await page.getByLabel('What').selectOption('opened');
  await page.getByText('The line cannot be reached.').waitFor();
  await page.unroute('**/desk/api/audit?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('No entry is of this kind and by this person').waitFor();
  await page.getByLabel('Who').selectOption('Everybody');
  await page.getByText('50 entries shown').waitFor();

  const shots = join(import.meta.dirname, '../../.tap/desk');
  await mkdir(shots, { recursive: true });
  for (const [scheme, width] of [['light', 320], ['dark', 320], ['light', 1280], ['dark', 1280]] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 860 });
    if (width > 900) t.equal(await page.evaluate(() => document.documentElement.scrollHeight), 860, 'only the page scrolls, not the bar');
    t.same(await faults(page), [], `${scheme} ${width}`);
    await page.screenshot({ path: join(shots, `audit-${width}-${scheme}.png`) });
  }
});
