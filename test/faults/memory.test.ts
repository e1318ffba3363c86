import { readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import t from 'tap';
import { build, start } from '../harness/processes.ts';

/** In MB: what the smallest machines that are rented out can spare. */
const MOST = 250;
const CLIPS = 200;

/** MB of a process's own memory with its share of what others map too (Pss), its children's included. */
function memoryOf(pid: number): number {
  const own = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1_024;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return children.reduce((sum, child) => sum + memoryOf(Number(child)), own);
}

t.test('a first start with every language and voice fits the smallest rented machine', { timeout: 300_000, skip: process.platform !== 'linux' }, async (t) => {
  build();
  const line = await start({ dataDir: t.testdir() });
  t.teardown(() => line.stop()); // in order: an engine that is cut off would still be writing
  const form = (fields: Record<string, string>): RequestInit => ({ method: 'POST', body: new URLSearchParams(fields) });
  let most = 0;
  for (let n = 0, ready = 0; ready < CLIPS; n++) {
    await after(100);
    most = Math.max(most, memoryOf(line.pid));
    ready = Number(/(\d+) of \d+ clips ready/.exec(await (await fetch(line.url)).text())?.[1] ?? 0);
    if (n % 10 > 0) continue;
    // Each caller is another and reads in another language.
    const caller = `+9997${String(n).padStart(8, '0')}`;
    for (const text of ['', `${(n / 10) % 6 + 1}`]) await fetch(`${line.url}/gateways/africastalking/demo/ussd`, form({ sessionId: `m${n}`, phoneNumber: caller, serviceCode: '*384*100#', networkCode: '99999', text }));
    await fetch(`${line.url}/gateways/africastalking/demo/voice`, form({ isActive: '1', sessionId: `v${n}`, direction: 'Inbound', callerNumber: caller, destinationNumber: '+999100100' }));
  }
  t.comment(`line and engine took ${most.toFixed(0)} MB at most`);
  t.ok(most > 50 && most < MOST, `${most.toFixed(0)} MB`);
});
