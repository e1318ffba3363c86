import type { Connection } from './database.ts';
import type { Change } from './store.ts';

/** What a part tells of the transaction it runs in. */
export interface Changes {
  /** Something the desk shows changes. */
  touch(): void;
  /** What the line promises by changes: who is on duty, and when. The desk shows that too. */
  touchRota(): void;
  /** Keys or sealed fields go: what is left of them in the log has to go soon after. */
  erase(): void;
}

/** `revision` counts commits that changed what the desk shows, or the rota: so other processes tell them from the many that did not. */
export class Marks implements Changes {
  readonly #bump;
  readonly #read;
  #seen: Revision;
  touched: Change | undefined;
  erased = false;

  constructor(db: Connection) {
    this.#bump = db.prepare<[number]>('UPDATE revision SET n = n + 1, rota = rota + ?');
    this.#read = db.prepare<[], Revision>('SELECT n, rota FROM revision');
    this.#seen = this.#revision();
  }

  touch(): void {
    this.touched ??= { rota: false };
  }

  touchRota(): void {
    this.touched = { rota: true };
  }

  erase(): void {
    this.erased = true;
  }

  begin(): void {
    this.touched = undefined;
    this.erased = false;
  }

  /** Last thing before the commit. A mark of a job that failed does no harm: somebody looks once for nothing. */
  bump(): void {
    if (this.touched) this.#bump.run(this.touched.rota ? 1 : 0);
  }

  /** After a commit of our own: its revision is no news. But what another process changed just before it is told along with it. */
  committed(): void {
    if (!this.touched) return;
    const now = this.#revision();
    if (now.rota - this.#seen.rota > (this.touched.rota ? 1 : 0)) this.touched = { rota: true };
    this.#seen = now;
  }

  /** What another process has changed of what the desk shows since the last look; asked where it has committed something. */
  changedElsewhere(): Change | undefined {
    const before = this.#seen;
    this.#seen = this.#revision();
    return this.#seen.n === before.n ? undefined : { rota: this.#seen.rota !== before.rota };
  }

  #revision(): Revision {
    return this.#read.get() ?? { n: 0, rota: 0 };
  }
}

interface Revision { readonly n: number; readonly rota: number }
