import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import t, { type Test } from 'tap';
import { openBrowser } from '../desk/browser.ts';
import { CALLER, connect, dial, openRoad, type Station } from './phones.ts';

const LOCALES = fileURLToPath(new URL('../../locales', import.meta.url));
const skip = existsSync('/usr/bin/chromium') ? false : 'chromium is not installed';
let browser: Browser;
t.before(async () => { if (!skip) browser = await openBrowser(); });
t.teardown(async () => browser?.close());

type Wording = Record<string, { text: string; options: Record<string, string> }>;
type Values = Record<'dayShort' | 'cover', Record<string, string>>;
const read = <T>(form: string, file: string): T => JSON.parse(readFileSync(join(LOCALES, form, `${file}.json`), 'utf8')) as T;
/** As it is shown: without the vowel signs that only a voice needs. */
const shown = (text = ''): string => text.replace(/[\u0640\u064B-\u0652\u0670]/g, '');

const ARABIC = /\p{Script=Arabic}/u;
const DEVANAGARI = /\p{Script=Devanagari}/u;
const LATIN_ONLY = /^[\p{Script=Latin}\p{Script=Common}]*$/u;

/** Each line of the display with the side of its first and of its last sign, in pixels from the left. */
const linesOn = (phone: Station): Promise<{ text: string; first: number; last: number }[]> => phone.at.locator('.words').evaluate((words) => {
  const node = words.firstChild as Text;
  const at = (offset: number): number => { const range = document.createRange(); range.setStart(node, offset); range.setEnd(node, offset + 1); return range.getBoundingClientRect().left; };
  let from = 0;
  return node.data.split('\n').map((text) => {
    const line = { text, first: at(from), last: at(from + text.length - 1) };
    from += text.length + 1;
    return line;
  });
});
const directionOf = (phone: Station): Promise<string> => phone.at.locator('.words').evaluate((words) => getComputedStyle(words).direction);

/** Every choice stands on a line of its own, its key first: on the right where the language is read from there. */
async function choicesStand(t: Test, phone: Station, reads: 'rtl' | 'ltr', keys: string): Promise<void> {
  const choices = (await linesOn(phone)).filter(({ text }) => /^\d /.test(text));
  t.equal(choices.map(({ text }) => text[0]).join(''), keys, await phone.text());
  for (const { text, first, last } of choices) {
    t.match(text, /^\d [^\d]/, 'one key a line');
    t.ok(reads === 'rtl' && !LATIN_ONLY.test(text) ? first > last : first < last, `${text}: its key is at ${first.toFixed(0)}, its end at ${last.toFixed(0)}`);
  }
}

const roadOf = async (t: Test) => {
  const road = await openRoad(browser, t);
  return { ...road, entry: async () => { const [row] = await road.line.app.store.requests.queue(road.line.clock.now()); return road.desk.page.locator(`[data-id="${row?.id}"]`); } };
};

t.test('a caller who reads Arabic books from right to left, and an advocate reaches them', { skip, timeout: 120_000 }, async (t) => {
  const { desk, caller, advocate, entry, wrong } = await roadOf(t);
  const values = read<Values>('ar', 'values');
  await dial(caller, '*384*7#', '4');
  t.equal((await linesOn(caller))[0]?.text, shown(read<Wording>('ar', 'opening')['script']?.text), 'asked in their own letters whether they can read them');
  t.equal(await directionOf(caller), 'rtl');
  await choicesStand(t, caller, 'rtl', '120');
  await answer(caller, '1');
  await choicesStand(t, caller, 'rtl', '123450');
  await answer(caller, '1', '2');
  t.equal(await directionOf(caller), 'rtl');
  t.match(await caller.text(), ARABIC);
  await choicesStand(t, caller, 'rtl', '1290');
  await answer(caller, '1', '1', '2', '2');
  const saved = await caller.text();
  t.match(saved, /(?<!\d)\d{8}(?!\d)/);
  t.ok(saved.includes(shown(values.dayShort['1'])), 'the day they chose');
  t.ok(saved.includes(shown(values.cover['wrongNumber'])), 'and what is said if another answers');
  t.equal(await directionOf(caller), 'rtl');
  await choicesStand(t, caller, 'rtl', '120');
  await caller.red();

  await (await entry()).click();
  await desk.page.locator('.pane').getByText(/Arabic/).first().waitFor();
  await desk.page.getByRole('button', { name: 'Call', exact: true }).click();
  await advocate.is('ringing');
  await advocate.green();
  await advocate.is('call');
  await connect(advocate, caller);
  await caller.red();
  await advocate.is('ended');
  t.same(wrong, []);
});

t.test('a caller who speaks Arabic and cannot read it is shown Latin letters from there on', { skip, timeout: 120_000 }, async (t) => {
  const { caller, entry } = await roadOf(t);
  await dial(caller, '*384*7#', '4', '2');
  const seen = [await caller.text()];
  t.equal(await directionOf(caller), 'ltr');
  await choicesStand(t, caller, 'ltr', '123450');
  for (const key of ['1', '2', '1', '1', '2', '2']) { await answer(caller, key); seen.push(await caller.text()); }
  for (const text of seen) t.match(text, LATIN_ONLY, text);
  t.equal(new Set(seen).size, seen.length);
  const values = read<Values>('ar-Latn', 'values');
  t.ok(seen.at(-1)?.includes(values.dayShort['1'] ?? '?'));
  t.ok(seen.at(-1)?.includes(values.cover['wrongNumber'] ?? '?'));
  t.match(seen.at(-1), /(\d{8})/);
  t.ok(await (await entry()).count(), 'it is kept');
});

