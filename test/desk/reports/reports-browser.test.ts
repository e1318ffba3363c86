import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { openBrowser, openPage, signIn } from '../browser.ts';
import type { Reporting } from '../../../src/desk/reports/release.ts';
import type { Desk } from '../harness.ts';
import { afterwards, brokenOff, deskOf, requests, someMonth } from './filled.ts';

let browser: Browser;
t.before(async () => { browser = await openBrowser(); });
t.teardown(async () => browser.close());

async function atReports(desk: Desk, more: Parameters<typeof openPage>[2] = {}) {
  const watched = await openPage(browser, desk.url, more);
  await signIn(watched.page, desk.url, desk.passphrase);
  return watched;
}

/** Every figure on the page: table, category, column, and its value or null. */
const cellsOn = (page: Page): Promise<unknown[]> => page.locator('section.report').evaluateAll((sections) => sections.flatMap((section) => {
  const of = (section as HTMLElement).dataset['table'];
  const withheld = [...section.querySelectorAll<HTMLElement>('.few [data-category]')].map((at) => [of, at.dataset['category'], null]);
  const shown = [...section.querySelectorAll<HTMLElement>('tr[data-category]')].flatMap((row) => [...row.querySelectorAll<HTMLElement>('td')].map((cell) => [of, row.dataset['category'], Number(cell.textContent?.replaceAll(',', ''))]));
  return [...shown, ...withheld];
}).map((cell) => JSON.stringify(cell)).sort());

/** How many points of a drawing are of this colour, given as a CSS variable. */
const painted = (page: Page, at: number, name: string): Promise<number> => page.locator('.chart canvas').nth(at).evaluate((canvas, variable) => {
  const { width, height } = canvas as HTMLCanvasElement;
  const drawn = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
  const hex = getComputedStyle(canvas).getPropertyValue(variable).trim();
  const [r, g, b] = [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16));
  let points = 0;
  for (let i = 0; i < drawn.length; i += 4) if (drawn[i] === r && drawn[i + 1] === g && drawn[i + 2] === b) points++;
  return points;
}, name);

t.test('An auditor reads a report by keyboard, in drawings and in figures, and takes with them exactly what stands there', async (t) => {
  const desk = await deskOf(t, someMonth);
  afterwards(desk);
  const { page, wrong, foreign } = await atReports(desk);
  await page.getByRole('link', { name: 'Reports' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Reports' }).waitFor();
  t.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'the focus follows to the page');
  await page.locator('section.report').first().waitFor();
  t.same(await page.getByLabel('Period').locator('option').allInnerTexts(), ['28 Dec to 24 Jan 2027']);
  t.same(await page.locator('[data-table=requests-by-week] tbody tr').allInnerTexts().then((rows) => rows.map((row) => row.replace(/\s+/g, ' ').trim())), ['28 Dec 30', '4 Jan 25']);
  t.match(await page.locator('[data-table=requests-by-week] .few').innerText(), 'Too few to show: 11 Jan, 18 Jan');
  t.match(await page.locator('[data-table=requests-by-channel] .few').innerText(), /^Too few to show: USSD, text$/);
  t.match(await page.locator('[data-table=requests-by-language] tfoot').innerText(), /as far as shown\s+70/);
  t.match(await page.locator('[data-table=urgent]').innerText(), 'Everything here is too few to show');
  t.ok(await painted(page, 0, '--main') > 1_000, 'bars are drawn');
  t.equal(await page.locator('canvas').evaluateAll((all) => all.filter((one) => !one.closest('[aria-hidden=true]')).length), 0, 'and hidden from whoever has the table read out');

  const files: Record<string, string> = {};
  for (const [button, form] of [['Download as CSV', 'csv'], ['Download as Data Package', 'zip']] as const) {
    const came = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).focus();
    await page.keyboard.press('Enter');
    const download = await came;
    t.equal(download.suggestedFilename(), `hakiline-2026-12-28-4w.${form}`);
    files[form] = await readFile(await download.path(), form === 'csv' ? 'utf8' : 'latin1');
    await page.getByText(`Saved as hakiline-2026-12-28-4w.${form}`).waitFor();
  }
  t.match(files['zip'], /^PK/);
  const cells = (files['csv'] ?? '').trimEnd().split('\r\n').slice(1).map((line) => line.split(',')).filter(([, , name]) => name !== 'amounts')
    .map(([, , name, category, , n]) => JSON.stringify([name, category, n === 'too few' ? null : Number(n)])).sort();
  t.same((await cellsOn(page)).filter((cell) => !(cell as string).startsWith('["amounts"')), cells, 'cell for cell');
  await page.keyboard.press('Escape');
  await page.getByText('Nobody is waiting').waitFor();
  t.same(wrong, [], 'no error and no policy violation');
  t.same(foreign.filter((url) => !url.startsWith('blob:')), []);
});

t.test('On 320 pixels, light or dark, nothing has to be scrolled aside, and the drawing takes the colours of the page', async (t) => {
  const desk = await deskOf(t, async (desk) => {
    await someMonth(desk);
    await requests(desk, 12, { language: 'en', country: 'KE', channel: 'sms' });
    await brokenOff(desk.store, desk.clock.now(), { consent: 1_000 });
  });
  afterwards(desk);
  for (const scheme of ['light', 'dark'] as const) {
    const { page, wrong } = await atReports(desk, { width: 320, height: 700, scheme });
    await page.getByRole('link', { name: 'Reports' }).click();
    await page.locator('section.report').first().waitFor();
    t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    t.ok(await page.locator('.chart').evaluateAll((all) => all.every((one) => one.scrollWidth <= one.clientWidth + 1)));
    t.ok(await painted(page, 0, '--main') > 500);
    const shots = join(import.meta.dirname, '../../../.tap/desk');
    await mkdir(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `reports-320-${scheme}.png`), fullPage: true });
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(shots, `reports-1280-${scheme}.png`) });
    if (scheme === 'light') {
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.waitForTimeout(200);
      t.ok(await painted(page, 0, '--main') > 500, 'also when they change while it stands there');
    }
    t.same(wrong, []);
  }
});

t.test('A new organisation reads when its first report comes; a line that does not answer is said in words', async (t) => {
  const desk = await deskOf(t, async () => undefined);
  const { page } = await atReports(desk);
  await page.getByRole('link', { name: 'Reports' }).click();
  await page.getByText('The first report appears when 4 whole weeks are over: on Monday 25 January.').waitFor();
  await page.route('**/desk/api/reports', (route) => route.abort());
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Reports' }).click();
  await page.getByText('The line cannot be reached.').waitFor();
  await page.unroute('**/desk/api/reports');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('No report yet').waitFor();
});

t.test('A demo says plainly that it hides nothing', async (t) => {
  const reporting: Reporting = { weeks: () => 4, least: () => 1, zone: () => 'Africa/Nairobi', languages: () => ['en', 'am'], countries: () => ['SA', 'KE'], asksTopic: () => false, screens: ['home', 'consent'] };
  const desk = await deskOf(t, (desk) => requests(desk, 3, { language: 'am' }), { options: { reporting } });
  const { page } = await atReports(desk);
  await page.getByRole('link', { name: 'Reports' }).click();
  await page.getByText('Do not publish this').waitFor();
  await page.getByText('not over yet').first().waitFor({ state: 'attached' });
  t.match((await page.locator('[data-table=requests-by-channel] tbody tr').allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').trim()), ['USSD 3', /0/, /0/]);
});
