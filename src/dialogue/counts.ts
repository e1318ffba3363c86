import type { Screen } from '../../machines/words.ts';
import { breaksOff, prompts } from '../../prompts/prompts.ts';
import { HlpError } from '../errors.ts';
import { faultOf, type Log } from '../log.ts';
import type { Channel } from '../render/reply.ts';
import type { Counted, Counters, Ending, Hex } from '../store/store.ts';
import type { Node } from './automaton.ts';
import type { Live } from './sessions.ts';
import type { Standing } from './standing.ts';

const EVERY = 10_000; // ms between writings: a process that is killed loses no more counts than these
const HOUR = 3_600_000;
const QUIET: Readonly<Record<Channel, number>> = { ussd: 10 * 60_000, voice: 10 * 60_000, sms: 30 * 60_000 }; // ms without a word after which nobody comes back
const MOST = 20_000; // sessions without an end that are waited for

const WHAT = ['shown', 'answered', 'wrong', 'goal'] as const;
interface Tally { readonly channel: Channel; readonly language: string; readonly screen: Screen; shown: number; answered: number; wrong: number; goal: number }

/**
 * Counts what callers meet: by hour, channel, language and screen, and by nothing that would tell one caller from another. A
 * hop adds one to numbers in memory; they are written every ten seconds, and what is lost with a process stays lost. Counts
 * are not promises.
 */
export function openCounts({ counters, now, log, tidy }: { counters: Pick<Counters, 'add' | 'end'>; now: () => number; log: Log; tidy: () => void }) {
  let hour = 0;
  const tallies = new Map<string, Tally>();
  // By the node as well: nearly every hop finds its tally without putting a name together.
  const known: Readonly<Record<Channel, Map<Node, Tally>>> = { ussd: new Map(), voice: new Map(), sms: new Map() };
  let waiting: Counted[] = [];
  const quiet = new Map<Hex, Ending & { readonly due: number }>();

  function tally({ seenAt }: Live, channel: Channel, { edge: { node } }: Standing): Tally {
    if (seenAt >= hour + HOUR || seenAt < hour) {
      settle();
      hour = seenAt - (seenAt % HOUR);
    }
    return known[channel].get(node) ?? fresh(channel, node);
  }

  function fresh(channel: Channel, node: Node): Tally {
    const { screen, context: { language } } = node;
    const name = `${screen} ${channel} ${language}`;
    const found = tallies.get(name) ?? { channel, language, screen, shown: 0, answered: 0, wrong: 0, goal: 0 };
    tallies.set(name, found);
    known[channel].set(node, found);
    return found;
  }

  /** What was counted so far, as rows. */
  function settle(): void {
    for (const { channel, language, screen, ...n } of tallies.values()) {
      for (const what of WHAT) if (n[what] > 0) waiting.push({ hour, channel, language, screen, what, n: n[what] });
    }
    tallies.clear();
    for (const nodes of Object.values(known)) nodes.clear();
  }

  async function flush(): Promise<void> {
    settle();
    const counted = waiting;
    waiting = [];
    const at = now();
    const endings = [...quiet.values()].filter(({ due }) => due <= at);
    for (const { session } of endings) quiet.delete(session);
    // Not tried again: what was refused may have been written all the same, and would count twice.
    await Promise.all([counted.length > 0 && counters.add(counted), endings.length > 0 && counters.end(endings.map(({ due: _, ...ending }) => ending))])
      .catch((error: unknown) => log(error instanceof HlpError ? { event: 'error', code: error.code, in: 'store' } : faultOf(error, 'store')));
  }

  const timer = setInterval(() => { tidy(); void flush(); }, EVERY);
  timer.unref();

  return {
    /** An entry of the transcript is about to be understood here. A replay comes by goals that were counted when they were shown. */
    heard(live: Live, s: Standing): void {
      live.heard = s;
      const { screen } = s.edge.node;
      if (prompts[screen].goal && s.position >= (live.beginning?.first ?? 0)) reach(live, screen);
    },

    /** This was shown after so many entries. Only once: a copy, or what another process is known to have answered, counts nothing. */
    shown(live: Live, s: Standing, channel: Channel, entries: number): void {
      if (entries <= live.counted) return;
      live.counted = entries;
      if (quiet.size > 0) quiet.delete(live.key.tag);
      const { heard } = live;
      // Keys that were dialled at once with the code answered screens that nobody was shown.
      if (heard && heard.position === entries - 1 && entries > (live.beginning?.first ?? entries)) {
        const at = tally(live, channel, heard);
        if (s.lost || s.notice === 'wrong' || s.notice === 'silence') at.wrong += 1;
        else at.answered += 1;
      }
      const { screen } = s.edge.node;
      const at = tally(live, channel, s);
      at.shown += 1;
      if (prompts[screen].goal && reach(live, screen)) at.goal += 1;
    },

    /** The gateway says that the session is over; `at` is where it stood. Rejects as the store does: the gateway then says so again. */
    ended: (session: Hex, channel: Channel, at: Standing | undefined): Promise<void> =>
      counters.end([{ session, at: now(), dropped: at && droppedAt(at, channel) }]),

    /** Nothing was heard of it for long. Unless its end is told, or it goes on after all, its caller has broken off. */
    lapsed({ over, standing, channel, seenAt, key }: Live): void {
      const dropped = over || !standing || !channel ? undefined : droppedAt(standing, channel);
      if (dropped && channel && quiet.size < MOST) quiet.set(key.tag, { session: key.tag, at: seenAt, due: seenAt + QUIET[channel], dropped });
    },

    close(): Promise<void> {
      clearInterval(timer);
      return flush();
    },
  };
}
export type Counts = ReturnType<typeof openCounts>;

/** False when this session has been there before. */
function reach(live: Live, screen: Screen): boolean {
  if (live.goals.includes(screen)) return false;
  live.goals = [...live.goals, screen];
  return true;
}

const droppedAt = ({ edge: { node: { screen, context: { language } } } }: Standing, channel: Channel): Ending['dropped'] =>
  breaksOff(screen) ? { channel, language, screen } : undefined;
