import { openStore } from '../../src/store/open.ts';

// Writes until the store says the disk is full, then tells what it had been promised. Run by crash.test.ts under a limit.
const dataDir = process.argv[2];
if (dataDir === undefined) process.exit();
const store = await openStore({ dataDir, clock: { now: () => 1 } });
const kept: string[] = [];
let code = '';
for (let n = 0; n < 2000 && code === ''; n++) {
  const tag = `${n}`.padEnd(2000, 'x');
  await store.never.add(tag, 'call', 1).then(() => kept.push(tag), (error: { code?: string }) => (code = String(error.code)));
}
const found = await Promise.all(kept.map((tag) => store.never.has(tag, 'call')));
console.log(JSON.stringify({ kept, code, reads: found.filter(Boolean).length }));
await store.close();
