import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { openBrowser, openPage, signIn, type Watched } from './browser.ts';
import { addColleague, HOUR, makeRequest, openDesk, type Desk } from './harness.ts';

const NUMBER = '+447700900123';
let browser: Browser;
t.before(async () => { browser = await openBrowser(); });

const entry = (page: Page, id: string) => page.locator(`[data-id="${id}"]`);
const live = (page: Page) => page.getByText('Live', { exact: true }).waitFor();

interface Place { readonly desk: Desk; readonly ruth: Page; readonly solomon: Page; readonly ids: { ruth: string; solomon: string }; readonly wrong: string[] }
let place: Place;

/** Ruth, an advocate, and Solomon, who coordinates besides, each in a browser profile of their own. */
t.before(async () => {
  const desk = await openDesk();
  const people = { ruth: await addColleague(desk, 'ruth'), solomon: await addColleague(desk, 'solomon', { roles: ['advocate', 'coordinator'] }) };
  const at = async (name: 'ruth' | 'solomon'): Promise<Watched> => {
    const watched = await openPage(browser, desk.url);
    await signIn(watched.page, desk.url, people[name].passphrase, name);
    await live(watched.page);
    return watched;
  };
  const [ruth, solomon] = await Promise.all([at('ruth'), at('solomon')]);
  place = { desk, ruth: ruth.page, solomon: solomon.page, ids: { ruth: people.ruth.id, solomon: people.solomon.id }, wrong: [...ruth.wrong, ...solomon.wrong] };
});
t.teardown(async () => { await browser.close(); await place.desk.close(); });
t.afterEach(async () => {
  t.same(place.wrong.splice(0), [], 'no error and no policy violation');
});

t.test('What a colleague has stays closed to others, on the page too; a coordinator takes it over, and what was typed is not lost', { timeout: 60_000 }, async (t) => {
  const { desk, ruth, solomon } = place;
  const id = await makeRequest(desk, 'callback', { number: NUMBER, coverName: 'Auntie Ruth', change: { cover: 'askName' } });
  await entry(ruth, id).click();
  await ruth.getByText('Auntie Ruth').waitFor();
  await ruth.locator('.claim').getByText('Yours since').waitFor();
  await entry(solomon, id).getByText('ruth has it').waitFor({ timeout: 3_000 });
  await entry(solomon, id).click();
  await solomon.locator('.claim').getByText('ruth has it since').waitFor();
  t.equal(await solomon.getByText('Auntie Ruth').count(), 0, 'nothing sealed is shown');
  t.equal(await solomon.getByRole('button', { name: 'Call', exact: true }).count(), 0);
  t.equal(await solomon.getByLabel('Note', { exact: true }).count(), 0);

  await ruth.getByLabel('Note', { exact: true }).fill('She asked for');
  await solomon.getByRole('button', { name: 'Take it over' }).click();
  await solomon.getByText('Auntie Ruth').waitFor();
  await ruth.locator('.claim').getByText('solomon has it since').waitFor({ timeout: 3_000 });
  t.equal(await ruth.getByText('Auntie Ruth').count(), 0);
  t.equal(await ruth.getByLabel('Note', { exact: true }).inputValue(), 'She asked for');
  await ruth.getByRole('button', { name: 'Save note only' }).click();
  await ruth.getByText('Nothing was saved, and what you typed is still here.').waitFor();
  t.equal(await ruth.getByLabel('Note', { exact: true }).inputValue(), 'She asked for');
  t.same(await solomon.locator('.steps li').evaluateAll((steps) => steps.map((step) => (step.textContent ?? '').replace(/^\S+( \d+ \w+ \S+)? /, ''))), ['ruth took it', 'ruth opened it', 'solomon took it over', 'solomon opened it']);
});

