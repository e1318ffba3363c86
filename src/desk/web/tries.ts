import type { Clock } from '../../clock.ts';

/** Counts tries per key in memory. A key over its limit is refused until its period is over; the table is bounded. */
export class Tries {
  readonly #limit: { most: number; within: number };
  readonly #clock: Clock;
  readonly #counts = new Map<string, { n: number; until: number }>();

  /** `within` in milliseconds. */
  constructor(limit: { most: number; within: number }, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** Takes one try; false when there is none left. Counted before the outcome is known, so that parallel tries count too. */
  take(key: string): boolean {
    const now = this.#clock.now();
    const count = this.#counts.get(key);
    if (count === undefined || count.until <= now) {
      this.#counts.delete(key);
      this.#counts.set(key, { n: 1, until: now + this.#limit.within });
      this.#shrink();
      return true;
    }
    count.n += 1;
    return count.n <= this.#limit.most;
  }

  forget(key: string): void { this.#counts.delete(key); }

  #shrink(): void {
    for (const oldest of this.#counts.keys()) {
      if (this.#counts.size <= 10_000) return;
      this.#counts.delete(oldest);
    }
  }
}
