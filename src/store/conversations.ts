import type { Connection } from './database.ts';
import { outbox } from './outbox.ts';
import type { Conversations, Hex } from './store.ts';
import type { InWorker } from './verbs.ts';

/** A text taken but not answered after this long, in ms, belongs to a process that died: its next delivery is new again. */
const ABANDONED = 30_000;

/** Conversations by text, and which texts were taken. */
export function conversations(db: Connection): InWorker<Conversations> {
  const pending = outbox(db);
  const take = db.prepare<{ id: Hex; now: number; abandoned: number }>(`INSERT INTO texts (id, at) VALUES (:id, :now)
    ON CONFLICT (id) DO UPDATE SET at = :now WHERE answered = 0 AND at <= :abandoned`);
  const isAnswered = db.prepare<[Hex], number>('SELECT answered FROM texts WHERE id = ?').pluck();
  const answered = db.prepare('UPDATE texts SET answered = 1 WHERE id = ? AND answered = 0');
  const read = db.prepare<[Hex, number], { sealed: Buffer; session: Hex; seenAt: number }>('SELECT sealed, session, seenAt FROM conversations WHERE tag = ? AND until > ?');
  const write = db.prepare(`INSERT INTO conversations (tag, session, sealed, seenAt, until) VALUES (:tag, :session, :sealed, :now, :until)
    ON CONFLICT (tag) DO UPDATE SET session = :session, sealed = :sealed, seenAt = :now, until = :until`);
  const end = db.prepare('DELETE FROM conversations WHERE tag = ?');
  return {
    take(id, now) {
      if (take.run({ id, now, abandoned: now - ABANDONED }).changes === 1) return 'new';
      return isAnswered.get(id) === 1 ? 'again' : 'underWay';
    },
    read: (tag, now) => read.get(tag, now),
    write(tag, { session, sealed, now, until }, text, tells) {
      if (answered.run(text).changes === 0) return; // another delivery of it was answered first
      write.run({ tag, session, sealed, now, until });
      pending.add(tells);
    },
    end: (tag) => void end.run(tag),
  };
}
