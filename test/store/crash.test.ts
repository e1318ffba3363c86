import { spawn } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { program } from './fixtures.ts';

const KILLS = 20;

/** Runs the writer until it has acknowledged something, then a random moment longer, then kills it. Returns what it acknowledged. */
function killed(file: string, dir: string, round: number): Promise<string[]> {
  return new Promise((resolve) => {
    const writer = spawn(process.execPath, [file, dir, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    writer.stdout.on('data', (chunk: Buffer) => {
      if (said === '') setTimeout(() => writer.kill('SIGKILL'), Math.random() * 80);
      said += chunk.toString();
    });
    writer.on('close', () => resolve(said.split('\n').slice(0, -1)));
  });
}

t.test('a caller who was told "saved" is saved, although the process was killed at any moment', async (t) => {
  const dir = t.testdir();
  const file = await program(t, 'crash-writer');
  const acknowledged: string[] = [];
  for (let round = 0; round < KILLS; round++) acknowledged.push(...(await killed(file, dir, round)));
  const db = new Database(join(dir, 'hakiline.db'));
  const count = (sql: string) => db.prepare<[], number>(sql).pluck().get();
  const answered = db.prepare<[string], number>('SELECT 1 FROM answers JOIN requests ON requests.id = answers.session JOIN wraps ON wraps.request = requests.id WHERE answers.session = ?').pluck();
  t.ok(acknowledged.length > KILLS, `${acknowledged.length} acknowledged in ${KILLS} kills`);
  t.same(acknowledged.filter((session) => answered.get(session) === undefined), [], 'none lost');
  t.equal(count('SELECT count(*) FROM requests'), count('SELECT count(*) FROM answers'), 'no request without its answer, no answer without its request');
  t.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  t.same(db.pragma('foreign_key_check'), []);
  db.close();
});

t.test('two processes that answer the same sessions at once keep one request for each', async (t) => {
  const dir = t.testdir();
  const file = await program(t, 'crash-writer');
  const [one, other] = await Promise.all([killed(file, dir, 0), killed(file, dir, 0)]);
  t.ok(one.some((session) => other.includes(session)), 'they met');
  const db = new Database(join(dir, 'hakiline.db'));
  const sessions = new Set(db.prepare<[], string>('SELECT id FROM requests').pluck().all());
  t.same([...one, ...other].filter((session) => !sessions.has(session)), []);
  t.equal(db.prepare('SELECT count(*) FROM answers').pluck().get(), sessions.size);
  db.close();
});

t.test('on a full disk nothing is acknowledged that is not kept, and the line lives on', async (t) => {
  const dir = t.testdir();
  const file = await program(t, 'full-disk');
  // The shell's limit on file size (512-byte blocks) stands for the full disk. The test runner's own loader would listen for
  // its signal, and a process that listens for SIGXFSZ dies of it.
  const run = spawn('sh', ['-c', `unset NODE_OPTIONS; ulimit -f 800; exec "${process.execPath}" "${file}" "${dir}"`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  run.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  t.equal(await new Promise((resolve) => run.on('close', (status, signal) => resolve(status ?? signal))), 0);
  const { kept, code, reads } = JSON.parse(said) as { kept: string[]; code: string; reads: number };
  t.equal(code, 'HLP_STORE_FULL');
  t.equal(reads, kept.length, 'what was kept can still be read');
  const db = new Database(join(dir, 'hakiline.db'));
  t.equal(db.prepare('SELECT count(*) FROM never').pluck().get(), kept.length);
  t.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  db.close();
});
