import { randomBytes } from 'node:crypto';
import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { HlpError } from '../../errors.ts';
import { makePassphrase } from './passphrase.ts';

/**
 * Words that a terminal prints, in a file of SECRETS_DIR (0600) so that every start and every process prints the same. The
 * whole file is written elsewhere and linked into place: the first process wins, and nobody ever reads half of it.
 */
export async function keepWords(path: string, random: (bytes: number) => Uint8Array): Promise<string> {
  const known = await readWords(path);
  if (known !== undefined) return known;
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  await writeFile(draft, `${makePassphrase(random)}\n`, { mode: 0o600, flag: 'wx' });
  await link(draft, path).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'EEXIST') throw error; });
  await unlink(draft);
  return await readWords(path) ?? unreadable(path);
}

/** Undefined where there are none. Throws HLP_SECRETS_UNREADABLE. */
export async function readWords(path: string): Promise<string | undefined> {
  const words = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? undefined : unreadable(path)));
  return words?.trim();
}

export const dropWords = (path: string): Promise<void> => unlink(path).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'ENOENT') throw error; });

const unreadable = (path: string): never => { throw new HlpError('HLP_SECRETS_UNREADABLE', basename(path)); };
