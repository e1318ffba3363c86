import type { SessionKey } from '../sealing/sealing.ts';
import type { Channel } from '../render/reply.ts';
import type { World } from '../render/turn.ts';
import type { Answer, Standing } from './standing.ts';

/** A session this process has seen. An aid and never the truth: the transcript and the recorded answers are. */
export interface Live {
  readonly key: SessionKey;
  transcript: readonly string[];
  standing: Standing | undefined;
  channel: Channel | undefined;
  /** Recorded answers by slot, `position.nth`. */
  readonly answers: Map<string, Answer>;
  world: World | undefined;
  /** How long its transcript was at the first hop. */
  first: number | undefined;
  /** The network it began on. */
  network: string | undefined;
  /** Pseudonym the session began with; another phone under the same session is refused. */
  caller: string | undefined;
  /** Keyed digest of the phone that was last seen, valid in this process alone. */
  phone: string | undefined;
  /** The hop that waits for something: one hop at a time, a second delivery waits for the first. */
  busy: Promise<void> | undefined;
  seenAt: number;
}

const LIFE = 10 * 60_000; // ms: longer than any network lets a session live
const MOST = 20_000; // sessions; about a kilobyte each

/** The bounded table of live sessions: oldest out first. */
export function openSessions(now: () => number) {
  const live = new Map<string, Live>();
  const ofCaller = new Map<string, Live>();

  function makeRoom(): void {
    for (const [oldest, entry] of live) {
      if (live.size < MOST && now() - entry.seenAt < LIFE) break;
      live.delete(oldest);
      if (entry.caller !== undefined && ofCaller.get(entry.caller) === entry) ofCaller.delete(entry.caller);
    }
  }

  return {
    get(name: string, open: () => SessionKey): Live {
      const known = live.get(name);
      if (known) {
        known.seenAt = now();
        return known;
      }
      makeRoom();
      const fresh: Live = {
        key: open(), transcript: [], standing: undefined, channel: undefined, answers: new Map(), world: undefined, first: undefined, network: undefined,
        caller: undefined, phone: undefined, busy: undefined, seenAt: now(),
      };
      live.set(name, fresh);
      return fresh;
    },
    peek: (name: string): Live | undefined => live.get(name),
    forget: (name: string): void => void live.delete(name),
    /** From now on this is the session the caller was in last. */
    belongs(mine: Live, caller: string): void {
      mine.caller = caller;
      ofCaller.set(caller, mine);
    },
    /** The one they were in last, if that is not ten minutes ago. */
    lastOf(caller: string): Live | undefined {
      const last = ofCaller.get(caller);
      return last && now() - last.seenAt < LIFE ? last : undefined;
    },
  };
}
export type Sessions = ReturnType<typeof openSessions>;
