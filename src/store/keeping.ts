import type { Changes } from './changes.ts';
import type { Connection } from './database.ts';
import type { Hex, NewRequest, Windows } from './store.ts';
import { tallies } from './tallies.ts';
import { wraps } from './wraps.ts';

/** How long a "now" request is worth answering, in ms: the caller's screens promise no more. */
const NOW_LASTS = 15 * 60_000;

/** New requests and new wishes about them. */
export function keeping(db: Connection, marks: Changes) {
  const sealed = wraps(db);
  const counted = tallies(db);
  const taken = db.prepare<[Hex], number>('SELECT 1 FROM requests WHERE reference = ?').pluck();
  const insert = db.prepare(`INSERT INTO requests
    (id, kind, channel, language, country, zone, call, cover, subject, day, part, windowZone, firstFrom, firstTo, secondFrom, secondTo, session, caller, reference, consent, madeAt, numberUntil, eraseAt, closesAt)
    VALUES (:id, :kind, :channel, :language, :country, :zone, :call, :cover, :subject, :day, :part, :windowZone, :firstFrom, :firstTo, :secondFrom, :secondTo, :session, :caller, :reference, :consent, :madeAt, :numberUntil, :eraseAt, :closesAt)`);
  const update = db.prepare(`UPDATE requests SET country = :country, zone = :zone, cover = :cover, subject = :subject, day = :day, part = :part, windowZone = :windowZone,
    firstFrom = :firstFrom, firstTo = :firstTo, secondFrom = :secondFrom, secondTo = :secondTo, closesAt = :closesAt, numberUntil = :numberUntil, eraseAt = :eraseAt, revision = revision + 1
    WHERE id = :id AND session = :session AND status IN ('waiting', 'read', 'tried')`);
  const move = db.prepare(`UPDATE requests SET country = CASE WHEN caller = :caller THEN :country ELSE country END, zone = :windowZone, day = :day, part = :part, windowZone = :windowZone, firstFrom = :firstFrom, firstTo = :firstTo,
    secondFrom = :secondFrom, secondTo = :secondTo, closesAt = :closesAt, eraseAt = max(eraseAt, :closesAt), revision = revision + 1 WHERE id = :id`);

  return {
    keep(request: NewRequest, session: Hex): 'kept' | 'taken' {
      if (request.reference !== undefined && taken.get(request.reference)) return 'taken';
      const { id, kind, channel, language, country, zone, call, cover = null, subject = null, caller = null, reference = null, consent, madeAt, numberUntil, eraseAt } = request;
      insert.run({ id, kind, channel, language, country, zone, call, cover, subject, caller, reference, consent, madeAt, numberUntil, eraseAt, session, ...columns(request.windows), closesAt: closesAt(request) });
      if (request.wrap) sealed.keep(id, request.wrap, request.fields);
      counted.asked(request);
      marks.touch();
      return 'kept';
    },
    /** Reference, consent and status stay. Without a wrap the sealed fields stay as well. */
    replace(request: NewRequest, session: Hex): 'kept' | 'gone' {
      const { id, country, zone, cover = null, subject = null, numberUntil, eraseAt } = request;
      const changed = update.run({ id, session, country, zone, cover, subject, numberUntil, eraseAt, ...columns(request.windows), closesAt: closesAt(request) }).changes;
      if (changed === 0) return 'gone';
      if (request.wrap) {
        sealed.drop(id);
        sealed.keep(id, request.wrap, request.fields);
        marks.erase();
      }
      marks.touch();
      return 'kept';
    },
    /** Advocates see the clock the new time is said by. Where the phone is only its own caller can say: the number may be used by a friend. */
    setWindows(id: Hex, windows: Windows, { country, caller }: { country: string; caller: Hex }): void {
      move.run({ id, country, caller, ...columns(windows), closesAt: lastEnd(windows) });
      marks.touch();
    },
  };
}

const lastEnd = (windows: Windows): number => windows.second?.to ?? windows.first.to;

/** When it lapses by itself; an alarm never does. */
function closesAt({ kind, madeAt, windows }: NewRequest): number | null {
  if (kind === 'now') return madeAt + NOW_LASTS;
  return kind === 'callback' && windows ? lastEnd(windows) : null;
}

const columns = (windows: Windows | undefined) => ({
  day: windows?.day ?? null, part: windows?.part ?? null, windowZone: windows?.zone ?? null,
  firstFrom: windows?.first.from ?? null, firstTo: windows?.first.to ?? null,
  secondFrom: windows?.second?.from ?? null, secondTo: windows?.second?.to ?? null,
});
