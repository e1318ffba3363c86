import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import t from 'tap';

const LOCALES = fileURLToPath(new URL('../../locales', import.meta.url));
const languages = readdirSync(LOCALES, { withFileTypes: true }).filter((f) => f.isDirectory()).map((f) => f.name);
const ABOUT = new Set(['review.json', 'glossary.json']);

function read(language: string): Map<string, string> {
  const all = new Map<string, string>();
  const add = (at: string, value: unknown): void => {
    if (typeof value === 'string') all.set(at, value);
    else for (const [key, inner] of Object.entries(value as object)) add(`${at}.${key}`, inner);
  };
  for (const file of readdirSync(join(LOCALES, language)).filter((f) => f.endsWith('.json') && !ABOUT.has(f))) {
    add(file.replace('.json', ''), JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8')));
  }
  return all;
}

const english = read('en');
const places = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] ?? '').sort();
/** Names and numerals that two languages may spell alike; its review has to say so. */
const NAMES = /^values\.(countries|months|digits|safeWord|days|dayShort)\.|^callback\.safeWord\.options\./;

/**
 * What one screen of 70 signs has no room for. Whose time is kept stands on a line of its own, where there is room; when
 * somebody is there again, in the text above the option. The first of a month is "1er".
 */
const LATER = ['urgent.alarmKept.options.later', 'urgent.urgentShut.options.later'];
const BOOKED = ['callback.booked.text', 'callback.booked.top_place'];
const OTHERWISE: Readonly<Record<string, readonly string[]>> = { am: BOOKED, ar: [...BOOKED, ...LATER], ne: [...BOOKED, ...LATER], fr: ['values.date_first'] };

/** What is read, not heard: all that a form in Latin letters holds. */
const SPOKEN = /^(calls|language)\.|^values\.(dayPress|daysPress|partPress|partSay|hoursSay|digits|keysSpoken|coverSay)\.|^keys\.(\w+\.press|press|repeat|hash|wrongSay|silenceSay)$|^topics\.\w+\.text$|^started\.avoid$|\.(say|say_\w+|press)(\.|$)|^opening\.script\./;
const isRead = (key: string): boolean => !SPOKEN.test(key);

/** Nothing to translate: direction, and wordings that are only places and signs. */
const wordless = (key: string, text: string): boolean => key === 'language.direction' || !/\p{L}/u.test(text.replace(/\{\{\w+\}\}/g, ''));

interface Review { readonly status: string; readonly strings: Readonly<Record<string, { drafted: string; backTranslation?: string; compared: string; spelledAlike?: true; approved: { by: string; on: string } | null }>> }
const reviewOf = (language: string): Review => JSON.parse(readFileSync(join(LOCALES, language, 'review.json'), 'utf8')) as Review;

for (const language of languages.filter((l) => l !== 'en')) {
  const words = read(language);
  const review = reviewOf(language);
  const wanted = [...english.keys()].filter((key) => !language.endsWith('-Latn') || isRead(key));
  t.test(`${language} has every wording, and none besides`, async (t) => {
    t.same(wanted.filter((key) => !words.has(key)), [], 'missing');
    t.same([...words.keys()].filter((key) => !wanted.includes(key)), [], 'unused');
  });

  t.test(`what became of every wording of ${language} is on record: drafted, translated back, compared, approved by whom`, async (t) => {
    const said = [...words].filter(([key, text]) => !wordless(key, text) && key !== 'language.romanised').map(([key]) => key);
    t.same(said.filter((key) => !review.strings[key]), [], 'without a record');
    t.same(Object.keys(review.strings).filter((key) => !words.has(key)), [], 'of no wording');
    for (const [key, { drafted, backTranslation, compared, approved }] of Object.entries(review.strings)) {
      if (!/^\d{4}-\d{2}-\d{2}$/.test(drafted) || !backTranslation || !/^(same|mended|shorter|doubtful)$/.test(compared)) t.fail(`${key} is not whole`);
      if (approved !== null && (!approved.by || !/^\d{4}-\d{2}-\d{2}$/.test(approved.on))) t.fail(`${key}: approved by whom, and when?`);
    }
  });

  t.test(`no wording of ${language} is the English one`, async (t) => {
    const alike = [...words].filter(([key, text]) => english.get(key) === text && text !== '' && !wordless(key, text)).map(([key]) => key);
    t.same(alike.filter((key) => !(NAMES.test(key) && review.strings[key]?.spelledAlike)), []);
    t.same([...words].filter(([key, text]) => text === '' && english.get(key) !== '').map(([key]) => key), [], 'empty');
  });

  t.test(`every place for a value that English fills in, ${language} fills in too, and no other`, async (t) => {
    const other = [...words].filter(([key, text]) => String([...new Set(places(text))]) !== String([...new Set(places(english.get(key) ?? ''))])).map(([key]) => key);
    t.same(other.filter((key) => !OTHERWISE[language]?.includes(key)), []);
    t.same((OTHERWISE[language] ?? []).filter((key) => !other.includes(key)), [], 'no longer otherwise');
  });

  t.test(`the wordings of ${language} are marked as drafts until a speaker has approved them`, async (t) => {
    const waiting = Object.values(review.strings).some(({ approved }) => approved === null);
    t.equal(/draft/.test(review.status), waiting);
  });
}
