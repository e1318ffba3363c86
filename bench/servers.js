import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const TICK = 10; // ms: Linux counts CPU in hundredths of a second
const PATIENCE = 900; // s until a server is ready: the first run makes all clips

/** Starts a server in a process of its own and waits until `settled` finds nothing left for it to do. */
export async function startServer({ name, path, args, env = {}, settled }) {
  const port = await freePort();
  const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, PORT: String(port), ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  for (const until = performance.now() + PATIENCE * 1_000; !(await settled(url).catch(() => false)); await pause(100)) {
    if (child.exitCode === null && performance.now() < until) continue;
    child.kill();
    throw new Error(`${name} did not get ready`);
  }
  return {
    name, port, path, pid: child.pid,
    /** ms of CPU so far: user and system, all threads, no child processes. */
    cpu() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
      return (Number(fields[11]) + Number(fields[12])) * TICK;
    },
    stop: () => new Promise((resolve) => { child.once('exit', resolve); child.kill(); }),
  };
}

/** All threads of a process on this core and no other. False where that cannot be had. */
export const keepTo = (core, pid) => spawnSync('taskset', ['-apc', `${core}`, `${pid}`]).status === 0;

export const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});
