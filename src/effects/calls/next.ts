import type { CallRow, Hex, Shift } from '../../store/store.ts';
import { busyAdvocates, chooseAdvocate } from './choose.ts';
import { climb, type Climb, type Rung, rungsOf, rungsOfTaken, STEP } from './ladder.ts';
import type { Switchboard } from './switchboard.ts';

/** Alarms are rung up the ladder; what an advocate called for at the desk rings only them. */
export const isLaddered = ({ kind, request, advocate }: CallRow): boolean => (kind === 'urgent' || kind === 'alarm') && request !== undefined && advocate === undefined;

/** Whose phone rings next for this call. Who is passed over because they are engaged is on the record. */
export async function whoIsNext({ store, clock }: Switchboard, call: CallRow): Promise<Climb['next'] | { readonly advocate: Hex } | undefined> {
  const now = clock.now();
  const [rota, live] = await Promise.all([store.rota.read(), store.calls.live(now)]);
  if (!isLaddered(call) || call.request === undefined) {
    const advocate = chooseAdvocate(rota, call, live);
    return advocate && { advocate: advocate.id };
  }
  const [alarm, ringing] = await Promise.all([store.rings.ladder(call.request), store.calls.ringing(now)]);
  // A taken alarm wakes nobody; a caller who asks for a call after that is still to be called.
  if (alarm === undefined || (call.kind === 'alarm' && alarm.takenBy !== null)) return undefined;
  const others = live.filter(({ id }) => id !== call.id);
  // A phone that rings on for this very alarm waits for its next turn, and is engaged for others.
  const rangForThis = (id: Hex): boolean => alarm.rings.some(({ colleague, at, ended }) => colleague === id && at > now - STEP && ended !== 'engaged');
  const busy = new Set([...busyAdvocates(others), ...ringing.map(({ advocate }) => advocate).filter((id) => !rangForThis(id))]);
  const { next, engaged } = climb(alarm.takenBy === null ? rungsOf(rota, call.language, now) : rungsOfTaken(rota, alarm.takenBy), alarm, busy, now);
  const known = (id: Hex): boolean => alarm.rings.findLast(({ colleague }) => colleague === id)?.ended === 'engaged';
  for (const { advocate, as } of engaged) if (!known(advocate)) await store.rings.add({ request: call.request, colleague: advocate, at: now, as, ended: 'engaged' });
  return next;
}

/** What somebody is rung as. */
export const asWhat = (rungs: readonly Rung[], id: Hex): Shift['as'] => rungs.find(({ people }) => people.some((one) => one.id === id))?.as ?? 'duty';
