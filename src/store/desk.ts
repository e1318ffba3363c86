import { createHash, timingSafeEqual } from 'node:crypto';
import { appending } from './audit.ts';
import type { Changes } from './changes.ts';
import type { Connection } from './database.ts';
import type { Desk, Hex, Role, Sealed } from './store.ts';
import type { InWorker } from './verbs.ts';

interface Person { id: Hex; name: string; languages: string; onDuty: number; publicKey: Buffer; wrappedSecret: Buffer; salt: Buffer; proofDigest: Buffer }

/** Who works at the desk, and what lets their browser open its keys. The proof a browser sends is kept as its digest only. */
export function desk(db: Connection, marks: Changes): InWorker<Desk> {
  const writeDown = appending(db);
  const insert = db.prepare(`INSERT INTO colleagues (id, name, roles, languages, skills, onDuty, phone, publicKey, wrappedSecret, salt, proofDigest)
    VALUES (:id, :name, :roles, :languages, :skills, :onDuty, :phone, :publicKey, :wrappedSecret, :salt, :proofDigest) ON CONFLICT DO NOTHING`);
  const insertSecret = db.prepare('INSERT INTO heldKeys (colleague, epoch, sealed) VALUES (?, ?, ?)');
  const byName = db.prepare<[string], Person>('SELECT id, name, languages, onDuty, publicKey, wrappedSecret, salt, proofDigest FROM colleagues WHERE name = ?');
  const byId = db.prepare<[Hex], { id: Hex; name: string; onDuty: number; roles: string }>('SELECT id, name, onDuty, roles FROM colleagues WHERE id = ?');
  const secrets = db.prepare<[Hex], { epoch: string; sealed: Buffer }>('SELECT epoch, sealed FROM heldKeys WHERE colleague = ? ORDER BY epoch');
  return {
    addAdvocate({ id, name, roles, languages, skills, onDuty, phone, publicKey, wrappedSecret, salt, proof, deskSecrets }) {
      const added = insert.run({ id, name, roles: JSON.stringify(roles), languages: JSON.stringify(languages), skills: JSON.stringify(skills), onDuty: onDuty ? 1 : 0, phone, publicKey, wrappedSecret, salt, proofDigest: digest(proof) });
      if (added.changes === 0) return;
      for (const { epoch, sealed } of deskSecrets) insertSecret.run(id, epoch, sealed);
      marks.touchRota();
    },
    saltOf: (name) => byName.get(name)?.salt,
    signIn(name, proof, now) {
      const person = byName.get(name);
      // An unknown name costs the same comparison.
      const right = timingSafeEqual(digest(proof), person?.proofDigest ?? Buffer.alloc(32));
      if (!person || !right) {
        if (person && now !== undefined) writeDown({ at: now, what: 'signInFailed', who: 'unknown', about: person.id });
        return undefined;
      }
      const { id, languages, publicKey, wrappedSecret } = person;
      return { id, name: person.name, languages: JSON.parse(languages) as string[], publicKey, wrappedSecret, deskSecrets: secrets.all(id) };
    },
    signedIn(id) {
      const person = byId.get(id);
      return person && { ...person, onDuty: person.onDuty === 1, roles: JSON.parse(person.roles) as Role[] };
    },
  };
}

const digest = (proof: Sealed): Buffer => createHash('sha256').update(proof).digest();
