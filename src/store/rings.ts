import type { Changes } from './changes.ts';
import type { Connection } from './database.ts';
import type { Hex, Ring, Rings, Waiting } from './store.ts';
import type { InWorker } from './verbs.ts';

/** The request `:id` and, if it is an alarm, all alarms of the same pseudonym. */
export const FROM_ONE_PHONE = `SELECT :id UNION SELECT id FROM requests WHERE kind = 'urgent' AND caller = (SELECT caller FROM requests WHERE id = :id AND kind = 'urgent')`;

/** Alarms ring for a day, in ms. Then everybody's hours have come round once, and who has not come will not come for the sound. */
export const ALARM_RINGS = 24 * 3_600_000;
/** Rings from before an alarm waited that still say who must not be rung again at once, in ms. */
const BEFORE = 10 * 60_000;

const RING = 'request, colleague, at, "as", ended';

/** What rang whom. */
export function rings(db: Connection, marks: Changes): InWorker<Rings> {
  const rang = db.prepare<{ id: Hex; colleague: Hex; after: number }, number>(`SELECT 1 FROM rings WHERE request IN (${FROM_ONE_PHONE}) AND colleague = :colleague AND at > :after AND ended IS NOT 'engaged'`).pluck();
  const wasEngaged = db.prepare<[Hex, Hex], number>(`SELECT ended IS 'engaged' FROM rings WHERE request = ? AND colleague = ? ORDER BY at DESC, rowid DESC LIMIT 1`).pluck();
  const insert = db.prepare<Ring>(`INSERT INTO rings (${RING}) SELECT :request, :colleague, :at, :as, :ended WHERE EXISTS (SELECT 1 FROM requests WHERE id = :request)`);
  const end = db.prepare(`UPDATE rings SET ended = :ended WHERE (ended IS NULL OR ended = 'noAnswer' OR :ended = 'took')
    AND rowid = (SELECT rowid FROM rings WHERE request = :request AND colleague = :colleague AND ended IS NOT 'engaged' ORDER BY at DESC, rowid DESC LIMIT 1)`);
  const all = db.prepare<{ id: Hex }, Ring & { name: string | null }>(`SELECT ${RING}, (SELECT name FROM colleagues WHERE id = colleague) AS name FROM rings
    WHERE request IN (${FROM_ONE_PHONE}) AND (request = :id OR at >= (SELECT madeAt FROM requests WHERE id = :id)) ORDER BY at, rowid`);
  const asked = db.prepare<{ id: Hex }, { since: number; takenBy: Hex | null }>(`SELECT takenBy, min(madeAt, coalesce((SELECT min(madeAt) FROM requests AS older
    WHERE older.id IN (${FROM_ONE_PHONE}) AND status = 'waiting' AND takenAt IS NULL AND older.madeAt > requests.madeAt - ${ALARM_RINGS}), madeAt)) AS since FROM requests WHERE id = :id`);
  const since = db.prepare<{ id: Hex; since: number }, Ring>(`SELECT ${RING} FROM rings WHERE request IN (${FROM_ONE_PHONE}) AND at >= :since ORDER BY at`);

  return {
    add(ring, unlessAfter) {
      if (ring.ended === 'engaged' && wasEngaged.get(ring.request, ring.colleague) === 1) return false;
      if (unlessAfter !== undefined && rang.get({ id: ring.request, colleague: ring.colleague, after: unlessAfter })) return false;
      const added = insert.run(ring).changes === 1;
      if (added) marks.touch();
      return added;
    },
    end(request, colleague, ended) {
      if (end.run({ request, colleague, ended }).changes > 0) marks.touch();
    },
    of: (id) => all.all({ id }),
    ladder(id): Waiting | undefined {
      const alarm = asked.get({ id });
      return alarm && { ...alarm, rings: since.all({ id, since: alarm.since - BEFORE }) };
    },
  };
}
