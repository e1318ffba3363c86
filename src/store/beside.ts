import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { HlpError } from '../errors.ts';
import { auditReads } from './audit.ts';

const WAITS = 5_000;

/**
 * Reads the audit of a store, also while a line writes there; changes nothing, and migrates nothing. Throws
 * HLP_AUDIT_NO_STORE where there is no store, or one of a version that kept none.
 */
export function readAuditBeside(dataDir: string): ReturnType<typeof auditReads> & { close(): void } {
  const file = join(dataDir, 'hakiline.db');
  if (!existsSync(file)) throw new HlpError('HLP_AUDIT_NO_STORE', 'no hakiline.db in DATA_DIR');
  const db = new Database(file, { readonly: true, timeout: WAITS });
  try {
    db.pragma('trusted_schema = OFF');
    if (db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'auditAnchor'`).get() === undefined) throw new HlpError('HLP_AUDIT_NO_STORE', 'an earlier version made the store');
    return { ...auditReads(db), close: () => void db.close() };
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) throw new HlpError('HLP_AUDIT_CHANGED', 'the file cannot be read');
    throw error;
  }
}
