import type { LegEvent, LegReply } from '../../gateways/gateway.ts';
import type { CallRow, Hex, Leg, RingEnd } from '../../store/store.ts';
import type { Course } from './advance.ts';
import { passOn } from './ring.ts';
import { isThere, type Switchboard } from './switchboard.ts';

/** Seconds to wait for the key after each saying. The caller's two sayings and waits come to about ten. */
const ADVOCATE_WAITS = 8;
const CALLER_WAITS = 3;
const AFTER_READING = 5;
const END: LegReply = { then: { do: 'end' } };

/** Answers what a gateway tells of a leg. Repeats get the same answer; what is not known ends without a word. */
export async function answerLeg(board: Switchboard, course: Course, event: LegEvent): Promise<LegReply> {
  const { store, sealing } = board;
  const never = event.type === 'keys' && event.keys === '9' && event.state.startsWith('caller');
  // Holds whatever became of the call meanwhile.
  if (never && event.called !== '') await store.never.add(sealing.neverTag(event.called), 'call', board.clock.now());
  const session = sealing.session(event.gateway, 'voice', event.session).tag;
  // Only a first pick-up or an end may come before the `/call` reply and be known by the phone alone. A key of an
  // unknown session is a repeat from some earlier call, and must not accept for this one.
  const isFirst = event.type === 'ended' || (event.type === 'answered' && event.state === undefined);
  const leg = await findLeg(store, session, isFirst && event.called !== '' ? sealing.legTags(event.called) : []);
  const call = leg && (await store.calls.one(leg.call));
  if (leg === undefined || call === undefined) return END;

  if (event.type === 'ended') {
    await store.calls.setLeg(leg.id, { state: 'over' });
    if (leg.role === 'advocate') await rang(board, call, leg.advocate ?? '', event.picked ? 'refused' : 'noAnswer');
    await course.advance(call.id, leg.role === 'caller' ? { type: 'callerEnded' } : { type: 'advocateEnded', advocate: leg.advocate ?? '' });
    return END;
  }
  if (leg.state === 'dialling') await store.calls.setLeg(leg.id, { state: 'up' });
  return leg.role === 'advocate' ? answerAdvocate(board, course, event, leg, call) : answerCaller(board, course, event, leg, call);
}

/** The key behind a phone's tag turns once a day: a phone that rings at that moment is known by the one before. */
async function findLeg(store: Switchboard['store'], session: Hex, tags: readonly Hex[]): Promise<Leg | undefined> {
  for (const tag of tags.length === 0 ? [''] : tags) {
    const leg = await store.calls.findLeg(session, tag);
    if (leg !== undefined) return leg;
  }
  return undefined;
}

type Heard = Exclude<LegEvent, { type: 'ended' }>;

async function answerAdvocate(board: Switchboard, course: Course, event: Heard, leg: Leg, call: CallRow): Promise<LegReply> {
  const { store, say } = board;
  const advocate = leg.advocate ?? '';
  const language = await languageOf(board, advocate, call.language);
  const waits: LegReply = { say: say.pleaseWait(language), then: { do: 'wait', queue: call.queue } };

  if (call.kind === 'alarm') return answerAlarm(board, course, event, leg, call, language);
  if (event.type === 'keys' && event.keys === '1' && (await course.advance(call.id, { type: 'accept', advocate }))) {
    await rang(board, call, advocate, 'took');
    return waits;
  }
  const now = (await store.calls.one(call.id)) ?? call;
  // Theirs already: a repeat. Once they speak with the caller, or nobody comes, there is nothing more to do than hang up.
  if (now.advocateId === advocate && ['advocateWaits', 'ringingCaller'].includes(now.state)) return waits;
  if (now.advocateId === advocate && ['joined', 'notTaken'].includes(now.state)) return END;
  if (!['ringingAdvocate', 'nextAdvocate', 'unanswered'].includes(now.state) || (event.type === 'keys' && event.keys === '1')) {
    return noLonger(board, leg, call, language);
  }
  const gate = (state: string): LegReply => ({ say: say.advocateGate(language), then: { do: 'gather', seconds: ADVOCATE_WAITS, state } });
  if (event.type === 'answered') return gate('advocate');
  if (event.state === 'advocate') return gate('advocate2');
  await store.calls.setLeg(leg.id, { state: 'over' });
  await passOn(board, course, call, advocate, event.type === 'keys' ? 'refused' : 'noAnswer');
  return END;
}

