import { appending } from './audit.ts';
import type { Changes } from './changes.ts';
import { claims } from './claims.ts';
import type { Connection } from './database.ts';
import { erase } from './erase.ts';
import type { Hex } from './store.ts';
import { tallies } from './tallies.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What goes without a trace when it has passed its time (design.md, "Settled"; trust.md 2.3). */
const CLOCKS: readonly (readonly [sql: string, age: number])[] = [
  ['DELETE FROM answers WHERE at < ?', 2 * DAY],
  ['DELETE FROM beginnings WHERE at < ?', 2 * DAY],
  ['DELETE FROM texts WHERE at < ?', 2 * DAY],
  ['DELETE FROM conversations WHERE until <= ?', 0],
  ['DELETE FROM outbox WHERE expires <= ?', 0],
  ['UPDATE calls SET number = NULL WHERE number IS NOT NULL AND expires <= ?', 0],
  // The row outlives the call by a day: the desk says how it went.
  ['DELETE FROM calls WHERE madeAt < ?', DAY],
  ['DELETE FROM monitors WHERE at < ?', 90 * DAY],
  ['DELETE FROM tries WHERE at < ?', HOUR],
  ['DELETE FROM hours WHERE hour < ?', 400 * DAY],
  ['DELETE FROM tallies WHERE week < weekOf(?)', 400 * DAY],
  ['DELETE FROM amounts WHERE week < weekOf(?)', 400 * DAY],
  [`DELETE FROM ended WHERE day < date(? / 1000, 'unixepoch')`, 3 * DAY],
  // The session's digest is worth nothing without its answers; the pseudonym's pepper is destroyed after two weeks.
  ['UPDATE requests SET session = NULL WHERE session IS NOT NULL AND madeAt < ?', 2 * DAY],
  ['UPDATE requests SET caller = NULL WHERE caller IS NOT NULL AND madeAt < ?', 14 * DAY],
];

/**
 * Deletes what has passed its day, and counts the requests that lost something:
 * a request goes whole at `eraseAt`; a "now" request closes after 15 minutes and a callback when its last window has
 * passed, and both lose number and cover name at once; one an advocate closed loses them 24 hours later, and none keeps
 * them past `numberUntil`: nobody can be called then, so it closes. A withdrawn one lost everything when it was withdrawn.
 */
export function sweep(db: Connection, marks: Changes): (now: number) => { erased: number } {
  const gone = erase(db, marks);
  const whose = claims(db, marks);
  const counted = tallies(db);
  const writeDown = appending(db);
  const clocks = CLOCKS.map(([sql, age]) => ({ statement: db.prepare<[number]>(sql), age }));
  const due = db.prepare<[number], Hex>('SELECT id FROM requests WHERE eraseAt <= ?').pluck();
  const lapse = db.prepare<{ now: number }, Hex>(`UPDATE requests SET status = 'closed' WHERE status IN ('waiting', 'read', 'tried') AND (closesAt <= :now OR numberUntil <= :now) RETURNING id`).pluck();
  const done = db.prepare<{ closed: number; now: number }, Hex>(`SELECT id FROM requests
    WHERE EXISTS (SELECT 1 FROM fields WHERE fields.request = requests.id AND field IN ('number', 'coverName'))
    AND ((status = 'closed' AND closesAt <= :closed) OR numberUntil <= :now)`).pluck();
  return (now) => {
    const lost = new Set<Hex>();
    for (const id of due.all(now)) {
      gone.whole(id);
      lost.add(id);
    }
    const lapsed = lapse.all({ now });
    for (const id of lapsed) counted.ended(id, now);
    if (lapsed.length > 0) marks.touch();
    for (const id of [...lapsed, ...done.all({ closed: now - DAY, now })]) if (gone.person(id)) lost.add(id);
    whose.returnLapsed(now);
    for (const { statement, age } of clocks) statement.run(now - age);
    if (lost.size > 0) writeDown({ at: now, what: 'erased', who: 'line', detail: { requests: lost.size } });
    return { erased: lost.size };
  };
}
