import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { HlpError } from '../errors.ts';
import { MIGRATIONS } from './migrations/all.ts';
import { knowWeeks } from './weeks.ts';

export type Connection = Database.Database;

/** How long one statement waits for another process's lock, in ms. Short: the jobs' own patience decides, see commit.ts. */
const BUSY_MS = 20;
const OPEN_MS = 5000;

/**
 * Opens the store's file and makes sure of what it promises; weeks begin by the clock of `zone`. Throws HLP_STORE_UNSAFE when the settings do not stand,
 * HLP_STORE_BUSY when another process holds it for over 5 s.
 */
export function openDatabase(dataDir: string, pragmas: readonly string[] = PRAGMAS, zone = 'UTC'): Connection {
  const file = join(dataDir, 'hakiline.db');
  closeSync(openSync(file, 'a', 0o600)); // the log beside it takes its mode
  const db = new Database(file, { timeout: OPEN_MS });
  try {
    for (const pragma of pragmas) persist(db, pragma);
    migrate(db);
    knowWeeks(db, zone);
    proveSafe(db);
    db.pragma(`busy_timeout = ${BUSY_MS}`);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) throw new HlpError('HLP_STORE_BUSY');
    throw error;
  }
}

/** Turning WAL on needs the file alone, and SQLite does not wait for that: two processes starting at once take turns here. */
function persist(db: Connection, pragma: string): void {
  for (let waited = 0; ; waited += BUSY_MS) {
    try {
      db.pragma(pragma);
      return;
    } catch (error) {
      if (waited >= OPEN_MS || !(error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_MS);
    }
  }
}

// synchronous is named although FULL is SQLite's default: better-sqlite3 is compiled to use NORMAL in WAL, which loses
// acknowledged commits in a power cut. secure_delete overwrites what is deleted.
export const PRAGMAS: readonly string[] = [
  'journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON', 'foreign_keys = ON', 'trusted_schema = OFF', 'cell_size_check = ON', 'temp_store = MEMORY',
];

/** Reads the settings back. Only after a first read of the file do they tell the truth: until then synchronous answers FULL. */
function proveSafe(db: Connection): void {
  db.prepare('SELECT n FROM revision').get();
  const is = (pragma: string, value: unknown): boolean => db.pragma(pragma, { simple: true }) === value;
  const safe = is('journal_mode', 'wal') && is('synchronous', 2) && is('secure_delete', 1) && is('foreign_keys', 1) && is('trusted_schema', 0);
  if (!safe) throw new HlpError('HLP_STORE_UNSAFE');
}

/** All that is missing, in one transaction: a second process waits for the first and finds nothing left to do. */
function migrate(db: Connection): void {
  const version = (): number => Number(db.pragma('user_version', { simple: true }));
  if (version() === MIGRATIONS.length) return;
  db.transaction(() => {
    // A store of a newer version is left alone: this code does not know what it promises.
    if (version() > MIGRATIONS.length) throw new HlpError('HLP_STORE_UNSAFE', 'a newer version made it');
    for (const sql of MIGRATIONS.slice(version())) db.exec(sql);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
  }).immediate();
}
