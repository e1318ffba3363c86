import { stepCall, type CallContext, type CallEffect, type CallEvent } from '../../../machines/call.ts';
import type { CallRow, Hex } from '../../store/store.ts';
import { bringCaller, ringAdvocate, ringCaller, seekAdvocate } from './ring.ts';
import { stateOf, type Switchboard, wrong } from './switchboard.ts';

export interface Course {
  /**
   * Moves a call on, if the event means something where it stands. Resolves to the call as moved once that is stored, what
   * must be forgotten is forgotten, and phones are about to ring; undefined when nothing was moved. With `from`, only out of
   * that state.
   */
  advance(id: Hex, event: CallEvent, from?: string): Promise<CallRow | undefined>;
  /** Does something after the answer has gone out; a fault in it is logged. */
  behind(what: () => Promise<unknown>): void;
  /** Resolves when everything begun behind has come to an end. */
  settled(): Promise<void>;
}

const callerOf = ({ kind, session }: CallRow): CallContext['caller'] => (kind === 'hear' ? 'alone' : kind === 'alarm' ? 'nobody' : session === undefined ? 'phone' : 'line');

/** Two processes may see the same event: the store lets one of them move the call, and only that one rings a phone. */
export function steer(board: Switchboard): Course {
  const { store, clock, log } = board;
  const under = new Set<Promise<unknown>>();

  const course: Course = {
    async advance(id, event, from) {
      // Another process moves a call a few times at most while this one looks; more would be a fault of ours.
      for (let look = 0; look < 5; look++) {
        const row = await store.calls.one(id);
        if (row === undefined || (from !== undefined && row.state !== from)) return undefined;
        const step = stepCall(stateOf(row), { caller: callerOf(row), advocate: row.advocateId ?? '' }, event);
        if (step === undefined) return undefined;
        const change = event.type === 'ring' ? { advocateId: event.advocate, tried: event.advocate } : event.type === 'accept' ? { advocateId: event.advocate } : {};
        if (!(await store.calls.move(id, row.state, step.to, clock.now(), change))) continue;
        log({ event: 'call', kind: row.kind, state: step.to });
        const moved: CallRow = { ...row, state: step.to, advocateId: change.advocateId ?? row.advocateId };
        for (const effect of step.effects) await carryOut(effect, moved);
        return moved;
      }
      return undefined;
    },
    behind(what) {
      const work = what().catch((error: unknown) => log(wrong(error))).finally(() => under.delete(work));
      under.add(work);
    },
    async settled() {
      while (under.size > 0) await Promise.all(under);
    },
  };

  async function carryOut(effect: CallEffect, call: CallRow): Promise<void> {
    switch (effect) {
      case 'seekAdvocate': return course.behind(() => seekAdvocate(board, course, call.id));
      case 'ringAdvocate': return course.behind(() => ringAdvocate(board, course, call));
      case 'bringCaller': return course.behind(() => bringCaller(board, course, call));
      case 'ringCaller': return course.behind(() => ringCaller(board, course, call));
      case 'forgetNumber': return store.calls.forgetNumber(call.id);
      case 'endLegs': {
        // An advocate's phone that still rings is left: who picks it up is told that it is no longer wanted.
        // Nor is one that stands at the gate of an alarm.
        const legs = (await store.calls.legs(call.id)).filter(({ role, state }) => (state === 'up' && call.kind !== 'alarm') || (state === 'dialling' && role === 'caller'));
        for (const { id } of legs) await store.calls.setLeg(id, { state: 'over' });
        return;
      }
      case 'closeRequest': return closeRequest(call);
    }
  }

  /** A "now" is kept for its 15 minutes only; an urgent request stays first in the queue. */
  async function closeRequest({ kind, request }: CallRow): Promise<void> {
    if (kind !== 'now' || request === undefined) return;
    const row = await store.requests.one(request);
    if (row !== undefined && row.outcome === null) await store.requests.close(request, clock.now());
  }

  return course;
}
