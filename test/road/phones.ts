import type { Browser, Page } from 'playwright-core';
import { openPage, signIn } from '../desk/browser.ts';
import { startLine } from '../harness/line.ts';

export const CALLER = '+999700000001';
export const ADVOCATE = '+999700000002';
const NOON_IN_NAIROBI = Date.parse('2026-11-23T09:00:00Z');

/** The real line with its carrier, voices and desk; a page with both phones, and the desk beside it. */
export async function openRoad(browser: Browser, t: { teardown(act: () => unknown): void }) {
  const line = await startLine({ sound: true, ticking: true, at: NOON_IN_NAIROBI });
  t.teardown(async () => { if (!(t as unknown as { passing(): boolean }).passing()) console.error(JSON.stringify(line.log)); await line.close(); });
  const { passphrase = '' } = await line.app.ready;
  const desk = await openPage(browser, line.url);
  await signIn(desk.page, line.url, passphrase);
  await desk.page.getByText('Live', { exact: true }).waitFor();
  const phones = await openPage(browser, line.url);
  await phones.page.goto(`${line.url}/phone?number=${encodeURIComponent(CALLER)}&number=${encodeURIComponent(ADVOCATE)}&name=Caller&name=Advocate`);
  await phones.page.waitForSelector('.station');
  return { line, desk, page: phones.page, caller: station(phones.page, CALLER), advocate: station(phones.page, ADVOCATE), wrong: [...desk.wrong, ...phones.wrong] };
}

export const station = (page: Page, number: string) => {
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
export type Station = ReturnType<typeof station>;

export async function dial(phone: Station, code: string, ...replies: string[]): Promise<void> {
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
export async function connect(advocate: Station, caller: Station): Promise<void> {
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