t.test('An alarm sounds for everybody until somebody has it, and again when it is let go', { timeout: 60_000 }, async (t) => {
  const { desk, ruth, solomon } = place;
  const id = await makeRequest(desk, 'urgent', { number: NUMBER });
  for (const page of [ruth, solomon]) await page.getByText('An alarm is waiting').waitFor();
  await ruth.keyboard.press('a');
  for (const page of [ruth, solomon]) await page.getByText('An alarm is waiting').waitFor({ state: 'detached' });
  await ruth.locator('#release').waitFor();
  await ruth.keyboard.press('r');
  for (const page of [ruth, solomon]) await page.getByText('An alarm is waiting').waitFor();
  t.match(await desk.store.requests.one(id), { claim: null, status: 'read' });
  await solomon.keyboard.press('Escape');
  await entry(solomon, id).focus();
  await solomon.keyboard.press('t');
  await solomon.getByText('An alarm is waiting').waitFor({ state: 'detached' });
  t.equal(await solomon.locator('.pane h1').count(), 0, 'taken from the queue, without being opened');
  await entry(ruth, id).getByText('solomon has it').waitFor();
});

t.test('A request is handed over with the keyboard alone; who gets it reads the note before everything else', { timeout: 60_000 }, async (t) => {
  const { desk, ruth, solomon, ids } = place;
  const id = await makeRequest(desk, 'callback', { number: NUMBER });
  await entry(ruth, id).focus();
  await ruth.keyboard.press('Enter');
  await ruth.locator('#hand-over').waitFor();
  await ruth.keyboard.press('h');
  await ruth.getByRole('dialog', { name: 'Hand it over' }).waitFor();
  await ruth.keyboard.press('Enter');
  await ruth.keyboard.press('Tab');
  await ruth.getByLabel('To whom').selectOption(ids.solomon);
  await ruth.getByLabel('What they need to know').fill('Call her sister first. ደወልኩ።');
  await ruth.getByRole('dialog').getByRole('button', { name: 'Hand it over' }).press('Enter');
  await ruth.getByRole('dialog').waitFor({ state: 'detached' });
  await entry(ruth, id).getByText('solomon has it').first().waitFor();
  t.equal(await ruth.locator('.pane h1').count(), 0, 'it is closed where it was handed over');
  await entry(solomon, id).getByText('Yours').waitFor();
  await entry(solomon, id).click();
  await solomon.locator('.handed').getByText('Call her sister first. ደወልኩ።').waitFor();
  await solomon.locator('.handed').getByText('Handed over by ruth').waitFor();
  t.match(await desk.store.requests.one(id), { claim: { advocate: ids.solomon } });
});

t.test('Nobody saves over what they have not seen: the words stay, what is new is shown, and then it is saved', { timeout: 60_000 }, async (t) => {
  const { desk, ruth: one } = place;
  // Her other computer.
  const { page: other } = await openPage(browser, desk.url);
  await signIn(other, desk.url, 'ruth ruth ruth', 'ruth');
  const id = await makeRequest(desk, 'callback', { number: NUMBER });
  for (const page of [one, other]) { await entry(page, id).click(); await page.getByLabel('Note', { exact: true }).waitFor(); }
  await one.getByLabel('Not reached').check();
  await one.getByLabel('Note', { exact: true }).fill('Rang, nobody there.');
  await one.getByRole('button', { name: 'Save outcome' }).click();
  await one.getByText('Saved: Not reached.').waitFor();
  await other.getByLabel('Reached You spoke').check();
  await other.getByLabel('Note', { exact: true }).fill('She is well.');
  await other.getByRole('button', { name: 'Save outcome' }).click();
  await other.getByText('This changed after you opened it').waitFor();
  t.equal(await other.getByLabel('Note', { exact: true }).inputValue(), 'She is well.');
  t.match(await desk.store.requests.one(id), { outcome: 'notReached' });
  await other.getByText('Rang, nobody there.').waitFor();
  await other.getByRole('button', { name: 'Save outcome' }).click();
  await other.getByText('Saved: Reached.').waitFor();
  t.match(await desk.store.requests.one(id), { outcome: 'reached', status: 'closed' });
  t.same(await other.locator('.written .note').allInnerTexts(), ['Rang, nobody there.', 'She is well.']);
  await other.getByLabel('Note', { exact: true }).waitFor({ state: 'detached' });
  await other.context().close();
});

