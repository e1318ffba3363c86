import { acts } from './acts.ts';
import type { Changes } from './changes.ts';
import type { Connection } from './database.ts';
import { outbox } from './outbox.ts';
import type { Answers, Beginning, Hex, Recorded, Sealed } from './store.ts';
import type { InWorker } from './verbs.ts';

/** Recorded answers: what makes a session play again as it was. */
export function answers(db: Connection, marks: Changes): InWorker<Answers> {
  const carryOut = acts(db, marks);
  const pending = outbox(db);
  const standing = db.prepare<[Hex, number, number], { prefix: Hex; word: string; sealed: Sealed }>('SELECT prefix, word, sealed FROM answers WHERE session = ? AND position = ? AND nth = ?');
  const insert = db.prepare('INSERT INTO answers (session, position, nth, prefix, word, sealed, at) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const insertFirst = db.prepare('INSERT INTO answers (session, position, nth, prefix, word, sealed, at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const begin = db.prepare('INSERT INTO beginnings (session, version, edition, first, phone, network, bound, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const beginning = db.prepare<[Hex], Beginning>('SELECT version, edition, first, phone, network, bound FROM beginnings WHERE session = ?');
  const ofSession = db.prepare<[Hex], Recorded>('SELECT session, position, nth, prefix, word, sealed FROM answers WHERE session = ? ORDER BY position, nth');
  return {
    of: ({ session }) => ({ beginning: beginning.get(session), answers: ofSession.all(session) }),
    begin(rows) {
      for (const { session, version, edition, first, phone, network, bound, now } of rows) begin.run(session, version, edition, first, phone, network, bound, now);
    },
    record({ slot, now, act, outcomes, tells, tellOn }) {
      const { session, position, nth, prefix } = slot;
      const [only] = Object.keys(outcomes);
      // A fact is put where nothing stands, in one statement; an act is carried out only once that is known.
      const fact = act || tells?.length || only === undefined ? undefined : outcomes[only];
      if (fact && only !== undefined && insertFirst.run(session, position, nth, prefix, only, fact, now).changes === 1) return { word: only, fresh: true };
      const stands = standing.get(session, position, nth);
      if (stands) return stands.prefix === prefix ? { word: stands.word, sealed: stands.sealed, fresh: false } : 'diverged';
      const word = act ? carryOut(act, session) : only;
      const sealed = word === undefined ? undefined : outcomes[word];
      if (word === undefined || sealed === undefined) throw new TypeError('an outcome without its answer');
      insert.run(session, position, nth, prefix, word, sealed, now);
      if (tells && (tellOn === undefined || tellOn.includes(word))) pending.add(tells);
      return { word, fresh: true };
    },
  };
}