/** Brings no caller: key 1 makes the alarm theirs, once, whoever else presses it or opens it at the desk meanwhile. */
async function answerAlarm(board: Switchboard, course: Course, event: Heard, leg: Leg, call: CallRow, language: string): Promise<LegReply> {
  const { store, say, clock } = board;
  const advocate = leg.advocate ?? '';
  const row = call.request === undefined ? undefined : await store.requests.one(call.request);
  const isTheirs = row?.takenBy === advocate;
  const waits = row !== undefined && row.takenBy === null && row.status === 'waiting';
  const takes = event.type === 'keys' && event.keys === '1';
  if (isTheirs || (takes && waits && (await store.requests.taken(row.id, advocate, clock.now())))) {
    await rang(board, call, advocate, 'took');
    await course.advance(call.id, { type: 'accept', advocate });
    return { say: say.alarmTaken(language), then: { do: 'end' } };
  }
  if (!waits || takes) return noLonger(board, leg, call, language);
  const gate = (state: string): LegReply => ({ say: say.alarmGate(language), then: { do: 'gather', seconds: ADVOCATE_WAITS, state } });
  if (event.type === 'answered') return gate('advocate');
  if (event.state === 'advocate') return gate('advocate2');
  await store.calls.setLeg(leg.id, { state: 'over' });
  await passOn(board, course, call, advocate, event.type === 'keys' ? 'refused' : 'noAnswer');
  return END;
}

async function noLonger(board: Switchboard, leg: Leg, call: CallRow, language: string): Promise<LegReply> {
  await board.store.calls.setLeg(leg.id, { state: 'over' });
  await rang(board, call, leg.advocate ?? '', 'late');
  return { say: board.say.advocateNoLonger(language), then: { do: 'end' } };
}

/** What came of their phone's ringing, for the record. */
const rang = async ({ store }: Switchboard, { request }: CallRow, advocate: Hex, ended: RingEnd): Promise<void> =>
  request === undefined ? undefined : store.rings.end(request, advocate, ended);

async function answerCaller(board: Switchboard, course: Course, event: Heard, leg: Leg, call: CallRow): Promise<LegReply> {
  const { store, say } = board;
  const taken = event.type === 'keys' && event.keys === '1' && event.state.startsWith('caller');
  if (call.kind === 'hear' && (taken || call.state === 'listening')) return readTo(board, course, event, leg, call);
  if (event.type === 'keys' && event.keys === '1') return joinCaller(board, course, leg, call);
  if (['joined', 'over'].includes(call.state)) return END;
  const gate = (state: string): LegReply => ({ say: say.callerGate(call.country), then: { do: 'gather', seconds: CALLER_WAITS, state } });
  if (event.type === 'answered') return gate('caller');
  const never = event.type === 'keys' && event.keys === '9';
  if (!never && event.state === 'caller') return gate('caller2');
  await store.calls.setLeg(leg.id, { state: 'over' });
  await course.advance(call.id, { type: 'decline' });
  return END;
}

/** Reads to whoever took it what their phone asked to hear; star reads it again, any other key or none ends the call. */
async function readTo({ store, sealing, say }: Switchboard, course: Course, event: Heard, leg: Leg, call: CallRow): Promise<LegReply> {
  await course.advance(call.id, { type: 'take' });
  const topic = call.about && sealing.openPending(call.id, call.about);
  const over = event.type === 'silence' && event.state === 'listening' || event.type === 'keys' && event.state === 'listening' && event.keys !== '*';
  if (topic !== undefined && !over) return { say: say.reading(topic, call.language), then: { do: 'gather', seconds: AFTER_READING, state: 'listening' } };
  await store.calls.setLeg(leg.id, { state: 'over' });
  await course.advance(call.id, { type: 'callerEnded' });
  return END;
}

async function joinCaller(board: Switchboard, course: Course, leg: Leg, call: CallRow): Promise<LegReply> {
  const { store, say } = board;
  await course.advance(call.id, { type: 'take' });
  const now = (await store.calls.one(call.id)) ?? call;
  // Looked at after the move: an advocate who leaves from here on ends the joined call by it.
  const there = isThere(await store.calls.legs(call.id), now.advocateId);
  if (now.state === 'joined' && there) return { then: { do: 'join', queue: call.queue } };
  await store.calls.setLeg(leg.id, { state: 'over' });
  await course.advance(call.id, { type: 'callerEnded' });
  return { say: say.gone(call.language), then: { do: 'end' } };
}

/** The caller's language where the advocate speaks it, so that they hear whom to expect; else their first. */
async function languageOf({ store }: Switchboard, advocate: string, language: string): Promise<string> {
  const languages = (await store.rota.read()).advocates.find(({ id }) => id === advocate)?.languages ?? [];
  return languages.includes(language) ? language : (languages[0] ?? language);
}