t.test('a caller who reads Nepali reads the whole topic, page by page, and hears it on a call', { skip, timeout: 180_000 }, async (t) => {
  const { line, page, caller } = await roadOf(t);
  const topics = read<Record<string, { short: string }>>('ne', 'topics');
  await dial(caller, '*384*7#', '9', '2');
  t.equal((await linesOn(caller))[0]?.text, read<Wording>('ne', 'opening')['script']?.text);
  t.equal(await directionOf(caller), 'ltr');
  await answer(caller, '1', '2', '1');
  const pages: string[] = [];
  for (let n = 0; n < 6; n++) {
    const text = await caller.text();
    if (pages.includes(text) || !(await more(caller))) break;
    pages.push(text);
    t.match(text, DEVANAGARI);
    t.ok(text.length <= 70, `${text.length} of 70: ${text}`);
    await answer(caller, '9');
  }
  const whole = pages.map((text) => text.split('\n').slice(0, -1).join(' ')).join(' ').replace(/\s+/g, ' ');
  t.ok(pages.length > 1, `${pages.length} pages`);
  t.ok(whole.startsWith(topics['wages']?.short ?? '?'), whole);
  await caller.red();

  await caller.at.getByText('Call hotline').click();
  const keys = ['9', '2', '2'];
  for (const [n, key] of keys.entries()) {
    await sounds(page, n);
    await caller.key(key);
  }
  // The first who asks for a sentence may hear the carrier's voice say it; star, and it has been made.
  let n = keys.length;
  for (await sounds(page, n); n < 8 && !(await heard(page))[n]?.what.includes('/audio/'); await sounds(page, ++n)) await caller.key('*');
  const clip = (await heard(page))[n];
  t.match(clip?.what, /\/audio\/ne\//, 'in their own language');
  t.ok((clip?.peak ?? 0) > 0.05 && (clip?.rms ?? 0) > 0.01, `peak ${clip?.peak.toFixed(2)}, rms ${clip?.rms.toFixed(3)}`);
});

t.test('a caller who asks to hear a topic in Nepali is rung, takes it by key, hears it, and hears it again', { skip, timeout: 180_000 }, async (t) => {
  const { line, page, caller, advocate } = await roadOf(t);
  // On a line that has run for a while, what it says has been made.
  const made = (language: string, clip: string, text: string) => line.app.speech.pathFor({ language, segments: [{ clip, text }], english: text }, 60_000);
  await made('en', 'calls.callerGate', read<{ callerGate: string }>('en', 'calls').callerGate);
  await made('ne', 'topics.wages', read<Record<string, { text: string }>>('ne', 'topics')['wages']?.text ?? '');
  await dial(caller, '*384*7#', '9', '2', '1', '2', '1', '2');
  t.match(await caller.text(), DEVANAGARI);
  await choicesStand(t, caller, 'ltr', '10');
  await answer(caller, '1');
  await caller.is('ringing');
  t.notMatch(await advocate.state(), /ringing|call/, 'nobody else is rung');
  await caller.green();
  await caller.is('call');
  await sounds(page, 0);
  t.match((await heard(page)).map(({ what }) => what), [/\/audio\/en\//], 'first only the gate, in the country\'s common language');
  await caller.key('1');
  await sounds(page, 1);
  const [, topic] = await heard(page);
  t.match(topic?.what, /\/audio\/ne\//);
  t.ok((topic?.peak ?? 0) > 0.05 && (topic?.rms ?? 0) > 0.01, `peak ${topic?.peak}, rms ${topic?.rms}`);
  const seconds = Number(/([\d.]+) s/.exec((await caller.at.locator('.heard li').last().innerText()))?.[1]);
  t.ok(seconds > 15, `the whole of it: ${seconds} s`);
  await caller.key('*');
  await sounds(page, 2);
  t.equal((await heard(page))[2]?.what, topic?.what, 'star: the same again');
  await caller.key('5');
  await caller.is('ended');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  t.equal(await caller.state(), 'ended', 'and is not rung again');
  t.notMatch(JSON.stringify(line.log), new RegExp(CALLER.slice(1)));
});

/** Types one answer after the other and waits for the next screen each time. */
async function answer(phone: Station, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    const before = await phone.at.locator('.wire > summary').textContent();
    await phone.key(key);
    await phone.green();
    await until(async () => /screen|ended|ringing/.test((await phone.state()) ?? '') && (await phone.at.locator('.wire > summary').textContent()) !== before);
  }
}

const more = async (phone: Station): Promise<boolean> => (await phone.text()).split('\n').at(-1)?.startsWith('9 ') ?? false;

type Page = Awaited<ReturnType<typeof roadOf>>['page'];
const heard = (page: Page) => page.evaluate(() => window.hakilinePhone.heard);
/** The nth sound is heard, not only sent. */
const sounds = (page: Page, n: number): Promise<unknown> =>
  page.waitForFunction((at) => (window.hakilinePhone.heard[at]?.peak ?? 0) > 0.05 && (window.hakilinePhone.heard[at]?.rms ?? 0) > 0.01, n, { timeout: 30_000 });

async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  for (let n = 0; n < 1200 && !(await so()); n++) await new Promise((resolve) => setTimeout(resolve, 25));
}
