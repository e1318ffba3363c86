import { generateSync } from 'otplib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { LiveLine } from '../harness/live.ts';

export const PASSPHRASE = 'lemon harbor quiet zebra candle';

/** A colleague's own browser: profile, keyboard, and if wanted an authenticator that signs without being touched. */
export interface Seat { readonly page: Page; readonly context: BrowserContext; readonly wrong: string[]; seed: string; readonly line: LiveLine }

export async function takeSeat(browser: Browser, line: LiveLine, more: { width?: number; authenticator?: boolean } = {}): Promise<Seat> {
  const context = await browser.newContext({ viewport: { width: more.width ?? 1280, height: 900 }, locale: 'en-GB', timezoneId: 'Africa/Nairobi' });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) wrong.push(message.text()); });
  page.on('pageerror', (error) => wrong.push(String(error)));
  if (more.authenticator) {
    const cdp = await context.newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  }
  return { page, context, wrong, seed: '', line };
}

/** The code a telephone would show at the line's hour. `later` half minutes ahead, since each code counts once. */
export const codeOf = ({ seed, line }: Seat, later = 0): string => generateSync({ secret: seed, epoch: Math.floor(line.clock.now() / 1000) + later * 30 });

export async function fillPassphrase(page: Page, passphrase: string): Promise<void> {
  await page.getByLabel('New passphrase').fill(passphrase);
  await page.getByLabel('The same once more').fill(passphrase);
}

/** Reads the sheet off the page and types the three words back. */
export async function keepSheet(page: Page): Promise<string> {
  await page.locator('ol.sheet li').nth(33).waitFor();
  const words = await page.locator('ol.sheet li').allInnerTexts();
  for (const nth of [3, 17, 31]) await page.getByLabel(`Word ${nth}`, { exact: true }).fill(words[nth - 1] ?? '');
  await page.getByRole('button', { name: 'I have it on paper' }).click();
  return words.join(' ');
}

export async function setCodes(seat: Seat): Promise<void> {
  const { page } = seat;
  await page.getByRole('button', { name: 'Use codes from a telephone' }).click();
  seat.seed = (await page.locator('code.seed').innerText()).replace(/\s/g, '');
  await page.getByLabel('Code from your telephone').fill(codeOf(seat));
  await page.getByRole('button', { name: 'Go on' }).click();
}

export const atWork = (page: Page): Promise<void> => page.getByRole('navigation', { name: 'Pages of the desk' }).waitFor();

/** The whole first visit; returns the sheet's words. */
export async function setUpDesk(seat: Seat, name = 'amina'): Promise<string> {
  const { page, line } = seat;
  await page.goto(`${line.tls.url}/desk`);
  await page.getByLabel('Words the terminal printed').fill((await line.app.setUpCode()) ?? '');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Your telephone').fill('+33 6 39 98 00 01');
  await fillPassphrase(page, PASSPHRASE);
  await page.getByRole('button', { name: 'Go on to the recovery sheet' }).click();
  const sheet = await keepSheet(page);
  await setCodes(seat);
  await atWork(page);
  return sheet;
}

export async function signInAgain(seat: Seat, name: string, passphrase = PASSPHRASE, later = 1): Promise<void> {
  const { page, line } = seat;
  await page.goto(`${line.tls.url}/desk`);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Sign in' }).click();
  if (seat.seed === '') await page.getByRole('button', { name: 'Use a passkey' }).click();
  else {
    await page.getByLabel('Code from your telephone').fill(codeOf(seat, later));
    await page.getByRole('button', { name: 'Go on' }).click();
  }
  await atWork(page);
}

export const enter = async (page: Page, room: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Pages of the desk' }).getByRole('link', { name: room }).click();
  await page.locator('main h1').getByText(room).waitFor();
};

/** Invites somebody and returns the words. */
export async function invite(page: Page, name: string, roles: readonly string[] = ['Advocate']): Promise<string> {
  await enter(page, 'People');
  await page.getByRole('button', { name: 'Invite a colleague' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  for (const role of ['Advocate', 'Coordinator', 'Operator', 'Auditor']) await page.getByRole('checkbox', { name: new RegExp(`^${role} `) }).setChecked(roles.includes(role));
  await page.getByLabel('English').check();
  await page.getByLabel('Telephone').fill('+33 6 39 98 00 02');
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  const words = await page.locator('.invitation code').innerText();
  await page.getByRole('button', { name: 'Done' }).click();
  return words;
}

export async function join(seat: Seat, name: string, words: string, passphrase = PASSPHRASE): Promise<void> {
  const { page, line } = seat;
  await page.goto(`${line.tls.url}/desk#join`);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Words of the invitation').fill(words);
  await fillPassphrase(page, passphrase);
  await page.getByRole('button', { name: 'Join' }).click();
}

/** The words a colleague without desk keys reads out. */
export const wordsOnPage = (page: Page): Promise<string> => page.locator('.strip code').innerText();

/** Hands the keys to a colleague whose words were heard. */
export async function handOver(page: Page, name: string, heard: string): Promise<void> {
  await enter(page, 'People');
  const card = page.getByRole('article', { name });
  await card.getByRole('button', { name: 'Hand over the desk keys' }).click();
  await card.locator('code').getByText(heard).waitFor();
  await card.getByLabel('They read out exactly these words').check();
  await card.getByRole('button', { name: 'Hand over', exact: true }).click();
  await page.getByText(`${name} has the desk keys now.`).waitFor();
}
