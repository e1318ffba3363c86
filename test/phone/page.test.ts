import { mkdtemp, rm, copyFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import t from 'tap';
import { ADVOCATE, callApi, CALLER, fakeLine, NUMBERS, startCarrier, TestPhone, toneWav, until } from './fake-line.ts';

const source = new URL('../../src/phone/browser/', import.meta.url).pathname;
const executablePath = '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'];
const doc = (inner: string): string => `<Response>${inner}</Response>`;

let pages: string;
let browser: Browser;
t.before(async () => {
  pages = await mkdtemp(join(tmpdir(), 'phone-page-'));
  await build({ entryPoints: [join(source, 'main.tsx')], bundle: true, format: 'esm', outfile: join(pages, 'main.js'), jsx: 'automatic', jsxImportSource: 'preact', minify: true, logLevel: 'error' });
  await copyFile(join(source, 'phone.css'), join(pages, 'phone.css'));
  if (existsSync(executablePath)) browser = await chromium.launch({ executablePath, args: FLAGS });
});
t.after(async () => { await browser?.close(); await rm(pages, { recursive: true, force: true }); });

const skip = existsSync(executablePath) ? false : 'chromium is not installed';
/** Where a person may want to look at the page as it was. */
const picture = async (page: Page, name: string): Promise<void> => { if (process.argv.includes('--pictures')) await page.screenshot({ path: join(tmpdir(), `phone-${name}.png`), fullPage: true }); };

const wrongs = new WeakMap<Page, string[]>();
const wentWell = (t: Tap, page: Page): void => { t.strictSame(wrongs.get(page), [], 'no error, and nothing against the policy'); };

async function open(t: Tap, base: string, search = '', width = 1000): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height: 900 } })).newPage();
  page.setDefaultTimeout(8000);
  const wrong: string[] = [];
  wrongs.set(page, wrong);
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (line) => { if (line.type() === 'error' && /Content Security Policy|Uncaught/.test(line.text())) wrong.push(line.text()); });
  t.teardown(() => page.context().close());
  await page.goto(`${base}${search}`);
  await page.waitForSelector('.station');
  return page;
}
type Tap = typeof t;

t.test('a caller dials with the keyboard alone, answers the screen and reads a right-to-left text', { skip }, async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { pages, speedup: 1 });
  line.tell('/at/ussd', 'CON 1. Pay\n2. Passport', 'END مرحبا بكم\n1. الأجر');
  const page = await open(t as Tap, base, `?number=${encodeURIComponent(CALLER)}&name=Caller`);
  t.match(await page.textContent('.demo'), /Demo.*protects nobody.*No mobile network is involved/s);
  t.match(await page.title(), /Caller/);
  await page.keyboard.type('*384*7#');
  t.equal(await page.textContent('.typed'), '*384*7#');
  await picture(page, 'typed');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-state=screen]');
  t.equal(await page.textContent('.words'), '1. Pay\n2. Passport', 'exactly the text');
  t.equal(await page.getAttribute('.words', 'aria-live'), 'polite');
  await picture(page, 'ussd');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-state=ended]');
  t.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.words')!).direction), 'rtl');
  await picture(page, 'rtl');
  t.strictSame(line.to('/at/ussd').map((one) => one.form['text']), ['', '1']);
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-state=idle]');
  await page.click('.wire > summary');
  t.match(await page.textContent('.wire'), /POST|carrier → line/);
  await page.click('.wire li summary >> nth=0');
  t.match(await page.textContent('.wire'), /User-Agent: at-ussd-api\/1\.0/);
  await page.click('.switches > summary');
  await picture(page, 'panels');
  await page.check('[data-switch=noPlus]');
  await page.waitForSelector('text=Misbehave (1 on)');
  await page.click('text=Dial *384*7#');
  await until(() => line.to('/at/ussd').length === 3);
  t.match(line.to('/at/ussd')[2]!.form, { phoneNumber: CALLER.slice(1) });
  wentWell(t as Tap, page);
});

