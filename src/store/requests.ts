import type { Changes } from './changes.ts';
import type { Connection } from './database.ts';
import { ALARM_RINGS, FROM_ONE_PHONE } from './rings.ts';
import type { Alarm, Hex, MayRing, RequestRow, Requests, Window, Windows } from './store.ts';
import type { InWorker } from './verbs.ts';
import { wraps } from './wraps.ts';

const DAY = 24 * 3_600_000;
const TRIES_A_DAY = 2;

type Columns = Omit<RequestRow, 'first' | 'second' | 'hasNumber' | 'linked'> & {
  linked: string;
  firstFrom: number | null; firstTo: number | null; secondFrom: number | null; secondTo: number | null;
  windowZone: string | null; hasNumber: number; opened: number; openedAt: number | null;
};

const ROW = `SELECT id, kind, status, channel, language, country, zone, call, cover, subject, day, part, windowZone, firstFrom, firstTo, secondFrom, secondTo,
  madeAt, eraseAt, closesAt, attempts, lastAttemptAt, outcome, opened, openedAt, takenBy, takenAt,
  (SELECT name FROM colleagues WHERE colleagues.id = requests.takenBy) AS takenName,
  (SELECT json_group_array(other.id) FROM requests AS other WHERE requests.kind = 'urgent' AND other.kind = 'urgent' AND other.caller = requests.caller AND other.id <> requests.id
    AND other.status IN ('waiting', 'read', 'tried')) AS linked,
  1 + (SELECT count(*) FROM requests AS other WHERE requests.kind = 'urgent' AND other.kind = 'urgent' AND other.caller = requests.caller AND other.rowid < requests.rowid) AS nth,
  (SELECT state FROM calls WHERE calls.request = requests.id ORDER BY calls.madeAt DESC, calls.rowid DESC LIMIT 1) AS callState,
  EXISTS (SELECT 1 FROM fields WHERE fields.request = requests.id AND field = 'number') AS hasNumber FROM requests`;
const OPEN = `status IN ('waiting', 'read', 'tried')`;

