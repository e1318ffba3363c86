import type { Ask, Effect } from '../../machines/effects.ts';
import type { Context } from '../../machines/events.ts';
import { prompts } from '../../prompts/prompts.ts';
import type { Channel } from '../render/reply.ts';
import { SILENCE } from '../render/reply.ts';
import type { Turn, Values } from '../render/turn.ts';
import type { Automaton, Edge } from './automaton.ts';
import { type Shown, understand } from './understand.ts';

/** Where a session stands in its transcript. Pure data: any process can work it out again from transcript and answers. */
export interface Standing {
  readonly edge: Edge;
  /** How many entries of the transcript are used up. */
  readonly position: number;
  /** How many asks were answered at this position. */
  readonly nth: number;
  readonly page: number;
  readonly misses: number;
  readonly notice: Turn['notice'];
  /** The last entry meant nothing, once too often: the caller was led elsewhere. */
  readonly lost: boolean;
  readonly values: Values;
  readonly wants: Want | undefined;
}

/** What has to be answered before the dialogue goes on. A gate wants to know how long the transcript was when it was shown. */
export type Want = { readonly for: 'ask'; readonly ask: Ask; readonly tells: readonly Extract<Effect, { type: 'tell' }>[] } | { readonly for: 'gate' };

/**
 * A recorded answer: a word for the machine, words to remember, values for the screen. `shown` is how long the transcript was
 * in the hop that brought it, and so what came before the screen it led to was shown.
 */
export interface Answer { readonly word: string; readonly words?: Partial<Context>; readonly values?: Values; readonly shown?: number }

// All of one shape, field by field: copied by spread, a step took several times as long.
const stand = (edge: Edge, position: number, nth: number, page: number, misses: number, notice: Standing['notice'], values: Values, wants: Want | undefined, lost = false): Standing =>
  ({ edge, position, nth, page, misses, notice, lost, values, wants });

function wanted({ node, effects }: Edge): Want | undefined {
  const ask = effects.find((e) => e.type === 'ask');
  if (ask) return { for: 'ask', ask: ask.ask, tells: effects.filter((e) => e.type === 'tell') };
  return prompts[node.screen].gate?.(node.context) ? { for: 'gate' } : undefined;
}

export function begin(automaton: Automaton): Standing {
  const edge = automaton.begin();
  return stand(edge, 0, 0, 0, 0, '', {}, wanted(edge));
}

/** Goes on with the answer to what was wanted. A gate it leads to is passed along with it: both are of one hop. */
export function told(automaton: Automaton, s: Standing, answer: Answer): Standing {
  if (s.wants?.for === 'gate') return passed(s, answer.shown ?? s.position);
  const edge = automaton.next(s.edge.node, { type: `answer.${answer.word}`, ...(answer.words ? { words: answer.words } : {}) });
  const on = stand(edge, s.position, s.nth + 1, s.page, s.misses, s.notice, answer.values ? { ...s.values, ...answer.values } : s.values, wanted(edge), s.lost);
  return on.wants?.for === 'gate' && answer.shown !== undefined ? passed(on, answer.shown) : on;
}

const passed = (s: Standing, shown: number): Standing => stand(s.edge, Math.max(s.position, shown), s.nth + 1, s.page, s.misses, s.notice, s.values, undefined, s.lost);

/** Too many inputs that mean nothing: two in writing (the second offers a call), three on the line (then a person). */
const patience = (channel: Channel): number => (channel === 'voice' ? 3 : 2);

/** Goes on with the next entry of the transcript. `show` tells what is on the page the caller saw. */
export function hear(automaton: Automaton, s: Standing, input: string, channel: Channel, show: (s: Standing) => Shown): Standing {
  const { node } = s.edge;
  const position = s.position + 1;
  const understood = understand(input, show(s));
  switch (understood.is) {
    case 'repeat': return stand(s.edge, position, 0, s.page, s.misses, '', s.values, s.wants);
    case 'help': return stand(s.edge, position, 0, s.page, s.misses, 'help', s.values, s.wants);
    case 'page': return stand(s.edge, position, 0, s.page + 1, 0, '', s.values, s.wants);
    case 'pageBefore': return stand(s.edge, position, 0, s.page - 1, 0, '', s.values, s.wants);
    case 'meaning': {
      const edge = automaton.next(node, understood.meaning);
      if (edge.still) return missed(automaton, s, position, channel, 'wrong');
      const values = understood.typed === undefined ? s.values : { ...s.values, typed: { is: 'text' as const, text: understood.typed } };
      return stand(edge, position, 0, 0, 0, '', values, wanted(edge));
    }
    default: return missed(automaton, s, position, channel, input === SILENCE ? 'silence' : 'wrong');
  }
}

function missed(automaton: Automaton, s: Standing, position: number, channel: Channel, notice: 'wrong' | 'silence'): Standing {
  const misses = s.misses + 1;
  if (misses < patience(channel)) return stand(s.edge, position, 0, s.page, misses, notice, s.values, s.wants);
  const edge = automaton.next(s.edge.node, { type: 'lost', from: s.edge.node.screen });
  return stand(edge, position, 0, 0, 0, '', s.values, wanted(edge), true);
}
