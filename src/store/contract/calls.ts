import type { Hex, Sealed, Kind, NewTell } from '../store.ts';

export interface NewCall {
  readonly id: Hex;
  /** 'alarm' brings no caller: it wakes somebody. */
  readonly kind: Kind | 'missed' | 'line' | 'hear' | 'alarm';
  readonly request?: Hex | undefined;
  readonly language: string;
  readonly country: string;
  /** Random name of the queue the advocate waits in. */
  readonly queue: string;
  /** Caller's number under the 15-minute key; absent when the caller is on the line already. */
  readonly number?: Sealed | undefined;
  /** What is read to whoever takes a call `hear`: a topic's word, under the 15-minute key; gone with the call. */
  readonly about?: Sealed | undefined;
  /** Session tag of a caller who is on the line. */
  readonly session?: Hex | undefined;
  /** An advocate who asked for this call at the desk; otherwise the rota decides. */
  readonly advocate?: Hex | undefined;
  readonly madeAt: number;
  readonly expires: number;
}

export interface CallRow extends NewCall { readonly state: string; readonly tried: readonly Hex[]; readonly advocateId: Hex | null; readonly stateAt: number }

export interface Leg {
  readonly id: Hex; readonly call: Hex; readonly role: 'advocate' | 'caller'; readonly advocate?: Hex | undefined;
  /** HMAC of the called number under a volatile key: instructions may come before the reply that names the session. */
  readonly called: Hex;
  readonly session?: Hex | undefined;
  readonly state: 'dialling' | 'up' | 'over';
  readonly madeAt: number;
}

export interface Calls {
  /**
   * Kept in state 'nextAdvocate' (so is the call of an Act 'stay'); 'over' is the one word for an ended call. False, and not
   * kept, while another call about the same request is in one of the states `unless`, or while another advocate has it; of kind
   * 'alarm', while any call about an alarm from the same phone is not over.
   */
  create(call: NewCall, unless?: readonly string[]): Promise<boolean>;
  one(id: Hex): Promise<CallRow | undefined>;
  bySession(session: Hex): Promise<CallRow | undefined>;
  /** Moves a call on only from the state it is thought to be in; false when another process was first. */
  move(id: Hex, from: string, to: string, now: number, change?: { advocateId?: Hex | null; tried?: Hex }): Promise<boolean>;
  /** Commits a leg as 'dialling' before it is dialled. False when the same phone is already being dialled. */
  addLeg(leg: Leg): Promise<boolean>;
  /**
   * The live leg of this session, or the one being dialled to this phone, which then learns its session. A session that any
   * leg has had before, over or not, is never learned again: a late repeat must not speak for a new leg.
   */
  findLeg(session: Hex, called: Hex): Promise<Leg | undefined>;
  setLeg(id: Hex, change: { session?: Hex; state?: Leg['state'] }): Promise<void>;
  legs(call: Hex): Promise<Leg[]>;
  /** Removes the caller's sealed number: just before that phone is dialled, and when the call is over. */
  forgetNumber(id: Hex): Promise<void>;
  /**
   * A call for an alarm goes on as one that brings its caller, whosever phone rings for it meanwhile. False when somebody has
   * accepted it or it is over: then nothing is changed.
   */
  become(id: Hex, wanted: Pick<NewCall, 'request' | 'language' | 'country' | 'number' | 'expires'>): Promise<boolean>;
  /** Colleagues whose phones ring, as far as is known, and for which call. */
  ringing(now: number): Promise<{ call: Hex; advocate: Hex }[]>;
  /** Calls not over (state other than 'over', also past `expires`), for time-outs and for the desk. */
  live(now: number): Promise<CallRow[]>;
}

/** A call to a handset of the operator, by which they see what a caller sees. Its id is its call's and its tell's. */
export interface MonitorRow {
  readonly id: Hex; readonly at: number;
  /** The gateway took it, so that the handset rang; somebody pressed the key. */
  readonly rang: boolean; readonly taken: boolean;
  /** What the handset showed, as somebody read it there. */
  readonly shown: Shown | null;
  /** As far as the rows are still there. */
  readonly tellState: string | null; readonly callState: string | null;
}

export type Shown = 'hidden' | 'unpublished' | 'published' | 'other';

export interface Monitors {
  /**
   * Keeps one and the tell that places it. False, and nothing kept, where `day` (a local date; null for one begun by hand) has had
   * its own, or any was begun after `since`.
   */
  begin(monitor: { readonly day: string | null; readonly at: number; readonly since: number }, tell: NewTell): Promise<boolean>;
  last(): Promise<MonitorRow | undefined>;
  noteShown(id: Hex, shown: Shown): Promise<boolean>;
}
