import Database from 'better-sqlite3';
import type { Code } from '../errors.ts';
import { faultOf } from '../log.ts';
import type { Marks } from './changes.ts';
import type { Connection } from './database.ts';
import type { Change } from './store.ts';
import { VERBS, stopwatch, type Done, type Job, type Parts } from './verbs.ts';

/** How often jobs try again while another process holds the file, in ms. */
const AGAIN = 15;
/** Most jobs in one transaction: the last of them waits for all. */
const MOST = 256;

/** Where the outcomes go: only after the commit they depend on. */
export interface Outcomes {
  done(done: readonly Done[]): void;
  changed(change: Change): void;
  erased(): void;
}

/**
 * Commits everything that waits in one transaction, each job in a savepoint of its own: one that fails takes no other along.
 * While another process holds the file, jobs that only read go on and the others wait, until each one's patience ends.
 */
export class GroupCommit {
  readonly #db: Connection;
  readonly #parts: Record<string, Record<string, (...given: unknown[]) => unknown>>;
  readonly #marks: Marks;
  readonly #outcomes: Outcomes;
  readonly #say;
  #waiting: Job[] = [];
  #again: NodeJS.Timeout | undefined;

  constructor(db: Connection, parts: Parts, marks: Marks, outcomes: Outcomes) {
    this.#db = db;
    this.#parts = parts as never;
    this.#marks = marks;
    this.#outcomes = outcomes;
    const say = (sql: string) => db.prepare(sql);
    this.#say = {
      beginWriting: say('BEGIN IMMEDIATE'), beginReading: say('BEGIN'), commit: say('COMMIT'), rollback: say('ROLLBACK'),
      save: say('SAVEPOINT job'), keep: say('RELEASE job'), undo: say('ROLLBACK TO job'),
    };
  }

  get idle(): boolean {
    return this.#waiting.length === 0;
  }

  add(jobs: readonly Job[]): void {
    for (const job of jobs) this.#waiting.push(job);
  }

  /** Does what waits. What the file refuses for now is tried again by itself. */
  run(): void {
    while (this.#waiting.length > 0) {
      this.#dropLate();
      const batch = this.#waiting.slice(0, MOST);
      if (batch.length === 0) return;
      if (this.#transact(batch)) {
        this.#waiting.splice(0, batch.length);
        continue;
      }
      const reads = this.#waiting.filter((job) => !writes(job)).slice(0, MOST);
      if (reads.length > 0 && reads.length < batch.length && this.#transact(reads)) this.#waiting = this.#waiting.filter((job) => !reads.includes(job));
      this.#again ??= setTimeout(() => {
        this.#again = undefined;
        this.run();
      }, AGAIN);
      return;
    }
  }

  /** A job past its patience is dropped undone. */
  #dropLate(): void {
    const now = stopwatch();
    const late = this.#waiting.filter(([, , , , deadline]) => deadline < now);
    if (late.length === 0) return;
    this.#waiting = this.#waiting.filter((job) => !late.includes(job));
    this.#outcomes.done(late.map(([id]) => failed(id, 'HLP_STORE_BUSY')));
  }

  /** False when the file is held by another process: then nothing was done. */
  #transact(jobs: readonly Job[]): boolean {
    const marks = this.#marks;
    marks.begin();
    let done: Done[];
    try {
      (jobs.some(writes) ? this.#say.beginWriting : this.#say.beginReading).run();
      done = jobs.map((job) => this.#carryOut(job, jobs.length > 1));
      marks.bump();
      this.#say.commit.run();
    } catch (error) {
      if (this.#db.inTransaction) this.#say.rollback.run();
      if (isBusy(error)) return false;
      this.#outcomes.done(jobs.map(([id]) => failure(id, error)));
      return true;
    }
    marks.committed();
    this.#outcomes.done(done);
    if (marks.touched) this.#outcomes.changed(marks.touched);
    if (marks.erased) this.#outcomes.erased();
    return true;
  }

  #carryOut([id, noun, verb, given]: Job, among: boolean): Done {
    const part = this.#parts[noun]?.[verb] ?? unknown;
    if (!among) return [id, part(...given)]; // alone it needs no savepoint: the transaction is its own
    this.#say.save.run();
    try {
      const answer = part(...given);
      this.#say.keep.run();
      return [id, answer];
    } catch (error) {
      // A full disk ends the whole transaction; a lock means all have to wait.
      if (!this.#db.inTransaction || isBusy(error) || codeOf(error) === 'HLP_STORE_FULL') throw error;
      this.#say.undo.run();
      this.#say.keep.run();
      return failure(id, error);
    }
  }
}

function unknown(): never {
  throw new TypeError('no such job');
}

const writes = ([, noun, verb]: Job): boolean => (VERBS as Record<string, Record<string, string>>)[noun]?.[verb] !== 'reads';
const isBusy = (error: unknown): boolean => error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);

export const codeOf = (error: unknown): Code | undefined =>
  error instanceof Database.SqliteError && /^SQLITE_(FULL|IOERR)/.test(error.code) ? 'HLP_STORE_FULL' : undefined;

const failed = (id: number, code: Code): Done => [id, undefined, code];

function failure(id: number, error: unknown): Done {
  const code = codeOf(error);
  return code ? failed(id, code) : [id, undefined, 'fault', faultOf(error, 'store')];
}
