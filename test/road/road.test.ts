import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import t, { type Test } from 'tap';
import { openBrowser } from '../desk/browser.ts';
import { connect, dial, openRoad } from './phones.ts';

const skip = existsSync('/usr/bin/chromium') ? false : 'chromium is not installed';
let browser: Browser;
t.before(async () => { if (!skip) browser = await openBrowser(); });
t.teardown(async () => browser?.close());

const atWork = (t: Test) => openRoad(browser, t);

t.test('a caller books on the phone, the advocate presses Call, both phones ring in order, they talk, and the outcome is noted', { skip, timeout: 120_000 }, async (t) => {
  const { line, desk, page, caller, advocate, wrong } = await atWork(t);
  await dial(caller, '*384*7#', '1', '1', '2', '1', '1', '2', '2');
  const saved = await caller.text();
  t.match(saved, /Saved: Mon, day 11-4, Kenya time\. Another answers: wrong number\. Number (\d{8})\. Again \1/);
  await caller.red();

  const [row] = await line.app.store.requests.queue(line.clock.now());
  const entry = desk.page.locator(`[data-id="${row?.id}"]`);
  await entry.waitFor({ timeout: 2_000 });
  await entry.click();
  await desk.page.getByText('say it is a wrong number').first().waitFor();
  await desk.page.getByRole('button', { name: 'Call', exact: true }).click();

  await advocate.is('ringing');
  t.equal(await caller.state(), 'idle', 'the caller\'s phone rings only after the advocate accepted');
  await advocate.green();
  await advocate.is('call');
  t.notMatch(await caller.state(), /ringing/);
  await connect(advocate, caller);
  await caller.at.getByLabel('Say into the phone').fill('They keep my pay.');
  await page.keyboard.press('Enter');
  await advocate.says('They keep my pay.');
  await desk.page.locator('.pane').getByText(/connected|talking/i).first().waitFor({ timeout: 5_000 });
  await caller.red();
  await advocate.is('ended');

  await desk.page.getByLabel('Reached You spoke').check();
  await desk.page.getByRole('button', { name: 'Save outcome' }).click();
  await desk.page.getByText('Saved: Reached.').waitFor();
  t.match(await line.app.store.requests.one(row?.id ?? ''), { status: 'closed', outcome: 'reached' });
  t.notMatch(JSON.stringify(line.log), /700000001|700000002/);
  t.same(wrong, []);
});

t.test('an alarm raised in silence is seen at the desk within two seconds', { skip, timeout: 60_000 }, async (t) => {
  const { desk, caller } = await atWork(t);
  await dial(caller, '*384*7#', '5');
  t.match(await caller.text(), /Urgent\?/);
  await caller.key('5');
  const begun = performance.now();
  await caller.green();
  await desk.page.getByText('An alarm is waiting').waitFor({ timeout: 5_000 });
  const took = performance.now() - begun;
  t.ok(took < 2_000, `seen after ${Math.round(took)} ms`);
  t.match(await caller.text(), /Helpers will be told now/);
});

for (const [language, key] of [['English', '1'], ['Amharic', '3']] as const) {
  t.test(`a caller hears the hotline in ${language}: the clips sound`, { skip, timeout: 120_000 }, async (t) => {
    const { line, page, caller } = await atWork(t);
    await line.app.prepareClips();
    for (let i = 0; i < 600 && line.app.speech.progress().ready < 12; i++) await new Promise((resolve) => setTimeout(resolve, 50));
    await caller.at.getByText('Call hotline').click();
    await page.waitForFunction(() => (window.hakilinePhone.heard[0]?.peak ?? 0) > 0.05 && (window.hakilinePhone.heard[0]?.rms ?? 0) > 0.01, undefined, { timeout: 30_000 });
    await caller.key(key);
    // The second clip is in the language chosen.
    await page.waitForFunction(() => (window.hakilinePhone.heard[1]?.peak ?? 0) > 0.05 && (window.hakilinePhone.heard[1]?.rms ?? 0) > 0.01, undefined, { timeout: 30_000 });
    const heard = await page.evaluate(() => window.hakilinePhone.heard);
    for (const clip of heard.slice(0, 2)) t.ok(clip.peak > 0.05 && clip.rms > 0.01, `peak ${clip.peak.toFixed(2)}, rms ${clip.rms.toFixed(3)}`);
    const asked = await page.locator('.wire').first().textContent();
    t.match(asked, new RegExp(`/audio/${key === '1' ? 'en' : 'am'}/`));
    t.equal(line.log.filter((event) => 'code' in event && event.code === 'HLP_SPEECH_FAILED').length, 0);
  });
}

t.test('a caller who lets it ring once is called back by an advocate who accepted first', { skip, timeout: 60_000 }, async (t) => {
  const { caller, advocate } = await atWork(t);
  await caller.at.getByText('Ring once').click();
  await advocate.is('ringing');
  t.not(await caller.state(), 'ringing');
  t.comment(`the caller's phone: ${await caller.state()}`);
  await advocate.green();
  await advocate.is('call');
  await connect(advocate, caller);
});
