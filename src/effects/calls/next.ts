import type { CallRow, Hex, Shift } from '../../store/store.ts';
import { busyAdvocates, chooseAdvocate, type RotaRead } from './choose.ts';
import { climb, type Climb, type Rung, rungsOf, rungsOfTaken, STEP } from './ladder.ts';
import type { Switchboard } from './switchboard.ts';

/** Alarms are rung up the ladder; what an advocate called for at the desk rings only them. */
export const isLaddered = ({ kind, request, advocate }: CallRow): boolean => (kind === 'urgent' || kind === 'alarm') && request !== undefined && advocate === undefined;

/** Who could be rung, and whose phone is in use: looked at once for all calls of a round. */
export interface Around {
  readonly now: number; readonly rota: RotaRead; readonly live: readonly CallRow[];
  /** Colleagues by the calls their phones ring for. */
  readonly ringing: readonly { readonly call: Hex; readonly advocate: Hex }[];
  /** Whose turn it has become in this round. */
  readonly chosen: Set<Hex>;
}

export async function lookAround({ store, clock }: Switchboard, seen?: readonly CallRow[]): Promise<Around> {
  const now = clock.now();
  const [rota, live, ringing] = await Promise.all([store.rota.read(), seen ?? store.calls.live(now), store.calls.ringing(now)]);
  return { now, rota, live, ringing, chosen: new Set() };
}

/** Whose phone rings next for this call. Who is passed over because they are engaged is on the record. */
export async function whoIsNext({ store }: Switchboard, call: CallRow, { now, rota, live, ringing, chosen }: Around): Promise<Climb['next'] | { readonly advocate: Hex } | undefined> {
  if (!isLaddered(call) || call.request === undefined) {
    const advocate = chooseAdvocate(rota, call, live);
    return advocate && { advocate: advocate.id };
  }
  const alarm = await store.rings.ladder(call.request);
  // A taken alarm wakes nobody; a caller who asks for a call after that is still to be called.
  if (alarm === undefined || (call.kind === 'alarm' && alarm.takenBy !== null)) return undefined;
  const others = live.filter(({ id }) => id !== call.id);
  // A phone that rings on for this very alarm waits for its next turn, and is engaged for others.
  const rangForThis = (id: Hex): boolean => alarm.rings.some(({ colleague, at, ended }) => colleague === id && at > now - STEP && ended !== 'engaged');
  const busy = new Set([...chosen, ...busyAdvocates(others), ...ringing.map(({ advocate }) => advocate).filter((id) => !rangForThis(id))]);
  const { next, engaged } = climb(alarm.takenBy === null ? rungsOf(rota, call.language, now) : rungsOfTaken(rota, alarm.takenBy), alarm, busy, now);
  const known = (id: Hex): boolean => alarm.rings.findLast(({ colleague }) => colleague === id)?.ended === 'engaged';
  for (const { advocate, as } of engaged) if (!known(advocate)) await store.rings.add({ request: call.request, colleague: advocate, at: now, as, ended: 'engaged' });
  if (next !== undefined) chosen.add(next.advocate);
  return next;
}

/** What somebody is rung as. */
export const asWhat = (rungs: readonly Rung[], id: Hex): Shift['as'] => rungs.find(({ people }) => people.some((one) => one.id === id))?.as ?? 'duty';
