// How long all clips take from an empty DATA_DIR, what they weigh, and how long a caller waits meanwhile. See bench/README.md.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './servers.js';

const TARGET = 180; // s on two cores
const SPARE = 250; // MB
const CALLER_EVERY = 500; // ms
const PATIENCE = 900; // s

const dir = mkdtempSync(join(tmpdir(), 'hakiline-bench-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const pinned = spawnSync('taskset', ['--version']).status === 0;
const [command, ...args] = [...(pinned ? ['taskset', '-c', '0,1'] : []), process.execPath, cli];

console.log(`Node ${process.version}, ${availableParallelism()} × ${cpus()[0].model}, load before ${loadavg()[0].toFixed(1)}`);
const begun = performance.now();
const line = spawn(command, args, { env: { PATH: process.env.PATH, PORT: `${port}`, DATA_DIR: join(dir, 'data') }, stdio: ['ignore', 'ignore', 'inherit'] });
const seconds = () => (performance.now() - begun) / 1_000;

const waits = [];
const memory = { most: 0, end: 0, each: '' };
let first;
try {
  const counted = await allReady();
  const took = seconds();
  const { files, bytes } = weigh(join(dir, 'data', 'clips'));
  console.log(`${counted} things to say in ${took.toFixed(1)} s (target ${TARGET} s on two cores), load after ${loadavg()[0].toFixed(1)}`);
  console.log(`the first 24 after ${first?.toFixed(1)} s; ${files} files, ${(bytes / 1e6).toFixed(0)} MB`);
  console.log(`engine: ${cpu(engine()).toFixed(1)} s of CPU; line: ${cpu(line.pid).toFixed(1)} s`);
  console.log(`memory, what both share counted once: at most ${memory.most.toFixed(0)} MB, at the end ${memory.end.toFixed(0)} MB (${memory.each}), target ${SPARE} MB`);
  waits.sort((a, b) => a - b);
  console.log(`${waits.length} calls meanwhile: answered in ${at(0.5)} ms (median), ${at(0.95)} ms (95 of 100), ${at(1)} ms (worst)`);
} catch (error) {
  console.error(`Not measured: ${error.message}`);
  process.exitCode = 1;
} finally {
  line.kill();
  rmSync(dir, { recursive: true, force: true });
}

async function allReady() {
  let called = 0;
  for (let n = 0; seconds() < PATIENCE; n++) {
    const page = await fetch(url).then((reply) => reply.text(), () => '');
    const [, ready, total] = /(\d+) of (\d+) clips ready/.exec(page) ?? [];
    note();
    if (Number(ready) >= 24) first ??= seconds();
    if (total !== undefined && ready === total) return total;
    // Callers meanwhile: each is another, and goes two screens into one of the languages.
    if (total !== undefined && performance.now() - called >= CALLER_EVERY) {
      called = performance.now();
      for (const keys of ['', `${(n % 4) + 1}`, `${1 + (n % 3)}`]) waits.push(await hop(n, keys));
    }
    await pause(100);
  }
  throw new Error('the clips did not get ready');
}

async function hop(n, keys) {
  const body = new URLSearchParams({ isActive: '1', sessionId: `bench-${n}`, direction: 'Inbound', callerNumber: `+9997${String(n).padStart(8, '0')}`, destinationNumber: '+999100100', ...(keys ? { dtmfDigits: keys } : {}) });
  const asked = performance.now();
  const reply = await (await fetch(`${url}/gateways/africastalking/demo/voice`, { method: 'POST', body })).text();
  if (!/<Play/.test(reply)) console.log(`a caller heard the carrier's voice: ${reply.slice(0, 200)}`);
  return performance.now() - asked;
}

function at(share) { return waits[Math.min(waits.length - 1, Math.floor(waits.length * share))]?.toFixed(0) ?? '-'; }

function engine() {
  try {
    return Number(readFileSync(`/proc/${line.pid}/task/${line.pid}/children`, 'utf8').trim().split(' ')[0]) || undefined;
  } catch {
    return undefined;
  }
}

function note() {
  const [ours, theirs] = [shareOf(line.pid), shareOf(engine())];
  memory.most = Math.max(memory.most, memory.end = ours + theirs);
  memory.each = `line ${ours.toFixed(0)}, engine ${theirs.toFixed(0)}`;
}

/** MB of memory that are this process's own, with its share of what others map too (Pss). */
function shareOf(pid) {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}

/** s: Linux counts CPU in hundredths. */
function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function weigh(folder) {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return { files: all.length, bytes: all.reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0) };
}
