import t from 'tap';
import { ROOMS } from '../../src/desk/browser/rooms.ts';
import { findings, overhang } from './axe.ts';
import { openBrowser, openPage, signIn } from './browser.ts';
import { HOUR, makeRequest, openDesk } from './harness.ts';

t.test('Every page of the desk can be used by everybody: axe-core finds nothing, at 320 pixels nothing is cut off, light and dark', { timeout: 240_000 }, async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const browser = await openBrowser();
  t.teardown(() => browser.close());
  const now = desk.clock.now();
  const id = await makeRequest(desk, 'callback', { number: '+447700900123', coverName: 'Auntie Ruth', change: { cover: 'askName', windows: { day: 'any', part: 'day', zone: 'Asia/Riyadh', first: { from: now - HOUR, to: now + HOUR } } } });
  await makeRequest(desk, 'urgent', { number: '+447700900124' });
  for (const [width, scheme] of [[1280, 'light'], [320, 'dark']] as const) {
    const { page, wrong } = await openPage(browser, desk.url, { width, scheme });
    await page.goto(`${desk.url}/desk`);
    await page.getByLabel('Passphrase').waitFor();
    const clean = async (what: string): Promise<void> => {
      t.same(await findings(page), [], `${what}, ${width} ${scheme}`);
      t.same(await overhang(page), [], `${what}, ${width} ${scheme}: nothing sticks out`);
    };
    await clean('sign-in');
    await page.goto(`${desk.url}/desk#join`);
    await page.getByLabel('Words of the invitation').waitFor();
    await clean('join');
    await page.goto(`${desk.url}/desk#recover`);
    await page.getByLabel('Words of the sheet').waitFor();
    await clean('recover');
    await page.goto('about:blank');
    await signIn(page, desk.url, desk.passphrase);
    await page.locator(`[data-id="${id}"]`).waitFor();
    await clean('queue');
    await page.locator(`[data-id="${id}"]`).click();
    await page.getByText('Auntie Ruth').waitFor();
    await clean('request');
    for (const { name } of ROOMS) {
      await page.goto(`${desk.url}/desk#${name}`);
      await page.locator('main.page h1').waitFor();
      await page.locator('main.page:not([aria-busy="true"])').waitFor();
      await clean(name);
    }
    t.same(wrong, [], 'no error and no policy violation');
    await page.context().close();
  }
});

t.test('The first load is small: under 150 KB compressed, besides the crypto module', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const browser = await openBrowser();
  t.teardown(() => browser.close());
  const { page } = await openPage(browser, desk.url);
  const sizes = new Map<string, number>();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  const urls = new Map<string, string>();
  cdp.on('Network.responseReceived', ({ requestId, response }) => urls.set(requestId, response.url));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(urls.get(requestId) ?? requestId, encodedDataLength));
  await signIn(page, desk.url, desk.passphrase);
  await page.getByText('Live', { exact: true }).waitFor();
  const total = [...sizes].filter(([url]) => !url.includes('libsodium')).reduce((sum, [, n]) => sum + n, 0);
  t.ok([...sizes.keys()].some((url) => url.includes('libsodium')), 'the crypto module is there, and left out');
  t.ok(total < 150_000, `${Math.round(total / 1000)} KB`);
  t.comment(`first load: ${Math.round(total / 1000)} KB compressed in ${sizes.size} answers`);
});
