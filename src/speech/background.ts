import { stat } from 'node:fs/promises';
import type { Log } from '../log.ts';
import type { Spoken } from '../render/reply.ts';
import type { Engine } from './engine/engine.ts';
import type { Job } from './engine/job.ts';
import type { Outcome } from './engine/queue.ts';

/** Pauses before a dead engine is tried again, in ms; after the last the rest is left to callers. */
const RETRIES = [5_000, 35_000, 35_000, 120_000];

interface Around { readonly changed: () => void; readonly log: Log; readonly failed: (spoken: Spoken) => void }

/**
 * Makes a list of clips in order while nobody waits. Segment by segment, so that a caller waits for one sentence at most.
 * Joined as wave files: an MP3 costs more than the join, and most are never asked for.
 */
export class Background {
  #ready = 0;
  #total = 0;
  #ended = false;
  #retry: NodeJS.Timeout | undefined;
  /** Made already: many clips share their parts. */
  readonly #pieces = new Set<string>();
  readonly #engine: Engine;
  readonly #jobOf: (spoken: Spoken) => Promise<Job | undefined>;
  readonly #around: Around;

  constructor(engine: Engine, jobOf: (spoken: Spoken) => Promise<Job | undefined>, around: Around) {
    this.#engine = engine;
    this.#jobOf = jobOf;
    this.#around = around;
  }

  /** `total` leaves out what turned out impossible, so that the work has an end. */
  progress(): { ready: number; total: number } { return { ready: this.#ready, total: this.#total }; }

  begin(list: readonly Spoken[]): void {
    if (this.#total > 0 || list.length === 0) return;
    this.#total = list.length;
    this.#around.changed();
    void this.#run(list);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#retry);
  }

  async #run(list: readonly Spoken[]): Promise<void> {
    for (const spoken of list) {
      const outcome = await this.#persist(spoken);
      if (this.#ended || outcome === 'down') return;
      if (outcome === 'made') this.#ready += 1;
      else {
        this.#total -= 1;
        this.#around.failed(spoken);
      }
      this.#around.changed();
    }
    this.#pieces.clear();
    this.#around.log({ event: 'clips', ready: this.#ready, total: this.#total });
  }

  async #persist(spoken: Spoken): Promise<Outcome> {
    for (const pause of [0, ...RETRIES]) {
      if (pause > 0) await new Promise((resolve) => { this.#retry = setTimeout(resolve, pause).unref(); });
      if (this.#ended) return 'dropped';
      const outcome = await this.#make(spoken).catch((): Outcome => 'refused');
      if (outcome !== 'down' && outcome !== 'full') return outcome;
    }
    return 'down';
  }

  async #make(spoken: Spoken): Promise<Outcome> {
    const job = await this.#jobOf(spoken);
    if (!job) return 'refused';
    if (job.into && await exists(job.into.wav)) return 'made';
    const wanted = (): boolean => !this.#ended;
    for (const piece of job.pieces) {
      if (piece.cached === undefined || this.#pieces.has(piece.cached) || await exists(piece.cached)) continue;
      const outcome = await this.#engine.make({ pieces: [piece] }, 'later', wanted);
      if (outcome !== 'made') return outcome;
      this.#pieces.add(piece.cached);
    }
    return job.into ? this.#engine.make(job, 'later', wanted) : 'made';
  }
}

const exists = (path: string): Promise<boolean> => stat(path).then((facts) => facts.isFile(), () => false);
