import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { Visitor } from '../desk/harness.ts';
import { bare, mute, start } from '../harness/processes.ts';

const ROOT = join(import.meta.dirname, '../..');
// Below the repository: the bundle finds its packages from there.
const program = mute(join(ROOT, `dist/sources/audit-${process.pid}`));
t.teardown(() => rmSync(join(program, '..'), { recursive: true, force: true }));

interface Said { readonly status: number; readonly out: string; readonly err: string }

/** `npx hakiline audit …`, in a process of its own. */
const audit = (dataDir: string, ...words: string[]): Promise<Said> => new Promise((resolve) => {
  execFile('env', ['-u', 'NODE_OPTIONS', process.execPath, program, 'audit', ...words], { cwd: ROOT, env: { ...bare(), DATA_DIR: dataDir } }, (error, out, err) => {
    resolve({ status: error === null ? 0 : Number(error.code), out, err });
  });
});

const wrongProof = { name: 'demo', proof: Buffer.alloc(32, 5).toString('base64') };
/** Resolves when the line answered: what it wrote down is committed then. */
async function failToSignIn(url: string, times = 1): Promise<void> {
  const visitor = new Visitor(url);
  await visitor.ask('GET', 'me');
  const answers = await Promise.all(Array.from({ length: times }, () => visitor.post('sign-in', wrongProof)));
  if (answers.some(({ status }) => status !== 401)) throw new Error(`the line answered ${answers.map(({ status }) => status).join()}`);
}

async function demo(t: Test, dataDir = t.testdir()) {
  const line = await start({ dataDir, program });
  t.teardown(() => line.kill());
  await until(() => line.output().includes('passphrase:'));
  return { line, dataDir, passphrase: /passphrase: ([a-z ]+)/.exec(line.output().toString())?.[1] ?? '' };
}

async function until(there: () => boolean): Promise<void> {
  for (let left = 2_000; !there(); left--) {
    if (left === 0) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const heads = (dataDir: string): string[] => readdirSync(join(dataDir, 'secrets')).filter((file) => file.startsWith('audit-head'));

t.test('an operator checks beside a running line, after a kill -9 at the worst moment, and after somebody wrote to the store', async (t) => {
  const { line, dataDir, passphrase } = await demo(t);
  const visitor = new Visitor(line.url);
  await visitor.signIn('demo', passphrase);
  await failToSignIn(line.url, 3);
  await until(() => heads(dataDir).includes('audit-head.4')); // within five seconds
  const beside = await audit(dataDir, 'verify');
  t.match(beside, { status: 0, err: '', out: /^The audit holds: 4 entries, from \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC to .* UTC\. The head this line signed is the last of them\.\n$/ });
  t.match((await audit(dataDir, 'list', '--most', '3')).out, /^4 {2}.* UTC {2}signInFailed {2}unknown {2}demo\n3 .*\n2 .*\n$/);
  t.match((await audit(dataDir, 'list', '--who', 'demo')).out, /^1 {2}.* UTC {2}signedIn {2}demo\n$/);

  await visitor.post('sign-out');
  await line.kill();
  t.same(heads(dataDir), ['audit-head.4'], 'killed between the commit and the head');
  t.match(await audit(dataDir, 'verify'), { status: 0, out: /5 entries.*is followed by 1 newer\./ }, 'which is no fault of anybody');

  // Two processes on one directory, and both write.
  const [one, other] = [await demo(t, dataDir), await demo(t, dataDir)];
  for (let round = 0; round < 3; round++) await Promise.all([failToSignIn(one.line.url), failToSignIn(other.line.url)]);
  await one.line.kill();
  await failToSignIn(other.line.url);
  t.equal(await other.line.stop(), 0);
  t.same(heads(dataDir), ['audit-head.12'], 'signed at the end');
  t.match(await audit(dataDir, 'verify'), { status: 0, out: /12 entries.*last of them/ });
  t.notOk(Buffer.concat([one.line.output(), other.line.output()]).includes('HLP_AUDIT'), 'and neither raised an alarm');

  const db = new Database(join(dataDir, 'hakiline.db'));
  db.exec(`UPDATE audit SET what = 'signedOut' WHERE n = 3`);
  t.match(await audit(dataDir, 'verify'), { status: 1, out: '', err: /^HLP_AUDIT_CHANGED: .*\(the first that does not hold is entry 3\)\n.*Keep a copy/ });
  db.exec(`UPDATE audit SET what = 'signInFailed' WHERE n = 3; DELETE FROM audit WHERE n > 9`);
  t.match(await audit(dataDir, 'verify'), { status: 1, err: /^HLP_AUDIT_CUT: .*\(entries 10 to 12\)\n/ });
  db.close();
});

t.test('an operator who points at nothing, or at other secrets, is told so in a sentence', async (t) => {
  const empty = t.testdir({ data: {}, other: {} });
  t.match(await audit(join(empty, 'none'), 'verify'), { status: 1, err: /^HLP_AUDIT_NO_STORE: There is no audit here\. .*\nSet DATA_DIR/ });
  t.match(await audit(join(empty, 'data'), 'list'), { status: 1, err: /^HLP_AUDIT_NO_STORE/ });
  t.same(readdirSync(join(empty, 'data')), [], 'and nothing was made there');
  const old = new Database(join(empty, 'data', 'hakiline.db'));
  old.exec('CREATE TABLE revision (n INTEGER)');
  old.close();
  t.match(await audit(join(empty, 'data'), 'verify'), { status: 1, err: /an earlier version made the store/ });
  mkdirSync(join(empty, 'broken'));
  copyFileSync(join(ROOT, 'package-lock.json'), join(empty, 'broken', 'hakiline.db'));
  t.match(await audit(join(empty, 'broken'), 'verify'), { status: 1, err: /^HLP_AUDIT_CHANGED: .*the file cannot be read/ });
  t.match(await audit(join(empty, 'none'), 'list', '--what', 'gossip'), { status: 1, err: /^No entry is called that\. --what takes one of: signedIn, / });
  t.match(await audit(join(empty, 'none'), 'list', '--most', 'x'), { status: 1, err: /whole number/ });
});
