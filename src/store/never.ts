import type { Connection } from './database.ts';
import type { Hex, Never } from './store.ts';
import type { InWorker } from './verbs.ts';

/** Phones that asked never to be called or texted, as keyed digests. */
export function never(db: Connection): InWorker<Never> {
  const add = db.prepare('INSERT INTO never (tag, what, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const has = db.prepare<[Hex, string], number>('SELECT 1 FROM never WHERE tag = ? AND what = ?').pluck();
  const lift = db.prepare('DELETE FROM never WHERE tag = ? AND what = ?');
  return {
    add: (tag, what, now) => void add.run(tag, what, now),
    has: (tag, what) => has.get(tag, what) !== undefined,
    lift: (tag, what) => void lift.run(tag, what),
  };
}
