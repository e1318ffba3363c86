import type { LegEvent, LegReply } from '../../gateways/gateway.ts';
import type { CallRow, Hex, NewCall, Tell } from '../../store/store.ts';
import { steer } from './advance.ts';
import { endAlarm } from './alarms.ts';
import { answerLeg } from './gates.ts';
import { lapseCalls } from './lapse.ts';
import { seekAdvocate } from './ring.ts';
import { isThere, isUnderWay, PATIENCE, UNDER_WAY, type Switchboard, wrong } from './switchboard.ts';

export interface CallWanted {
  readonly kind: NewCall['kind'];
  readonly request?: Hex | undefined;
  readonly language: string;
  readonly country: string;
  /** E.164 of the caller. Absent for a caller on the line, and for a "now" taken up again at the desk. */
  readonly number?: string | undefined;
  /** What is to be read, of a call `hear`. */
  readonly topic?: string | undefined;
  /** Session tag of a caller on the line. */
  readonly session?: Hex | undefined;
  /** Who pressed Call at the desk: only their phone is rung. */
  readonly advocate?: Hex | undefined;
}

export type Begun =
  | { readonly call: Hex }
  /** 'never': that phone asked not to be called. 'underWay': another call about it is. 'noNumber': it is gone. */
  | { readonly refused: 'never' | 'underWay' | 'noNumber' };

export interface Calls {
  /** Keeps the call and starts to ring the advocate. Resolves when it is kept. */
  begin(wanted: CallWanted): Promise<Begun>;
  /** Carries out a tell 'ring'; its sealed words are a CallWanted in JSON. */
  ring(tell: Tell): Promise<'sent' | 'refused' | 'lapsed'>;
  /** Never rejects: when it cannot be known what to do, the leg ends without a word. */
  leg(event: LegEvent): Promise<LegReply>;
  /** For a caller who holds the line. `ready` joins: the advocate stands in that queue now. */
  waiting(session: Hex): Promise<{ state: 'wait' | 'nobody' } | { state: 'ready'; queue: string }>;
  /** A caller who held the line hung up. */
  left(session: Hex): Promise<void>;
  /** Time-outs. Called every second or so; a round that is still under way is not overtaken. */
  tick(): Promise<void>;
  /** Resolves when every phone that was about to be dialled has been. */
  settled(): Promise<void>;
}

/**
 * The calls the line places. What the advocate has to do is the call's state in the store, a word of machines/call.ts.
 * A caller's phone rings only after an advocate accepted by key, once, and the number is removed before it rings.
 */
