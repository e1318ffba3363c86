import { setup, transition } from 'xstate';

/**
 * One call the line places, or the search for an advocate for a caller who holds the line. It says who may be rung when:
 * a caller's phone rings only out of `advocateWaits`, which only an advocate's own key leads to, and at most once, since
 * nothing leads back from `ringingCaller`. The one call that brings no person, to a caller who asked to hear something, the
 * line places alone, behind the same gate. An alarm may bring nobody: it wakes a colleague, who takes it by key. Times come
 * from outside as events.
 */
export type CallState =
  /** Nobody's phone rings; the next on the rota is looked for. */
  | 'nextAdvocate'
  | 'ringingAdvocate'
  /** The advocate pressed the key and stands in the queue. */
  | 'advocateWaits'
  | 'ringingCaller'
  | 'joined'
  /** The alarm is theirs; their phone says so and hangs up. */
  | 'taken'
  /** The caller took a call that reads to them. */
  | 'listening'
  /** Nobody on duty took it. It may be tried again until it lapses. */
  | 'unanswered'
  /** The advocate must hang up: a queued leg can be neither spoken to nor ended. */
  | 'notTaken'
  /** The advocate left while the caller's phone rang. */
  | 'advocateGone'
  | 'over';

export type CallEvent =
  | { type: 'ring'; advocate: string }
  | { type: 'nobody' }
  /** The advocate pressed the key. */
  | { type: 'accept'; advocate: string }
  /** Another key, no key, no answer, or the phone could not be rung. */
  | { type: 'refuse'; advocate: string }
  | { type: 'advocateEnded'; advocate: string }
  | { type: 'dial' }
  /** The caller pressed the key, or asked on the line and the advocate is there. */
  | { type: 'take' }
  /** The caller's phone must not be, or could not be, or was not taken. */
  | { type: 'decline' }
  | { type: 'callerEnded' }
  | { type: 'again' }
  | { type: 'lapse' };

export interface CallContext {
  /** Whether the caller has to be phoned, holds the line already, is phoned without an advocate, or is not to be phoned. */
  readonly caller: 'phone' | 'line' | 'alone' | 'nobody';
  /** Whose turn it is; empty before the first. */
  readonly advocate: string;
}

export const EFFECTS = ['seekAdvocate', 'ringAdvocate', 'bringCaller', 'ringCaller', 'forgetNumber', 'endLegs', 'closeRequest'] as const;
export type CallEffect = (typeof EFFECTS)[number];

const gone = { target: 'over' } as const;
const aloneOver = { target: 'over', guard: 'isAlone' } as const;
const accepted = [{ target: 'taken', guard: 'bringsNobody' }, { target: 'advocateWaits' }] as const;
const current = (target: CallState) => ({ target, guard: 'isCurrent' as const });

export const call = setup({
  types: { context: {} as CallContext, events: {} as CallEvent, input: {} as CallContext },
  actions: {
    seekAdvocate: () => undefined,
    ringAdvocate: () => undefined,
    bringCaller: () => undefined,
    ringCaller: () => undefined,
    forgetNumber: () => undefined,
    endLegs: () => undefined,
    closeRequest: () => undefined,
  },
  guards: {
    /** An advocate who was passed over has no say in what the next one does. */
    isCurrent: ({ context, event }) => 'advocate' in event && event.advocate === context.advocate,
    isAlone: ({ context }) => context.caller === 'alone',
    hasPhone: ({ context }) => context.caller === 'phone',
    bringsNobody: ({ context }) => context.caller === 'nobody',
    holdsLine: ({ context }) => context.caller === 'line',
  },
}).createMachine({
  id: 'call',
  context: ({ input }) => input,
  initial: 'nextAdvocate',
  states: {
    nextAdvocate: {
      entry: 'seekAdvocate',
      on: {
        ring: 'ringingAdvocate',
        dial: { target: 'ringingCaller', guard: 'isAlone' },
        // Somebody whose turn was over, but whose phone rang on.
        accept: accepted,
        // A caller on the line is told so at once; a phone may still be rung when somebody comes on duty.
        nobody: [{ target: 'unanswered', guard: 'hasPhone' }, { target: 'unanswered', guard: 'bringsNobody' }, gone],
        callerEnded: gone,
        lapse: { target: 'over', actions: 'closeRequest' },
      },
    },
    ringingAdvocate: {
      entry: 'ringAdvocate',
      on: {
        // Whoever accepts first.
        accept: accepted,
        refuse: current('nextAdvocate'),
        advocateEnded: current('nextAdvocate'),
        callerEnded: gone,
        lapse: { target: 'over', actions: 'closeRequest' },
      },
    },
    advocateWaits: {
      entry: 'bringCaller',
      on: {
        dial: { target: 'ringingCaller', guard: 'hasPhone' },
        take: { target: 'joined', guard: 'holdsLine' },
        decline: 'notTaken',
        callerEnded: 'notTaken',
        // The caller knows nothing of it yet: somebody else may take it.
        advocateEnded: current('nextAdvocate'),
        lapse: { target: 'over', actions: 'closeRequest' },
      },
    },
    ringingCaller: {
      entry: 'ringCaller',
      on: {
        take: [{ target: 'listening', guard: 'isAlone' }, { target: 'joined' }],
        decline: [aloneOver, { target: 'notTaken' }],
        callerEnded: [aloneOver, { target: 'notTaken' }],
        advocateEnded: current('advocateGone'),
        lapse: gone,
      },
    },
    taken: { on: { advocateEnded: current('over'), lapse: gone } },
    listening: { on: { callerEnded: gone, lapse: gone } },
    joined: {
      on: { callerEnded: gone, advocateEnded: current('over'), lapse: gone },
    },
    unanswered: {
      // `ring` is a colleague who pressed Call at the desk, tried or not.
      on: { again: 'nextAdvocate', ring: 'ringingAdvocate', accept: accepted, callerEnded: gone, lapse: { target: 'over', actions: 'closeRequest' } },
    },
    notTaken: {
      entry: 'forgetNumber',
      // Their phone may ring on after its time, and be taken while the advocate is still there.
      on: { take: 'joined', advocateEnded: current('over'), lapse: gone },
    },
    advocateGone: {
      on: { callerEnded: gone, lapse: gone },
    },
    over: { type: 'final', entry: ['forgetNumber', 'endLegs'] },
  },
});

/** Where an event leads from a stored state, and what is to be carried out then; undefined where it means nothing. */
export function stepCall(state: CallState, context: CallContext, event: CallEvent): { to: CallState; effects: CallEffect[] } | undefined {
  const before = call.resolveState({ value: state, context });
  const [after, actions] = transition(call, before, event);
  if (after === before) return undefined;
  const effects = actions.map(({ type }) => type).filter((type) => !type.startsWith('xstate.'));
  return { to: after.value as CallState, effects: effects as CallEffect[] };
}
