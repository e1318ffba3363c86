import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as breath } from 'node:timers/promises';
import { openStore } from '../../src/store/open.ts';

// One advocate's process: says that it is ready, is told of requests in one line, claims them all, and says which it got.
const [, , dataDir, by] = process.argv;
if (dataDir === undefined || by === undefined) process.exit();
const store = await openStore({ dataDir, clock: { now: () => 1 }, patience: 60_000 });
process.stdout.write('ready\n');
const [ids] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
const mine: string[] = [];
// A few at a time with a breath between, so that the two processes' transactions lie between each other.
const waiting = JSON.parse(ids) as string[];
while (waiting.length > 0) {
  const some = waiting.splice(0, 10);
  const got = await Promise.all(some.map((id) => store.claims.claim(id, by, 1_795_348_800_000)));
  mine.push(...some.filter((_, n) => got[n] === 'yours'));
  await breath(Math.random() * 10);
}
process.stdout.write(`${JSON.stringify(mine)}\n`);
await store.close();
