import type { Advocate, CallRow, Hex, Store } from '../../store/store.ts';

export type RotaRead = Awaited<ReturnType<Store['rota']['read']>>;

/**
 * Whose phone rings next for a call that is no alarm: the one who asked for it at the desk, else who is on duty, was not tried
 * and speaks with nobody, in rota order; those who speak the caller's language before the others.
 */
export function chooseAdvocate(rota: RotaRead, call: CallRow, live: readonly CallRow[]): Advocate | undefined {
  const untried = inOrder(rota).filter(({ id }) => !call.tried.includes(id));
  if (call.advocate !== undefined) return untried.find(({ id }) => id === call.advocate);
  const busy = busyAdvocates(live.filter(({ id }) => id !== call.id));
  const free = untried.filter(({ id, onDuty }) => onDuty && !busy.has(id));
  return free.find(({ languages }) => languages.includes(call.language)) ?? free[0];
}

export function inOrder({ advocates, order }: Pick<RotaRead, 'advocates' | 'order'>): Advocate[] {
  const place = (id: Hex): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...advocates].sort((a, b) => place(a.id) - place(b.id));
}

const ENGAGED = new Set(['ringingAdvocate', 'advocateWaits', 'ringingCaller', 'joined', 'taken', 'notTaken']);

/** Who is on the phone for one of these calls. */
export const busyAdvocates = (live: readonly CallRow[]): Set<Hex> =>
  new Set(live.filter(({ state }) => ENGAGED.has(state)).flatMap(({ advocateId }) => advocateId ?? []));
