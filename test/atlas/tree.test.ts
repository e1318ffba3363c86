import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { SCREENS, TOPICS } from '../../machines/words.ts';
import { prompts } from '../../prompts/prompts.ts';
import { formsOf, treeOf, strays } from '../../src/atlas/tree.ts';
import { placesOf } from '../../src/atlas/places.ts';
import { openAutomaton } from '../../src/dialogue/automaton.ts';
import { openShow } from '../../src/dialogue/show.ts';
import { openEditions } from '../../src/editions.ts';
import { loadWords } from '../../src/render/words.ts';
import { MONDAY } from '../harness/line.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOCS = join(ROOT, 'docs', 'menu');
const WRITE = process.env['MENUS'] === 'write';
const MEND = 'look at what callers meet now, then npm run menus';

const words = loadWords(join(ROOT, 'locales'));
const world = openEditions({ contentDir: join(ROOT, 'content'), localesDir: join(ROOT, 'locales'), dataDir: t.testdir({}), clock: { now: () => MONDAY } }).current();
const automaton = openAutomaton();
const places = placesOf({ automaton, show: openShow(automaton, words), world });
const menus = new Map<string, string>(formsOf(world, words).map((form) => [`${form}.md`, treeOf(form, places, world, words)]));
if (WRITE) {
  rmSync(DOCS, { recursive: true, force: true });
  mkdirSync(DOCS, { recursive: true });
  for (const [file, text] of menus) writeFileSync(join(DOCS, file), text);
}

t.test('a native reader finds every screen of the line, each in its branch', async (t) => {
  t.same(strays(), []);
  for (const [file, text] of menus) {
    const [form = ''] = file.split('.');
    const latin = form.endsWith('-Latn');
    const asked = SCREENS.filter((screen) => (screen === 'script' ? words.form(form, 'latin') !== form && !latin : !(latin && prompts[screen].only === 'voice')));
    t.same(asked.filter((screen) => !text.includes(`### ${prompts[screen].tree} · `)), [], file);
    for (const topic of TOPICS) t.ok(text.includes(`### RP · topic: ${topic}\n`), `${file}: ${topic}`);
    t.notMatch(text, /\{\{|undefined|→ \?/, file);
    for (const [, said = ''] of latin ? [] : text.matchAll(/^### B1 .*?Said:(.*?)```\n\n(?:<|-)/gms)) t.equal(said.match(/[.।።]\n/gu)?.length, 5, `${file}: the choices of a day are said: ${said}`);
  }
});

t.test('what a native reader reads is what callers meet', async (t) => {
  for (const [file, text] of menus) {
    if (!existsSync(join(DOCS, file))) t.fail(`docs/menu/${file} is missing: ${MEND}`);
    else if (readFileSync(join(DOCS, file), 'utf8') !== text) t.equal(readFileSync(join(DOCS, file), 'utf8'), text, `docs/menu/${file} is not current: ${MEND}`);
  }
  t.same(existsSync(DOCS) ? readdirSync(DOCS).filter((file) => !menus.has(file)) : [], [], 'and none is left over');
});
