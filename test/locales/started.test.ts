import { fileURLToPath } from 'node:url';
import t from 'tap';
import { isNeutral, startedText } from '../../src/render/started.ts';
import { fits, measure } from '../../src/render/alphabet.ts';
import { loadWords } from '../../src/render/words.ts';

const words = loadWords(fileURLToPath(new URL('../../locales', import.meta.url)));
const ONE_TEXT = { gsm7: 160, ucs2: 70 };

for (const language of words.languages) {
  for (const script of ['native', 'latin'] as const) {
    t.test(`a text we start in ${words.form(language, script)} gives nobody away, and is one text`, async (t) => {
      const text = startedText(words, { language, script }, '48217736');
      t.match(text, /4821 7736/);
      t.ok(fits(text ?? '', ONE_TEXT), `${measure(text ?? '').units}`);
      t.notMatch(text, /hakiline|info line/i);
    });
  }
  t.test(`${language} has its own words that such a text must not hold, and its own for stop and help`, async (t) => {
    t.ok((words.raw(language, 'started.avoid') ?? '').split(' ').length >= 10);
    for (const key of ['language.stop', 'language.help']) t.ok((words.raw(language, key) ?? '').split(' ').every((word) => word !== '' && word === word.toLowerCase()), key);
    t.notOk(isNeutral(words.raw(language, 'keys.urgent.label') ?? '', words.raw(language, 'started.avoid') ?? ''), 'the label of the urgent key is one of them');
  });
}

t.test('no word for stop is one for help', async (t) => {
  const all = (what: string): string[] => words.languages.flatMap((l) => (words.raw(l, `language.${what}`) ?? '').split(' '));
  t.same(all('stop').filter((word) => all('help').includes(word)), []);
});

t.test('where a wording holds a word to avoid, no text goes out', async (t) => {
  t.ok(isNeutral('Your code is 4821 7736.', 'help police'));
  t.notOk(isNeutral('Call for help: 4821 7736.', 'help police'));
  t.notOk(isNeutral('HELP, 4821.', 'help'));
  t.notOk(isNeutral('Nambari ya msaada: 1', 'msaada'));
});
