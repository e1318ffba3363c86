import type { Ask, Effect } from '../../../machines/effects.ts';
import type { Context } from '../../../machines/events.ts';
import type { Clock } from '../../clock.ts';
import type { Hop } from '../../gateways/gateway.ts';
import type { Values, World } from '../../render/turn.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Act, Hex, NewTell, Store } from '../../store/store.ts';
import type { Duty } from '../duty.ts';

/** Everything an ask may look at. The number lives in `hop` and nowhere else. */
export interface Situation {
  readonly hop: Hop;
  readonly context: Context;
  readonly values: Values;
  readonly world: World;
  /** Tag of the session. */
  readonly session: Hex;
  readonly now: number;
  /** What the machine wants told once this is kept. */
  readonly tells: readonly Extract<Effect, { type: 'tell' }>[];
}

/** What is kept: a word for the machine, words to remember, values for the screen. */
export interface Content { readonly word: string; readonly words?: Partial<Context>; readonly values?: Values }

/** An ask made ready: what to do to the store, and what is answered for each word that comes to. Keys are the act's words. */
export interface Prepared {
  readonly act?: Act;
  readonly outcomes: Readonly<Record<string, Content>>;
  readonly tells?: readonly NewTell[];
  readonly tellOn?: readonly string[];
}

export interface Reach {
  readonly store: Store; readonly sealing: Sealing; readonly clock: Clock; readonly duty: Duty;
  /** The text that tells a reference; undefined where its words would give its reader away. */
  started(context: Context, reference: string): string | undefined;
  /** How a call for a caller on the line is doing. */
  waiting(session: Hex): Promise<{ state: 'wait' | 'nobody' } | { state: 'ready'; queue: string }>;
}

export type AskFile = (situation: Situation, reach: Reach) => Prepared | Promise<Prepared>;
export type Asker = (ask: Exclude<Ask, 'begin'>, situation: Situation) => Prepared | Promise<Prepared>;

/** This week's pseudonym; undefined for a caller without a number. */
export const callerOf = ({ hop }: Situation, { sealing }: Reach): Hex | undefined => (hop.number === undefined ? undefined : sealing.pseudonym(hop.number));

export const fact = (word: string, more: Omit<Content, 'word'> = {}): Prepared => ({ outcomes: { [word]: { word, ...more } } });
