import { openDatabase } from '../src/store/database.ts';

const HOUR = 3_600_000;

/**
 * Fills a new store with `stored` requests, as many of them `open` as said: of fifty one alarm and one "now", the rest
 * callbacks whose windows are over, open, soon or later. What is sealed has its true length. Returns the ids of open callbacks.
 */
export function fill(dataDir: string, { stored, open, now }: { stored: number; open: number; now: number }): string[] {
  const db = openDatabase(dataDir);
  const request = db.prepare(`INSERT INTO requests (id, kind, status, channel, language, country, zone, call, cover, subject, day, part, windowZone, firstFrom, firstTo, secondFrom, secondTo, consent, madeAt, numberUntil, eraseAt, closesAt, attempts, outcome)
    VALUES (:id, :kind, :status, 'ussd', :language, :country, 'Asia/Riyadh', 'yes', 'hangUp', 'pay', 'any', 'day', 'Asia/Riyadh', :from, :to, :again, :until, 'consent.v1', :madeAt, :numberUntil, :eraseAt, :closesAt, 1, :outcome)`);
  const wrap = db.prepare(`INSERT INTO wraps VALUES (?, '2026-11', zeroblob(80))`);
  const field = db.prepare('INSERT INTO fields VALUES (?, ?, zeroblob(?))');
  const every = stored / open;
  const callbacks: string[] = [];
  db.transaction(() => {
    for (let n = 0; n < stored; n++) {
      const isOpen = Math.floor(n / every) !== Math.floor((n - 1) / every);
      const nth = Math.floor(n / every) % 50;
      const kind = nth === 0 ? 'urgent' : nth === 1 ? 'now' : 'callback';
      const from = kind === 'callback' ? now + (nth % 12 - 4) * HOUR + n % 60 * 60_000 : null;
      const id = (n + 1).toString(16).padStart(32, '0');
      request.run({
        id, kind, status: isOpen ? 'waiting' : 'closed', language: ['en', 'am', 'sw'][n % 3], country: ['SA', 'KE', 'LB'][n % 3], outcome: isOpen ? null : 'reached',
        from, to: from && from + 5 * HOUR, again: from && from + 24 * HOUR, until: from && from + 29 * HOUR,
        madeAt: now - n * 1_000, numberUntil: now + 21 * 24 * HOUR, eraseAt: now + 90 * 24 * HOUR, closesAt: from === null ? (kind === 'now' ? now + HOUR : null) : from + 29 * HOUR,
      });
      if (kind !== 'now') { wrap.run(id); field.run(id, 'number', 88); field.run(id, 'coverName', 92); }
      if (isOpen && kind === 'callback') callbacks.push(id);
    }
  })();
  db.close();
  return callbacks;
}
