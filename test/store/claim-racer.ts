import { createInterface } from 'node:readline';
import { openStore } from '../../src/store/open.ts';

// One advocate's process: says that it is ready; of every line of requests claims all, and says which it got.
const [, , dataDir, by] = process.argv;
if (dataDir === undefined || by === undefined) process.exit();
const store = await openStore({ dataDir, clock: { now: () => 1 }, patience: 60_000 });
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const ids = JSON.parse(line) as string[];
  const got = await Promise.all(ids.map((id) => store.claims.claim(id, by, 1_795_348_800_000)));
  process.stdout.write(`${JSON.stringify(ids.filter((_, n) => got[n] === 'yours'))}\n`);
}
await store.close();
