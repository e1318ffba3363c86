import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { hours } from '../harness/rota.ts';
import { openBrowser, openPage, signIn } from './browser.ts';
import { type Desk, openDesk } from './harness.ts';

let browser: Browser;
let desk: Desk;
const begun: string[] = [];
t.before(async () => {
  browser = await openBrowser();
  desk = await openDesk({ options: { rota: {
    zone: () => 'Africa/Nairobi', country: () => 'KE', zones: () => ['Africa/Nairobi', 'Asia/Beirut'], languages: () => ['en', 'am', 'ne'], outgoing: () => '+999100199',
    monitor: { at: '09:00', start: async () => { begun.push('by hand'); const [id, at] = [desk.sealing.newId(), desk.clock.now()]; await desk.store.monitors.begin({ day: null, at, since: at }, { id, tell: 'ring', about: id, sealed: Buffer.alloc(8), due: at + 1e9, expires: at + 2e9 }); return 'begun'; } },
  } } });
});
t.beforeEach(async () => {
  await desk.store.rota.setClosures([]);
  await desk.store.rota.setShifts(desk.advocate, [hours({ days: [1, 2, 3, 4, 5, 6, 7], from: 480, to: 1020, zone: 'Africa/Nairobi' })]);
});
t.teardown(async () => { await browser.close(); await desk.close(); });

async function atRota(t: Test, more: Parameters<typeof openPage>[2] = {}): Promise<{ page: Page; wrong: string[]; foreign: string[] }> {
  const { page, wrong, foreign } = await openPage(browser, desk.url, more);
  t.teardown(() => page.context().close());
  await signIn(page, desk.url, desk.passphrase);
  await page.getByRole('link', { name: 'Rota' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'What callers are promised' }).waitFor();
  return { page, wrong, foreign };
}

