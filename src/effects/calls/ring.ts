import { HlpError } from '../../errors.ts';
import type { LogEvent } from '../../log.ts';
import type { CallRow, Hex, Leg, RingEnd } from '../../store/store.ts';
import type { Course } from './advance.ts';
import { rungsOf, STEP } from './ladder.ts';
import { asWhat, isLaddered, lookAround, whoIsNext } from './next.ts';
import { type Switchboard, wrong } from './switchboard.ts';

type NotRung = Extract<LogEvent, { event: 'notRung' }>['why'];

/** Finds who is rung next, or that nobody is left. */
export async function seekAdvocate(board: Switchboard, course: Course, id: Hex): Promise<void> {
  const call = await board.store.calls.one(id);
  if (call?.state !== 'nextAdvocate') return;
  const next = await whoIsNext(board, call, await lookAround(board));
  await course.advance(id, next === undefined ? { type: 'nobody' } : { type: 'ring', advocate: next.advocate });
}

export async function ringAdvocate(board: Switchboard, course: Course, call: CallRow): Promise<void> {
  const { store, sealing, clock } = board;
  const rota = await store.rota.read();
  const advocate = rota.advocates.find(({ id }) => id === call.advocateId);
  if (advocate === undefined) return;
  const now = clock.now();
  const as = call.advocate === advocate.id ? 'desk' : asWhat(rungsOf(rota, call.language, now), advocate.id);
  // Two processes, or two calls about one phone's alarms, may each have found that it is this colleague's turn.
  const theirs = call.request === undefined || (await store.rings.add({ request: call.request, colleague: advocate.id, at: now, as, ended: null }, isLaddered(call) ? now - STEP : undefined));
  if (!theirs) return void (await course.advance(call.id, { type: 'refuse', advocate: advocate.id }));
  // An earlier leg of theirs whose end was never told must not pass for this one.
  for (const leg of await store.calls.legs(call.id)) if (leg.advocate === advocate.id) await store.calls.setLeg(leg.id, { state: 'over' });
  const number = sealing.openPhone(advocate.id, advocate.phone);
  const dialled = number === undefined ? 'refused' : await dial(board, { call: call.id, role: 'advocate', advocate: advocate.id }, number);
  if (dialled !== 'rings') await passOn(board, course, call, advocate.id, dialled === 'engaged' ? 'engaged' : 'notRung');
}

/** The turn of one colleague is over: the next one's comes. */
export async function passOn({ store }: Switchboard, course: Course, call: CallRow, advocate: Hex, ended: RingEnd): Promise<void> {
  if (call.request !== undefined) await store.rings.end(call.request, advocate, ended);
  await course.advance(call.id, { type: 'refuse', advocate });
}

/** An advocate stands in the queue. Who holds the line comes by themselves; a phone is rung. */
export async function bringCaller(board: Switchboard, course: Course, call: CallRow): Promise<void> {
  if (call.session !== undefined) return;
  await course.advance(call.id, { type: openNumber(board, call) === undefined ? 'decline' : 'dial' });
}

/**
 * The sealed number is removed before the phone is dialled, so that nothing can ever dial it again for this call. While the
 * advocate's phone rang, the window may have closed, or the request may be gone: then the caller's does not ring.
 */
export async function ringCaller(board: Switchboard, course: Course, call: CallRow): Promise<void> {
  const number = openNumber(board, call);
  await board.store.calls.forgetNumber(call.id);
  prepareReading(board, call);
  const dialled = number !== undefined && (await dial(board, { call: call.id, role: 'caller' }, number, () => mayNotRing(board, call, number))) === 'rings';
  // Whoever brings the caller has the alarm, whether the caller answers or not.
  if (dialled && call.kind === 'urgent' && call.request !== undefined) await board.store.requests.taken(call.request, call.advocateId ?? '', board.clock.now());
  if (!dialled) await course.advance(call.id, { type: 'decline' });
}

/** A whole topic takes longer to make than a carrier waits for it: it is made while the phone rings, after what is said first. */
function prepareReading({ sealing, say, prepare }: Switchboard, { id, about, language, country }: CallRow): void {
  const topic = about ? sealing.openPending(id, about) : undefined;
  if (topic === undefined) return;
  prepare?.(say.callerGate(country));
  prepare?.(say.reading(topic, language));
}

/** Looked at last of all: that phone, or its window, may have said otherwise a moment ago. What is allowed is marked as rung. */
async function mayNotRing({ store, sealing, clock }: Switchboard, { request }: CallRow, number: string): Promise<NotRung | undefined> {
  if (await store.never.has(sealing.neverTag(number), 'call')) return 'never';
  const may = request === undefined ? 'allowed' : await store.requests.attempt(request, clock.now());
  return may === 'allowed' ? undefined : may;
}

const openNumber = ({ sealing }: Switchboard, { id, number }: CallRow): string | undefined =>
  number === undefined || number === null ? undefined : sealing.openPending(id, number);

/**
 * Commits the leg, then dials. 'engaged' when that phone rings for another leg, 'refused' when it certainly does not ring. Where
 * it may, the leg stays: its instructions can still come, and time-outs decide when they do not. Nothing is dialled a second time.
 */
async function dial({ store, sealing, clock, carriage, gateway, log }: Switchboard, of: Pick<Leg, 'call' | 'role' | 'advocate'>, number: string, refused: () => Promise<NotRung | undefined> = async () => undefined): Promise<'rings' | 'engaged' | 'refused'> {
  const id = sealing.newId();
  const kept = await store.calls.addLeg({ ...of, id, called: sealing.legTag(number), state: 'dialling', madeAt: clock.now() });
  if (!kept) return 'engaged';
  const why = await refused().catch((error: unknown) => { log(wrong(error)); return 'trouble' as const; });
  if (why !== undefined) {
    log({ event: 'notRung', why });
    await store.calls.setLeg(id, { state: 'over' });
    return 'refused';
  }
  try {
    const { session } = await carriage.call(number);
    await store.calls.setLeg(id, { session: sealing.session(gateway, 'voice', session).tag });
    return 'rings';
  } catch (error) {
    log(wrong(error));
    if (!(error instanceof HlpError) || error.code !== 'HLP_CALL_REFUSED') return 'rings';
    await store.calls.setLeg(id, { state: 'over' });
    return 'refused';
  }
}
