import type { Connection } from './database.ts';

/** What a part tells of the transaction it runs in. */
export interface Changes {
  /** Something the desk shows changes. */
  touch(): void;
  /** Keys or sealed fields go: what is left of them in the log has to go soon after. */
  erase(): void;
}

/** `revision` counts commits that changed what the desk shows: so other processes tell them from the many that did not. */
export class Marks implements Changes {
  readonly #db: Connection;
  readonly #bump;
  readonly #read;
  #seen: number;
  #version: number;
  touched = false;
  erased = false;

  constructor(db: Connection) {
    this.#db = db;
    this.#bump = db.prepare('UPDATE revision SET n = n + 1');
    this.#read = db.prepare<[], number>('SELECT n FROM revision').pluck();
    this.#seen = this.#read.get() ?? 0;
    this.#version = this.#dataVersion();
  }

  touch(): void {
    this.touched = true;
  }

  erase(): void {
    this.erased = true;
  }

  begin(): void {
    this.touched = false;
    this.erased = false;
  }

  /** Last thing before the commit. A mark of a job that failed does no harm: somebody looks once for nothing. */
  bump(): void {
    if (this.touched) this.#bump.run();
  }

  /** After a commit of our own: its revision is no news. */
  committed(): void {
    if (this.touched) this.#seen = this.#read.get() ?? 0;
  }

  /** Whether another process has changed what the desk shows since the last look. */
  changedElsewhere(): boolean {
    const version = this.#dataVersion();
    if (version === this.#version) return false;
    this.#version = version;
    const before = this.#seen;
    this.#seen = this.#read.get() ?? 0;
    return this.#seen !== before;
  }

  #dataVersion(): number {
    return Number(this.#db.pragma('data_version', { simple: true }));
  }
}
