import type { Changes } from './changes.ts';
import { claims } from './claims.ts';
import type { Connection } from './database.ts';
import type { Hex } from './store.ts';
import { wraps } from './wraps.ts';

/**
 * Ways a request ends, for good. What was pending for it never goes out: waiting tells and calls are deleted; a call that
 * already rings or talks loses its number and its request, and ends by itself.
 */
export function erase(db: Connection, marks: Changes) {
  const sealed = wraps(db);
  const whose = claims(db, marks);
  const dropTells = db.prepare(`DELETE FROM outbox WHERE about = :id OR about IN (SELECT id FROM calls WHERE request = :id)`);
  const dropCalls = db.prepare(`DELETE FROM calls WHERE request = ? AND NOT EXISTS (SELECT 1 FROM legs WHERE legs.call = calls.id AND legs.state <> 'over')`);
  const forgetCalls = db.prepare('UPDATE calls SET request = NULL, number = NULL WHERE request = ?');
  const dropRow = db.prepare('DELETE FROM requests WHERE id = ?');
  const bare = db.prepare(`UPDATE requests SET status = :status, closesAt = :now, caller = NULL, reference = NULL, session = NULL WHERE id = :id`);

  const cut = (id: Hex): void => {
    sealed.drop(id);
    dropTells.run({ id });
    dropCalls.run(id);
    forgetCalls.run(id);
    marks.touch();
    marks.erase();
  };
  return {
    /** Nothing is left of it. */
    whole(id: Hex): void {
      cut(id);
      dropRow.run(id);
    },
    /** The advocate who has read it still sees that it was withdrawn, and nothing of whom. */
    withdrawn(id: Hex, now: number): void {
      cut(id);
      whose.drop(id);
      bare.run({ id, status: 'withdrawn', now });
    },
    /** Number and cover name go. True when there were any. */
    person(id: Hex): boolean {
      if (!sealed.dropPerson(id)) return false;
      marks.touch();
      marks.erase();
      return true;
    },
  };
}
