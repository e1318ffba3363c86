import { createHash, timingSafeEqual } from 'node:crypto';
import { appending } from './audit.ts';
import type { Changes } from './changes.ts';
import type { Connection } from './database.ts';
import type { Desk, Hex, Passkey, Role, Sealed } from './store.ts';
import type { InWorker } from './verbs.ts';

interface Person { id: Hex; salt: Buffer | null; proofDigest: Buffer | null; codes: number; passkeys: number }

/** Signing in, and what lets a browser open its keys. The proof a browser sends is kept as its digest only. */
export function desk(db: Connection, marks: Changes): InWorker<Desk> {
  const writeDown = appending(db);
  const insert = db.prepare(`INSERT INTO colleagues (id, name, roles, languages, skills, onDuty, phone, publicKey, wrappedSecret, salt, proofDigest)
    VALUES (:id, :name, :roles, :languages, :skills, :onDuty, :phone, :publicKey, :wrappedSecret, :salt, :proofDigest) ON CONFLICT DO NOTHING`);
  const insertSecret = db.prepare('INSERT INTO heldKeys (colleague, epoch, sealed) VALUES (?, ?, ?)');
  const byName = db.prepare<[string], Person>(`SELECT id, salt, proofDigest, totp IS NOT NULL AS codes, (SELECT count(*) FROM passkeys WHERE passkeys.colleague = colleagues.id) AS passkeys
    FROM colleagues WHERE name = ?`);
  const byId = db.prepare<[Hex], { id: Hex; name: string; onDuty: number; roles: string }>('SELECT id, name, onDuty, roles FROM colleagues WHERE id = ? AND publicKey IS NOT NULL');
  const keys = db.prepare<[Hex], { publicKey: Buffer; wrappedSecret: Buffer }>('SELECT publicKey, wrappedSecret FROM colleagues WHERE id = ? AND publicKey IS NOT NULL');
  const secrets = db.prepare<[Hex], { epoch: string; sealed: Buffer }>('SELECT epoch, sealed FROM heldKeys WHERE colleague = ? ORDER BY epoch');
  const proofOf = db.prepare<[Hex], Buffer | null>('SELECT proofDigest FROM colleagues WHERE id = ?').pluck();
  const setPassphrase = db.prepare('UPDATE colleagues SET wrappedSecret = :wrappedSecret, salt = :salt, proofDigest = :proofDigest WHERE id = :id AND publicKey = :publicKey');
  const setCodes = db.prepare('UPDATE colleagues SET totp = ?, totpUsed = NULL WHERE id = ?');
  const codesOf = db.prepare<[Hex], Buffer | null>('SELECT totp FROM colleagues WHERE id = ?').pluck();
  const useCode = db.prepare('UPDATE colleagues SET totpUsed = :step WHERE id = :id AND (totpUsed IS NULL OR totpUsed < :step)');
  const addPasskey = db.prepare('INSERT INTO passkeys (id, colleague, publicKey, counter, transports, madeAt) VALUES (?, ?, ?, ?, ?, ?)');
  const passkeys = db.prepare<[Hex], Omit<Passkey, 'transports'> & { transports: string }>('SELECT id, publicKey, counter, transports FROM passkeys WHERE colleague = ? ORDER BY madeAt');
  const usePasskey = db.prepare('UPDATE passkeys SET counter = :counter WHERE id = :id AND (counter < :counter OR (counter = 0 AND :counter = 0))');
  const dropCodes = db.prepare('UPDATE colleagues SET totp = NULL, totpUsed = NULL WHERE id = :id AND EXISTS (SELECT 1 FROM passkeys WHERE colleague = :id)');
  const dropPasskey = db.prepare(`DELETE FROM passkeys WHERE id = :passkey AND colleague = :id
    AND (EXISTS (SELECT 1 FROM passkeys AS other WHERE other.colleague = :id AND other.id <> :passkey) OR EXISTS (SELECT 1 FROM colleagues WHERE colleagues.id = :id AND totp IS NOT NULL))`);

  return {
    addAdvocate({ id, name, roles, languages, skills, onDuty, phone, publicKey, wrappedSecret, salt, proof, deskSecrets }) {
      const added = insert.run({ id, name, roles: JSON.stringify(roles), languages: JSON.stringify(languages), skills: JSON.stringify(skills), onDuty: onDuty ? 1 : 0, phone, publicKey, wrappedSecret, salt, proofDigest: digest(proof) });
      if (added.changes === 0) return;
      for (const { epoch, sealed } of deskSecrets) insertSecret.run(id, epoch, sealed);
      marks.touchRota();
    },
    saltOf: (name) => byName.get(name)?.salt ?? undefined,
    signIn(name, proof, now) {
      const person = byName.get(name);
      // An unknown name costs the same comparison.
      const right = timingSafeEqual(digest(proof), person?.proofDigest ?? Buffer.alloc(32));
      if (!person?.proofDigest || !right) {
        if (person && now !== undefined) writeDown({ at: now, what: 'signInFailed', who: 'unknown', about: person.id });
        return undefined;
      }
      const { id, codes, passkeys: n } = person;
      return { id, factors: { codes: codes === 1, passkeys: n }, mayEnrol: codes === 0 && n === 0 };
    },
    keysOf(id) {
      const own = keys.get(id);
      return own && { ...own, deskSecrets: secrets.all(id) };
    },
    signedIn(id) {
      const person = byId.get(id);
      return person && { ...person, onDuty: person.onDuty === 1, roles: JSON.parse(person.roles) as Role[] };
    },
    changePassphrase(id, old, { publicKey, wrappedSecret, salt, proof }) {
      const known = proofOf.get(id);
      if (!known || !timingSafeEqual(digest(old), known)) return false;
      return setPassphrase.run({ id, publicKey, wrappedSecret, salt, proofDigest: digest(proof) }).changes === 1;
    },
    setCodes: (id, seed) => void setCodes.run(seed, id),
    codesOf: (id) => codesOf.get(id) ?? undefined,
    useCode: (id, step) => useCode.run({ id, step }).changes === 1,
    addPasskey: (id, { id: passkey, publicKey, counter, transports }, now) => void addPasskey.run(passkey, id, publicKey, counter, JSON.stringify(transports), now),
    passkeys: (id) => passkeys.all(id).map((one) => ({ ...one, transports: JSON.parse(one.transports) as string[] })),
    usePasskey: (id, counter) => usePasskey.run({ id, counter }).changes === 1,
    dropFactor: (id, factor) => (factor === 'codes' ? dropCodes.run({ id }) : dropPasskey.run({ id, passkey: factor.passkey })).changes === 1,
  };
}

const digest = (proof: Sealed): Buffer => createHash('sha256').update(proof).digest();
