import { assign, setup } from 'xstate';
import type { Ask, Tells } from './effects.ts';
import type { Context, DialogueEvent } from './events.ts';
import { TOPICS, URGENT, type Screen, type Topic } from './words.ts';

/** Screens that ask for a country, for emergency numbers and for help lines. */
const ASK_WHERE: readonly Screen[] = ['whereAreYou', 'countries'];

const has = (words: string, word: string): boolean => words.split(' ').includes(word);

/** What every branch is written with. Asks and tells are empty functions: transitions return them unexecuted. */
export const dialogue = setup({
  types: { context: {} as Context, events: {} as DialogueEvent },
  actions: {
    ask: (_, _params: { ask: Ask }) => undefined,
    tell: (_, _params: { tell: 'ring'; kind: Tells['ring']['kind'] }) => undefined,
    /** Remembers the words an answer brought. */
    learn: assign(({ event }) => ('words' in event && event.words) || {}),
    remember: assign((_, words: Partial<Context>) => words),
    rememberPick: assign(({ event }, as: { as: 'language' | 'day' | 'part' }) => (event.type === 'pick' ? { [as.as]: event.option } : {})),
    rememberWhere: assign(({ event, context }) => (event.type !== 'pick' ? {} : { said: event.option, ...(context.looking === 'lines' ? { linesIn: event.option } : { numbersIn: event.option }) })),
    /** Yes, I am where you think I am. */
    confirmWhere: assign(({ context: { looking, linesIn, numbersIn } }) => ({ said: looking === 'lines' ? linesIn : numbersIn })),
    confirmZone: assign(({ context: { country } }) => ({ said: country, place: 'sure' as const })),
    pickZone: assign(({ event }) => (event.type === 'pick' ? { country: event.option, said: event.option, place: 'sure' as const } : {})),
    beginOpening: assign(({ context: { purpose } }, from: { from: 'alarmKept' | 'urgentShut' }) => ({ purposeBefore: purpose, purpose: 'opening' as const, bookingFrom: from.from })),
    leaveOpening: assign(({ context: { purposeBefore } }) => ({ purpose: purposeBefore, purposeBefore: '' as const, bookingFrom: '' as const })),
    rememberOrigin: assign(({ event, context }) => {
      if (event.type !== 'urgent') return {};
      const from = event.from === 'stuck' ? context.stuckAt : event.from;
      // The screens that ask for the country serve both: for help lines their way back is not the urgent one.
      if (ASK_WHERE.includes(from) && context.looking === 'lines' && context.linesFrom !== '') return { origin: context.linesFrom };
      return URGENT.includes(from) ? {} : { origin: from };
    }),
    rememberKept: assign(({ context: { cover, country, place } }) => ({ keptCover: cover, keptCountry: country, keptPlace: place })),
    asKept: assign(({ context: { keptCover, keptCountry, keptPlace } }) => ({ cover: keptCover, country: keptCountry, place: keptPlace })),
    followBranch: assign(({ context }) => ({ branch: '', topic: context.branch, topicFrom: 'rights' })),
    nextLine: assign(({ context }) => ({ lineAt: String((Number(context.lineAt) + 1) % Number(context.lineCount)) })),
    rememberStuck: assign(({ event }) => (event.type === 'lost' && event.from !== 'stuck' ? { stuckAt: event.from } : {})),
  },
  guards: {
    is: ({ context }, want: Partial<Context>) => Object.entries(want).every(([key, value]) => context[key as keyof Context] === value),
    cameFrom: ({ context }, want: { key: 'origin' | 'stuckAt'; screen: Screen }) => context[want.key] === want.screen,
    /** Whose time is meant has to be asked: where the country is known, or not even that. Where every key counts, the network's own will do. */
    unsure: ({ event, context }, { known }: { known: boolean }) =>
      'words' in event && event.words?.place === 'unsure' && (event.words.country !== '') === known && !(known && context.form === 'brief'),
    stuckInUrgent: ({ context }) => URGENT.includes(context.stuckAt),
    resumesTopic: ({ context }) => context.resume === 'topic',
    /** Only what is read needs an alphabet. */
    mustTest: ({ context: { tests, language, line } }) => line === 'closed' && has(tests, language),
    leadsToTopic: ({ context: { branch, withheld } }) => TOPICS.includes(branch as Topic) && !has(withheld, branch),
    /** Who asks to be called when the desk opens has been asked enough. */
    asksMore: ({ context: { form, purpose } }) => form === 'full' && purpose !== 'opening',
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