t.test('a clip is heard on the page: peak and RMS are above zero while it plays, and zero without it', { skip }, async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { pages, speedup: 1 });
  line.serve('/tone.wav', toneWav(3), 'audio/wav');
  line.serve('/still.wav', toneWav(1).fill(0, 44), 'audio/wav');
  line.tell('/at/voice', doc(`<GetDigits timeout="20" numDigits="1"><Play url="${line.origin}/tone.wav"/></GetDigits>`), doc(`<Play url="${line.origin}/still.wav"/><Say>Good bye</Say>`));
  const page = await open(t as Tap, base, `?number=${encodeURIComponent(CALLER)}`);
  await page.click('text=Call hotline');
  await page.waitForFunction(() => window.hakilinePhone.level.peak > 0.3 && window.hakilinePhone.level.rms > 0.2);
  // What is heard of a clip counts from a little after it began: a key before that would leave nothing to judge.
  await page.waitForFunction(() => (window.hakilinePhone.heard[0]?.peak ?? 0) > 0.3 && (window.hakilinePhone.heard[0]?.rms ?? 0) > 0.2);
  t.ok(Number(await page.getAttribute('.station', 'data-peak')) > 0.3);
  await picture(page, 'call');
  await page.click('[data-key="4"]');
  await page.waitForFunction(() => window.hakilinePhone.heard.length === 3, undefined, { timeout: 10_000 });
  await page.waitForSelector('[data-state=ended]');
  const heard = await page.evaluate(() => window.hakilinePhone.heard);
  t.ok(heard[0]!.peak > 0.3 && heard[0]!.rms > 0.2, 'the tone sounded');
  t.ok(heard[1]!.peak < 0.01, 'silence did not');
  t.ok(heard[2]!.kind === 'voice' && heard[2]!.peak > 0.01, 'the carrier\'s voice sounded');
  t.match(line.to('/at/voice')[1]!.form, { dtmfDigits: '4' });
  wentWell(t as Tap, page);
});

t.test('two phones on one page: the advocate is called, waits, and talks with the caller', { skip }, async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { pages, speedup: 1 });
  line.tell('/at/voice', (posted) => posted.form['dequeuedToSessionId'] !== undefined ? '<Response/>' : posted.form['callerNumber'] === ADVOCATE
    ? doc('<Enqueue name="q"/>') : doc(`<Dequeue phoneNumber="${NUMBERS.outgoing}" name="q"/>`));
  const page = await open(t as Tap, base, `?number=${encodeURIComponent(CALLER)}&number=${encodeURIComponent(ADVOCATE)}&name=Caller&name=Advocate`, 820);
  const caller = page.locator(`[data-number="${CALLER}"]`);
  const advocate = page.locator(`[data-number="${ADVOCATE}"]`);
  await callApi(base, 'call', { username: 'demo', to: ADVOCATE, from: NUMBERS.outgoing });
  await advocate.and(page.locator('[data-state=ringing]')).waitFor();
  await picture(page, 'ringing');
  await advocate.locator('.green').click();
  await advocate.getByText('Stay on the line').waitFor();
  await callApi(base, 'call', { username: 'demo', to: CALLER, from: NUMBERS.outgoing });
  await caller.and(page.locator('[data-state=ringing]')).waitFor();
  await caller.locator('.green').click();
  await advocate.and(page.locator('[data-state=connected]')).waitFor();
  await caller.and(page.locator('[data-state=connected]')).waitFor();
  await caller.getByLabel('Say into the phone').fill('ሰላም, can you hear me?');
  await page.keyboard.press('Enter');
  await advocate.getByText('ሰላም, can you hear me?').waitFor();
  await page.waitForFunction(() => window.hakilinePhone.level.peak > 0.01, undefined, { timeout: 5000 });
  await picture(page, 'connected');
  wentWell(t as Tap, page);
  await caller.locator('.red').click();
  await advocate.and(page.locator('[data-state=ended]')).waitFor();
});

t.test('at 320 pixels nothing sticks out, texts come in, and a problem is said in words', { skip }, async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { pages, speedup: 20 });
  line.tell('/at/sms', 'OK');
  line.tell('/at/ussd', 'Hello');
  const page = await open(t as Tap, base, `?number=${encodeURIComponent(CALLER)}&name=Caller`, 320);
  const wide = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
  t.equal(await wide(), 320);
  await picture(page, '320-idle');
  await page.click('text=/^Texts/');
  await page.fill('textarea', 'PAY');
  await page.click('text=Send text');
  await until(() => line.to('/at/sms').length === 1);
  await callApi(base, 'version1/messaging', { username: 'demo', to: CALLER, from: NUMBERS.texts, message: 'ደሞዝ አልተከፈለም\nReply 1 for more.' });
  await page.waitForSelector('.inbox article');
  await picture(page, '320-texts');
  t.equal(await wide(), 320);
  await page.click('text=/^Texts/');
  await page.click('text=Dial *384*7#');
  await page.waitForSelector('[data-state=error]');
  t.match(await page.textContent('[role=alert]'), /Dial again/);
  await page.click('.wire > summary');
  await page.click('.wire li summary >> nth=0');
  await page.click('.switches > summary');
  t.equal(await wide(), 320);
  await picture(page, '320-error');
  const phone = await TestPhone.on(base, CALLER);
  wentWell(t as Tap, page);
  t.match((await phone.see()).inbox, [{ from: NUMBERS.texts, text: 'ደሞዝ አልተከፈለም\nReply 1 for more.' }]);
});

