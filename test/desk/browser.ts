import { chromium, type Browser, type Page } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: FLAGS });

export interface Watched { readonly page: Page; readonly wrong: string[]; readonly foreign: string[] }

/** A page of its own profile that notes every error, policy violation, and request to anybody but the line. */
export async function openPage(browser: Browser, url: string, more: { width?: number; height?: number; scheme?: 'light' | 'dark'; zone?: string } = {}): Promise<Watched> {
  const { width = 1280, height = 860, scheme = 'light', zone = 'Africa/Nairobi' } = more;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, timezoneId: zone, locale: 'en-GB' });
  const wrong: string[] = [];
  const foreign: string[] = [];
  const page = await context.newPage();
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`));
  });
  page.on('console', (message) => { if (message.type() === 'error' || /policy/i.test(message.text())) wrong.push(message.text()); });
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('request', (request) => { if (!request.url().startsWith(url) && !request.url().startsWith('data:')) foreign.push(request.url()); });
  return { page, wrong, foreign };
}

export async function signIn(page: Page, url: string, passphrase: string, name?: string): Promise<void> {
  await page.goto(`${url}/desk`);
  if (name !== undefined) await page.getByLabel('Name').fill(name);
  await page.getByLabel('Passphrase').fill(passphrase);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('switch', { name: 'On duty' }).waitFor();
}
