import type { Connection } from './database.ts';
import type { Act, Counted, Counters, Hex } from './store.ts';
import type { InWorker } from './verbs.ts';

const HOUR = 3_600_000;

type Count = Omit<Extract<Act, { do: 'count' }>, 'do'>;
type Read = Awaited<ReturnType<Counters['read']>>[number];
type Shown = Awaited<ReturnType<Counters['shown']>>[number];

/** Counts by the hour: of screens, never of callers. */
export function counters(db: Connection): InWorker<Counters> & { count(act: Count): void } {
  const add = db.prepare<Counted>(`INSERT INTO hours (hour, channel, language, screen, what, n) VALUES (:hour, :channel, :language, :screen, :what, :n)
    ON CONFLICT DO UPDATE SET n = n + excluded.n`);
  const ended = db.prepare<[Hex, number]>(`INSERT INTO ended (session, day) VALUES (?, date(? / 1000, 'unixepoch')) ON CONFLICT DO NOTHING`);
  const read = db.prepare<[number, number], Read>('SELECT channel, language, screen, what, sum(n) AS n FROM hours WHERE hour >= ? AND hour < ? GROUP BY channel, language, screen, what');
  const shown = db.prepare<[number, number], Shown>(`SELECT hour, sum(n) AS n FROM hours WHERE hour >= ? AND hour < ? AND what = 'shown' GROUP BY hour`);
  return {
    add(counted) { for (const { hour, channel, language, screen, what, n } of counted) add.run({ hour, channel, language, screen, what, n }); },
    end(endings) {
      for (const { session, at, dropped } of endings) {
        if (ended.run(session, at).changes === 1 && dropped) add.run({ ...dropped, hour: hourOf(at), what: 'dropped', n: 1 });
      }
    },
    count: ({ screen, what, channel, language, now }) => void add.run({ hour: hourOf(now), channel, language, screen, what, n: 1 }),
    read: (from, until) => read.all(from, until),
    shown: (from, until) => shown.all(from, until),
  };
}

const hourOf = (at: number): number => at - (at % HOUR);
