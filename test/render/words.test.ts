import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import i18next from 'i18next';
import t from 'tap';
import { loadWords } from '../../src/render/words.ts';

const SEED = Number(process.env['SEED'] ?? 20261123);
const LOCALES = fileURLToPath(new URL('../../locales', import.meta.url));
const words = loadWords(LOCALES);

/** The library alone, on wordings of its own. */
const library = (wordings: Record<string, string>): ((key: string, values: Record<string, string>) => string) => {
  const instance = i18next.createInstance();
  void instance.init({ lng: 'en', fallbackLng: false, initAsync: false, returnEmptyString: true, showSupportNotice: false, interpolation: { escapeValue: false, skipOnVariables: true }, resources: { en: { translation: wordings } } } as Parameters<typeof instance.init>[0]);
  return (key, values) => instance.t(key, values);
};

/** Every wording of a language, by key. */
function wordings(language: string): Record<string, string> {
  const all: Record<string, string> = {};
  const add = (at: string, value: unknown): void => {
    if (typeof value === 'string') all[at] = value;
    else for (const [key, inner] of Object.entries(value as object)) add(at ? `${at}.${key}` : key, inner);
  };
  for (const file of readdirSync(join(LOCALES, language)).filter((f) => f.endsWith('.json') && !['review.json', 'glossary.json'].includes(f))) {
    const read: unknown = JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8'));
    add(words.raw(language, `${file.replace('.json', '')}.${Object.keys(read as object)[0]}`) === undefined ? '' : file.replace('.json', ''), read);
  }
  return all;
}

const placesOf = (wording: string): string[] => [...wording.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] ?? '');

for (const language of words.languages) {
  t.test(`every wording of ${language} is filled in as the library fills it in`, async (t) => {
    t.comment(`SEED=${SEED}`);
    const all = Object.entries(wordings(language)).filter(([key, wording]) => words.raw(language, key) === wording);
    t.ok(all.length > 200, `${all.length} wordings`);
    const flat = library(Object.fromEntries(all.map(([, wording], i) => [`w${i}`, wording])));
    for (const [i, [key, wording]] of all.entries()) {
      const values = fc.record(Object.fromEntries(placesOf(wording).map((place) => [place, fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('{{n}}', '$t(home)', '$&', '+999100100100'))])));
      fc.assert(fc.property(values, (given) => words.text(language, key, given) === flat(`w${i}`, given)), { seed: SEED, numRuns: 20 });
    }
  });
}

t.test('a place without its value stays to be seen, and a key without a wording says itself', async (t) => {
  t.equal(words.text('en', 'keys.line', { key: '1' }), '1 {{label}}');
  t.equal(words.text('en', 'keys.line', { key: '1' }), library({ line: '{{key}} {{label}}' })('line', { key: '1' }), 'as in the library');
  t.equal(words.text('en', 'no.such.wording'), 'no.such.wording');
  t.equal(words.text('en', 'no.such.wording', {}, 'variant'), 'no.such.wording');
});
