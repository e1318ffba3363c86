/**
 * Effects are words with parameters; the machine runs none. An ask is answered within the hop, by an `answer.<word>`
 * event; a tell goes to the outbox in the same transaction and is carried out after it.
 */
export interface Asks {
  /** Opens the session. `earlier` when this phone broke off at a harmless screen less than ten minutes ago. */
  begin: 'fresh' | 'earlier';
  /** Is somebody on duty, and if not, from when on? */
  duty: 'duty' | 'open' | 'none';
  /** Which windows the rota can keep where the caller is. */
  windows: 'some' | 'none';
  /** Which country the caller is in, as far as the network tells. */
  where: 'known' | 'unknown';
  /** Emergency numbers of context.numbersIn. */
  numbers: 'found' | 'none';
  /** Help lines of context.linesIn. */
  lines: 'found' | 'none';
  /** Keeps a silent alarm, "no call". The words are those of duty. */
  alarm: 'duty' | 'open' | 'none';
  withdraw: 'done';
  /** The kept alarm now wants a call. */
  wantCall: 'kept';
  /** Keeps an urgent request that wants a call. */
  urgent: 'kept';
  /** Keeps a request for a call within minutes. */
  now: 'kept';
  /** Keeps a request to be called and read to. */
  hear: 'kept';
  /** Can the rota keep the hour that was typed? */
  hour: 'some' | 'none';
  /** What would be kept, for the caller to say yes to. */
  propose: 'some' | 'none';
  /** Keeps a callback; `late` when its window has passed meanwhile. */
  book: 'kept' | 'late';
  rebook: 'kept' | 'late';
  look: 'found' | 'wrong';
  change: 'found' | 'wrong' | 'late';
  keep: 'found' | 'wrong';
  erase: 'found' | 'wrong';
  /** Stops all calls to this phone and erases what it asked. */
  eraseMine: 'done';
  count: 'done';
  /** Opens a call for a caller who waits on the line. */
  stay: 'kept';
  /** Is the advocate there? */
  waiting: 'wait' | 'ready' | 'nobody';
}
export type Ask = keyof Asks;

export interface Tells {
  /** Ring an advocate, and after their key the caller; for `hear` the caller alone. */
  ring: { kind: 'urgent' | 'now' | 'line' | 'hear' };
}
export type Tell = keyof Tells;

export type Effect =
  | { readonly type: 'ask'; readonly ask: Ask }
  | { readonly type: 'tell'; readonly tell: Tell; readonly kind: Tells['ring']['kind'] };

interface Executable { readonly type: string; readonly params?: unknown }

/** Reads effects off what a transition returned. XState lists processed `xstate.*` actions too: those are not ours. */
export function toEffects(actions: readonly Executable[]): Effect[] {
  const effects: Effect[] = [];
  for (const { type, params } of actions) {
    if (type === 'ask' || type === 'tell') effects.push({ type, ...(params as object) } as Effect);
    else if (!type.startsWith('xstate.')) throw new TypeError(`unknown effect ${type}`);
  }
  return effects;
}
