import type { Changes } from './changes.ts';
import type { Connection } from './database.ts';
import type { Advocate, Hex, Rota, Shift } from './store.ts';
import type { InWorker } from './verbs.ts';

/** Who is on duty, and which hours can be promised. The order of ringing is the order of joining. */
export function rota(db: Connection, marks: Changes): InWorker<Rota> {
  const advocates = db.prepare<[], Omit<Advocate, 'languages' | 'onDuty'> & { languages: string; onDuty: number }>('SELECT id, name, languages, onDuty, phone FROM advocates ORDER BY rank');
  const shifts = db.prepare<[], Omit<Shift, 'days'> & { days: string }>('SELECT advocate, days, "from", "to", zone FROM shifts ORDER BY rowid');
  const setDuty = db.prepare('UPDATE advocates SET onDuty = ? WHERE id = ?');
  const dropShifts = db.prepare('DELETE FROM shifts WHERE advocate = ?');
  const addShift = db.prepare('INSERT INTO shifts (advocate, days, "from", "to", zone) VALUES (?, ?, ?, ?, ?)');
  return {
    read() {
      const people = advocates.all().map((a): Advocate => ({ ...a, languages: JSON.parse(a.languages) as string[], onDuty: a.onDuty === 1 }));
      return { advocates: people, shifts: shifts.all().map((s) => ({ ...s, days: JSON.parse(s.days) as number[] })), order: people.map(({ id }) => id) };
    },
    setDuty(advocate: Hex, onDuty) {
      setDuty.run(onDuty ? 1 : 0, advocate);
      marks.touchRota();
    },
    setShifts(advocate, given) {
      dropShifts.run(advocate);
      for (const s of given) addShift.run(advocate, JSON.stringify(s.days), s.from, s.to, s.zone);
      marks.touchRota();
    },
  };
}
