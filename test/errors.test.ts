import { readFileSync } from 'node:fs';
import t from 'tap';
import { ERRORS, HlpError, type Code, type ErrorFacts } from '../src/errors.ts';
import { loadWords } from '../src/render/words.ts';
import { fileURLToPath } from 'node:url';

const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
const facts: Readonly<Record<string, ErrorFacts>> = ERRORS;

interface Row { readonly fault: string; readonly again: string; readonly hears: string; readonly happened: string; readonly mend: string }

const readRows = (words: string): Map<string, Row> => new Map([...words.matchAll(/^\| `(HLP_\w+)` \| (.*) \|$/gm)].map(([, code = '', rest = '']) => {
  const [fault = '', again = '', hears = '', happened = '', mend = ''] = rest.split(' | ');
  return [code, { fault, again, hears, happened, mend }];
}));

t.test('an operator who reads a code in the log finds it in docs/errors.md, and no code that is no more', async (t) => {
  const rows = readRows(page);
  t.same([...rows.keys()].sort(), Object.keys(ERRORS).sort());
  for (const [code, row] of rows) {
    const said = facts[code];
    t.same([row.fault, row.again, row.hears], [said?.fault, said?.retryable ? 'yes' : 'no', said?.tell ? `“${said.tell}”` : 'nothing'], code);
    t.ok(row.happened.length > 10 && row.mend.length > 5, `${code} says what happened and what to do`);
  }
});

t.test('a caller who meets an error hears a sentence that exists in every language', async (t) => {
  const words = loadWords(fileURLToPath(new URL('../locales', import.meta.url)));
  const told = new Set(Object.values(facts).flatMap(({ tell }) => (tell ? [tell] : [])));
  for (const language of words.languages) for (const tell of told) for (const part of ['text', 'say']) t.ok(words.has(language, `${tell}.${part}`), `${language} ${tell}.${part}`);
  t.ok(page.includes(words.text('en', 'trouble.text', { line: '(the hotline)' })), 'the page quotes what is said');
  t.ok(page.includes(words.text('en', 'again.text', { line: '(the hotline)' })), 'the page quotes what is said');
});

t.test('an error says its place, and nothing that was in it', async (t) => {
  for (const code of Object.keys(ERRORS) as Code[]) t.equal(new HlpError(code, 'here').message, `${ERRORS[code].message} (here)`);
});
