import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Language } from '../render/reply.ts';

/** How long a clip with a caller's value lives, in ms. */
export const JOIN_LIFE = 10 * 60_000;

/** The personal joins under VOLATILE_DIR. Their names say nothing, and any process of the line can see them lapse by their time. */
export interface Joins {
  readonly dir: string;
  /** A fresh name: 16 and 8 random hex digits, in the form every clip's name has. */
  newName(): string;
  isJoin(name: string): boolean;
  /** True while the file is there and not lapsed; deletes it otherwise. */
  alive(language: Language, file: string): Promise<boolean>;
  /** Deletes what has lapsed, whichever process made it. */
  sweep(): Promise<void>;
  close(): void;
}

export function openJoins({ volatileDir, clock, every = 10_000 }: { volatileDir: string; clock: Clock; every?: number }): Joins {
  const dir = join(volatileDir, 'joins');
  const timer = setInterval(() => void sweep(), every);
  timer.unref();

  async function alive(language: Language, file: string): Promise<boolean> {
    const path = join(dir, language, file);
    const made = await stat(path).then((facts) => facts.mtimeMs, () => undefined);
    if (made === undefined) return false;
    // A time ahead of the clock was set before the clock was put back: nobody knows how old it is.
    const age = clock.now() - made;
    if (age < JOIN_LIFE && age > -JOIN_LIFE) return true;
    await rm(path, { force: true });
    return false;
  }

  async function sweep(): Promise<void> {
    for (const language of await readdir(dir).catch(() => [])) {
      for (const file of await readdir(join(dir, language)).catch(() => [])) await alive(language, file).catch(() => false);
    }
  }

  void sweep();
  return {
    dir,
    newName: () => `${randomBytes(8).toString('hex')}.${randomBytes(4).toString('hex')}`,
    isJoin: (name) => /^[0-9a-f]{16}\.[0-9a-f]{8}$/.test(name),
    alive, sweep,
    close: () => clearInterval(timer),
  };
}
