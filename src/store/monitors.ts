import type { Connection } from './database.ts';
import type { MonitorRow, Monitors } from './store.ts';
import { outbox } from './outbox.ts';
import type { InWorker } from './verbs.ts';

type Columns = Omit<MonitorRow, 'rang' | 'taken'> & { rang: number; taken: number };

/** Test calls. The day's own is told from the others by its day, which stands here once, whatever process or restart asks again. */
export function monitors(db: Connection): InWorker<Monitors> {
  const tells = outbox(db);
  const insert = db.prepare(`INSERT INTO monitors (id, day, at) SELECT :id, :day, :at WHERE NOT EXISTS (SELECT 1 FROM monitors WHERE at > :since) ON CONFLICT DO NOTHING`);
  const last = db.prepare<[], Columns>(`SELECT id, at, rang, taken, shown,
    (SELECT state FROM outbox WHERE outbox.id = monitors.id) AS tellState, (SELECT state FROM calls WHERE calls.id = monitors.id) AS callState FROM monitors ORDER BY at DESC, rowid DESC LIMIT 1`);
  const note = db.prepare('UPDATE monitors SET shown = ? WHERE id = ?');
  return {
    begin({ day, at, since }, tell) {
      if (insert.run({ id: tell.id, day, at, since }).changes === 0) return false;
      tells.add([tell]);
      return true;
    },
    last() {
      const row = last.get();
      return row && { ...row, rang: row.rang === 1, taken: row.taken === 1 };
    },
    noteShown: (id, shown) => note.run(shown, id).changes === 1,
  };
}
