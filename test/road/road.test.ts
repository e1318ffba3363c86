import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { openBrowser, openPage, signIn } from '../desk/browser.ts';
import { startLine } from '../harness/line.ts';

const CALLER = '+999700000001';
const ADVOCATE = '+999700000002';
const NOON_IN_NAIROBI = Date.parse('2026-11-23T09:00:00Z');

const skip = existsSync('/usr/bin/chromium') ? false : 'chromium is not installed';
let browser: Browser;
t.before(async () => { if (!skip) browser = await openBrowser(); });
t.teardown(async () => browser?.close());

/** The real line with its carrier, voices and desk; a page with both phones, and the desk beside it. */
async function atWork(t: { teardown(act: () => unknown): void }) {
  const line = await startLine({ sound: true, ticking: true, at: NOON_IN_NAIROBI });
  t.teardown(async () => { if (!(t as unknown as { passing(): boolean }).passing()) console.error(JSON.stringify(line.log)); await line.close(); });
  const { passphrase } = await line.app.ready;
  const desk = await openPage(browser, line.url);
  await signIn(desk.page, line.url, passphrase);
  await desk.page.getByText('Live', { exact: true }).waitFor();
  const phones = await openPage(browser, line.url);
  await phones.page.goto(`${line.url}/phone?number=${encodeURIComponent(CALLER)}&number=${encodeURIComponent(ADVOCATE)}&name=Caller&name=Advocate`);
  await phones.page.waitForSelector('.station');
  return { line, desk, page: phones.page, caller: station(phones.page, CALLER), advocate: station(phones.page, ADVOCATE), wrong: [...desk.wrong, ...phones.wrong] };
}

const station = (page: Page, number: string) => {
  const at = page.locator(`.station[data-number="${number}"]`);
  return {
    at,
    is: (state: string) => at.and(page.locator(`[data-state="${state}"]`)).waitFor({ timeout: 20_000 }),
    state: () => at.getAttribute('data-state'),
    text: () => at.locator('.words').innerText(),
    key: (key: string) => at.locator(`[data-key="${key}"]`).click(),
    green: () => at.locator('.green').click(),
    red: () => at.locator('.red').click(),
    /** Something sounds: a key before that is lost, as on any network. */
    hears: () => at.locator('.heard li').first().waitFor({ timeout: 20_000 }),
    says: (words: string) => at.getByText(words).first().waitFor({ timeout: 20_000 }),
  };
};
type Station = ReturnType<typeof station>;

async function dial(phone: Station, code: string, ...replies: string[]): Promise<void> {
  for (const key of code) await phone.key(key);
  await phone.green();
  await phone.is('screen');
  for (const reply of replies) {
    const before = await phone.text();
    for (const key of reply) await phone.key(key);
    await phone.green();
    const settled = async (): Promise<boolean> => /screen|ended/.test((await phone.state()) ?? '') && (await phone.text()) !== before;
    for (let i = 0; i < 200 && !(await settled()); i++) await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The advocate accepts by key, then the caller's phone rings and takes the call by key. */
async function connect(advocate: Station, caller: Station): Promise<void> {
  await advocate.hears();
  await advocate.key('1');
  await caller.is('ringing');
  await caller.green();
  await caller.is('call');
  await caller.hears();
  await caller.key('1');
  await caller.is('connected');
  await advocate.is('connected');
}

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
