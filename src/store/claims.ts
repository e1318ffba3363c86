import type { Claims, Holder, What } from './at-desk.ts';
import type { Changes } from './changes.ts';
import type { Connection } from './database.ts';
import { notes } from './notes.ts';
import { CLAIM_LASTS, HOLDS, OPEN } from './rows.ts';
import type { Hex } from './store.ts';
import type { InWorker } from './verbs.ts';

/** Who may be given a request: who has keys to open it with, and speaks with callers. */
const TAKES = `publicKey IS NOT NULL AND (roles LIKE '%"advocate"%' OR roles LIKE '%"coordinator"%')`;

interface Held { advocate: Hex; name: string | null; at: number; seenAt: number; holds: number; onPhone: number }

export interface InTransaction {
  /** Whether it is theirs to open, call, note and close; that it was asked is a sign of life, also after a claim has lapsed and nobody took it. */
  holds(id: Hex, by: Hex, now: number): boolean;
  /** Somebody accepted the call about it by key. Who is on the phone with a "now" has it, whoever else took it at the desk. */
  answered(id: Hex, by: Hex, now: number): void;
  /** Nobody has it any more, of what was closed or taken back. */
  drop(id: Hex): void;
  step(id: Hex, now: number, who: Hex | null, what: What): void;
  /** Of claims that have lapsed. */
  returnLapsed(now: number): void;
}

/** One advocate a request: the claim is one row, and every way to it is one statement in the writer's only transaction. */
export function claims(db: Connection, marks: Changes): InWorker<Claims> & InTransaction {
  const written = notes(db);
  const there = db.prepare<[Hex], { kind: string; revision: number }>(`SELECT kind, revision FROM requests WHERE id = ? AND status <> 'withdrawn'`);
  const held = db.prepare<{ id: Hex; now: number }, Held>(`SELECT advocate, (SELECT name FROM colleagues WHERE colleagues.id = advocate) AS name, at, seenAt, ${HOLDS} AS holds,
    seenAt <= :now - ${CLAIM_LASTS} AS onPhone FROM claims WHERE request = :id`);
  const put = db.prepare('INSERT OR REPLACE INTO claims (request, advocate, at, seenAt) VALUES (:id, :by, :now, :now)');
  const drop = db.prepare('DELETE FROM claims WHERE request = ?');
  const touch = db.prepare('UPDATE claims SET seenAt = max(seenAt, :now) WHERE request = :id AND advocate = :by');
  const touchAll = db.prepare('UPDATE claims SET seenAt = max(seenAt, :now) WHERE advocate = :by');
  const edit = db.prepare('UPDATE requests SET revision = revision + 1 WHERE id = ?');
  const addStep = db.prepare('INSERT INTO steps (request, at, who, what) VALUES (:id, :now, :who, :what)');
  const takes = db.prepare<[Hex], number>(`SELECT 1 FROM colleagues WHERE id = ? AND ${TAKES}`).pluck();
  const coordinates = db.prepare<[Hex], number>(`SELECT 1 FROM colleagues WHERE id = ? AND roles LIKE '%"coordinator"%'`).pluck();
  const sealable = db.prepare<[Hex], number>('SELECT 1 FROM wraps WHERE request = ?').pluck();
  const lapsed = db.prepare<{ now: number }, { request: Hex; advocate: Hex; open: number }>(`SELECT request, advocate, ${OPEN} AS open FROM claims JOIN requests ON requests.id = claims.request WHERE seenAt <= :now - ${CLAIM_LASTS} AND NOT ${HOLDS}`);

  const step: InTransaction['step'] = (id, now, who, what) => void addStep.run({ id, now, who, what });
  const give = (id: Hex, by: Hex, now: number): void => {
    put.run({ id, by, now });
    marks.touch();
  };
  const asHolder = ({ advocate, name, at, seenAt, onPhone }: Held): Holder => ({ advocate, name, at, until: onPhone === 1 ? null : seenAt + CLAIM_LASTS });
  const isTheirs = (id: Hex, by: Hex, now: number): boolean => held.get({ id, now })?.advocate === by;

  return {
    step,
    claim(id, by, now) {
      if (!there.get(id)) return 'gone';
      const before = held.get({ id, now });
      if (before && before.advocate !== by && before.holds === 1) return { theirs: asHolder(before) };
      if (before?.advocate === by) {
        touch.run({ id, by, now });
        return 'yours';
      }
      if (before) step(id, now, before.advocate, 'returned');
      give(id, by, now);
      step(id, now, by, 'claimed');
      return 'yours';
    },
    holds(id, by, now) {
      return touch.run({ id, by, now }).changes === 1;
    },
    release(id, by, now) {
      if (!isTheirs(id, by, now)) return false;
      drop.run(id);
      step(id, now, by, 'released');
      marks.touch();
      return true;
    },
    handOver(id, to, now, { by, revision, note }) {
      if (!isTheirs(id, by, now)) return 'notTheirs';
      if (there.get(id)?.revision !== revision) return 'changed';
      if (by === to || !takes.get(to)) return 'nobody';
      if (!sealable.get(id)) return 'unsealable';
      written.add(id, by, now, 'handover', note);
      step(id, now, by, 'handedOver');
      give(id, to, now);
      step(id, now, to, 'claimed');
      edit.run(id);
      return 'done';
    },
    takeOver(id, by, now) {
      if (!coordinates.get(by)) return 'notAllowed';
      if (!there.get(id)) return 'gone';
      if (isTheirs(id, by, now)) return 'yours';
      give(id, by, now);
      step(id, now, by, 'takenOver');
      edit.run(id);
      return 'yours';
    },
    seen(by, now) {
      touchAll.run({ by, now });
    },
    answered(id, by, now) {
      const request = there.get(id);
      const before = held.get({ id, now });
      if (!request || before?.advocate === by || (before?.holds === 1 && request.kind !== 'now')) return;
      give(id, by, now);
      step(id, now, by, before?.holds === 1 ? 'takenOver' : 'claimed');
    },
    drop: (id) => void drop.run(id),
    returnLapsed(now) {
      for (const { request, advocate, open } of lapsed.all({ now })) {
        drop.run(request);
        if (open === 1) step(request, now, advocate, 'returned');
        marks.touch();
      }
    },
  };
}
