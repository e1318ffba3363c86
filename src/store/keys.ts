import type { Connection } from './database.ts';
import type { Keys } from './store.ts';
import type { InWorker } from './verbs.ts';

/** Public halves of the desk's keys. The first key of an epoch stays: a second process that made one too reads this one. */
export function keys(db: Connection): InWorker<Keys> {
  const latest = db.prepare<[], { epoch: string; publicKey: Buffer }>('SELECT epoch, publicKey FROM epochs ORDER BY made DESC LIMIT 1');
  const add = db.prepare('INSERT INTO epochs (epoch, publicKey) VALUES (?, ?) ON CONFLICT DO NOTHING');
  return { current: () => latest.get(), addEpoch: (epoch, publicKey) => void add.run(epoch, publicKey) };
}
