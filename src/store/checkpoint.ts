import type { Connection } from './database.ts';

const SOON = 200;
const AGAIN = 1000;
const MOST_TRIES = 300;

/**
 * Erased bytes still stand in the write-ahead log until it is copied into the file and cut to nothing. Done soon after an
 * erasure, outside anybody's wait; a reader elsewhere can hold it up, then it is tried again each second for five minutes
 * (and at the next erasure).
 */
export function checkpointing(db: Connection): { soon(): void; last(): void } {
  let timer: NodeJS.Timeout | undefined;
  let tries = 0;
  const cut = (): boolean => {
    try {
      const [row] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      return row?.busy === 0;
    } catch {
      return false; // a full disk or a foreign lock: later
    }
  };
  const attempt = (): void => {
    timer = undefined;
    tries += 1;
    if (!cut() && tries < MOST_TRIES) timer = setTimeout(attempt, AGAIN);
  };
  return {
    soon() {
      tries = 0;
      timer ??= setTimeout(attempt, SOON);
    },
    last() {
      clearTimeout(timer);
      cut();
    },
  };
}
