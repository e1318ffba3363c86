import type { Changes } from './changes.ts';
import { claims } from './claims.ts';
import type { Connection } from './database.ts';
import type { CallRow, Calls, Hex, Leg } from './store.ts';
import { FROM_ONE_PHONE } from './rings.ts';
import { tallies } from './tallies.ts';
import type { InWorker } from './verbs.ts';

/** A phone does not ring longer than this, in ms: a leg still "dialling" then belongs to a process that died. */
const RINGS = 2 * 60_000;

/** Somebody accepted by key: from here on the caller is theirs. */
const ACCEPTED = 'advocateWaits';

type Nullable<T> = { [K in keyof T]-?: Exclude<T[K], undefined> | null };
type CallColumns = Nullable<Omit<CallRow, 'tried'>> & { tried: string };

const LEG = 'id, call, role, advocate, called, session, state, madeAt';
const CALL = 'id, kind, request, language, country, queue, number, about, session, advocate, advocateId, tried, state, stateAt, madeAt, expires';

/** Calls the line places, and their legs. */
export function calls(db: Connection, marks: Changes): InWorker<Calls> {
  const whose = claims(db, marks);
  const counted = tallies(db);
  const insert = db.prepare(`INSERT INTO calls (id, kind, request, language, country, queue, number, about, session, advocate, madeAt, expires, stateAt)
    VALUES (:id, :kind, :request, :language, :country, :queue, :number, :about, :session, :advocate, :madeAt, :expires, :madeAt)`);
  const isAlarmed = db.prepare<{ id: Hex }, number>(`SELECT 1 FROM calls WHERE state <> 'over' AND request IN (${FROM_ONE_PHONE})`).pluck();
  const isOne = db.prepare<[Hex, string], number>('SELECT 1 FROM calls WHERE request = ? AND state IN (SELECT value FROM json_each(?))').pluck();
  const one = db.prepare<[Hex], CallColumns>(`SELECT ${CALL} FROM calls WHERE id = ?`);
  const ofSession = db.prepare<[Hex, Hex], CallColumns>(`SELECT ${CALL} FROM calls WHERE session = ? OR id IN (SELECT call FROM legs WHERE session = ?) ORDER BY madeAt DESC LIMIT 1`);
  const live = db.prepare<[], CallColumns>(`SELECT ${CALL} FROM calls WHERE state <> 'over' ORDER BY madeAt`);
  const move = db.prepare(`UPDATE calls SET state = :to, stateAt = :now, advocateId = iif(:setAdvocate, :advocateId, advocateId),
    tried = iif(:tried IS NULL, tried, json_insert(tried, '$[#]', :tried)), about = iif(:to = 'over', NULL, about) WHERE id = :id AND state = :from`);
  const become = db.prepare(`UPDATE calls SET kind = 'urgent', request = :request, language = :language, country = :country, number = :number, expires = :expires
    WHERE id = :id AND kind IN ('alarm', 'urgent') AND advocate IS NULL AND state IN ('nextAdvocate', 'ringingAdvocate', 'unanswered')`);
  const ringing = db.prepare<[number], { call: Hex; advocate: Hex }>(`SELECT call, advocate FROM legs WHERE state = 'dialling' AND madeAt > ? AND advocate IS NOT NULL`);
  const forget = db.prepare('UPDATE calls SET number = NULL WHERE id = ?');
  // The operator's own test calls say for longer than a day what became of them.
  const rang = db.prepare('UPDATE monitors SET rang = 1 WHERE id = (SELECT call FROM legs WHERE id = ?)');
  const taken = db.prepare('UPDATE monitors SET taken = 1 WHERE id = ?');
  // A call has the name of the tell that began it, which holds the number too until it is done.
  const forgetTell = db.prepare(`UPDATE outbox SET sealed = x'' WHERE id = ?`);
  const insertLeg = db.prepare(`INSERT INTO legs (${LEG}) VALUES (:id, :call, :role, :advocate, :called, :session, :state, :madeAt) ON CONFLICT DO NOTHING`);
  const bury = db.prepare(`UPDATE legs SET state = 'over' WHERE called = ? AND state = 'dialling' AND madeAt < ?`);
  const legOfSession = db.prepare<[Hex], Nullable<Leg>>(`SELECT ${LEG} FROM legs WHERE session = ? ORDER BY state = 'over' LIMIT 1`);
  const adopt = db.prepare<[Hex, Hex], Nullable<Leg>>(`UPDATE legs SET session = ? WHERE called = ? AND state = 'dialling' AND session IS NULL RETURNING ${LEG}`);
  const setLeg = db.prepare('UPDATE legs SET session = coalesce(?, session), state = coalesce(?, state) WHERE id = ?');
  const ofCall = db.prepare<[Hex], Nullable<Leg>>(`SELECT ${LEG} FROM legs WHERE call = ? ORDER BY madeAt`);

  const answered = (id: Hex, advocate: Hex, now: number): void => {
    const request = one.get(id)?.request;
    if (request) whose.answered(request, advocate, now);
  };

  return {
    create(call, unless = []) {
      if (call.request !== undefined && isOne.get(call.request, JSON.stringify(unless))) return false;
      // From the desk only whoever has a request calls, or takes it by calling; the line itself rings for anybody.
      if (call.request !== undefined && call.advocate !== undefined) {
        if (whose.claim(call.request, call.advocate, call.madeAt) !== 'yours') return false;
        whose.step(call.request, call.madeAt, call.advocate, 'called');
      }
      if (call.kind === 'alarm' && call.request !== undefined && isAlarmed.get({ id: call.request })) return false;
      const { id, kind, request = null, language, country, queue, number = null, about = null, session = null, advocate = null, madeAt, expires } = call;
      insert.run({ id, kind, request, language, country, queue, number, about, session, advocate, madeAt, expires });
      marks.touch();
      return true;
    },
    one: (id) => asCall(one.get(id)),
    bySession: (session) => asCall(ofSession.get(session, session)),
    move(id, from, to, now, change) {
      const setAdvocate = change?.advocateId === undefined ? 0 : 1;
      const moved = move.run({ id, from, to, now, setAdvocate, advocateId: change?.advocateId ?? null, tried: change?.tried ?? null }).changes === 1;
      if (!moved) return false;
      if (to === 'listening') taken.run(id);
      if (to === ACCEPTED && change?.advocateId) answered(id, change.advocateId, now);
      counted.moved(id, from, to, now);
      marks.touch();
      return moved;
    },
    addLeg(leg) {
      const { id, call, role, advocate = null, called, session = null, state, madeAt } = leg;
      bury.run(called, madeAt - RINGS);
      const added = insertLeg.run({ id, call, role, advocate, called, session, state, madeAt }).changes === 1;
      if (added) marks.touch();
      return added;
    },
    findLeg(session, called) {
      const known = asLeg(legOfSession.get(session));
      if (known) return known.state === 'over' ? undefined : known;
      const adopted = asLeg(adopt.get(session, called));
      if (adopted) rang.run(adopted.id);
      return adopted;
    },
    setLeg(id, change) {
      setLeg.run(change.session ?? null, change.state ?? null, id);
      if (change.session !== undefined) rang.run(id);
      marks.touch();
    },
    legs: (call) => ofCall.all(call).map((leg) => asLeg(leg)).filter((leg) => leg !== undefined),
    forgetNumber(id) {
      forget.run(id);
      forgetTell.run(id);
    },
    become(id, { request = null, language, country, number = null, expires }) {
      const became = become.run({ id, request, language, country, number, expires }).changes === 1;
      if (became) marks.touch();
      return became;
    },
    ringing: (now) => ringing.all(now - RINGS),
    live: () => live.all().map((call) => asCall(call)).filter((call) => call !== undefined),
  };
}

const asCall = (row: CallColumns | undefined): CallRow | undefined => row && ({
  ...row, request: row.request ?? undefined, number: row.number ?? undefined, about: row.about ?? undefined, session: row.session ?? undefined, advocate: row.advocate ?? undefined,
  tried: JSON.parse(row.tried) as Hex[],
}) as CallRow;

const asLeg = (row: Nullable<Leg> | undefined): Leg | undefined => row && ({ ...row, advocate: row.advocate ?? undefined, session: row.session ?? undefined }) as Leg;
