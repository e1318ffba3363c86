import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDesk, Visitor, type Desk } from '../test/desk/harness.ts';
import { fill } from './fill.ts';

const ROUNDS = 300;
const WARM_UP = 60;
const MOST = 2;

const sizes = [{ stored: 100, open: 100 }, { stored: 100_000, open: 2_000 }];
console.log(`Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`);
const dirs: string[] = [];
const places: { stored: number; open: number; desk: Desk; visitor: Visitor; ids: string[] }[] = [];
for (const size of sizes) {
  const dir = mkdtempSync(join(tmpdir(), 'hakiline-bench-desk-'));
  dirs.push(dir);
  const ids = fill(dir, { ...size, now: Date.now() });
  const desk = await openDesk({ dir });
  const visitor = new Visitor(desk.url);
  await visitor.signIn('demo', desk.passphrase);
  places.push({ ...size, desk, visitor, ids });
}

const timed = async (ask: () => Promise<{ status: number; text: string }>): Promise<number> => {
  const begun = performance.now();
  const answer = await ask();
  const took = performance.now() - begun;
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return took;
};
const median = (times: number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;

/** What an advocate does, over HTTP, in turn at both stores. A request stays open, so that it can be opened again. */
const revisions = new Map<string, number>();
const what = {
  'queue': (place: typeof places[number]) => timed(() => place.visitor.ask('GET', 'queue')),
  'queue, filtered': (place: typeof places[number]) => timed(() => place.visitor.ask('GET', 'queue?language=am&whose=free')),
  'open a request': (place: typeof places[number], n: number) => timed(() => place.visitor.post(`requests/${place.ids[n % place.ids.length]}/open`)),
  'save an outcome': (place: typeof places[number], n: number) => {
    const id = place.ids[n % place.ids.length] ?? '';
    const key = `${place.stored} ${id}`;
    const revision = revisions.get(key) ?? 0;
    revisions.set(key, revision + 1);
    return timed(() => place.visitor.post(`requests/${id}/outcome`, { outcome: 'notReached', revision }));
  },
};

let worst = 0;
console.log(`${ROUNDS} times each, in turn; median ms with ${places.map(({ stored, open }) => `${stored.toLocaleString('en')} stored (${open.toLocaleString('en')} open)`).join(' and ')}`);
for (const [name, act] of Object.entries(what)) {
  const times: number[][] = places.map(() => []);
  for (let n = 0; n < WARM_UP + ROUNDS; n++) {
    for (const [at, place] of places.entries()) {
      // Only what was opened is noted.
      if (name === 'save an outcome') await place.visitor.post(`requests/${place.ids[n % place.ids.length]}/open`);
      const took = await act(place, n);
      if (n >= WARM_UP) times[at]?.push(took);
    }
  }
  const [few = 0, many = 0] = times.map(median);
  worst = Math.max(worst, many / few);
  console.log(`${name.padEnd(18)} ${few.toFixed(2).padStart(7)} ${many.toFixed(2).padStart(7)}   × ${(many / few).toFixed(2)}`);
}
const sizesOf = await Promise.all(places.map(async ({ visitor }) => (await visitor.ask('GET', 'queue')).text.length));
console.log(`a queue weighs ${sizesOf.map((bytes) => `${Math.round(bytes / 1000)} KB`).join(' and ')}; target: at most × ${MOST}, worst × ${worst.toFixed(2)}`);
for (const { desk } of places) await desk.close();
for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
process.exitCode = worst > MOST ? 1 : 0;
