import { statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import type { Connection } from './database.ts';

/** How often it is said that another process writes, in ms, while it goes on doing so. */
const SAID = 30_000;

/** How long ago the store's files were last written to, in ms; undefined where there are none. A process that was killed leaves no other trace. */
export function writtenAgo(dataDir: string): number | undefined {
  const times = ['hakiline.db', 'hakiline.db-wal'].flatMap((file) => statSync(join(dataDir, file), { throwIfNoEntry: false })?.mtimeMs ?? []);
  return times.length === 0 ? undefined : Math.max(0, systemClock.now() - Math.max(...times));
}

/** Whether another process has committed since the last look: SQLite counts that for each connection. */
export function watchOthers(db: Connection): () => boolean {
  const version = (): number => Number(db.pragma('data_version', { simple: true }));
  let seen = version();
  return () => {
    const before = seen;
    seen = version();
    return seen !== before;
  };
}

/** True at most every 30 s. */
export function nowAndThen(now: () => number): () => boolean {
  let last = -Infinity;
  return () => {
    if (now() - last < SAID) return false;
    last = now();
    return true;
  };
}
