import type { NewNote, NoteRow, Step } from './at-desk.ts';
import type { Connection } from './database.ts';
import type { Hex } from './store.ts';

/** Most notes and most steps that are read with a request: what one advocate can take in. */
const MOST = 200;

/** What colleagues wrote about a request, sealed, and what happened to it, in closed words. Notes are added, never changed. */
export function notes(db: Connection) {
  // Another note of the same id would be a page that sent twice: it is kept once.
  const add = db.prepare('INSERT INTO notes (id, request, advocate, at, kind, sealed) VALUES (:id, :request, :by, :now, :kind, :sealed) ON CONFLICT DO NOTHING');
  const read = db.prepare<[Hex], NoteRow>(`SELECT id, at, kind, sealed, (SELECT name FROM colleagues WHERE colleagues.id = advocate) AS who FROM notes WHERE request = ? ORDER BY at DESC, rowid DESC LIMIT ${MOST}`);
  const steps = db.prepare<[Hex], Step>(`SELECT at, what, (SELECT name FROM colleagues WHERE colleagues.id = steps.who) AS who FROM steps WHERE request = ? ORDER BY nth DESC LIMIT ${MOST}`);
  return {
    add: (request: Hex, by: Hex, now: number, kind: NoteRow['kind'], { id, sealed }: NewNote): void => void add.run({ id, request, by, now, kind, sealed }),
    of: (request: Hex): NoteRow[] => read.all(request).reverse(),
    steps: (request: Hex): Step[] => steps.all(request).reverse(),
  };
}
