import type { Connection } from './database.ts';
import type { Act, Counters } from './store.ts';
import type { InWorker } from './verbs.ts';

type Count = Omit<Extract<Act, { do: 'count' }>, 'do'>;
type Counted = Awaited<ReturnType<Counters['read']>>[number];

/** Counts by day: of screens and sessions, never of callers. */
export function counters(db: Connection): InWorker<Counters> & { count(act: Count): void } {
  const add = db.prepare(`INSERT INTO counters (day, channel, language, screen, what, n) VALUES (:day, :channel, :language, :screen, :what, 1)
    ON CONFLICT DO UPDATE SET n = n + 1`);
  const addNow = db.prepare(`INSERT INTO counters (day, channel, language, screen, what, n) VALUES (date(:now / 1000, 'unixepoch'), :channel, :language, :screen, :what, 1)
    ON CONFLICT DO UPDATE SET n = n + 1`);
  const ended = db.prepare('INSERT INTO ended (session, day) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const read = db.prepare<[], Counted>('SELECT day, channel, language, screen, what, n FROM counters ORDER BY day, channel, language, screen, what');
  return {
    end(session, { day, channel, language, screen, outcome }) {
      if (ended.run(session, day).changes === 1) add.run({ day, channel, language, screen, what: outcome });
    },
    count: ({ screen, what, channel, language, now }) => void addNow.run({ screen, what, channel, language, now }),
    read: () => read.all(),
  };
}
