import type { CallEvent } from '../../../machines/call.ts';
import type { CallRow, Leg } from '../../store/store.ts';
import type { Course } from './advance.ts';
import { wakeForAlarms } from './alarms.ts';
import { chooseAdvocate } from './choose.ts';
import { type Around, isLaddered, lookAround, whoIsNext } from './next.ts';
import { bringCaller, passOn, seekAdvocate } from './ring.ts';
import { isThere, PATIENCE, type Switchboard } from './switchboard.ts';

/** Calls looked at in one round; a line has as many live ones as advocates, so more means damage. */
const MOST = 500;

/** Moves on what time has passed over, and what a process left lying when it died. Dials nothing a second time. */
export async function lapseCalls(board: Switchboard, course: Course): Promise<void> {
  await wakeForAlarms(board, course);
  const now = board.clock.now();
  const live = (await board.store.calls.live(now)).slice(0, MOST);
  const around = live.some(isLaddered) ? await lookAround(board, live) : undefined;
  for (const call of live) {
    const event = hasLapsed(call, now) ? ({ type: 'lapse' } as const) : overdue(call, await board.store.calls.legs(call.id), now);
    if (event?.type === 'refuse') await passOn(board, course, call, event.advocate, 'noAnswer');
    else if (event !== undefined) await course.advance(call.id, event);
    else await resume(board, course, call, live, now, around);
  }
}

/** People who speak with each other are not parted by the 15 minutes. */
const hasLapsed = ({ state, stateAt, expires }: CallRow, now: number): boolean =>
  state === 'joined' ? now >= stateAt + PATIENCE.joined : now >= expires;

function overdue(call: CallRow, legs: readonly Leg[], now: number): CallEvent | undefined {
  const waited = now - call.stateAt;
  const advocate = call.advocateId ?? '';
  const there = isThere(legs, call.advocateId);
  switch (call.state) {
    case 'ringingAdvocate': {
      const leg = legs.findLast((one) => one.role === 'advocate' && one.advocate === advocate);
      return isPast(leg, waited, now, PATIENCE.advocateRings, PATIENCE.advocateGate) ? { type: 'refuse', advocate } : undefined;
    }
    case 'ringingCaller': {
      if (!there && call.kind !== 'hear') return { type: 'advocateEnded', advocate };
      const leg = legs.findLast((one) => one.role === 'caller');
      return isPast(leg, waited, now, PATIENCE.callerRings, PATIENCE.callerGate) ? { type: 'decline' } : undefined;
    }
    case 'advocateWaits': {
      if (!there) return { type: 'advocateEnded', advocate };
      return call.session !== undefined && waited >= PATIENCE.lineComes ? { type: 'callerEnded' } : undefined;
    }
    case 'taken':
      return there && waited < PATIENCE.takenSaid ? undefined : { type: 'advocateEnded', advocate };
    case 'joined':
    case 'notTaken':
      return there ? undefined : { type: 'advocateEnded', advocate };
    default:
      return undefined;
  }
}

/** Whether a phone has rung, or its gate was open, for long enough; or was never dialled. */
function isPast(leg: Leg | undefined, waited: number, now: number, rings: number, gate: number): boolean {
  if (leg === undefined || leg.state === 'over') return waited >= PATIENCE.stranded;
  return now - leg.madeAt >= (leg.state === 'dialling' ? rings : rings + gate);
}

async function resume(board: Switchboard, course: Course, call: CallRow, live: readonly CallRow[], now: number, around: Around | undefined): Promise<void> {
  if (call.kind === 'hear') return call.state === 'nextAdvocate' ? void (await course.advance(call.id, { type: 'dial' })) : undefined;
  if (call.state === 'nextAdvocate') return course.behind(() => seekAdvocate(board, course, call.id));
  if (call.state === 'advocateWaits' && now - call.stateAt >= PATIENCE.stranded) return course.behind(() => bringCaller(board, course, call));
  if (around !== undefined && isLaddered(call)) return climbOn(board, course, call, around);
  if (call.state !== 'unanswered' || now - call.stateAt < PATIENCE.beforeAgain) return;
  // Somebody came on duty or became free, or their phone, passed over while it was engaged, can now be rung.
  const rung = (await board.store.calls.legs(call.id)).flatMap(({ advocate }) => advocate ?? []);
  const next = chooseAdvocate(await board.store.rota.read(), { ...call, tried: call.tried.filter((id) => rung.includes(id)) }, live);
  if (next !== undefined) await course.advance(call.id, { type: 'ring', advocate: next.id });
}

/** Rings whose turn it is; a rung that opens does not wait for the phone that rings, which may still be answered. */
async function climbOn(board: Switchboard, course: Course, call: CallRow, around: Around): Promise<void> {
  if (call.state !== 'unanswered' && call.state !== 'ringingAdvocate') return;
  const next = await whoIsNext(board, call, around);
  if (next === undefined) return;
  if (call.state === 'unanswered') await course.advance(call.id, { type: 'ring', advocate: next.advocate }, 'unanswered');
  else if ('opened' in next && next.opened > call.stateAt) await passOn(board, course, call, call.advocateId ?? '', 'noAnswer');
}
