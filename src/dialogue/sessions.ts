import type { Context } from '../../machines/events.ts';
import type { Screen } from '../../machines/words.ts';
import type { SessionKey } from '../sealing/sealing.ts';
import type { Channel } from '../render/reply.ts';
import type { World } from '../render/turn.ts';
import type { Beginning } from '../store/store.ts';
import type { Answer, Standing } from './standing.ts';

/** A place that gives nothing away to whoever holds the phone now. */
export type Resumable = Readonly<Pick<Context, 'language' | 'script' | 'resume' | 'topic'>>;

/** A session this process has seen. An aid and never the truth: the transcript and the recorded answers are. */
export interface Live {
  readonly key: SessionKey;
  transcript: readonly string[];
  standing: Standing | undefined;
  channel: Channel | undefined;
  /** Recorded answers by slot, `position.nth`. */
  readonly answers: Map<string, Answer>;
  /** How it began, and the content it began with. Another phone under the same session is refused. */
  beginning: Beginning | undefined;
  world: World | undefined;
  /** Keyed digest of the phone that was last seen, valid in this process alone; undefined where it was hidden. */
  phone: string | undefined;
  /** Where this phone left its last session, to be offered. */
  earlier: Resumable | undefined;
  /** The hop that waits for something: one hop at a time, a second delivery waits for the first. */
  busy: Promise<void> | undefined;
  seenAt: number;
  /** Of how long a transcript the screens are counted, here or elsewhere; -1 for none. See counts.ts. */
  counted: number;
  /** Where the last entry was heard, until the screen after it is shown. */
  heard: Standing | undefined;
  /** What it has reached. */
  goals: readonly Screen[];
  /** The gateway has told its end. */
  over: boolean;
}

const LIFE = 10 * 60_000; // ms: longer than any network lets a session live
const MOST = 20_000; // sessions; about a kilobyte each

/** A session of which nothing is known here yet. */
export const unseen = (key: SessionKey, seenAt: number): Live => ({
  key, transcript: [], standing: undefined, channel: undefined, answers: new Map(), beginning: undefined, world: undefined,
  phone: undefined, earlier: undefined, busy: undefined, seenAt,
  counted: -1, heard: undefined, goals: [], over: false,
});

/** The bounded table of live sessions: oldest out first. Who is let go without having asked for it is told to `lapsed`. */
export function openSessions(now: () => number, lapsed: (gone: Live) => void = () => undefined) {
  const live = new Map<string, Live>();
  const ofPhone = new Map<string, Live>();

  function makeRoom(most: number): void {
    for (const [oldest, entry] of live) {
      if (live.size < most && now() - entry.seenAt < LIFE) break;
      live.delete(oldest);
      leave(entry);
      lapsed(entry);
    }
  }

  function leave(mine: Live): void {
    if (mine.phone !== undefined && ofPhone.get(mine.phone) === mine) ofPhone.delete(mine.phone);
  }

  return {
    get(name: string, open: () => SessionKey): Live {
      const known = live.get(name);
      if (known) {
        known.seenAt = now();
        return known;
      }
      makeRoom(MOST);
      const fresh = unseen(open(), now());
      live.set(name, fresh);
      return fresh;
    },
    /** Lets go of those whose time is over. */
    tidy: () => makeRoom(Infinity),
    peek: (name: string): Live | undefined => live.get(name),
    forget(name: string): void {
      const gone = live.get(name);
      live.delete(name);
      if (gone) leave(gone);
    },
    /** This is the session the phone is in from now on. */
    enter(mine: Live, phone: string): void {
      leave(mine);
      ofPhone.delete(phone);
      if (ofPhone.size >= MOST) ofPhone.delete(ofPhone.keys().next().value as string);
      ofPhone.set(phone, mine);
      mine.phone = phone;
    },
    /** The one it was in last, if that is not ten minutes ago. */
    lastOf(phone: string): Live | undefined {
      const last = ofPhone.get(phone);
      return last && now() - last.seenAt < LIFE ? last : undefined;
    },
  };
}
export type Sessions = ReturnType<typeof openSessions>;
