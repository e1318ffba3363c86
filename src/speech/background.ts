import { stat } from 'node:fs/promises';
import type { Log } from '../log.ts';
import type { Spoken } from '../render/reply.ts';
import type { Clip } from './clips.ts';
import type { Engine } from './engine/engine.ts';
import type { Job } from './engine/job.ts';
import type { Outcome } from './engine/queue.ts';

/** Pauses before a dead engine is tried again, in ms; after the last the rest is left to callers. */
const RETRIES = [5_000, 35_000, 35_000, 120_000];

interface Around { readonly changed: () => void; readonly log: Log; readonly failed: (spoken: Spoken) => void }

/** Makes a list of clips in order while nobody waits. Segment by segment, so that a caller waits for one sentence at most. */
export class Background {
  #ready = 0;
  #total = 0;
  #ended = false;
  #retry: NodeJS.Timeout | undefined;
  readonly #engine: Engine;
  readonly #clipOf: (spoken: Spoken) => Promise<Clip | undefined>;
  readonly #around: Around;

  constructor(engine: Engine, clipOf: (spoken: Spoken) => Promise<Clip | undefined>, around: Around) {
    this.#engine = engine;
    this.#clipOf = clipOf;
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
    const clip = await this.#clipOf(spoken);
    if (!clip) return 'refused';
    if (await exists(clip.job.into.mp3)) return 'made';
    const wanted = (): boolean => !this.#ended;
    for (const piece of clip.job.pieces) {
      if (piece.cached === undefined || await exists(piece.cached)) continue;
      const job: Job = { pieces: [piece] };
      const outcome = await this.#engine.make(job, 'later', wanted);
      if (outcome !== 'made') return outcome;
    }
    return this.#engine.make(clip.job, 'later', wanted);
  }
}

const exists = (path: string): Promise<boolean> => stat(path).then((facts) => facts.isFile(), () => false);
