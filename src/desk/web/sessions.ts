import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Hex } from '../../store/store.ts';

declare module 'fastify' {
  interface Session { advocate?: Hex }
}

export const IDLE_MS = 30 * 60_000;
const MOST_UNSIGNED = 1_000;

interface Kept { session: Session; seenAt: number }

/**
 * Desk sessions, in this process's memory: they end with it, after 30 idle minutes, or when revoked. A session that ended
 * cannot be brought back by a request that was under way.
 */
export class Sessions implements SessionStore {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();
  constructor(clock: Clock) { this.#clock = clock; }

  set(id: string, session: Session, done: (error?: unknown) => void): void {
    const known = this.#kept.get(id);
    if (known === undefined && session.advocate !== undefined) return done();
    this.#kept.set(id, { session, seenAt: known?.seenAt ?? this.#clock.now() });
    if (known === undefined) this.#boundUnsigned();
    done();
  }

  get(id: string, done: (error: unknown, session?: Session | null) => void): void {
    done(null, this.alive(id) ? this.#kept.get(id)?.session ?? null : null);
  }

  destroy(id: string, done: (error?: unknown) => void): void {
    this.#kept.delete(id);
    done();
  }

  /** Whether it still lasts; ends it when it has been idle too long. */
  alive(id: string): boolean {
    const kept = this.#kept.get(id);
    if (kept === undefined) return false;
    if (this.#clock.now() - kept.seenAt < IDLE_MS) return true;
    this.#kept.delete(id);
    return false;
  }

  /** The advocate did something: the idle time starts anew. */
  seen(id: string): void {
    const kept = this.#kept.get(id);
    if (kept !== undefined) kept.seenAt = this.#clock.now();
  }

  /** Ends every session of an advocate at once. */
  revoke(advocate: Hex): void {
    for (const [id, kept] of this.#kept) if (kept.session.advocate === advocate) this.#kept.delete(id);
  }

  /** Somebody who never signs in cannot fill the memory or push out those who did. */
  #boundUnsigned(): void {
    let unsigned = 0;
    for (const kept of this.#kept.values()) if (kept.session.advocate === undefined) unsigned += 1;
    for (const [id, kept] of this.#kept) {
      if (unsigned <= MOST_UNSIGNED) return;
      if (kept.session.advocate === undefined) { this.#kept.delete(id); unsigned -= 1; }
    }
  }
}