// Whether each sign has a picture is up to the fonts of the computer: a bare Debian has none for Ethiopic and Devanagari.
for (const [script, text, direction] of [
  ['Ethiopic', 'ደህና ቀን የትኛው ነው?\n1 ዛሬ\n2 ነገ\n0 ተመለስ', 'ltr'],
  ['Arabic', 'أي يوم آمن؟\n1 اليوم\n2 غدا\n0 رجوع', 'rtl'],
  ['Devanagari', 'कुन दिन सुरक्षित?\n1 आज\n2 भोलि\n0 पछाडि', 'ltr'],
] as const) {
  t.test(`a caller reads ${script} letters sign by sign as they came, from the side where they begin, within the display`, { skip }, async (t) => {
    const line = await fakeLine(t);
    const base = await startCarrier(t, line, { pages, speedup: 1 });
    line.tell('/at/ussd', `CON ${text}`);
    const page = await open(t as Tap, base, `?number=${encodeURIComponent(CALLER)}`, 320);
    await page.click('text=Dial *384*7#');
    await page.waitForSelector('[data-state=screen]');
    t.equal(await page.textContent('.words'), text);
    t.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.words')!).direction), direction);
    t.ok(await page.evaluate(() => { const { scrollWidth, clientWidth } = document.querySelector('.words')!; return scrollWidth <= clientWidth; }), 'nothing sticks out');
    t.match(await page.textContent('.length'), new RegExp(`^${text.length}/80 UCS-2 units$`));
    wentWell(t as Tap, page);
  });
}

t.test('whoever tries the line chooses a network by what it carries, and dials its further numbers', { skip }, async (t) => {
  const line = await fakeLine(t);
  const others = [{ dialled: '*384*72#', to: 'wages' }, { dialled: '+999800000010', to: 'Amharic (አማርኛ)' }];
  const base = await startCarrier(t, line, { pages, speedup: 1, numbers: { ...NUMBERS, others } });
  line.tell('/at/ussd', 'CON Pay');
  line.tell('/at/voice', doc(`<GetDigits timeout="20" numDigits="1"><Say>Selam</Say></GetDigits>`));
  const page = await open(t as Tap, base, `?number=${encodeURIComponent(CALLER)}`);
  t.match(await page.textContent('.limits'), /182 Latin letters or 80 of other scripts.*waits 60 s.*180 s.*cut off/);
  await page.getByLabel('Network').selectOption('63902');
  await page.getByText('160 Latin letters or 70 of other scripts').waitFor();
  t.match(await page.textContent('.limits'), /waits 30 s.*98 and 00 turn them and never reach the line/);
  t.same(await page.locator('.network optgroup').evaluateAll((groups) => groups.map((group) => (group as HTMLOptGroupElement).label)),
    ['Ethiopia', 'Ghana', 'Kenya', 'Malawi', 'Nigeria', 'Rwanda', 'South Africa', 'Tanzania', 'Uganda', 'Zambia', 'No country']);
  await page.getByRole('button', { name: 'Dial *384*72# wages' }).click();
  await page.waitForSelector('[data-state=screen]');
  t.match(line.to('/at/ussd')[0]?.form, { serviceCode: '*384*72#', networkCode: '63902' });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Call +999800000010' }).click();
  await page.waitForSelector('[data-state=call]');
  t.match(line.to('/at/voice')[0]?.form, { destinationNumber: '+999800000010' });
  t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await picture(page, 'networks');
  wentWell(t as Tap, page);
});

t.test('the page is plain: its own files only, under a strict policy', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { pages });
  const answer = await fetch(base);
  const html = await answer.text();
  t.match(answer.headers.get('content-security-policy'), /default-src 'none'; script-src 'self'; style-src 'self'/);
  t.notMatch(html, /<script>|<style|style=|onclick|https?:\/\//);
  t.equal((await fetch(`${base}/main.js`)).headers.get('content-type'), 'text/javascript; charset=utf-8');
  t.equal((await fetch(`${base}/phone.css`)).status, 200);
  t.equal((await fetch(`${base}/phones/nobody/hangup`, { method: 'POST' })).status, 404);
  t.equal((await fetch(`${base}/phones`, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })).status, 403);
});

// the browser is closed when this file ends, and this file would otherwise wait for the browser to close
t.end();
