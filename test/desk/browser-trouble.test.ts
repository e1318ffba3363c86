import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { openBrowser, openPage, signIn } from './browser.ts';
import { makeRequest, openDesk } from './harness.ts';

const NUMBER = '+447700900123';
let browser: Browser;
t.before(async () => { browser = await openBrowser(); });
t.teardown(async () => browser.close());

const entry = (page: Page, id: string) => page.locator(`[data-id="${id}"]`);

/** A wire between browser and line that can be cut and mended. */
async function layWire(to: string): Promise<{ url: string; cut(): Promise<void>; mend(): Promise<void> }> {
  const open = new Set<Socket>();
  const join = (near: Socket): void => {
    const far = connect(Number(new URL(to).port), '127.0.0.1');
    for (const end of [near, far]) {
      open.add(end);
      end.on('error', () => undefined).on('close', () => { open.delete(end); near.destroy(); far.destroy(); });
    }
    near.pipe(far).pipe(near);
  };
  const server = createServer(join);
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    cut: () => new Promise((done) => { server.close(() => done()); for (const end of open) end.destroy(); }),
    mend: () => listen(port),
  };
}

t.test('A lost connection is said and mended by itself', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const wire = await layWire(desk.url);
  t.teardown(() => wire.cut());
  const { page } = await openPage(browser, wire.url);
  await signIn(page, wire.url, desk.passphrase);
  await page.getByText('Live', { exact: true }).waitFor();
  await wire.cut();
  await page.getByText('The connection to the line is lost.').waitFor({ timeout: 10_000 });
  await page.getByRole('switch', { name: 'On duty' }).click();
  await page.getByText('The line cannot be reached. Nothing was changed.').waitFor();
  await wire.mend();
  const id = await makeRequest(desk, 'callback', { number: NUMBER });
  await entry(page, id).waitFor({ timeout: 10_000 });
  t.match(await page.locator('.link').textContent(), /Connected|Live/);
});

t.test('Where the stream is blocked the page asks every three seconds', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const { page } = await openPage(browser, desk.url);
  await page.route('**/desk/api/live', (route) => route.fulfill({ status: 503, body: '' }));
  await signIn(page, desk.url, desk.passphrase);
  await page.getByText('Looking for news every 3 seconds.').waitFor();
  const id = await makeRequest(desk, 'urgent', { number: NUMBER });
  await entry(page, id).waitFor({ timeout: 5_000 });
  await page.unroute('**/desk/api/live');
  await page.getByText('Live', { exact: true }).waitFor({ timeout: 20_000 });
  t.pass('and follows the stream again when it can');
});

t.test('Mistakes are told in plain sentences with a way on', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const { page } = await openPage(browser, desk.url);
  await page.goto(`${desk.url}/desk`);
  await page.getByLabel('Passphrase').fill('one two three');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Name or passphrase is not right. Look at both and try again.').waitFor();
  await signIn(page, desk.url, desk.passphrase);
  const id = await makeRequest(desk, 'urgent', { number: NUMBER });
  await entry(page, id).click();
  await page.locator('#call:enabled').waitFor();
  desk.refuse = 'never';
  await page.locator('#call').click();
  await page.getByText('This phone asked never to be called. Nobody can call it.').waitFor();
  desk.clock.ahead += 31 * 60_000;
  // The page may notice by itself before it is pressed.
  await page.locator('#call').click({ timeout: 5_000 }).catch(() => undefined);
  await page.getByText('Your session has ended. Sign in again to go on.').waitFor();
  t.equal(await page.getByLabel('Passphrase').inputValue(), '');
});

t.test('After 30 idle minutes the desk locks and forgets its keys, two minutes after saying so', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const { page } = await openPage(browser, desk.url);
  // The page's clock can be moved on; the line's is its own.
  await page.addInitScript(() => {
    const read = performance.now.bind(performance);
    Object.assign(globalThis, { ahead: 0 });
    performance.now = () => read() + (globalThis as unknown as { ahead: number }).ahead;
  });
  const pass = (minutes: number) => page.evaluate((m) => { (globalThis as unknown as { ahead: number }).ahead += m * 60_000; }, minutes);
  await signIn(page, desk.url, desk.passphrase);
  await pass(28);
  await page.getByText('The desk locks itself in 2 minutes.').waitFor({ timeout: 10_000 });
  await page.keyboard.press('Shift');
  await page.getByText('The desk locks itself in 2 minutes.').waitFor({ state: 'detached' });
  await pass(30);
  await page.getByText('The desk locked itself after 30 idle minutes.').waitFor({ timeout: 10_000 });
  const me = await page.evaluate(async () => (await (await fetch('/desk/api/me')).json()) as { advocate: unknown });
  t.equal(me.advocate, null, 'the session is over at the line too');
});
