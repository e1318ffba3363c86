import type { SessionKey } from '../sealing/sealing.ts';
import type { World } from '../render/turn.ts';
import type { Answer, Standing } from './standing.ts';

/** A session this process has seen. An aid and never the truth: the transcript and the recorded answers are. */
export interface Live {
  readonly key: SessionKey;
  transcript: readonly string[];
  standing: Standing | undefined;
  /** Recorded answers by slot, `position.nth`. */
  readonly answers: Map<string, Answer>;
  world: World | undefined;
  /** How long its transcript was at the first hop. */
  first?: number | undefined;
  /** The network it began on. */
  network?: string | undefined;
  /** Pseudonym the session began with; another phone under the same session is refused. */
  caller: string | undefined;
  /** Keyed digest of the phone that was last seen, valid in this process alone. */
  phone?: string | undefined;
  /** One hop at a time: a second delivery waits for the first. */
  busy: Promise<unknown>;
  seenAt: number;
}

const LIFE = 10 * 60_000; // ms: longer than any network lets a session live
const MOST = 20_000; // sessions; about a kilobyte each

/** The bounded table of live sessions: oldest out first. */
export function openSessions(now: () => number) {
  const live = new Map<string, Live>();
  return {
    get(name: string, open: () => SessionKey): Live {
      const known = live.get(name);
      if (known) {
        known.seenAt = now();
        return known;
      }
      for (const [oldest, entry] of live) {
        if (live.size < MOST && now() - entry.seenAt < LIFE) break;
        live.delete(oldest);
      }
      const fresh: Live = { key: open(), transcript: [], standing: undefined, answers: new Map(), world: undefined, caller: undefined, busy: Promise.resolve(), seenAt: now() };
      live.set(name, fresh);
      return fresh;
    },
    peek: (name: string): Live | undefined => live.get(name),
    forget: (name: string): void => void live.delete(name),
  };
}
export type Sessions = ReturnType<typeof openSessions>;

/** Where a phone broke off, for ten minutes, by pseudonym: offered to it when it dials again. */
export function openBreaks(now: () => number) {
  const at = new Map<string, { readonly words: { readonly language: string; readonly resume: string; readonly topic: string }; readonly seenAt: number }>();
  return {
    note(caller: string, words: { language: string; resume: string; topic: string } | undefined): void {
      at.delete(caller);
      if (!words) return;
      if (at.size >= MOST) at.delete(at.keys().next().value as string);
      at.set(caller, { words, seenAt: now() });
    },
    take(caller: string): { language: string; resume: string; topic: string } | undefined {
      const found = at.get(caller);
      at.delete(caller);
      return found && now() - found.seenAt < LIFE ? found.words : undefined;
    },
  };
}
export type Breaks = ReturnType<typeof openBreaks>;
