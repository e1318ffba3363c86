import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { openEditions } from '../../src/editions.ts';
import type { HlpError } from '../../src/errors.ts';
import { MONDAY, startLine } from '../harness/line.ts';

type Json = Record<string, any>;
const ROOT = new URL('../..', import.meta.url).pathname;
const shipped = (path: string): Json => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Json;
const SOURCES = { 'organisation.json': 'content/organisation.json', 'topics.json': 'content/topics.json', 'directory.json': 'content/directory.json', 'topics.am.json': 'locales/am/topics.json' };

let moment = MONDAY / 1000;
/** An operator's own file, never of the same moment as the one before. */
function write(dataDir: string, file: string, content: unknown): void {
  const path = join(dataDir, 'content', file);
  mkdirSync(join(dataDir, 'content'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  utimesSync(path, ++moment, moment);
}
const open = (dataDir: string) => openEditions({ contentDir: join(ROOT, 'content'), localesDir: join(ROOT, 'locales'), dataDir, clock: { now: () => MONDAY } });
const refusal = (act: () => unknown): HlpError | undefined => { try { act(); return undefined; } catch (error) { return error as HlpError; } };

const BROKEN: readonly (readonly [file: keyof typeof SOURCES, spoil: (content: Json) => unknown, place: string])[] = [
  ['organisation.json', (c) => { delete c['numbers']; }, '/numbers'],
  ['organisation.json', (c) => { delete c['numbers'].hotline; }, '/numbers/hotline'],
  ['organisation.json', (c) => { c['numbers'].texts = 'call us'; }, '/numbers/texts'],
  ['organisation.json', (c) => { c['languages'] = []; }, '/languages'],
  ['organisation.json', (c) => { c['languages'] = ['../../etc']; }, '/languages/0'],
  ['organisation.json', (c) => { c['zones'].KE = 'Africa/Nirobi'; }, '/zones/KE'],
  ['organisation.json', (c) => { delete c['zones'].AE; }, '/zones/AE'],
  ['organisation.json', (c) => { c['languages'] = ['en', 'pt']; }, '/languages/1'],
  ['organisation.json', (c) => { c['retention'].noteDays = '90'; }, '/retention/noteDays'],
  ['topics.json', (c) => { delete c['topics'].wages.expires; }, '/topics/wages/expires'],
  ['topics.json', (c) => { delete c['topics'].forced; }, '/topics/forced'],
  ['directory.json', (c) => { delete c['entries'][0].number; }, '/entries/0/number'],
  ['topics.am.json', (c) => { delete c['wages'].short; }, '/wages/short'],
  ['topics.am.json', (c) => { delete c['hours']; }, '/hours'],
];
const spoilt = (file: keyof typeof SOURCES, spoil: (content: Json) => unknown): Json => { const content = shipped(SOURCES[file]); spoil(content); return content; };

t.test('a file that lacks a part is refused with its name and the place, and callers go on with what was in force', async (t: Test) => {
  for (const [file, spoil, place] of BROKEN) {
    const dataDir = t.testdir();
    const editions = open(dataDir);
    const before = editions.current();
    write(dataDir, file, spoilt(file, spoil));
    const refused = refusal(() => editions.reload());
    t.match(refused, { code: 'HLP_CONTENT_INVALID', where: `content/${file} ${place}` });
    t.match(refused?.message, new RegExp(`\\(content/${file} ${place}\\)`));
    t.equal(editions.current(), before);
    t.equal(refusal(() => editions.reload()), undefined, 'and is refused once, not every second');
    t.match(refusal(() => open(dataDir)), { code: 'HLP_CONTENT_INVALID', where: `content/${file} ${place}` }, 'and no line starts on it');
  }
});

t.test('what is mended counts, also when the file that was missing comes last', async (t) => {
  const dataDir = t.testdir({ locales: { pt: { 'language.json': '{}' } } });
  for (const language of readdirSync(join(ROOT, 'locales'))) symlinkSync(join(ROOT, 'locales', language), join(dataDir, 'locales', language));
  const editions = openEditions({ contentDir: join(ROOT, 'content'), localesDir: join(dataDir, 'locales'), dataDir, clock: { now: () => MONDAY } });
  const before = editions.current().edition;
  write(dataDir, 'organisation.json', { ...shipped('content/organisation.json'), languages: ['en', 'am', 'pt'], bound: [] });
  t.match(refusal(() => editions.reload()), { where: 'pt/topics.json' });
  write(dataDir, 'topics.pt.json', shipped('locales/en/topics.json'));
  editions.reload();
  t.same(editions.current().organisation.languages, ['en', 'am', 'pt']);
  t.ok(editions.of(before), 'a session under way goes on with its own');
  rmSync(join(dataDir, 'content'), { recursive: true });
  editions.reload();
  t.equal(editions.current().edition, before);
});

t.test('a running line logs it once, with the place and nothing of the content', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  write(join(line.dir, 'data'), 'organisation.json', spoilt('organisation.json', (c) => { c['numbers'].hotline = 'secret words'; }));
  await new Promise((resolve) => setTimeout(resolve, 3_300));
  t.same(line.log.filter(({ event }) => event === 'contentInvalid'), [{ event: 'contentInvalid', code: 'HLP_CONTENT_INVALID', where: 'content/organisation.json /numbers/hotline' }]);
  t.notMatch(JSON.stringify(line.log), /secret words|fault/);
});
