import { appending } from './audit.ts';
import { claims } from './claims.ts';
import type { Changes } from './changes.ts';
import type { Connection } from './database.ts';
import { notes } from './notes.ts';
import { ALARM_RINGS, FROM_ONE_PHONE } from './rings.ts';
import { asRow, firstOf, OPEN, ROW, secondOf, windowsOf, type Columns } from './rows.ts';
import type { Alarm, Hex, MayRing, Outcome, Requests } from './store.ts';
import { tallies } from './tallies.ts';
import type { InWorker } from './verbs.ts';
import { wraps } from './wraps.ts';

const DAY = 24 * 3_600_000;
const TRIES_A_DAY = 2;

/** What callers asked of us, as the desk and the caller's reference see it. */
export function requests(db: Connection, marks: Changes): InWorker<Requests> {
  const sealed = wraps(db);
  const written = notes(db);
  const whose = claims(db, marks);
  const counted = tallies(db);
  const writeDown = appending(db);
  const one = db.prepare<[Hex], Columns>(`${ROW} WHERE requests.id = ?`);
  const byReference = db.prepare<[Hex], Columns>(`${ROW} WHERE reference = ?`);
  // A callback is sorted by the window that is open or comes next.
  const queue = db.prepare<{ now: number }, Columns>(`${ROW} WHERE ${OPEN} AND (closesAt IS NULL OR closesAt > :now) AND eraseAt > :now
    ORDER BY CASE kind WHEN 'urgent' THEN 0 WHEN 'now' THEN 1 ELSE 2 END,
      iif(kind = 'callback', iif(firstTo > :now, firstFrom, secondFrom), requests.madeAt), requests.madeAt, requests.id`);
  const opened = db.prepare(`UPDATE requests SET status = iif(status = 'waiting', 'read', status), opened = opened + 1, openedAt = ? WHERE id = ?`);
  const keepOutcome = db.prepare(`UPDATE requests SET outcome = :outcome, status = iif(:closes, 'closed', 'tried'), closesAt = iif(:closes, :now, closesAt), revision = revision + 1 WHERE id = :id AND ${OPEN}`);
  const lastStep = db.prepare<[Hex], { who: Hex | null; what: string }>('SELECT who, what FROM steps WHERE request = ? ORDER BY nth DESC LIMIT 1');
  // The line rings for an alarm or a "now" by itself: what nobody at the desk has opened stays new there, and goes on sounding.
  const attempted = db.prepare(`UPDATE requests SET attempts = attempts + 1, lastAttemptAt = :now, status = iif(kind <> 'callback' AND status = 'waiting', status, 'tried') WHERE id = :id`);
  const addAttempt = db.prepare('INSERT INTO attempts (request, at) VALUES (:id, :now)');
  const triesBetween = db.prepare<[Hex, number, number], number>('SELECT count(*) FROM attempts WHERE request = ? AND at >= ? AND at < ?').pluck();

  const take = db.prepare<{ id: Hex; advocate: Hex; now: number }, Hex>(`UPDATE requests SET takenBy = :advocate, takenAt = :now WHERE kind = 'urgent' AND takenBy IS NULL
    AND ((id = :id AND ${OPEN}) OR (status = 'waiting' AND id IN (${FROM_ONE_PHONE}) AND EXISTS (SELECT 1 FROM requests WHERE id = :id AND takenBy IS NULL AND ${OPEN}))) RETURNING id`).pluck();
  const waiting = db.prepare<{ since: number; now: number }, { request: Hex; language: string; country: string; madeAt: number; phone: Hex }>(`SELECT id AS request, language, country, madeAt,
    coalesce(caller, id) AS phone FROM requests WHERE kind = 'urgent' AND status = 'waiting' AND takenAt IS NULL AND madeAt > :since AND eraseAt > :now ORDER BY madeAt, rowid LIMIT 1000`);

  /** Its ringing ends, and that of the others from the same phone: they are theirs as well. */
  const silence = (id: Hex, advocate: Hex, now: number): void => { for (const each of take.all({ id, advocate, now })) whose.claim(each, advocate, now); };
  const taken = (id: Hex, advocate: Hex, now: number): boolean => {
    silence(id, advocate, now);
    const row = one.get(id);
    return row !== undefined && isOpen(row) && row.takenBy === advocate && whose.claim(id, advocate, now) === 'yours';
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

  const settle = (id: Hex, outcome: Outcome, now: number): void => {
    const closes = outcome === 'reached' || outcome === 'closed';
    keepOutcome.run({ id, outcome, closes: closes ? 1 : 0, now });
    if (closes) counted.ended(id, now);
    marks.touch();
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
      const whoseNow = whose.claim(id, by, now);
      if (whoseNow === 'gone') return 'gone';
      if (whoseNow !== 'yours') return 'theirs';
      silence(id, by, now);
      opened.run(now, id);
      writeDown({ at: now, what: 'opened', who: by, about: id });
      // Who looks again has opened it once.
      const last = lastStep.get(id);
      if (last?.what !== 'opened' || last.who !== by) whose.step(id, now, by, 'opened');
      marks.touch();
      const row = one.get(id);
      return row ? { row: asRow(row), wrap: sealed.read(id) ?? null, fields: sealed.fields(id), notes: written.of(id), steps: written.steps(id) } : 'gone';
    },
    outcome(id, outcome, now, { by, revision, note }) {
      const row = one.get(id);
      if (!row || !isOpen(row)) return 'gone';
      if (!whose.holds(id, by, now)) return 'notTheirs';
      if (row.revision !== revision) return 'changed';
      settle(id, outcome, now);
      if (note) written.add(id, by, now, 'note', note);
      whose.step(id, now, by, 'outcome');
      return 'kept';
    },
    note(id, now, { by, revision, note }) {
      const row = one.get(id);
      if (!row || row.status === 'withdrawn') return 'gone';
      if (!whose.holds(id, by, now)) return 'notTheirs';
      if (row.revision !== revision) return 'changed';
      written.add(id, by, now, 'note', note);
      whose.step(id, now, by, 'noted');
      marks.touch();
      return 'kept';
    },
    close(id, now) {
      const row = one.get(id);
      if (!row || !isOpen(row)) return false;
      settle(id, 'closed', now);
      whose.step(id, now, null, 'outcome');
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
