import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { dial } from '../harness/caller.ts';
import { freePort } from '../harness/line.ts';
import { writeLiveContent } from '../harness/live.ts';
import { bare, build, start } from '../harness/processes.ts';

const program = build();

/** Starts a line that is to end by itself; one that does not is killed after 15 s. */
function attempt(env: Record<string, string>, cwd = process.cwd()): Promise<{ status: number | null; said: string }> {
  const child = spawn(process.execPath, [program, 'start'], { cwd, env: { ...bare(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (part: Buffer) => { said += part.toString(); });
  child.stderr.on('data', (part: Buffer) => { said += part.toString(); });
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  return new Promise((resolve) => child.on('close', (status) => { clearTimeout(late); resolve({ status, said }); }));
}

t.test('an operator whose port is taken is told so, and the process ends', { timeout: 60_000 }, async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => { other.listen(0, '127.0.0.1', resolve); });
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo;
  const dataDir = t.testdir();
  for (const which of ['first', 'second']) {
    const { status, said } = await attempt({ PORT: String(port), DATA_DIR: dataDir });
    t.equal(status, 1, `${which} start`);
    t.match(said, /HLP_PORT_TAKEN: Another program listens on this port\. \(127\.0\.0\.1:\d+\)\n.*set PORT/);
    t.notMatch(said, /"event"|passphrase/, 'and nothing else');
  }
});

t.test('with only MODE=live the line ends within three seconds, names each unsafe default and its mend, and touches nothing', { timeout: 60_000 }, async (t) => {
  const home = t.testdir();
  const begun = performance.now();
  const { status, said } = await attempt({ MODE: 'live' }, home);
  const took = performance.now() - begun;
  t.equal(status, 1);
  t.ok(took < 3_000, `it took ${Math.round(took)} ms`);
  t.match(said, /^HLP_LIVE_UNSAFE|^MODE=live does not start with unsafe settings\./);
  for (const setting of ['PUBLIC_URL', 'GATEWAY_TOKEN', 'AT_USERNAME', 'AT_API_KEY', 'SECRETS_DIR', 'VOLATILE_DIR', 'organisation.json is missing', 'organisation.json numbers hotline, missed', 'counters.least', 'directory.json KE, SA', 'languages sw, am']) {
    t.match(said, new RegExp(`^  .*${setting.replace('.', '\\.')}.*\\n    → \\S`, 'm'), setting);
  }
  t.notMatch(said, /"event"/, 'it never listened');
  t.same(readdirSync(home), []);
});

t.test('who dials in the very second of a first start waits for its advocate to be there, instead of hearing that nobody is', { timeout: 60_000 }, async (t) => {
  const line = await start({ dataDir: t.testdir() });
  t.teardown(() => line.stop());
  const phone = dial({ at: `${line.url}/gateways/africastalking/demo` }, { number: '+999700000020' });
  await phone.begin();
  await phone.press('1');
  await phone.press('5');
  t.match(await phone.press('1'), /^CON A helper can call this phone/);
});

const MEMORY = ['/dev/shm', '/run', '/tmp'].find((path) => existsSync(path) && statfsSync(path).type === 0x01021994);

t.test('with every setting safe a live line starts, and its first start prints the words the desk is set up with', { timeout: 60_000, skip: MEMORY === undefined && 'no memory-backed directory here' }, async (t) => {
  const dir = t.testdir();
  const volatileDir = mkdtempSync(join(MEMORY ?? dir, 'hakiline-'));
  t.teardown(() => rmSync(volatileDir, { recursive: true, force: true }));
  const dataDir = join(dir, 'data');
  writeLiveContent(dataDir);
  const safe = {
    MODE: 'live', PORT: String(await freePort()), DATA_DIR: dataDir, SECRETS_DIR: join(dir, 'secrets'), VOLATILE_DIR: join(volatileDir, 'keys'), PUBLIC_URL: 'https://desk.example',
    GATEWAY_TOKEN: 'f'.repeat(64), AT_USERNAME: 'test', AT_API_KEY: 'test',
  };
  const child = spawn(process.execPath, [program, 'start'], { cwd: dir, env: { ...bare(), ...safe }, stdio: ['ignore', 'pipe', 'pipe'] });
  t.teardown(() => child.kill('SIGKILL'));
  let said = '';
  child.stdout.on('data', (part: Buffer) => { said += part.toString(); });
  child.stderr.on('data', (part: Buffer) => { said += part.toString(); });
  for (let look = 0; look < 300 && !/The desk's pages [0-9a-f]{64}/.test(said); look++) await new Promise((resolve) => setTimeout(resolve, 100));
  t.match(said, /Hakiline, live\.\n  The desk      https:\/\/desk\.example\/desk\n\n  Nobody works here yet\..*\n  [a-z]+( [a-z]+){5}\n/);
  for (const [name, unsafe] of [['PUBLIC_URL', 'http://desk.example'], ['GATEWAY_TOKEN', 'guess'], ['SECRETS_DIR', join(dataDir, 'secrets')], ['VOLATILE_DIR', join(dir, 'volatile')]] as const) {
    const { status, said: refused } = await attempt({ ...safe, [name]: unsafe }, dir);
    t.equal(status, 1, name);
    t.equal(refused.match(/→/g)?.length, 1, `${name} alone is named`);
    t.match(refused, name);
  }
});
