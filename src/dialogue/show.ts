import { prompts } from '../../prompts/prompts.ts';
import { profileOf } from '../render/profiles.ts';
import type { Channel, Reply } from '../render/reply.ts';
import { leadsBack, offer } from '../render/screen.ts';
import type { Turn, World } from '../render/turn.ts';
import { readable, renderText, renderUssd } from '../render/ussd.ts';
import { renderVoice, spokenList, spokenPages } from '../render/voice.ts';
import { TEXT_PROFILE } from '../render/profiles.ts';
import type { Words } from '../render/words.ts';
import type { Automaton } from './automaton.ts';
import type { Standing } from './standing.ts';
import type { Shown } from './understand.ts';

/** Values that differ from caller to caller: a screen with one of them is rendered anew each time. */
const ASKED: ReadonlySet<string> = new Set(['open', 'when', 'proposed', 'ref', 'status', 'kinds', 'opened', 'until', 'queue']);
const ANEW: ReadonlySet<string> = new Set(Object.entries(prompts).filter(([, prompt]) => prompt.join === true || prompt.values?.some((name) => ASKED.has(name))).map(([screen]) => screen));

/** Single words of all languages at once, for one thing: nobody says first in which language they text. */
export const wordsOf = (what: 'stop' | 'help', words: Words): ReadonlySet<string> =>
  new Set(words.languages.flatMap((l) => (words.raw(l, `language.${what}`) ?? '').split(' ').filter(Boolean)));

/** `first`: this is the first answer of its session. */
export interface Showing { readonly channel: Channel; readonly network?: string | undefined; readonly world: World; readonly first?: boolean }

/** Renders standings, and tells what was on the page a caller answered. Pure: the same standing gives the same bytes. */
export function openShow(automaton: Automaton, words: Words) {
  const helps = wordsOf('help', words);
  const turnOf = (s: Standing, { world, channel, first }: Showing): Turn => ({
    screen: s.edge.node.screen, context: s.edge.node.context, page: s.page, notice: s.notice, values: s.values, world,
    ...(channel === 'sms' && first ? { first: true as const } : {}),
  });

  function once<T>(s: Standing, by: Showing, what: string, make: (turn: Turn) => T): T {
    const { node } = s.edge;
    if (ANEW.has(node.screen)) return make(turnOf(s, by));
    const first = by.channel === 'sms' && by.first ? 'first ' : '';
    const name = `${what} ${by.channel} ${profileOf(by.network, by.world.organisation.networks).name} ${s.page} ${s.notice} ${first}${by.world.edition}`;
    return automaton.part(node, name, () => make(turnOf(s, by)));
  }

  const render = (turn: Turn, { channel, network }: Showing): Reply =>
    channel === 'voice' ? renderVoice(turn, words) : channel === 'sms' ? renderText(turn, words) : renderUssd(turn, profileOf(network, turn.world.organisation.networks), words);

  return {
    reply: (s: Standing, by: Showing): Reply => once(s, by, 'reply', (turn) => render(turn, by)),

    shown: (s: Standing, by: Showing): Shown => once(s, by, 'shown', (turn) => {
      const offered = offer(turn);
      const { screen } = turn;
      const profile = by.channel === 'sms' ? TEXT_PROFILE : profileOf(by.network, by.world.organisation.networks);
      const about = { screen, offer: offered, channel: by.channel, taken: by.channel === 'ussd' && profile.taken, helps };
      if (by.channel === 'voice') return { ...about, listed: spokenList(turn), further: turn.page + 1 < spokenPages(turn), earlier: turn.page > 0 && leadsBack(offered) };
      const pages = readable(turn, profile, words);
      const page = pages[Math.min(turn.page, pages.length - 1)];
      return { ...about, listed: offered.list.slice(page?.listFrom, page?.listTo), further: turn.page + 1 < pages.length, earlier: turn.page > 0 && leadsBack(offered) };
    }),
  };
}
export type Show = ReturnType<typeof openShow>;
