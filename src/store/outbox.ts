import type { Connection } from './database.ts';
import type { Hex, Outbox, Tell } from './store.ts';
import type { InWorker } from './verbs.ts';

/** Tells waiting to be carried out. States: waiting, claimed, then how it ended; the words go the moment they have served. */
export function outbox(db: Connection): InWorker<Outbox> {
  // Whoever lets it ring twice within minutes is called once: the second has the name of the first.
  const insert = db.prepare('INSERT INTO outbox (id, tell, about, sealed, due, expires) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING');
  const take = db.prepare<{ now: number; most: number }, Tell>(`UPDATE outbox SET state = 'claimed', tries = tries + 1
    WHERE id IN (SELECT id FROM outbox WHERE state = 'waiting' AND due <= :now AND expires > :now ORDER BY due LIMIT :most)
    RETURNING id, tell, about, sealed, due, expires, tries`);
  const finish = db.prepare(`UPDATE outbox SET state = ?, gatewayId = ?, sealed = x'' WHERE id = ?`);
  const back = db.prepare(`UPDATE outbox SET state = 'waiting', due = ? WHERE id = ? AND state = 'claimed'`);
  const drop = db.prepare(`DELETE FROM outbox WHERE about = ? AND state = 'waiting'`);
  return {
    add(tells) {
      for (const t of tells) insert.run(t.id, t.tell, t.about, t.sealed, t.due, t.expires);
    },
    claim: (now, most) => take.all({ now, most }).sort((a, b) => a.due - b.due),
    done: (id: Hex, outcome, detail) => void finish.run(outcome, detail?.gatewayId ?? null, id),
    later: (id, due) => void back.run(due, id),
    cancel: (about) => void drop.run(about),
  };
}
