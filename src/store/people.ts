import { createHash } from 'node:crypto';
import { appending } from './audit.ts';
import type { Changes } from './changes.ts';
import type { Connection } from './database.ts';
import { erase } from './erase.ts';
import { handing } from './keys.ts';
import type { Colleague, Hex, OwnKeys, People, Role } from './store.ts';
import type { InWorker } from './verbs.ts';

interface Columns {
  id: Hex; name: string; roles: string; languages: string; skills: string; onDuty: number; hasPhone: number; codes: number; passkeys: number;
  publicKey: Buffer | null; vouchEpoch: string | null; mac: Buffer | null; invitedUntil: number | null;
}

/** Who works here, and by which keys. Whatever would leave the desk without an operator is refused in the same transaction. */
export function people(db: Connection, marks: Changes): InWorker<People> {
  const keys = handing(db);
  const gone = erase(db, marks);
  const writeDown = appending(db);
  const list = db.prepare<[], Columns>(`SELECT id, name, roles, languages, skills, onDuty, phone IS NOT NULL AS hasPhone, totp IS NOT NULL AS codes,
    (SELECT count(*) FROM passkeys WHERE passkeys.colleague = colleagues.id) AS passkeys, publicKey, vouches.epoch AS vouchEpoch, mac, inviteUntil AS invitedUntil
    FROM colleagues LEFT JOIN vouches ON vouches.colleague = id ORDER BY rank`);
  const anybody = db.prepare<[], number>('SELECT 1 FROM colleagues').pluck();
  const insert = db.prepare(`INSERT INTO colleagues (id, name, roles, languages, skills, phone, madeAt, inviteDigest, inviteUntil)
    VALUES (:id, :name, :roles, :languages, :skills, :phone, :now, :digest, :until) ON CONFLICT DO NOTHING`);
  const setKeys = db.prepare('UPDATE colleagues SET publicKey = :publicKey, wrappedSecret = :wrappedSecret, salt = :salt, proofDigest = :proofDigest, inviteDigest = NULL, inviteUntil = NULL WHERE id = :id');
  const change = db.prepare('UPDATE colleagues SET roles = :roles, languages = :languages, skills = :skills, phone = iif(:keepPhone, phone, :phone) WHERE id = :id');
  const invite = db.prepare('UPDATE colleagues SET inviteDigest = :digest, inviteUntil = :until WHERE id = :id');
  const dropKeys = db.prepare('UPDATE colleagues SET publicKey = NULL, wrappedSecret = NULL, proofDigest = NULL, onDuty = 0 WHERE id = ?');
  const dropHeld = db.prepare('DELETE FROM heldKeys WHERE colleague = ?');
  const dropVouch = db.prepare('DELETE FROM vouches WHERE colleague = ?');
  const dropCodes = db.prepare('UPDATE colleagues SET totp = NULL, totpUsed = NULL WHERE id = ?');
  const dropPasskeys = db.prepare('DELETE FROM passkeys WHERE colleague = ?');
  const invited = db.prepare<[string], { id: Hex; inviteDigest: Buffer | null; inviteUntil: number | null; publicKey: Buffer | null }>('SELECT id, inviteDigest, inviteUntil, publicKey FROM colleagues WHERE name = ?');
  const publicKeyOf = db.prepare<[Hex], Buffer | null>('SELECT publicKey FROM colleagues WHERE id = ?').pluck();
  const otherOperator = db.prepare<[Hex], number>(`SELECT 1 FROM colleagues WHERE id <> ? AND publicKey IS NOT NULL AND roles LIKE '%"operator"%'`).pluck();
  const isOperator = db.prepare<[Hex], number>(`SELECT 1 FROM colleagues WHERE id = ? AND roles LIKE '%"operator"%'`).pluck();
  const drop = db.prepare('DELETE FROM colleagues WHERE id = ?');
  const records = db.prepare<[], Hex>('SELECT id FROM requests').pluck();
  const dropAll = ['colleagues', 'epochs', 'recovery', 'recoveryKeys'].map((table) => db.prepare(`DELETE FROM ${table}`));

  const isThere = (id: Hex): boolean => publicKeyOf.get(id) !== undefined;
  const isLast = (id: Hex): boolean => isOperator.get(id) === 1 && otherOperator.get(id) === undefined;
  const put = (id: Hex, { publicKey, wrappedSecret, salt, proof }: OwnKeys): void => void setKeys.run({ id, publicKey, wrappedSecret, salt, proofDigest: sha256(proof) });

  return {
    list: () => list.all().map(asColleague),
    setUp({ id, name, roles, languages, keys: own, phone, epoch, recovery }, now) {
      if (anybody.get() !== undefined || keys.latest() !== undefined) return false;
      insert.run({ id, name, roles: JSON.stringify(roles), languages: JSON.stringify(languages), skills: '[]', phone, now, digest: null, until: null });
      put(id, own);
      keys.handOut({ ...epoch, recovery: null });
      keys.keepRecovery(recovery, now);
      marks.touchRota();
      return true;
    },
    add({ id, name, roles, languages, skills, phone, invitation: { digest, until } }, now) {
      const added = insert.run({ id, name, roles: JSON.stringify(roles), languages: JSON.stringify(languages), skills: JSON.stringify(skills), phone, now, digest, until }).changes === 1;
      if (added) marks.touch();
      return added;
    },
    change(id, { roles, languages, skills, phone }) {
      if (!isThere(id)) return 'gone';
      if (!roles.includes('operator') && isLast(id)) return 'lastOperator';
      change.run({ id, roles: JSON.stringify(roles), languages: JSON.stringify(languages), skills: JSON.stringify(skills), keepPhone: phone === undefined ? 1 : 0, phone: phone ?? null });
      marks.touchRota();
      return 'changed';
    },
    invite(id, { digest, until }) {
      if (!isThere(id)) return false;
      invite.run({ id, digest, until });
      dropKeys.run(id);
      dropHeld.run(id);
      dropVouch.run(id);
      marks.touchRota();
      return true;
    },
    dropFactors(id) {
      if (!isThere(id)) return false;
      dropCodes.run(id);
      dropPasskeys.run(id);
      marks.touch();
      return true;
    },
    join(name, digest, own, now) {
      const person = invited.get(name);
      const holds = person?.inviteDigest?.equals(digest) === true && (person.inviteUntil ?? 0) > now && person.publicKey === null;
      if (!person || !holds) return undefined;
      put(person.id, own);
      marks.touch();
      return person.id;
    },
    vouch(id, { publicKey, epoch, mac, held }) {
      if (publicKeyOf.get(id)?.equals(publicKey) !== true || keys.latest() !== epoch) return false;
      dropHeld.run(id);
      keys.give(id, held);
      keys.vouch(id, { epoch, mac });
      marks.touchRota();
      return true;
    },
    remove(id, next) {
      if (!isThere(id)) return 'gone';
      if (isLast(id)) return 'lastOperator';
      if (!keys.follows(next, id)) return 'stale';
      drop.run(id);
      keys.handOut(next);
      marks.touchRota();
      marks.erase();
      return 'removed';
    },
    recover(id, own, held, vouch) {
      if (!isThere(id) || keys.latest() !== vouch.epoch) return false;
      put(id, own);
      dropHeld.run(id);
      dropCodes.run(id);
      dropPasskeys.run(id);
      keys.give(id, held);
      keys.vouch(id, vouch);
      marks.touchRota();
      return true;
    },
    startAnew(now) {
      const lost = records.all();
      for (const id of lost) gone.withdrawn(id, now);
      for (const table of dropAll) table.run();
      writeDown({ at: now, what: 'erased', who: 'terminal', detail: { requests: lost.length } });
      marks.touchRota();
      marks.erase();
      return { lost: lost.length };
    },
  };
}

const asColleague = ({ codes, passkeys, vouchEpoch, mac, hasPhone, onDuty, roles, languages, skills, ...row }: Columns): Colleague => ({
  ...row, roles: JSON.parse(roles) as Role[], languages: JSON.parse(languages) as string[], skills: JSON.parse(skills) as string[], onDuty: onDuty === 1, hasPhone: hasPhone === 1,
  factors: { codes: codes === 1, passkeys }, vouch: vouchEpoch === null || mac === null ? null : { epoch: vouchEpoch, mac },
});

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
