import type { Connection } from './database.ts';
import type { Hex, Sealed } from './store.ts';

/** Record keys, sealed to the desk, and what they open. Without its wrap a record is noise, here and in every backup. */
export function wraps(db: Connection) {
  const putWrap = db.prepare('INSERT OR REPLACE INTO wraps (request, epoch, sealed) VALUES (?, ?, ?)');
  const putField = db.prepare('INSERT OR REPLACE INTO fields (request, field, sealed) VALUES (?, ?, ?)');
  const readWrap = db.prepare<[Hex], { epoch: string; sealed: Buffer }>('SELECT epoch, sealed FROM wraps WHERE request = ?');
  const readFields = db.prepare<[Hex], { field: string; sealed: Buffer }>('SELECT field, sealed FROM fields WHERE request = ? ORDER BY field');
  const dropWrap = db.prepare('DELETE FROM wraps WHERE request = ?');
  const dropFields = db.prepare('DELETE FROM fields WHERE request = ?');
  const dropNotes = db.prepare('DELETE FROM notes WHERE request = ?');
  const dropPerson = db.prepare(`DELETE FROM fields WHERE request = ? AND field IN ('number', 'coverName')`);
  const dropBareWrap = db.prepare(`DELETE FROM wraps WHERE request = ? AND NOT EXISTS (SELECT 1 FROM fields WHERE fields.request = wraps.request)
    AND NOT EXISTS (SELECT 1 FROM notes WHERE notes.request = wraps.request)`);
  return {
    keep(id: Hex, wrap: { readonly epoch: string; readonly sealed: Sealed }, fields: Readonly<Record<string, Sealed>>): void {
      putWrap.run(id, wrap.epoch, wrap.sealed);
      for (const [field, sealed] of Object.entries(fields)) putField.run(id, field, sealed);
    },
    read: (id: Hex) => readWrap.get(id),
    fields: (id: Hex): Record<string, Sealed> => Object.fromEntries(readFields.all(id).map(({ field, sealed }) => [field, sealed])),
    drop(id: Hex): void {
      dropWrap.run(id);
      dropFields.run(id);
      dropNotes.run(id);
    },
    /** Who it was goes; what advocates wrote stays, and with it the key. True when there was something. */
    dropPerson(id: Hex): boolean {
      const dropped = dropPerson.run(id).changes > 0;
      return dropBareWrap.run(id).changes > 0 || dropped;
    },
  };
}