/** What callers asked of us, as the desk and the caller's reference see it. */
export function requests(db: Connection, marks: Changes): InWorker<Requests> {
  const sealed = wraps(db);
  const one = db.prepare<[Hex], Columns>(`${ROW} WHERE id = ?`);
  const byReference = db.prepare<[Hex], Columns>(`${ROW} WHERE reference = ?`);
  // A callback is sorted by the window that is open or comes next.
  const queue = db.prepare<{ now: number }, Columns>(`${ROW} WHERE ${OPEN} AND (closesAt IS NULL OR closesAt > :now) AND eraseAt > :now
    ORDER BY CASE kind WHEN 'urgent' THEN 0 WHEN 'now' THEN 1 ELSE 2 END,
      iif(kind = 'callback', iif(firstTo > :now, firstFrom, secondFrom), madeAt), madeAt, id`);
  const opened = db.prepare(`UPDATE requests SET status = iif(status = 'waiting', 'read', status), opened = opened + 1, openedAt = ? WHERE id = ?`);
  const keepOutcome = db.prepare(`UPDATE requests SET outcome = :outcome, status = iif(:closes, 'closed', 'tried'), closesAt = iif(:closes, :now, closesAt) WHERE id = :id AND ${OPEN}`);
  // The line rings for an alarm or a "now" by itself: what nobody at the desk has opened stays new there, and goes on sounding.
  const attempted = db.prepare(`UPDATE requests SET attempts = attempts + 1, lastAttemptAt = :now, status = iif(kind <> 'callback' AND status = 'waiting', status, 'tried') WHERE id = :id`);
  const addAttempt = db.prepare('INSERT INTO attempts (request, at) VALUES (:id, :now)');
  const triesBetween = db.prepare<[Hex, number, number], number>('SELECT count(*) FROM attempts WHERE request = ? AND at >= ? AND at < ?').pluck();

  const take = db.prepare(`UPDATE requests SET takenBy = :advocate, takenAt = :now WHERE kind = 'urgent' AND takenBy IS NULL
    AND ((id = :id AND ${OPEN}) OR (status = 'waiting' AND id IN (${FROM_ONE_PHONE}) AND EXISTS (SELECT 1 FROM requests WHERE id = :id AND takenBy IS NULL AND ${OPEN})))`);
  const waiting = db.prepare<{ since: number; now: number }, { request: Hex; language: string; country: string; madeAt: number; phone: Hex }>(`SELECT id AS request, language, country, madeAt,
    coalesce(caller, id) AS phone FROM requests WHERE kind = 'urgent' AND status = 'waiting' AND takenAt IS NULL AND madeAt > :since AND eraseAt > :now ORDER BY madeAt, rowid LIMIT 1000`);

  const taken = (id: Hex, advocate: Hex, now: number): boolean => {
    if (take.run({ id, advocate, now }).changes > 0) marks.touch();
    const row = one.get(id);
    return row !== undefined && isOpen(row) && row.takenBy === advocate;
  };

  const isOpen = (row: Columns): boolean => row.status !== 'closed' && row.status !== 'withdrawn';
  const mayRing = (id: Hex, now: number): MayRing => {
    const row = one.get(id);
    if (!row || !isOpen(row)) return 'gone';
    if (row.call === 'no') return 'noCall';
    if (row.kind === 'urgent') return 'allowed';
    if (row.kind === 'callback') {
      const open = [firstOf(row), secondOf(row)].find((window) => window && window.from <= now && now < window.to);
      if (!open) return 'outOfWindow';
      if ((triesBetween.get(row.id, open.from, open.to) ?? 0) > 0) return 'triedThisWindow';
    }
    // Future attempts count too: a clock set back must not allow a third ring.
    return (triesBetween.get(row.id, now - DAY + 1, Number.MAX_SAFE_INTEGER) ?? 0) >= TRIES_A_DAY ? 'triedToday' : 'allowed';
  };

  return {
    queue: (now) => queue.all({ now }).map(asRow),
    one: (id) => {
      const row = one.get(id);
      return row && asRow(row);
    },
    look: (reference) => {
      const row = byReference.get(reference);
      if (!row) return undefined;
      const { id, opened: times, openedAt, eraseAt, language, country, subject } = row;
      // What the line rang for by itself stays new at the desk; its caller hears that we tried.
      const status = row.status === 'waiting' && row.attempts > 0 ? 'tried' : row.status;
      return { id, status, opened: times, openedAt, eraseAt, language, country, subject, fields: Object.keys(sealed.fields(id)), windows: windowsOf(row) };
    },
    open(id, now, by) {
      const row = one.get(id);
      const wrap = sealed.read(id);
      if (!row || !wrap) return undefined;
      if (by !== undefined && row.kind === 'urgent') taken(id, by, now);
      opened.run(now, id);
      marks.touch();
      return { row: asRow(one.get(id) ?? row), epoch: wrap.epoch, wrap: wrap.sealed, fields: sealed.fields(id) };
    },
    note(id, outcome, now, note) {
      const closes = outcome === 'reached' || outcome === 'closed' ? 1 : 0;
      if (keepOutcome.run({ id, outcome, closes, now }).changes === 0) return false;
      if (note) sealed.keepField(id, 'note', note);
      marks.touch();
      return true;
    },
    mayRing,
    taken,
    alarms(now) {
      const phones = new Map<Hex, Alarm>();
      for (const { phone, madeAt, ...newest } of waiting.all({ since: now - ALARM_RINGS, now })) {
        phones.set(phone, { ...newest, until: madeAt + ALARM_RINGS, all: [...(phones.get(phone)?.all ?? []), newest.request] });
      }
      return [...phones.values()];
    },
    attempt(id, now) {
      const may = mayRing(id, now);
      if (may === 'allowed') {
        attempted.run({ id, now });
        addAttempt.run({ id, now });
        marks.touch();
      }
      return may;
    },
  };
}

const between = (from: number | null, to: number | null): Window | null => (from === null || to === null ? null : { from, to });
const firstOf = (row: Columns): Window | null => between(row.firstFrom, row.firstTo);
const secondOf = (row: Columns): Window | null => between(row.secondFrom, row.secondTo);

function asRow(columns: Columns): RequestRow {
  const { firstFrom: _a, firstTo: _b, secondFrom: _c, secondTo: _d, windowZone: _e, opened: _f, openedAt: _g, hasNumber, linked, ...row } = columns;
  return { ...row, first: firstOf(columns), second: secondOf(columns), hasNumber: hasNumber === 1, linked: JSON.parse(linked) as Hex[] };
}

function windowsOf(row: Columns): Windows | null {
  const first = firstOf(row);
  if (!first || row.day === null || row.part === null || row.windowZone === null) return null;
  return { day: row.day, part: row.part, zone: row.windowZone, first, second: secondOf(row) ?? undefined };
}