t.test('A note that is too long is refused before it is sealed, and stays in its field', { timeout: 60_000 }, async (t) => {
  const { desk, ruth: page } = place;
  const id = await makeRequest(desk, 'callback', { number: NUMBER });
  await entry(page, id).click();
  const note = page.getByLabel('Note', { exact: true });
  await note.fill('ደ'.repeat(342));
  await page.getByText('3 characters too many').waitFor();
  t.equal(await page.getByRole('button', { name: 'Save outcome' }).isDisabled(), true);
  t.equal(await page.getByRole('button', { name: 'Save note only' }).isDisabled(), true);
  await note.fill('ደ'.repeat(341));
  await page.getByRole('button', { name: 'Save note only' }).click();
  await page.getByText('Note saved.').waitFor();
  t.equal(await page.locator('.written .note').innerText(), 'ደ'.repeat(341));
});

t.test('A request of which nothing is heard for twenty minutes is anybody\'s, and says so to who had it', { timeout: 60_000 }, async (t) => {
  const { desk, ruth, solomon } = place;
  const id = await makeRequest(desk, 'callback', { number: NUMBER, change: { windows: { day: 'any', part: 'day', zone: 'Asia/Riyadh', first: { from: desk.clock.now() - HOUR, to: desk.clock.now() + 3 * HOUR } } } });
  await entry(ruth, id).click();
  await ruth.getByLabel('Note', { exact: true }).fill('half a');
  await entry(solomon, id).getByText('ruth has it').waitFor();
  desk.clock.ahead += 20 * 60_000 + 1_000;
  await makeRequest(desk, 'callback', { number: NUMBER });
  await entry(solomon, id).getByText('ruth has it').waitFor({ state: 'detached' });
  await ruth.getByText('It went back to the queue').waitFor();
  await entry(solomon, id).click();
  await solomon.locator('.claim').getByText('Yours since').waitFor();
  await ruth.locator('.claim').getByText('solomon has it').waitFor();
  t.equal(await ruth.getByLabel('Note', { exact: true }).inputValue(), 'half a');
  await mkdir(join(import.meta.dirname, '../../.tap/desk'), { recursive: true });
  await ruth.screenshot({ path: join(import.meta.dirname, '../../.tap/desk/theirs.png'), fullPage: true });
  await solomon.screenshot({ path: join(import.meta.dirname, '../../.tap/desk/yours.png'), fullPage: true });
});

t.test('Two advocates in two browsers reach for the same request a thousand times: one opens it, each time, and the other is told', { timeout: 180_000 }, async (t) => {
  const { desk, ruth, solomon, ids } = place;
  const requests: string[] = [];
  while (requests.length < 1_000) requests.push(...await Promise.all(Array.from({ length: 50 }, () => makeRequest(desk, 'callback', { number: NUMBER }))));
  /** As the page does it, a few at once: what came of each. */
  const reach = (page: Page) => page.evaluate(async (wanted) => {
    const { csrf } = await (await fetch('/desk/api/me')).json() as { csrf: string };
    const came: Record<string, string> = {};
    const waiting = [...wanted];
    await Promise.all(Array.from({ length: 5 }, async () => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        const answer = await fetch(`/desk/api/requests/${id}/open`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', 'csrf-token': csrf } });
        const body = await answer.json() as { why?: string; wrap?: string };
        came[id] = body.why ?? (body.wrap ? 'opened' : 'nothing');
      }
    }));
    return came;
  }, requests);
  const [one, other] = await Promise.all([reach(ruth), reach(solomon)]);
  const outcomes = new Map<string, number>();
  for (const id of requests) {
    const came = [one[id], other[id]].sort().join(' ');
    outcomes.set(came, (outcomes.get(came) ?? 0) + 1);
  }
  t.same([...outcomes], [['opened theirs', 1_000]], 'exactly one winner each, and never two who opened it');
  const wins = requests.filter((id) => one[id] === 'opened').length;
  t.ok(wins > 0 && wins < 1_000, `${wins} to ${1_000 - wins}: it was a race`);
  const rows = await Promise.all(requests.map((id) => desk.store.requests.one(id)));
  t.ok(rows.every((row, n) => row?.claim?.advocate === (one[requests[n]!] === 'opened' ? ids.ruth : ids.solomon)), 'and the record says who');
});
