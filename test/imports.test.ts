import t from 'tap';
import { BANNED, CONTRACTS, MAY, STOPWATCHES, zoneOf } from './harness/may-import.ts';
import { parse, readSources, type Source } from './harness/sources.ts';

const ours = readSources(['machines', 'prompts', 'src']);
const all = [...ours, ...readSources(['bench', 'scripts', 'test'])];

const within = (path: string, zones: readonly string[] = []): boolean => zones.some((zone) => zone === '*' || path === zone || (path.startsWith(`${zone}/`) && zoneOf(path) === zone));

/** Every import that the table does not allow. */
function trespasses({ path, imports }: Source): string[] {
  const zone = zoneOf(path);
  if (zone === undefined) return [`${path} is in no zone`];
  const may = MAY[zone] ?? {};
  return imports.filter(({ from, typeOnly }) => {
    const isOurs = /^(?:machines|prompts|src)\//.test(from);
    if (!isOurs) return !may.packages?.includes(from) && !(typeOnly && may.name?.includes(from));
    if (zoneOf(from) === zone || within(from, may.run)) return false;
    if (CONTRACTS.includes(from) && zone !== 'machines' && zone !== 'prompts' && !zone.endsWith('/browser') && zone !== 'src/phone') return false;
    return !(typeOnly && within(from, may.name));
  }).map(({ from, typeOnly }) => `${path} imports ${from}${typeOnly ? ' (a type)' : ''}`);
}

/** A file that, by way of what it runs, comes back to itself. */
function circles(sources: readonly Source[]): string[] {
  const runs = new Map(sources.map(({ path, imports }) => [path, imports.filter(({ typeOnly }) => !typeOnly).map(({ from }) => from)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) { found.push([...way.slice(way.indexOf(path)), path].join(' → ')); return; }
    if (done.has(path)) return;
    for (const next of runs.get(path) ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of runs.keys()) visit(path, []);
  return found;
}

const isBanned = (name: string): boolean => BANNED.includes(name.toLowerCase()) || /(?:Handler|Manager|Service|Utils?|Helpers?)$/.test(name) || /^(?:handle|do)[A-Z]/.test(name);

t.test('a maintainer can tell from a folder what its code can reach', async (t) => {
  t.same(ours.flatMap(trespasses), []);
  t.same(trespasses(parse('src/phone/x.ts', `import { openStore } from '../store/open.ts';`)), ['src/phone/x.ts imports src/store/open.ts']);
  t.same(trespasses(parse('src/desk/x.ts', `import type { Line } from '../gateways/gateway.ts';`)), ['src/desk/x.ts imports src/gateways/gateway.ts (a type)']);
  t.same(trespasses(parse('src/dialogue/x.ts', `import { openStore } from '../store/open.ts'; import type { Store } from '../store/store.ts';`)), ['src/dialogue/x.ts imports src/store/open.ts']);
  t.same(trespasses(parse('machines/x.ts', `await import('node:fs');`)), ['machines/x.ts imports node:fs']);
});

t.test('no file needs itself', async (t) => {
  t.same(circles(ours), []);
  t.same(circles([parse('src/a.ts', `import './b.ts';`), parse('src/b.ts', `export * from './a.ts';`)]), ['src/a.ts → src/b.ts → src/a.ts']);
});

t.test('only config.ts reads the environment, only clock.ts the clock', async (t) => {
  const reading = (what: (read: string) => boolean): string[] => ours.filter(({ reads }) => reads.some(what)).map(({ path }) => path);
  t.same(reading((read) => read === 'process.env'), ['src/config.ts']);
  t.same(reading((read) => read !== 'process.env'), ['src/clock.ts', ...Object.keys(STOPWATCHES)].sort());
  t.same(parse('src/x.ts', 'new Date(); new Date(5); Date.now(); DateTime.utc();').reads, ['new Date()', 'Date.now', 'DateTime.utc']);
});

t.test('a newcomer can read any file in one go', async (t) => {
  const lengths = all.map(({ lines }) => lines).sort((a, b) => a - b);
  t.ok((lengths[lengths.length >> 1] ?? 0) < 100, `median ${lengths[lengths.length >> 1]} lines`);
  t.same(all.filter(({ lines }) => lines > 400).map(({ path, lines }) => `${path}: ${lines}`), []);
});

t.test('names are those of the field', async (t) => {
  t.same(all.filter(({ path }) => path.split(/[/.-]/).some((word) => BANNED.includes(word))).map(({ path }) => path), []);
  t.same(ours.flatMap(({ path, names }) => names.filter(isBanned).map((name) => `${path}: ${name}`)), []);
  t.same(parse('src/x.ts', 'const data = 1; function handleCall(userAgent: string) {}').names.filter(isBanned), ['data', 'handleCall']);
  t.same(all.filter(({ path }) => /[A-Z_]/.test(path)).map(({ path }) => path), []);
});
