import type { Context } from '../../machines/events.ts';
import type { Screen } from '../../machines/words.ts';
import { prompts } from '../../prompts/prompts.ts';
import type { Automaton } from '../dialogue/automaton.ts';
import type { Show } from '../dialogue/show.ts';
import { begin, hear, type Standing, told } from '../dialogue/standing.ts';
import { SILENCE, type Channel } from '../render/reply.ts';
import type { World } from '../render/turn.ts';
import { everyAnswer } from './samples.ts';
import { TYPED, type Oracle } from './walk.ts';

/** One screen as its callers meet it, in one wording, and where its keys lead. The same in every language but for the words. */
export interface Place {
  readonly screen: Screen;
  /** Another wording of it, or which topic it shows. */
  readonly variant: string;
  written?: Standing;
  spoken?: Standing;
  /** By key, the names of the places it leads to; several where it depends on who is on duty, or on what was chosen before. */
  readonly leads: Map<string, Set<string>>;
}

export interface Seen { readonly automaton: Automaton; readonly show: Show; readonly world: World }

export const nameOfPlace = ({ screen, variant }: Pick<Place, 'screen' | 'variant'>): string => (variant ? `${screen} ${variant}` : screen);

/** Every place of the dialogue, by its name: what callers of an ordinary and of a hidden number meet, with the short form and the full. */
export function placesOf(seen: Seen): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const language = seen.world.organisation.languages[0] ?? 'en';
  const callers = (['short', 'full'] as const).map((form): Partial<Context> => ({ language, script: 'native', form }));
  const [short = {}] = callers;
  // Before a language is known there is only the list of them, and the question whether its letters can be read.
  for (const begins of [{ language: '' }, { language, tests: language }, ...callers, { ...short, resume: 'home' }]) look(places, seen, 'ussd', begins);
  for (const begins of [{ language: '', line: 'open' as const }, ...callers.map((one) => ({ ...one, line: 'open' as const })), { ...short, line: 'open' as const, callable: 'no' as const }]) look(places, seen, 'voice', begins);
  return places;
}

function look(places: Map<string, Place>, seen: Seen, channel: Channel, begins: Partial<Context>): void {
  const { automaton, show, world } = seen;
  const showing = { channel, world };
  const oracle = everyAnswer(world, begins);
  const press = (s: Standing, key: string): Standing[] => settle(seen, oracle, hear(automaton, s, key, channel, (at) => show.shown(at, showing)));
  const lastPage = (s: Standing): Standing => (show.shown(s, showing).further ? lastPage({ ...s, page: s.page + 1 }) : s);
  /** The fullest stands for all, and one in a language for one in none. */
  const stands = (s: Standing, before: Standing | undefined): boolean => {
    if (before === undefined || (before.edge.node.context.language === '' && s.edge.node.context.language !== '')) return true;
    return show.shown(before, showing).offer.options.length < show.shown(s, showing).offer.options.length;
  };
  const known = new Set<string>();
  const queue = settle(seen, oracle, begin(automaton));
  for (let s = queue.shift(); s !== undefined; s = queue.shift()) {
    const stop = stopName(s);
    if (known.has(stop)) continue;
    known.add(stop);
    const place = placeOf(places, s);
    const side = channel === 'voice' ? 'spoken' : 'written';
    const { offer: { options, prompt }, listed } = show.shown(s, showing);
    if (stands(s, place[side])) place[side] = s;
    if (prompt.ends) continue;
    const typed = prompt.entry ? [TYPED[prompt.entry]] : [];
    for (const key of prompt.hold ? [SILENCE] : [...options.map((o) => o.key), ...listed.map((_, i) => String(i + 1)), ...typed]) {
      const led = place.leads.get(key) ?? new Set<string>();
      place.leads.set(key, led);
      // Before the last page, 9 turns it.
      for (const next of press(key === '9' ? lastPage(s) : s, key)) {
        led.add(nameOfPlace(placeOf(places, next)));
        queue.push(next);
      }
    }
    // What means nothing twice leads out of the loop.
    if (channel === 'ussd') queue.push(...press(s, WRONG).flatMap((once) => press(once, WRONG)));
  }
}

const WRONG = '7';

/** Stops count as one where the same keys lead to the same places. */
function stopName({ edge: { node: { screen, context: c } } }: Standing): string {
  const named = [screen, variantOf(screen, c), c.callable, c.purpose, c.bookingFrom, c.languageFrom];
  if (screen === 'consent') named.push(c.place, c.country === '' ? 'nowhere' : '');
  if (screen === 'topic') named.push(c.topicFrom);
  if (screen === 'reference') named.push(c.errand);
  if (screen === 'urgent') named.push(c.origin);
  if (screen === 'stuck') named.push(c.stuckAt);
  if (LINES.has(screen)) named.push(c.looking, c.linesFrom);
  return named.join('|');
}

const LINES: ReadonlySet<Screen> = new Set<Screen>(['whereAreYou', 'countries', 'helpLine', 'noLines']);

const variantOf = (screen: Screen, context: Context): string => (screen === 'topic' ? context.topic : (prompts[screen].variant?.(context) ?? ''));

function placeOf(places: Map<string, Place>, { edge: { node: { screen, context } } }: Standing): Place {
  const variant = variantOf(screen, context);
  const name = nameOfPlace({ screen, variant });
  const place = places.get(name) ?? { screen, variant, leads: new Map() };
  places.set(name, place);
  return place;
}

/** Where the dialogue may stand once all it asks is answered. */
function settle(seen: Seen, oracle: Oracle, standing: Standing): Standing[] {
  const { wants } = standing;
  if (!wants) return [standing];
  const answers = wants.for === 'gate' ? [{ word: 'shown', shown: standing.position }] : oracle(wants.ask, standing.edge.node.context);
  return answers.flatMap((answer) => settle(seen, oracle, told(seen.automaton, standing, answer)));
}
