import type { Ask } from '../../machines/effects.ts';
import type { Context } from '../../machines/events.ts';
import type { Screen } from '../../machines/words.ts';
import type { Prompt } from '../../prompts/prompt.ts';
import type { Automaton } from '../dialogue/automaton.ts';
import type { Show, Showing } from '../dialogue/show.ts';
import { type Answer, begin, hear, type Standing, told } from '../dialogue/standing.ts';
import { SILENCE } from '../render/reply.ts';

/** One place a caller can stand, and the shortest way there. */
export interface Stop { readonly standing: Standing; readonly path: readonly string[]; readonly answers: readonly (Answer & { ask: Ask | 'gate' })[] }

/** What each ask may be answered. More than one answer branches the walk. */
export type Oracle = (ask: Ask, context: Context) => readonly Answer[];

export interface WalkOptions { readonly automaton: Automaton; readonly show: Show; readonly showing: Showing; readonly oracle: Oracle; readonly most?: number;
  /** Screens where the walker also presses keys that mean nothing. */
  readonly stumbles?: readonly Screen[];
}

/** Where an input leads from a stop: to more than one, where an ask may be answered in more than one way. */
export function stepper({ automaton, show, showing, oracle }: Pick<WalkOptions, 'automaton' | 'show' | 'showing' | 'oracle'>) {
  return {
    first: (): Stop[] => settle({ standing: begin(automaton), path: [], answers: [] }),
    next: (stop: Stop, input: string): Stop[] =>
      settle({ standing: hear(automaton, stop.standing, input, showing.channel, (s) => show.shown(s, showing)), path: [...stop.path, input], answers: stop.answers }),
  };

  function settle(stop: Stop): Stop[] {
    const { wants } = stop.standing;
    if (!wants) return [stop];
    const choices = wants.for === 'gate' ? [{ word: 'shown', shown: stop.path.length }] : oracle(wants.ask, stop.standing.edge.node.context);
    const ask = wants.for === 'gate' ? 'gate' : wants.ask;
    return choices.flatMap((answer) => settle({ ...stop, standing: told(automaton, stop.standing, answer), answers: [...stop.answers, { ...answer, ask }] }));
  }
}

/** Walks every way through the dialogue, nearest first. Pure; `most` bounds the stops (default 5,000). */
export function* walk(options: WalkOptions): Generator<Stop> {
  const { show, showing, most = 5_000, stumbles = [] } = options;
  const { first, next: step } = stepper(options);
  const seen = new Set<string>();
  let queue = first();
  let stops = 0;
  while (queue.length > 0 && stops < most) {
    const next: Stop[] = [];
    for (const stop of queue) {
      const key = nameOf(stop.standing);
      if (seen.has(key)) continue;
      seen.add(key);
      if (++stops > most) return;
      yield stop;
      for (const input of inputsAt(stop.standing)) next.push(...step(stop, input));
    }
    queue = next;
  }

  /** Everything the page offers, and nothing that means nothing there. */
  function inputsAt(s: Standing): string[] {
    const { offer: { prompt, options }, listed, further, earlier } = show.shown(s, showing);
    if (prompt.ends) return further ? ['9'] : [];
    if (prompt.hold) return [SILENCE];
    const typed = prompt.entry ? [TYPED[prompt.entry]] : [];
    const wrong = stumbles.includes(s.edge.node.screen) ? ['7'] : [];
    return [...options.map((o) => o.key), ...listed.map((_, i) => String(i + 1)), ...(further ? ['9'] : []), ...(earlier ? ['0'] : []), ...typed, ...wrong];
  }
}

/** What the walker types where something is to be typed. */
export const TYPED: Readonly<Record<NonNullable<Prompt['entry']>, string>> = { reference: '48217736', name: 'Ada', hour: '21' };

/**
 * Stops count as one when the same can be seen and done there: what a caller chose earlier counts only where it still shows,
 * or decides what a key does.
 */
function nameOf({ edge: { node: { screen, context: c } }, page, misses }: Standing): string {
  const always = [screen, page, misses, c.language, c.script, c.callable, c.duty];
  if (BOOKING.has(screen)) always.push(c.purpose, c.form, c.bookingFrom, c.offered, c.place, c.hourTaken, c.country === '' ? 'nowhere' : '');
  if (screen === 'topic') always.push(c.topic, c.topicFrom);
  if (screen === 'urgent') always.push(c.origin);
  if (screen === 'stuck') always.push(c.stuckAt);
  if (screen === 'helpLine') always.push(c.lineAt);
  if (screen === 'reference') always.push(c.errand);
  if (COUNTRY.has(screen)) always.push(c.looking, c.linesFrom);
  return [...always, c.languageFrom].join('|');
}

const BOOKING: ReadonlySet<Screen> = new Set<Screen>([
  'consent', 'zone', 'zoneCountries', 'days', 'restDay', 'restDayOther', 'times', 'hour', 'cover', 'coverName', 'safeWord', 'whoCalls', 'forWhom',
  'texts', 'subject', 'readBack', 'booked', 'reference',
]);
const COUNTRY: ReadonlySet<Screen> = new Set<Screen>(['whereAreYou', 'countries', 'helpLine', 'noLines']);
