import type { Changes } from './changes.ts';
import type { Connection } from './database.ts';
import type { Advocate, Closure, Hex, Rota, Shift } from './store.ts';
import type { InWorker } from './verbs.ts';

type Written<T, K extends keyof T> = Omit<T, K> & Record<K, string>;
type ShiftColumns = Omit<Shift, 'days' | 'languages' | 'skills'> & { days: string; languages: string | null; skills: string | null };

/** Only who has keys and a phone can take a call. */
const RINGABLE = `publicKey IS NOT NULL AND phone IS NOT NULL AND (roles LIKE '%"advocate"%' OR roles LIKE '%"coordinator"%')`;

/** Who is on duty, and which hours can be promised. The order of ringing is the order of joining. */
export function rota(db: Connection, marks: Changes): InWorker<Rota> {
  const advocates = db.prepare<[], Written<Omit<Advocate, 'onDuty'>, 'languages' | 'skills'> & { onDuty: number }>(`SELECT id, name, languages, skills, onDuty, phone FROM colleagues WHERE ${RINGABLE} ORDER BY rank`);
  const shifts = db.prepare<[], ShiftColumns>('SELECT colleague AS advocate, "as", days, "from", "to", zone, languages, skills FROM shifts ORDER BY rowid');
  const closures = db.prepare<[], Closure>('SELECT "from", "until", name FROM closures ORDER BY "from", id');
  const setDuty = db.prepare('UPDATE colleagues SET onDuty = ? WHERE id = ?');
  const dropShifts = db.prepare('DELETE FROM shifts WHERE colleague = ?');
  const addShift = db.prepare('INSERT INTO shifts (colleague, "as", days, "from", "to", zone, languages, skills) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const dropClosures = db.prepare('DELETE FROM closures');
  const addClosure = db.prepare('INSERT INTO closures ("from", "until", name) VALUES (?, ?, ?)');
  const read = (): ReturnType<InWorker<Rota>['read']> => {
    const people = advocates.all().map((a): Advocate => ({ ...a, languages: words(a.languages), skills: words(a.skills), onDuty: a.onDuty === 1 }));
    const hours = shifts.all().map((s): Shift => ({ ...s, days: JSON.parse(s.days) as number[], languages: s.languages === null ? null : words(s.languages), skills: s.skills === null ? null : words(s.skills) }));
    return { advocates: people, shifts: hours, closures: closures.all(), order: people.map(({ id }) => id) };
  };
  return {
    read,
    setDuty(advocate: Hex, onDuty) {
      setDuty.run(onDuty ? 1 : 0, advocate);
      marks.touchRota();
    },
    setShifts(advocate, given, was) {
      if (was && !same(was, read().shifts.filter((shift) => shift.advocate === advocate))) return false;
      dropShifts.run(advocate);
      for (const s of given) addShift.run(advocate, s.as, JSON.stringify(s.days), s.from, s.to, s.zone, s.languages && JSON.stringify(s.languages), s.skills && JSON.stringify(s.skills));
      marks.touchRota();
      return true;
    },
    setClosures(given, was) {
      if (was && !same(was, read().closures)) return false;
      dropClosures.run();
      for (const { from, until, name } of given) addClosure.run(from, until, name);
      marks.touchRota();
      return true;
    },
  };
}

/** The same, in whatever order of fields and however many there are. */
const same = (some: readonly object[], others: readonly object[]): boolean => JSON.stringify(some.map(written)) === JSON.stringify(others.map(written));
const written = (one: object): string => JSON.stringify(Object.entries(one).filter(([key]) => key !== 'advocate').sort(([a], [b]) => (a < b ? -1 : 1)));
const words = (json: string): string[] => JSON.parse(json) as string[];
