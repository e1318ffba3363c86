import type { Connection } from './database.ts';
import type { Hex } from './store.ts';

const HOUR = 3_600_000;
const PER_CALLER = 3;
const IN_ALL = 100;

/**
 * Wrong references an hour: three a caller, 100 in all (interaction.md, Q6). Only wrong ones count, so that nobody who has
 * their reference is locked out of erasing; a refused try does not count either, so that one phone cannot use up the 100.
 */
export function tries(db: Connection) {
  const ofCaller = db.prepare<[Hex, number], number>('SELECT count(*) FROM tries WHERE caller = ? AND at > ?').pluck();
  const inAll = db.prepare<[number], number>('SELECT count(*) FROM tries WHERE at > ?').pluck();
  const add = db.prepare('INSERT INTO tries (caller, at) VALUES (?, ?)');
  return {
    left: (caller: Hex, now: number): boolean => (ofCaller.get(caller, now - HOUR) ?? 0) < PER_CALLER && (inAll.get(now - HOUR) ?? 0) < IN_ALL,
    wrong: (caller: Hex, now: number): void => void add.run(caller, now),
  };
}
