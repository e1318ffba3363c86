import type { Log } from '../log.ts';
import { faultOf } from '../log.ts';
import { HlpError } from '../errors.ts';
import type { Answers, Beginning, Hex } from '../store/store.ts';

const GATHER = 100; // ms: most sessions keep nothing else, and one commit serves all that began meanwhile

/**
 * Writes down how sessions began, a little later and many at once, for wherever they are answered next. Lost in a crash, the
 * session goes on as one that begins there; nothing was promised yet. Whatever a session has kept for good is kept after its
 * beginning: `flush` first.
 */
export function openBeginnings(answers: Answers, now: () => number, log: Log) {
  let waiting: (Beginning & { session: Hex; now: number })[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const rows = waiting;
    waiting = [];
    answers.begin(rows).catch((error: unknown) => log(error instanceof HlpError ? { event: 'error', code: error.code, in: 'store' } : faultOf(error, 'store')));
  };
  return {
    note(session: Hex, { version, edition, first, phone, network, bound }: Beginning): void {
      waiting.push({ session, version, edition, first, phone, network, bound, now: now() });
      timer ??= setTimeout(flush, GATHER);
    },
    flush,
  };
}
