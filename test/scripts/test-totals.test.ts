import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SCRIPT = join(root, 'scripts/test-totals.js');

const count = (file: string, status: number): { line: string; status: number | null } => {
  const run = spawnSync(process.execPath, [SCRIPT, file, String(status)], { encoding: 'utf8' });
  return { line: run.stdout, status: run.status };
};

/** Runs tap itself on these files, as .ci/run does. */
function runTap(t: Test, files: Readonly<Record<string, string>>): { line: string; status: number | null } {
  const dir = t.testdir({ 'package.json': '{"type":"module"}', ...files, node_modules: t.fixture('symlink', join(root, 'node_modules')) });
  const stream = join(dir, 'stream');
  const tap = spawnSync(process.execPath, [join(root, 'node_modules/tap/dist/esm/run.mjs'), '--disable-coverage', '--reporter=terse', `--output-file=${stream}`, ...Object.keys(files)], {
    cwd: dir, encoding: 'utf8', env: { PATH: process.env['PATH'] },
  });
  return count(stream, tap.status ?? 1);
}

t.test('an advocate who reads "0 failed" can trust it', async (t) => {
  const good = `import t from 'tap'; t.ok(true); t.ok(true); t.test('later', { skip: true }, () => {});`;

  t.test('a good run is good, and what was skipped did not pass', async (t) => {
    t.same(runTap(t, { 'good.mjs': good }), { line: '2 passed, 0 failed\n', status: 0 });
  });
  t.test('a file that crashes before its first test is one failure', async (t) => {
    t.same(runTap(t, { 'good.mjs': good, 'crash.mjs': `import './nowhere.mjs';` }), { line: '2 passed, 1 failed\n', status: 1 });
  });
  t.test('a file that leaves in the middle is one failure, though all it tested passed', async (t) => {
    t.same(runTap(t, { 'leave.mjs': `import t from 'tap'; t.ok(true); process.exit(3);` }), { line: '1 passed, 1 failed\n', status: 1 });
  });
  t.test('a run that failed without a failing test is one failure', async (t) => {
    const file = join(t.testdir(), 'stream');
    writeFileSync(file, '# { total: 5, pass: 5 }\n');
    t.same(count(file, 0), { line: '5 passed, 0 failed\n', status: 0 });
    t.same(count(file, 1), { line: '5 passed, 1 failed\n', status: 1 });
  });
  t.test('a run that never began is one failure', async (t) => {
    t.same(count(join(t.testdir(), 'nothing'), 2), { line: '0 passed, 1 failed\n', status: 1 });
    t.same(count(join(t.testdir(), 'nothing'), 0), { line: '0 passed, 1 failed\n', status: 1 });
  });
});
