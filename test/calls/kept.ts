import type { Advocate, CallRow, Calls, Hex, Leg, RequestRow, Store, Tell } from '../../src/store/store.ts';

const RINGS = 120_000;

/** The parts of the store that calls and the outbox need, in memory, with the store's own rules. */
export function keptInMemory(advocates: Advocate[] = []) {
  const rows = new Map<Hex, CallRow>();
  const legs: Leg[] = [];
  const never = new Set<string>();
  const tells = new Map<Hex, Tell & { state: string; again: number }>();
  const requests = new Map<Hex, Pick<RequestRow, 'outcome' | 'attempts'>>();
  const copy = <T extends object>(row: T | undefined): T | undefined => row && { ...row };
  const setLeg = (id: Hex, change: Partial<Leg>) => { const leg = legs.find((one) => one.id === id); if (leg) Object.assign(leg, change); };

  const calls: Calls = {
    async create(call, unless = []) {
      if (rows.has(call.id)) throw new Error('kept already');
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
      async one(id: Hex) { return requests.get(id); },
      async close(id: Hex) { requests.set(id, { attempts: 0, ...requests.get(id), outcome: 'closed' }); return true; },
      async attempt(id: Hex) {
        const row = requests.get(id);
        if (row === undefined || row.outcome === 'closed') return 'gone';
        requests.set(id, { ...row, attempts: row.attempts + 1 });
        return 'allowed';
      },
    },
    answers: { async record({ act }: { act: { request: { id: Hex } } }) { requests.set(act.request.id, { outcome: null, attempts: 0 }); } },
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
  return { store: store as unknown as Store, rows, legs, never, tells, requests };
}
