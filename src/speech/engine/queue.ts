import type { Job } from './job.ts';

/** Whom a job is for: a caller who waits, or nobody yet. */
export type For = 'caller' | 'later';

/** 'refused': it cannot be made, now or again. 'down': there is no engine. 'full': too much waits. 'dropped': nobody waited any more. */
export type Outcome = 'made' | 'refused' | 'down' | 'full' | 'dropped';

export interface Waiting {
  readonly job: Job;
  readonly whom: For;
  /** Asked when its turn comes: a caller may have gone on without it. */
  readonly wanted: () => boolean;
  readonly settle: (outcome: Outcome) => void;
  tries: number;
}

const LIMITS: Record<For, number> = { caller: 64, later: 16 };

/** Jobs in order, callers' before all others. Bounded: an endless queue would only make everybody late. */
export class JobQueue {
  readonly #lines: Record<For, Waiting[]> = { caller: [], later: [] };

  get length(): number { return this.#lines.caller.length + this.#lines.later.length; }

  /** False when its line is full. */
  add(waiting: Waiting): boolean {
    const line = this.#lines[waiting.whom];
    if (line.length >= LIMITS[waiting.whom]) return false;
    line.push(waiting);
    return true;
  }

  /** Puts a job whose process died back where it was. */
  putBack(waiting: Waiting): void { this.#lines[waiting.whom].unshift(waiting); }

  next(): Waiting | undefined {
    for (let first; (first = this.#lines.caller.shift() ?? this.#lines.later.shift());) {
      if (first.wanted()) return first;
      first.settle('dropped');
    }
    return undefined;
  }

  settleAll(outcome: Outcome): void {
    for (const line of Object.values(this.#lines)) for (const waiting of line.splice(0)) waiting.settle(outcome);
  }
}
