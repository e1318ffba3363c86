import { readFileSync } from 'node:fs';
import t from 'tap';
import { readSources } from './harness/sources.ts';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const { dependencies, devDependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string>; devDependencies: Record<string, string> };

t.test('an operator can read what each dependency is for', async (t) => {
  const [atRunTime = '', toWork = ''] = read('docs/dependencies.md').split('## To work on it');
  const listed = (part: string): string[] => [...part.matchAll(/^\| `([^`]+)` \| \S.* \|$/gm)].map(([, name = '']) => name);
  t.same(listed(atRunTime), Object.keys(dependencies).sort());
  t.same(listed(toWork), Object.keys(devDependencies).sort());
});

t.test('nothing is installed that nobody imports', async (t) => {
  const packageOf = (from: string): string => from.split('/').slice(0, from.startsWith('@') ? 2 : 1).join('/');
  const imported = new Set(readSources(['machines', 'prompts', 'src', 'scripts', 'bench', 'test']).flatMap(({ imports }) => imports.map(({ from }) => packageOf(from))));
  const sdk = read('src/gateways/africastalking/sdk.ts'); // loaded by a require of its own, when the first call goes out
  const isUsed = (name: string): boolean => imported.has(name) || name.startsWith('@types/') || (name === 'africastalking' && sdk.includes(`'${name}'`));
  t.same([...Object.keys(dependencies), ...Object.keys(devDependencies)].filter((name) => !isUsed(name)), []);
});