t.test('a coordinator arranges the week by keyboard alone, and reads at once what callers are promised', async (t) => {
  const { page, wrong, foreign } = await atRota(t);
  t.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'the focus follows to the page');
  t.match(await page.locator('.lacks').innerText(), /ne is offered to callers, but nobody at this desk speaks it\.[\s\S]*There is no backup[\s\S]*There is no coordinator/);
  t.equal(await page.locator('.week tbody td .shift').count(), 7);

  await page.getByRole('button', { name: 'Add a shift for Demo advocate' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.getByRole('radio', { name: /^Backup/ }).focus();
  await page.keyboard.press('Space');
  await page.getByLabel('From').fill('22:00');
  await page.getByLabel('Until').fill('06:00');
  t.ok(await page.getByText('Ends on the next day: it belongs to the day it begins on.').isVisible());
  await page.getByLabel('Until').press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('Saved. Callers are promised this from now on.').waitFor();
  t.match((await desk.store.rota.read()).shifts[1], { as: 'backup', days: [1, 2, 3, 4, 5], from: 1320, to: 360, zone: 'Africa/Nairobi', languages: null, skills: null });
  t.match(await page.locator('.week .shift.backup').first().innerText(), /22:00–06:00 next day\s+Backup/, 'in a word, not only a colour');
  t.notMatch(await page.locator('.lacks').innerText(), /backup/);

  await page.getByRole('button', { name: /^Change: Demo advocate 08:00–17:00 On duty/ }).first().focus();
  await page.keyboard.press('Enter');
  for (const day of ['Fri', 'Sat', 'Sun']) { await page.getByRole('checkbox', { name: day }).focus(); await page.keyboard.press('Space'); }
  await page.getByRole('group', { name: 'Languages they are there for' }).getByLabel('Only these').focus();
  await page.keyboard.press('Space');
  await page.getByRole('checkbox', { name: /^Amharic/ }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Save', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  t.match((await desk.store.rota.read()).shifts.find(({ as }) => as === 'duty'), { days: [1, 2, 3, 4], languages: ['en'] });
  t.match(await page.locator('.gaps').innerText(), /Nobody at all on .*Fri.*Sat.*Sun|Nobody at all on .*(Fri|Sat|Sun).*\n/);
  t.match(await page.locator('.gaps').innerText(), /Amharic: nobody on /);
  t.match(await page.locator('.lacks').innerText(), /Amharic has nobody in the next seven days/);

  await page.getByRole('button', { name: /^Change: Demo advocate 08:00/ }).first().click();
  await page.getByLabel('From').fill('17:00');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  t.match(await page.getByRole('alert').innerText(), /cannot begin and end at the same time/, 'what cannot be meant is said where it was written');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Change: Demo advocate 22:00/ }).first().click();
  await page.getByRole('button', { name: 'Remove this shift' }).click();
  t.equal((await desk.store.rota.read()).shifts.length, 2, 'asked once more');
  await page.getByRole('button', { name: /^Yes, remove it/ }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  t.same((await desk.store.rota.read()).shifts.map(({ as }) => as), ['duty']);
  t.same([wrong, foreign], [[], []]);
});

t.test('a day is closed, a public holiday accepted, a test call placed; a colleague elsewhere reads their own hours', async (t) => {
  const { page, wrong, foreign } = await atRota(t, { zone: 'Asia/Kathmandu' });
  t.match(await page.locator('.week .shift').first().innerText(), /08:00–17:00[\s\S]*your time 10:45–19:45/);
  const day = await page.evaluate(() => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Africa/Nairobi' }).format(Date.now() + 86_400_000));
  await page.getByLabel('First day').fill(day);
  await page.getByLabel('Name').fill('Moving house');
  await page.getByRole('button', { name: 'Close these days' }).click();
  await page.locator('.week .badge', { hasText: 'Closed: Moving house' }).waitFor();
  t.match(await page.locator('.promised tbody tr').first().innerText(), /Closed: Moving house/);
  await page.getByRole('button', { name: 'Suggest public holidays' }).click();
  const holiday = page.getByRole('button', { name: /^Close on Jamhuri Day/ }).first();
  await holiday.click();
  await page.getByRole('button', { name: 'Open again: Jamhuri Day' }).waitFor();
  t.same((await desk.store.rota.read()).closures.map(({ name }) => name).sort(), ['Jamhuri Day', 'Moving house']);
  await page.getByRole('button', { name: 'Open again: Moving house' }).click();
  await page.locator('.week .badge').waitFor({ state: 'detached' });

  t.match(await page.locator('.test-call').innerText(), /\+999100199[\s\S]*each day at 09:00[\s\S]*No test call has gone out yet/);
  await page.getByRole('button', { name: 'Place a test call now' }).click();
  await page.getByText('It is ringing.').waitFor();
  t.same(begun, ['by hand']);
  const { id } = (await desk.store.monitors.last())!;
  const now = desk.clock.now();
  await desk.store.calls.create({ id, kind: 'hear', language: 'en', country: 'KE', queue: 'q', madeAt: now, expires: now + 900_000 });
  for (const [from, to] of [['nextAdvocate', 'ringingCaller'], ['ringingCaller', 'listening'], ['listening', 'over']] as const) await desk.store.calls.move(id, from, to, now);
  await page.getByRole('button', { name: 'Look again' }).click();
  await page.getByText('It was taken.').waitFor();
  await page.getByRole('group', { name: 'What did the handset show?' }).getByRole('button', { name: 'The number callers know' }).click();
  await page.getByText(/would see that\. Ask your gateway/).waitFor();
  t.match(await desk.store.monitors.last(), { taken: true, shown: 'published' });
  t.same([wrong, foreign], [[], []]);
});

for (const scheme of ['light', 'dark'] as const) {
  t.test(`on a screen of 320 pixels, ${scheme}, the week is a list for each day, and nothing is cut off`, async (t) => {
    await desk.store.rota.setClosures([{ from: new Date(desk.clock.now() + 2 * 86_400_000).toISOString().slice(0, 10), until: '2999-01-01', name: 'A long holiday with a long name' }]);
    const { page, wrong, foreign } = await atRota(t, { width: 320, height: 640, scheme, zone: 'Asia/Kathmandu' });
    t.equal(await page.locator('.day').count(), 7);
    t.match(await page.locator('.day').first().innerText(), /08:00–17:00\s+Demo advocate\s+On duty\s+your time 10:45–19:45/);
    t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    const shots = join(import.meta.dirname, '../../.tap/desk');
    await mkdir(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `rota-320-${scheme}.png`), fullPage: true });
    await page.getByRole('button', { name: 'Add a shift for Demo advocate' }).click();
    await page.getByRole('dialog').waitFor();
    t.ok(await page.evaluate(() => { const { left, right } = document.querySelector('dialog')!.getBoundingClientRect(); return left >= 0 && right <= 320; }));
    t.equal(await page.evaluate(() => document.querySelector('dialog')!.scrollWidth <= document.querySelector('dialog')!.clientWidth), true);
    await page.screenshot({ path: join(shots, `rota-form-320-${scheme}.png`) });
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1280, height: 1400 });
    await page.locator('.week').waitFor();
    await page.screenshot({ path: join(shots, `rota-1280-${scheme}.png`), fullPage: true });
    t.same([wrong, foreign], [[], []]);
  });
}
