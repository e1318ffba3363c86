import type { CallState } from '../../../machines/call.ts';
import type { Clock } from '../../clock.ts';
import { HlpError } from '../../errors.ts';
import type { Carriage } from '../../gateways/gateway.ts';
import { faultOf, type Log, type LogEvent } from '../../log.ts';
import type { CallWords } from '../../render/calls.ts';
import type { Spoken } from '../../render/reply.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { CallRow, Hex, Leg, Store } from '../../store/store.ts';

/** What the calls are given by the app. */
export interface Switchboard {
  readonly store: Pick<Store, 'calls' | 'rota' | 'never' | 'requests' | 'rings'>;
  readonly sealing: Pick<Sealing, 'session' | 'legTag' | 'legTags' | 'neverTag' | 'newId' | 'sealPending' | 'openPending' | 'openPhone'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Places calls from the unpublished number. */
  readonly carriage: Pick<Carriage, 'call'>;
  /** Whose sessions `carriage` returns. */
  readonly gateway: string;
  readonly say: CallWords;
  /** Has something made that will be said soon. */
  readonly prepare?: (spoken: Spoken) => void;
}

/** Milliseconds. A gateway cannot be told to stop ringing: after these the line goes on without that phone. */
export const PATIENCE = {
  advocateRings: 30_000,
  callerRings: 25_000,
  /** From picking up to the key, with the gate said twice. */
  advocateGate: 40_000,
  callerGate: 20_000,
  /** A call that was begun but whose phone was never dialled: the process died in between. */
  stranded: 5_000,
  /** Who took an alarm by key is told so, and hangs up. */
  takenSaid: 60_000,
  /** When nobody took it, before the rota is looked at again. */
  beforeAgain: 10_000,
  /** For a caller on the line to come for the advocate who waits. */
  lineComes: 45_000,
  /** Where the end of a conversation was never told. */
  joined: 3_600_000,
  call: 15 * 60_000,
} as const;

/** Whether this advocate's leg of the call stands, as far as the gateway told. */
export const isThere = (legs: readonly Leg[], advocate: Hex | null): boolean =>
  legs.some((leg) => leg.role === 'advocate' && leg.advocate === advocate && leg.state === 'up');

/** What went wrong, without a word of what it was about. */
export const wrong = (error: unknown): LogEvent =>
  error instanceof HlpError ? { event: 'error', code: error.code, in: 'leg' } : faultOf(error, 'leg');

export const stateOf = (row: CallRow): CallState => row.state as CallState;

/** A call that is on its way, so that another about the same request would ring the same phones. */
export const UNDER_WAY: readonly string[] = ['nextAdvocate', 'ringingAdvocate', 'advocateWaits', 'ringingCaller'] satisfies CallState[];
export const isUnderWay = (row: CallRow): boolean => UNDER_WAY.includes(row.state);
