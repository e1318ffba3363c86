import type { Advocate, Alarm, CallRow, Calls, Hex, Leg, RequestRow, Ring, Rings, Store, Tell } from '../../src/store/store.ts';

const RINGS = 120_000;

/** What is kept of a request, and if it is an alarm, of which phone. */
type Kept = Pick<RequestRow, 'outcome' | 'attempts' | 'status' | 'takenBy'> & { readonly since: number; readonly alarm?: { readonly phone: string; readonly madeAt: number } };
export const keptNow = (since = 0): Kept => ({ outcome: null, attempts: 0, status: 'waiting', takenBy: null, since });

/** The parts of the store that calls and the outbox need, in memory, with the store's own rules. */
export function keptInMemory(advocates: Advocate[] = []) {
  const rows = new Map<Hex, CallRow>();
  const legs: Leg[] = [];
  const never = new Set<string>();
  const tells = new Map<Hex, Tell & { state: string; again: number }>();
  const requests = new Map<Hex, Kept>();
  const rings: Ring[] = [];
  const waits = ({ alarm, status, takenBy }: Kept): boolean => alarm !== undefined && status === 'waiting' && takenBy === null;
  const fromOnePhone = (id: Hex): Hex[] => {
    const phone = requests.get(id)?.alarm?.phone;
    return phone === undefined ? [id] : [...requests].filter(([, row]) => row.alarm?.phone === phone).map(([other]) => other);
  };
  const copy = <T extends object>(row: T | undefined): T | undefined => row && { ...row };
  const setLeg = (id: Hex, change: Partial<Leg>) => { const leg = legs.find((one) => one.id === id); if (leg) Object.assign(leg, change); };

  const calls: Calls = {
    async create(call, unless = []) {
      if (rows.has(call.id)) throw new Error('kept already');
      if (call.kind === 'alarm' && [...rows.values()].some((row) => row.state !== 'over' && row.request !== undefined && fromOnePhone(call.request ?? '').includes(row.request))) return false;
      if (call.request !== undefined && [...rows.values()].some((row) => row.request === call.request && unless.includes(row.state))) return false;
      rows.set(call.id, { ...call, state: 'nextAdvocate', tried: [], advocateId: null, stateAt: call.madeAt });
      return true;
    },
    async one(id) { return copy(rows.get(id)); },
    async bySession(session) { return copy([...rows.values()].findLast((row) => row.session === session)); },
    async move(id, from, to, now, change = {}) {
      const row = rows.get(id);
      if (row?.state !== from) return false;
      rows.set(id, { ...row, state: to, stateAt: now, advocateId: change.advocateId === undefined ? row.advocateId : change.advocateId,
        tried: change.tried === undefined ? row.tried : [...row.tried, change.tried] });
      return true;
    },
    async addLeg(leg) {
      for (const old of legs) if (old.called === leg.called && old.state === 'dialling' && old.madeAt < leg.madeAt - RINGS) setLeg(old.id, { state: 'over' });
      if (legs.some((old) => old.called === leg.called && old.state === 'dialling')) return false;
      legs.push({ ...leg });
      return true;
    },
    async findLeg(session, called) {
      if (legs.some((leg) => leg.session === session)) return copy(legs.find((leg) => leg.session === session && leg.state !== 'over'));
      const ringing = legs.find((leg) => leg.called === called && leg.state === 'dialling' && leg.session === undefined);
      if (ringing) setLeg(ringing.id, { session });
      return copy(ringing);
    },
    async setLeg(id, change) { setLeg(id, change); },
    async legs(call) { return legs.filter((leg) => leg.call === call).map((leg) => ({ ...leg })); },
    async forgetNumber(id) { const row = rows.get(id); if (row) rows.set(id, { ...row, number: undefined }); },
    async become(id, wanted) {
      const row = rows.get(id);
      if (row === undefined || !['alarm', 'urgent'].includes(row.kind) || row.advocate !== undefined || !['nextAdvocate', 'ringingAdvocate', 'unanswered'].includes(row.state)) return false;
      rows.set(id, { ...row, ...wanted, kind: 'urgent' });
      return true;
    },
    async ringing(now) { return legs.flatMap(({ state, madeAt, call, advocate }) => (state === 'dialling' && madeAt > now - RINGS && advocate !== undefined ? [{ call, advocate }] : [])); },
    async live() { return [...rows.values()].filter((row) => row.state !== 'over').map((row) => ({ ...row })); },
  };
  const store = {
    calls,
    rota: {
      async read() { return { advocates: advocates.map((a) => ({ ...a })), shifts: [], closures: [], order: advocates.map(({ id }) => id) }; },
      async setDuty(id: Hex, onDuty: boolean) { const i = advocates.findIndex((a) => a.id === id); advocates[i] = { ...(advocates[i] as Advocate), onDuty }; },
      async setShifts() {},
      async setClosures() {},
    },
    never: {
      async add(tag: Hex, what: string) { never.add(tag + what); },
      async has(tag: Hex, what: string) { return never.has(tag + what); },
      async lift(tag: Hex, what: string) { never.delete(tag + what); },
    },
    requests: {
      async one(id: Hex) {
        const row = requests.get(id);
        return row && { ...row, id, linked: fromOnePhone(id).filter((other) => other !== id && requests.get(other)?.outcome !== 'closed') };
      },
      async close(id: Hex) { requests.set(id, { ...keptNow(), ...requests.get(id), outcome: 'closed', status: 'closed' }); return true; },
      async taken(id: Hex, advocate: Hex) {
        const row = requests.get(id);
        if (row === undefined || row.status === 'closed') return false;
        if (row.takenBy === null) for (const other of fromOnePhone(id)) { const one = requests.get(other); if (one && (other === id || waits(one))) requests.set(other, { ...one, takenBy: advocate }); }
        return requests.get(id)?.takenBy === advocate;
      },
      async alarms() {
        const phones = new Map<string, Alarm>();
        for (const [request, row] of requests) {
          if (!waits(row) || row.alarm === undefined) continue;
          const { phone, madeAt } = row.alarm;
          phones.set(phone, { request, language: 'am', country: 'KE', until: madeAt + 86_400_000, all: [...(phones.get(phone)?.all ?? []), request] });
        }
        return [...phones.values()];
      },
      async attempt(id: Hex) {
        const row = requests.get(id);
        if (row === undefined || row.outcome === 'closed') return 'gone';
        requests.set(id, { ...row, attempts: row.attempts + 1 });
        return 'allowed';
      },
    },
    rings: {
      async add(ring, after) {
        const theirs = rings.filter(({ request, colleague }) => colleague === ring.colleague && fromOnePhone(ring.request).includes(request));
        if (ring.ended === 'engaged' && theirs.at(-1)?.ended === 'engaged') return false;
        if (!requests.has(ring.request) || (after !== undefined && theirs.some(({ at, ended }) => at > after && ended !== 'engaged'))) return false;
        rings.push(ring);
        return true;
      },
      async end(request, colleague, ended) {
        const at = rings.findLastIndex((ring) => ring.request === request && ring.colleague === colleague && ring.ended !== 'engaged');
        const ring = rings[at];
        if (ring && (ring.ended === null || ring.ended === 'noAnswer' || ended === 'took')) rings[at] = { ...ring, ended };
      },
      async of(request) { return rings.filter((ring) => fromOnePhone(request).includes(ring.request)).map((ring) => ({ ...ring, name: null })); },
      async ladder(request) {
        const row = requests.get(request);
        if (row === undefined) return undefined;
        const waiting = fromOnePhone(request).flatMap((id) => { const one = requests.get(id); return one && waits(one) ? one.alarm?.madeAt ?? [] : []; });
        return { since: Math.min(row.alarm?.madeAt ?? row.since, ...waiting), takenBy: row.takenBy, rings: rings.filter((ring) => fromOnePhone(request).includes(ring.request)) };
      },
    } satisfies Rings,
    answers: {
      async record({ now, act: { request: { id, kind, caller, madeAt } } }: { now: number; act: { request: { id: Hex; kind: string; caller?: Hex; madeAt: number } } }) {
        requests.set(id, { ...keptNow(now), ...(kind === 'urgent' ? { alarm: { phone: caller ?? id, madeAt } } : {}) });
      },
    },
    outbox: {
      async add(more: readonly Tell[]) { for (const tell of more) tells.set(tell.id, { ...tell, tries: 0, state: 'waiting', again: 0 }); },
      async claim(now: number, most: number) {
        const due = [...tells.values()].filter((tell) => tell.state === 'waiting' && tell.due <= now && tell.expires > now).slice(0, most);
        return due.map((tell) => Object.assign(tell, { state: 'claimed', tries: tell.tries + 1 })).map((tell) => ({ ...tell }));
      },
      async done(id: Hex, outcome: string) { Object.assign(tells.get(id) ?? {}, { state: outcome }); },
      async later(id: Hex, due: number) { const tell = tells.get(id); if (tell) Object.assign(tell, { state: 'waiting', due, again: tell.again + 1 }); },
      async cancel() {},
    },
  };
  return { store: store as unknown as Store, rows, legs, never, tells, requests, rings };
}
