import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import t from 'tap';
import { MIGRATIONS } from '../src/store/migrations/all.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const FOLDERS = ['.', 'docs', 'docs/decisions', 'machines', 'prompts', 'locales', 'audio', 'content', 'bench', 'test/wire', 'test/transcripts'];
const pages = FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder)).filter((file) => file.endsWith('.md')).map((file) => join(folder, file)));

t.test('an operator finds in docs/privacy.md every table of the store, and none that is no more', async (t) => {
  const [, stored = ''] = read('docs/privacy.md').split('## What is stored');
  const listed = [...stored.matchAll(/^\| (`\w+`(?:, `\w+`)*) \|/gm)].flatMap(([, names = '']) => [...names.matchAll(/\w+/g)].map(([name]) => name)).filter((name) => name !== 'DATA_DIR');
  const db = new Database(':memory:');
  for (const migration of MIGRATIONS) db.exec(migration);
  const made = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'revision' AND name NOT LIKE 'sqlite%'").pluck().all(); // revision counts commits
  db.close();
  t.same(listed.sort(), made.sort());
});

t.test('an operator finds every setting in docs/architecture.md', async (t) => {
  const known = [...read('src/config.ts').matchAll(/env\['(\w+)'\]/g)].map(([, name = '']) => name);
  const [, environment = ''] = read('docs/architecture.md').split('## Environment');
  t.same([...new Set(known)].filter((name) => !environment.includes(`\`${name}\``)), []);
});

t.test('no page leads nowhere', async (t) => {
  for (const page of pages) {
    for (const [, link = ''] of read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)) t.ok(existsSync(join(ROOT, dirname(page), link)), `${page}: ${link}`);
  }
  const [, map = ''] = read('README.md').split('| folder |');
  for (const [, folder = ''] of map.matchAll(/^\| `(\w+)\/` \|/gm)) t.ok(existsSync(join(ROOT, folder)), `README.md: ${folder}/`);
});

t.test('what README.md shows is what the line says', async (t) => {
  const [, shown = ''] = read('README.md').split('```');
  const opening = JSON.parse(read('locales/en/opening.json')) as { home: { options: Record<string, string>; press: Record<string, string>; say: string } };
  const topics = JSON.parse(read('locales/en/topics.json')) as { wages: { short: string } };
  const flat = shown.replace(/\s+/g, ' ');
  for (const label of Object.values(opening.home.options)) t.ok(flat.includes(label), label);
  t.ok(flat.includes(opening.home.say));
  t.ok(flat.includes(opening.home.press['talk'] ?? '?'));
  for (const word of topics.wages.short.split(' ')) t.ok(flat.includes(word), word);
});
