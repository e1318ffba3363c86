import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { openBrowser, openPage, signIn } from './browser.ts';
import { HOUR, makeRequest, openDesk, SCREENS } from './harness.ts';

let browser: Browser;
t.before(async () => { browser = await openBrowser(); });
t.teardown(async () => browser.close());

const ROAD = { languages: 90, home: 80, talk: 60, consent: 50, days: 30, times: 25, cover: 24, booked: 20 };

async function atCounts(t: { teardown(act: () => unknown): void }, { least = 1, counted = true, ...more }: { least?: number; counted?: boolean } & Parameters<typeof openPage>[2] = {}) {
  const desk = await openDesk({ options: { counting: { least: () => least, zone: () => 'Africa/Nairobi', languages: () => ['en', 'am'], screens: SCREENS } } });
  t.teardown(() => desk.close());
  const now = desk.clock.now();
  const row = { hour: now - (now % HOUR) - 24 * HOUR, channel: 'ussd', language: 'en' };
  if (counted) {
    await desk.store.counters.add([
      ...Object.entries(ROAD).map(([screen, n]) => ({ ...row, language: screen === 'languages' ? '' : 'en', screen, what: 'shown', n })),
      { ...row, screen: 'consent', what: 'dropped', n: 20 }, { ...row, screen: 'days', what: 'wrong', n: 6 }, { ...row, screen: 'home', what: 'dropped', n: 8 }, { ...row, screen: 'talk', what: 'wrong', n: 1 },
      { ...row, screen: 'booked', what: 'goal', n: 18 }, { ...row, channel: 'voice', language: 'am', screen: 'home', what: 'shown', n: 40 }, { ...row, screen: 'topic.wages', what: 'yes', n: 12 },
    ]);
  }
  const watched = await openPage(browser, desk.url, more);
  await signIn(watched.page, desk.url, desk.passphrase);
  return { desk, ...watched };
}

const cells = (page: Page, column: number) => page.locator(`.figures tbody tr > :nth-child(${column})`).allInnerTexts();
const firstWords = async (page: Page): Promise<string[]> => (await cells(page, 1)).map((words) => words.split('\n')[0]?.trim() ?? '');

t.test('An advocate reads, by keyboard alone, where callers are lost, and comes back to the queue', async (t) => {
  const { page, wrong, foreign } = await atCounts(t);
  await page.getByRole('link', { name: 'Counts' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Counts' }).waitFor();
  t.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'the focus follows to the page');
  const steps = page.locator('.funnel li');
  await steps.first().waitFor();
  t.same((await steps.allInnerTexts()).map((words) => words.replace(/\s+/g, ' ').trim()), [
    'Languages shown 90', 'Home shown 120 · 133% of the first', 'Talk shown 60 · 67% of the first', 'Consent shown 50 · 56% of the first', 'Days shown 30 · 33% of the first',
    'Times shown 25 · 28% of the first', 'Cover shown 24 · 27% of the first', 'Booked shown 20 · 22% of the first',
  ], 'the funnel stands there in words');
  const widths = await page.locator('.funnel polygon').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
  t.ok(widths.every((width) => width > 0) && (widths[1] ?? 0) > (widths[7] ?? 0) * 5, 'and is drawn');
  t.same(await page.locator('.worst li').allInnerTexts(), ['Consent: 40 of 100 pressed a wrong key or left', 'Days: 20 of 100 pressed a wrong key or left', 'Home: 7 of 100 pressed a wrong key or left']);

  t.same((await cells(page, 4)), ['120', '90', '60', '50', '30', '25', '24', '20'], 'what was shown most comes first');
  t.same(await page.locator('.figures th[aria-sort=descending]').allInnerTexts(), ['Shown ↓']);
  await page.getByRole('button', { name: 'Left here' }).focus();
  await page.keyboard.press('Enter');
  t.same((await firstWords(page)).slice(0, 2), ['Consent loses many', 'Home loses many']);
  await page.keyboard.press('Space');
  t.same((await firstWords(page)).slice(-1), ['Consent loses many'], 'pressed again, the other way round');
  t.equal(await page.locator('.figures th[aria-sort=ascending]').count(), 1);
  await page.getByRole('button', { name: 'Screen' }).focus();
  await page.keyboard.press('Enter');
  t.same((await firstWords(page)).slice(0, 2), ['Booked', 'Consent loses many']);
  t.match(await page.locator('.figures tbody tr', { hasText: 'Booked' }).innerText(), /B8/);

  await page.getByLabel('Channel').focus();
  await page.keyboard.type('phone');
  await page.locator('.figures tbody tr').nth(1).waitFor({ state: 'detached' });
  t.same([await firstWords(page), await cells(page, 4)], [['Home'], ['40']]);
  await page.getByLabel('Channel').selectOption('each');
  t.same((await cells(page, 2)).filter((channel) => channel === 'phone call').length, 1);
  await page.getByLabel('Language').selectOption('en');
  t.equal(await steps.count(), 7, 'the road of one language begins where it was chosen');
  await page.getByText('Pay yes 12').waitFor();
  t.equal(await page.locator('.hours li').count(), 24);
  await page.getByRole('button', { name: 'Goal' }).focus();
  await page.keyboard.press('Escape');
  await page.getByText('Nobody is waiting').waitFor();
  t.equal(await page.getByRole('heading', { name: 'Counts' }).count(), 0);
  t.same(wrong, [], 'no error and no policy violation');
  t.same(foreign, []);
});

t.test('On 340 pixels the counts stand without a bar to scroll aside, light or dark, and every figure has its name', async (t) => {
  for (const scheme of ['light', 'dark'] as const) {
    const { page, wrong } = await atCounts(t, { width: 340, height: 700, scheme });
    await page.getByRole('link', { name: 'Counts' }).click();
    await page.locator('.figures tbody tr').first().waitFor();
    await page.getByLabel('Channel').selectOption('each');
    await page.getByLabel('Language').selectOption('each');
    t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 340);
    t.match((await page.locator('.figures tbody tr').first().innerText()).replace(/\s+/g, ' '), /Languages .*USSD.*not chosen yet.*90/);
    t.same(await page.locator('.figures td').first().evaluate((cell) => getComputedStyle(cell, '::before').content), '"Channel"');
    t.equal(await page.getByRole('row').count(), 10, 'rows are rows, however they are laid out');
    const shots = join(import.meta.dirname, '../../.tap/desk');
    await mkdir(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `counts-340-${scheme}.png`), fullPage: true });
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.screenshot({ path: join(shots, `counts-1280-${scheme}.png`) });
    await page.getByRole('button', { name: 'Back to the queue' }).click();
    await page.getByText('Nobody is waiting').waitFor();
    t.same(wrong, []);
  }
});

