import { assign, setup } from 'xstate';
import type { Ask, Tells } from './effects.ts';
import type { Context, DialogueEvent } from './events.ts';
import { URGENT, type Screen } from './words.ts';

/** What every branch is written with. Asks and tells are empty functions: transitions return them unexecuted. */
export const dialogue = setup({
  types: { context: {} as Context, events: {} as DialogueEvent },
  actions: {
    ask: (_, _params: { ask: Ask }) => undefined,
    tell: (_, _params: { tell: 'ring'; kind: Tells['ring']['kind'] }) => undefined,
    /** Remembers the words an answer brought. */
    learn: assign(({ event }) => ('words' in event && event.words) || {}),
    remember: assign((_, words: Partial<Context>) => words),
    rememberPick: assign(({ event }, as: { as: 'language' | 'country' | 'day' | 'part' }) => (event.type === 'pick' ? { [as.as]: event.option } : {})),
    rememberOrigin: assign(({ event, context }) =>
      event.type === 'urgent' && !URGENT.includes(event.from) ? { origin: event.from === 'stuck' ? context.stuckAt : event.from } : {}),
    rememberStuck: assign(({ event }) => (event.type === 'lost' && event.from !== 'stuck' ? { stuckAt: event.from } : {})),
  },
  guards: {
    is: ({ context }, want: Partial<Context>) => Object.entries(want).every(([key, value]) => context[key as keyof Context] === value),
    cameFrom: ({ context }, want: { key: 'origin' | 'stuckAt'; screen: Screen }) => context[want.key] === want.screen,
    stuckInUrgent: ({ context }) => URGENT.includes(context.stuckAt),
    resumesTopic: ({ context }) => context.resume !== 'home',
  },
});

export const { createStateConfig: screen } = dialogue;

/** Entry of a state that shows nothing and waits for an answer. */
export const asks = (ask: Ask) => ({ type: 'ask' as const, params: { ask } });
export const rings = (kind: Tells['ring']['kind']) => ({ type: 'tell' as const, params: { tell: 'ring' as const, kind } });
export const remember = (words: Partial<Context>) => ({ type: 'remember' as const, params: words });
export const when = (want: Partial<Context>) => ({ type: 'is' as const, params: want });

/** The way back to where key 5, or too many wrong keys, interrupted. */
export const returnTo = (key: 'origin' | 'stuckAt', screens: readonly Screen[]) =>
  screens.map((target) => ({ target, guard: { type: 'cameFrom' as const, params: { key, screen: target } } }));
