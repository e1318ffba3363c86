// Server CPU per hop and latency of the line beside a bare echo and a peer. See bench/README.md for how to read it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, release, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { HOPS } from './sessions.js';
import { keepTo, startServer } from './servers.js';
import { median, print } from './table.js';

const { values } = parseArgs({ options: { windows: { type: 'string', default: '6' }, seconds: { type: 'string', default: '3' }, lines: { type: 'string', default: '16' }, rate: { type: 'string', default: '1000' }, bookings: { type: 'string', default: '1' }, together: { type: 'boolean', default: false }, profile: { type: 'string' }, beside: { type: 'string' } } });
const [windows, seconds, lines, rate, share] = [values.windows, values.seconds, values.lines, values.rate, values.bookings].map(Number);
const WARM_UP = 4; // s for each server as fast as it can, not counted: code is compiled as it gets hot
const TARGET = 0.6;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const version = (name) => JSON.parse(readFileSync(here(name === 'hakiline' ? '../package.json' : `../node_modules/${name}/package.json`), 'utf8')).version;
const answers = async (url) => (await fetch(url)).status > 0;
/** Its clips are all made: the engine's process has gone quiet. */
const quiet = async (url) => /(\d+) of \1 clips ready/.test(await (await fetch(url)).text());

const dir = mkdtempSync(join(tmpdir(), 'hakiline-bench-'));
// Clips are kept between runs: making them all takes minutes, and would share the CPU with what is measured.
const dataOf = (name) => {
  const clips = here(`../node_modules/.cache/hakiline/bench-clips${name}`);
  mkdirSync(clips, { recursive: true });
  mkdirSync(join(dir, `data${name}`));
  symlinkSync(clips, join(dir, `data${name}`, 'clips'));
  return join(dir, `data${name}`);
};
const profile = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
const plan = [
  { name: 'Hakiline', path: '/gateways/africastalking/demo/ussd', args: [...profile, here('../dist/cli.js')], env: { DATA_DIR: dataOf('') }, settled: quiet },
  { name: 'bare Fastify echo', path: '/ussd', args: [here('peers/echo.js')], settled: answers },
  { name: 'ussd-menu-builder', path: '/ussd', args: [here('peers/builder.js')], settled: answers },
];
// Another build of the line, such as one from before a change.
if (values.beside) plan.push({ ...plan[0], name: 'Hakiline beside', args: [join(resolve(values.beside), 'dist', 'cli.js')], env: { DATA_DIR: dataOf('-beside') } });

console.log(`Node ${process.version}, ${process.platform} ${release()} ${arch()}, ${availableParallelism()} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}`);
console.log(['hakiline', 'fastify', 'xstate', 'better-sqlite3', 'ussd-menu-builder'].map((name) => `${name} ${version(name)}`).join(', '));
console.log(`${windows} windows of ${seconds} s each, in turn; ${lines} connections, ${rate > 0 ? `${rate} hops a second offered` : 'as fast as they can'}; sessions of ${HOPS} hops, ${share} of ten book\n`);

const servers = [];
const driver = fork(here('driver.js'));
// The callers' gateway is another machine: what it sends must not come out of the cache of the core that serves it.
const apart = !values.together && availableParallelism() > 1 && keepTo(0, driver.pid);
try {
  for (const wanted of plan) {
    const server = await startServer(wanted);
    servers.push(server);
    if (apart) keepTo(1, server.pid);
  }
  console.log(`${apart ? 'callers on the first core, each server on the second' : 'callers and servers wherever the system puts them'}\n`);
  const figures = servers.map(() => []);
  let from = 0;
  const drive = async (server, length, rate) => {
    const before = server.cpu();
    driver.send({ port: server.port, path: server.path, lines, seconds: length, from, rate, share });
    const [seen] = await once(driver, 'message');
    if (seen.failed) throw new Error(`${server.name}: ${seen.failed}`);
    from = seen.next;
    return { ...seen, cpu: (1_000 * (server.cpu() - before)) / seen.hops, rate: seen.hops / seen.seconds };
  };
  for (const server of servers) await drive(server, WARM_UP, 0);
  for (let window = 0; window < windows; window++) for (const [i, server] of servers.entries()) figures[i].push(await drive(server, seconds, rate));
  report(figures);
} catch (error) {
  console.error(`Not measured: ${error.message}`);
} finally {
  driver.kill();
  for (const server of servers) await server.stop();
  rmSync(dir, { recursive: true, force: true });
}

function report(figures) {
  const of = (i, what) => median(figures[i].map((window) => window[what]));
  const each = (what, digits) => [['', ...Array.from({ length: windows }, (_, w) => `${w + 1}`), 'median'], ...servers.map(({ name }, i) => [name, ...figures[i].map((f) => f[what].toFixed(digits)), of(i, what).toFixed(digits)])];
  for (const [title, what, digits] of [['CPU per hop, µs', 'cpu', 1], ['p99, ms', 'p99', 2], ['p50, ms', 'p50', 2], ['hops per second', 'rate', 0]]) {
    console.log(title);
    print(each(what, digits));
    console.log();
  }
  for (const [i, { name }] of servers.entries()) {
    const bad = figures[i].reduce((sum, f) => sum + f.bad, 0);
    if (bad > 0) console.log(`${name}: ${bad} replies were wrong; its figures mean nothing.`);
  }
  const sum = (what) => figures[0].reduce((all, f) => all + f[what], 0);
  console.log(`bookings that got a reference: ${sum('references')} of ${sum('bookings')}`);
  // Window by window, so that what else ran on the machine touched both.
  const ratio = (i) => median(figures[0].map((ours, w) => figures[i][w].cpu / ours.cpu));
  console.log(`CPU, echo / ours: ${ratio(1).toFixed(2)} (target: at least ${TARGET}) · CPU, ussd-menu-builder / ours: ${ratio(2).toFixed(2)}`);
  if (values.beside) console.log(`CPU, ours / the build beside: ${(1 / ratio(3)).toFixed(2)} · p99: ${(of(0, 'p99') / of(3, 'p99')).toFixed(2)}`);
  console.log(`p99, ours / echo: ${(of(0, 'p99') / of(1, 'p99')).toFixed(1)} · p99, ours / ussd-menu-builder: ${(of(0, 'p99') / of(2, 'p99')).toFixed(1)}`);
}