t.test('Where small groups are hidden, the page says so and shows tens', async (t) => {
  const { page } = await atCounts(t, { least: 10 });
  await page.getByRole('link', { name: 'Counts' }).click();
  await page.getByText('rounded down to a multiple of 10').waitFor();
  t.match(await page.locator('.figures tbody tr', { hasText: 'Times' }).innerText(), /20[^]*under 10/);
  const figures = [...await page.locator('.figures .figure').allInnerTexts(), ...(await page.locator('.funnel .n').allInnerTexts()).map((words) => words.replace(/shown | ·.*/g, ''))];
  t.same(figures.filter((words) => !/^(\d*0|–|under \d0)$/.test(words)), [], 'no figure that is not a multiple of ten');
  await page.getByText('Today is not in it yet').waitFor();
});

t.test('A line nobody has used, and one that does not answer, are said in words', async (t) => {
  const { desk, page } = await atCounts(t, { counted: false });
  await page.getByRole('link', { name: 'Counts' }).click();
  await page.getByText('Nothing to show yet').waitFor();
  await page.route('**/desk/api/counts*', (route) => route.abort());
  await page.getByLabel('Time').selectOption('7');
  await page.getByText('The line cannot be reached.').waitFor();
  await page.unroute('**/desk/api/counts*');
  const now = desk.clock.now();
  await desk.store.counters.add([{ hour: now - (now % HOUR), channel: 'sms', language: 'en', screen: 'home', what: 'shown', n: 3 }]);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.figures tbody tr').waitFor();
});

t.test('A note that is half written is still there after a look at the counts, and an alarm still shows', async (t) => {
  const { desk, page } = await atCounts(t);
  const id = await makeRequest(desk, 'callback', { number: '+447700900123' });
  await page.locator(`[data-id="${id}"]`).click();
  await page.getByLabel('Note', { exact: true }).fill('asked again');
  await page.getByRole('link', { name: 'Counts' }).click();
  await page.getByRole('heading', { name: 'Counts' }).waitFor();
  t.equal(await page.getByRole('button', { name: 'Call', exact: true }).isVisible(), false);
  await page.keyboard.press('c');
  await makeRequest(desk, 'urgent', { number: '+447700900124' });
  await page.getByText('An alarm is waiting').waitFor();
  await page.getByRole('button', { name: 'Back to the request' }).click();
  t.equal(await page.getByLabel('Note', { exact: true }).inputValue(), 'asked again');
  await page.getByRole('link', { name: 'Counts' }).click();
  await page.getByRole('button', { name: 'Open it' }).click();
  await page.locator('.pane h1', { hasText: 'Alarm' }).waitFor();
  t.equal(desk.begun.length, 0, 'no letter calls anybody from there');
});
