import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const LOCALES = fileURLToPath(new URL('../../locales', import.meta.url));
const ABOUT = new Set(['review.json', 'glossary.json']);
const languages = readdirSync(LOCALES, { withFileTypes: true }).filter((f) => f.isDirectory() && f.name !== 'en' && !f.name.endsWith('-Latn')).map((f) => f.name);
/** Things, how English wordings name them, and how much of these must use the word: short screens say some of it otherwise. */
const WANTED = [
  { term: /advocate/, says: /\bhelpers?\b/i, least: 0.8 }, { term: /^request/, says: /\brequests?\b/i, least: 0.8 }, { term: /employer/, says: /\bemployers?\b|\bboss\b/i, least: 0.8 },
  { term: /passport/, says: /\bpassports?\b/i, least: 0.8 }, { term: /pay|wages/, says: /\bwages\b/i, least: 0.8 }, { term: /urgent/, says: /\burgent\b/i, least: 0.8 },
] as const;

/** As letters alone: without vowel signs, which a glossary may leave out. */
const plain = (words: string): string => words.normalize('NFC').replace(/[\u064b-\u0652\u0670]/g, '').toLowerCase();
/** What a glossary's entry names, without its remarks: these are in English. */
const namesIn = (said: string, language: string): string[] => (LATIN.has(language)
  ? said.split(/[,;(:/]| or | and /).map((word) => word.trim().replace(/^-/, '')).filter((word) => word.length > 1)
  : [...said.matchAll(/[\p{L}\p{M}]+/gu)].map(([word]) => word).filter((word) => word.length > 1 && !/[a-z]/.test(word)));
const LATIN = new Set(['sw', 'fr']);
/** Words are inflected at their ends; an Ethiopic sign is a syllable. */
const stemOf = (word: string): string => (/[a-z]/.test(word) && word.length <= 3 ? word : word.length > 5 ? word.slice(0, -2) : word.length > 2 ? word.slice(0, -1) : word);

/** Every wording by its key; values.json and the like under their own name. */
function keysOf(language: string): Map<string, string> {
  const all = new Map<string, string>();
  const add = (at: string, value: unknown): void => {
    if (typeof value === 'string') all.set(at, value);
    else for (const [key, inner] of Object.entries(value as object)) add(`${at}.${key}`, inner);
  };
  for (const file of readdirSync(join(LOCALES, language)).filter((f) => !ABOUT.has(f))) add(file, JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8')));
  return all;
}
const english = keysOf('en');

for (const language of languages) {
  t.test(`${language} has one word for each thing that matters, and uses it wherever the English does`, async (t) => {
    const { terms } = JSON.parse(readFileSync(join(LOCALES, language, 'glossary.json'), 'utf8')) as { terms: Record<string, Record<string, string>> };
    const wordings = keysOf(language);
    for (const { term, says, least } of WANTED) {
      const found = Object.entries(terms).filter(([key]) => term.test(key)).map(([, entry]) => plain(entry[language] ?? ''));
      t.ok(found.length > 0, `${term} is in the glossary`);
      const stems = found.flatMap((said) => namesIn(said, language)).map(stemOf);
      const where = [...english].filter(([key, text]) => says.test(text) && wordings.get(key));
      const uses = where.filter(([key]) => stems.some((stem) => plain(wordings.get(key)!).includes(stem)));
      t.comment(`${language} ${term}: ${uses.length} of ${where.length}`);
      t.ok(uses.length >= least * where.length, `${term}: not in ${where.filter((one) => !uses.includes(one)).map(([key]) => key).join(', ')}`);
    }
  });
}