export function openCalls(board: Switchboard): Calls {
  const { store, sealing, clock, log } = board;
  const course = steer(board);
  let round: Promise<void> | undefined;

  async function keep(wanted: CallWanted, id: Hex, expires: number): Promise<Begun> {
    const { number, session, request, advocate, topic } = wanted;
    if (number === undefined && session === undefined) return { refused: 'noNumber' };
    if (number !== undefined && (await store.never.has(sealing.neverTag(number), 'call'))) return { refused: 'never' };
    const { kind, language, country } = wanted;
    const kept = await store.calls.create({
      id, kind, language, country, request, session, advocate, expires, madeAt: clock.now(), queue: sealing.newId(),
      number: number === undefined ? undefined : sealing.sealPending(id, number), about: topic === undefined ? undefined : sealing.sealPending(id, topic),
    }, UNDER_WAY);
    // Somebody else, perhaps at another process, pressed Call at the same moment.
    if (!kept) return { refused: 'underWay' };
    if (kind === 'hear') course.behind(() => course.advance(id, { type: 'dial' }));
    else start(id);
    return { call: id };
  }

  const start = (id: Hex): void => course.behind(() => seekAdvocate(board, course, id));

  /** The call about this request, or of this caller on the line, that is not over. */
  async function earlier({ request, session }: CallWanted): Promise<CallRow | undefined> {
    const live = await store.calls.live(clock.now());
    return live.find((row) => (request !== undefined && row.request === request) || (session !== undefined && row.session === session));
  }

  /**
   * A caller who wants a call, and for whom phones ring already: for the alarm that wanted none, or for an earlier one from
   * the same phone. That call goes on and brings them: nobody is rung twice.
   */
  async function goOn({ kind, request, number, advocate, language, country }: CallWanted, expires: number): Promise<Hex | undefined> {
    if (kind !== 'urgent' || request === undefined || number === undefined || advocate !== undefined) return undefined;
    const linked = (await store.requests.one(request))?.linked ?? [];
    if (await store.never.has(sealing.neverTag(number), 'call')) return undefined;
    for (const call of await store.calls.live(clock.now())) {
      const theirs = call.request === request ? call.kind === 'alarm' : call.request !== undefined && linked.includes(call.request);
      if (theirs && (await store.calls.become(call.id, { request, language, country, number: sealing.sealPending(call.id, number), expires }))) return call.id;
    }
    return undefined;
  }

  /** Takes up again what nobody accepted, or ends it: two calls about one request would ring one phone twice. */
  async function begin(wanted: CallWanted, id = sealing.newId(), expires = clock.now() + PATIENCE.call): Promise<Begun> {
    const carried = await goOn(wanted, expires);
    if (carried !== undefined) return { call: carried };
    const before = await earlier(wanted);
    if (before === undefined) return keep(wanted, id, expires);
    if (before.kind === 'alarm') {
      await endAlarm(board, course, before);
      return keep(wanted, id, expires);
    }
    if (before.state === 'nextAdvocate') start(before.id);
    if (isUnderWay(before)) return { refused: 'underWay' };
    if (before.state === 'unanswered' && (wanted.number === undefined || wanted.kind === 'now')) {
      const taken = await course.advance(before.id, wanted.advocate === undefined ? { type: 'again' } : { type: 'ring', advocate: wanted.advocate });
      return taken === undefined ? { refused: 'underWay' } : { call: before.id };
    }
    // Where it has moved on since it was looked at, it is not ended: somebody may have accepted it a moment ago.
    const ended = (await course.advance(before.id, { type: 'lapse' }, before.state)) ?? (await store.calls.one(before.id));
    return ended === undefined || ended.state === 'over' ? keep(wanted, id, expires) : { refused: 'underWay' };
  }

  return {
    begin: (wanted) => begin(wanted),

    async ring(tell) {
      const wanted = readWanted(sealing.openPending(tell.id, tell.sealed));
      if (wanted === undefined || clock.now() >= tell.expires) return 'lapsed';
      return 'call' in (await begin(wanted, tell.id, tell.expires)) ? 'sent' : 'refused';
    },

    async leg(event) {
      try {
        return await answerLeg(board, course, event);
      } catch (error) {
        // Never a sentence: nobody knows yet who holds that phone.
        log(wrong(error));
        return { then: { do: 'end' } };
      }
    },

    async waiting(session) {
      const call = await store.calls.bySession(session);
      if (call === undefined) return { state: 'nobody' };
      if (call.state === 'advocateWaits' && isThere(await store.calls.legs(call.id), call.advocateId)) await course.advance(call.id, { type: 'take' });
      const now = (await store.calls.one(call.id)) ?? call;
      const there = isThere(await store.calls.legs(call.id), now.advocateId);
      if (now.state === 'joined') return there ? { state: 'ready', queue: now.queue } : { state: 'nobody' };
      return isUnderWay(now) ? { state: 'wait' } : { state: 'nobody' };
    },

    async left(session) {
      const call = await store.calls.bySession(session);
      if (call !== undefined) await course.advance(call.id, { type: 'callerEnded' });
    },

    tick() {
      round ??= lapseCalls(board, course).catch((error: unknown) => log(wrong(error))).finally(() => { round = undefined; });
      return round;
    },

    settled: () => course.settled(),
  };
}

function readWanted(words: string | undefined): CallWanted | undefined {
  try {
    return words === undefined ? undefined : (JSON.parse(words) as CallWanted);
  } catch {
    return undefined;
  }
}
