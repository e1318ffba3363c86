import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import t from 'tap';
import { call } from '../harness/caller.ts';
import { press } from '../harness/press.ts';
import { build, start } from '../harness/processes.ts';

/** In MB: what the smallest machines that are rented out can spare. */
const MOST = 250;
const CLIPS = 200; // of some 1,700, mostly short; npm run bench -- voices measures to the last
const LONGEST = ['2', '9', '3', '2']; // rights, more, proof, using a phone safely: in Arabic the longest of all that is said
const LANGUAGES = ['1', '2', '3', '4', '9*1', '9*2'];

/** MB of a process's own memory with its share of what others map too (Pss), its children's included. */
function memoryOf(pid: number): number {
  let [own, children] = ['', ''];
  try {
    own = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  } catch { /* it has just ended */ }
  return children.trim().split(' ').filter(Boolean).reduce((sum, child) => sum + memoryOf(Number(child)), Number(/^Pss:\s+(\d+)/m.exec(own)?.[1] ?? 0) / 1_024);
}

t.test('a first start with every language and voice fits the smallest rented machine', { timeout: 300_000, skip: process.platform !== 'linux' }, async (t) => {
  build();
  // A folder of its own, removed once the line has ended: until then its engine writes.
  const dataDir = mkdtempSync(join(tmpdir(), 'hakiline-memory-'));
  const line = await start({ dataDir });
  t.teardown(async () => {
    await line.stop();
    rmSync(dataDir, { recursive: true });
  });
  const form = (fields: Record<string, string>): RequestInit => ({ method: 'POST', body: new URLSearchParams(fields) });
  let most = 0;
  const watch = setInterval(() => { most = Math.max(most, memoryOf(line.pid)); }, 100);
  t.teardown(() => clearInterval(watch));
  for (let n = 0, ready = 0; ready < CLIPS; n++) {
    await after(100);
    ready = Number(/(\d+) of \d+ clips ready/.exec(await (await fetch(line.url)).text())?.[1] ?? 0);
    if (n % 10 > 0) continue;
    // Each caller is another and reads in another language.
    const caller = `+9997${String(n).padStart(8, '0')}`;
    for (const text of ['', LANGUAGES[(n / 10) % 6] ?? '']) await fetch(`${line.url}/gateways/africastalking/demo/ussd`, form({ sessionId: `m${n}`, phoneNumber: caller, serviceCode: '*384*100#', networkCode: '99999', text }));
    await fetch(`${line.url}/gateways/africastalking/demo/voice`, form({ isActive: '1', sessionId: `v${n}`, direction: 'Inbound', callerNumber: caller, destinationNumber: '+999100100' }));
  }
  // And what takes most: the longest topics, in every language, to the file a phone plays.
  const at = `${line.url}/gateways/africastalking/demo`;
  for (const language of LANGUAGES) {
    let played = '';
    for (let tries = 0; tries < 40 && played === ''; tries++) {
      const said = await press(call({ at }), ...language.split('*'), ...LONGEST);
      played = /<Play url="([^"]+\.mp3)"/.exec(said)?.[1] ?? '';
      if (played === '') await after(500); // the carrier's own voice says it until it is made
    }
    t.ok((await (await fetch(new URL(new URL(played).pathname, line.url))).arrayBuffer()).byteLength > 100_000, `a topic of half a minute, ${language}`);
  }
  t.comment(`line and engine took ${most.toFixed(0)} MB at most`);
  t.ok(most > 50 && most < MOST, `${most.toFixed(0)} MB`);
});
