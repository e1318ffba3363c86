import { closeSync, constants, fstatSync, fsyncSync, linkSync, mkdirSync, openSync, readdirSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { HlpError } from '../errors.ts';

export const KEY_BYTES = 32;

/** Makes the directory of keys, open to nobody else, unless it is there. */
export function prepareKeyDir(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch {
    throw new HlpError('HLP_SECRETS_UNREADABLE');
  }
}

/**
 * The key of this name: 32 bytes, the same for every process on the directory. The first process makes it, on disk before
 * it is used; the others read the first one's. Throws HLP_SECRETS_UNREADABLE when it cannot be read, is not whole or not 0600.
 */
export function readOrMakeKey(dir: string, name: string): Buffer {
  const standing = readKey(dir, name);
  if (standing) return standing;
  const key = randomBytes(KEY_BYTES);
  if (putOnce(dir, name, key)) return key;
  key.fill(0);
  const winner = readKey(dir, name);
  if (!winner) throw new HlpError('HLP_SECRETS_UNREADABLE', name);
  return winner;
}

/**
 * Writes a file of this name, on disk when it returns; false where there is one already. A link appears with all its bytes or
 * not at all, and fails if the name is taken: nobody ever reads half of it. Throws HLP_SECRETS_UNREADABLE.
 */
export function putOnce(dir: string, name: string, bytes: Uint8Array): boolean {
  const draft = join(dir, `${name}.${randomBytes(6).toString('hex')}`);
  try {
    const file = openSync(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    writeSync(file, bytes);
    fsyncSync(file);
    closeSync(file);
    linkSync(draft, join(dir, name));
  } catch (error) {
    if (!is(error, 'EEXIST')) throw new HlpError('HLP_SECRETS_UNREADABLE', name);
    destroyKey(dir, draft.slice(dir.length + 1));
    return false;
  }
  unlinkSync(draft);
  syncDir(dir);
  return true;
}

/** The key of this name, or undefined when there is none. Throws HLP_SECRETS_UNREADABLE as above. */
export function readKey(dir: string, name: string, length = KEY_BYTES): Buffer | undefined {
  let file: number;
  try {
    file = openSync(join(dir, name), constants.O_RDONLY);
  } catch (error) {
    if (is(error, 'ENOENT')) return undefined;
    throw new HlpError('HLP_SECRETS_UNREADABLE', name);
  }
  try {
    const key = Buffer.alloc(length);
    const facts = fstatSync(file);
    // Windows keeps no such modes; there the directory's own rights have to do.
    const open = process.platform !== 'win32' && (facts.mode & 0o777) !== 0o600;
    if (open || facts.size !== length || readSync(file, key) !== length) throw new HlpError('HLP_SECRETS_UNREADABLE', name);
    return key;
  } finally {
    closeSync(file);
  }
}

/** Overwrites a key on disk, then removes it. Another process may have been first: that is as good. */
export function destroyKey(dir: string, name: string): void {
  try {
    const file = openSync(join(dir, name), constants.O_WRONLY);
    writeSync(file, Buffer.alloc(KEY_BYTES));
    fsyncSync(file);
    closeSync(file);
    unlinkSync(join(dir, name));
    syncDir(dir);
  } catch (error) {
    if (!is(error, 'ENOENT')) throw new HlpError('HLP_SECRETS_UNREADABLE', name);
  }
}

export const keyNames = (dir: string): string[] => readdirSync(dir);

function syncDir(dir: string): void {
  if (process.platform === 'win32') return;
  const opened = openSync(dir, constants.O_RDONLY);
  fsyncSync(opened);
  closeSync(opened);
}

const is = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;
