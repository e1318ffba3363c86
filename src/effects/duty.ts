import type { Store, Windows } from '../store/store.ts';
import { opensAfter, promisedFrom, type RotaRead, standsAt, type Turn } from './duty/timetable.ts';
import { dateAt } from './duty/wall.ts';
import { type Choice, offeredBy, windowsOf } from './duty/windows.ts';

export { PART_HOURS } from './duty/windows.ts';

const AGAIN = 1_000; // ms
const MINUTE = 60_000; // ms: moments within one count as one
const DAY = 86_400_000; // ms
const MOST_KNOWN = 500;

/** For how long a caller may wait for a first start to make its advocate, in ms. Then the rota answers as it stands. */
const MADE_WITHIN = 1_500;

/** What the rota can keep: who is on duty, from when on, and which windows. Reads a copy that follows the store. */
export interface Duty {
  now(at: number): 'duty' | 'open' | 'none';
  /** The full hour from which somebody is on duty again. */
  opensAt(at: number): number | undefined;
  /** Days and parts that can be kept, by day word, as `today:night tomorrow:day,night`. */
  offered(at: number, zone: string, language: string): string;
  /** The windows a choice means; undefined when it cannot be kept any more. `base` is the local date `today` stood for. */
  windows(choice: Choice, at: number): Windows | undefined;
  /** The local date. */
  today(at: number, zone: string): string;
  /** Resolves once the rota is there, at the latest after 1.5 s; never rejects. Only a first start is waited for. */
  there(): Promise<void>;
  close(): void;
}

/** `made` is a first start's making of its advocate; `zone` the operator's time zone, whose dates are closed. */
export async function openDuty(store: Pick<Store, 'rota' | 'onChange'>, made?: Promise<unknown>, zone: () => string = () => 'UTC'): Promise<Duty> {
  let rota: RotaRead = await store.rota.read();
  // Working out three weeks in two time zones takes milliseconds, and all callers of a minute, zone and language share it.
  const known = new Map<string, unknown>();
  const once = <T>(key: string, make: () => T): T => {
    if (!known.has(key)) {
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(key, make());
    }
    return known.get(key) as T;
  };
  const refresh = async (): Promise<void> => {
    const read = await store.rota.read();
    if (JSON.stringify(read) === JSON.stringify(rota)) return;
    rota = read;
    known.clear();
  };
  let again: NodeJS.Timeout | undefined;
  let closed = false;
  // What could not be read is read again: nothing else would tell that somebody has left.
  const follow = (): void => {
    clearTimeout(again);
    refresh().catch(() => { if (!closed) again = setTimeout(follow, AGAIN).unref(); });
  };
  let waiting: Promise<void> | undefined = made?.then(refresh).catch(() => undefined).finally(() => { waiting = undefined; });
  const there = async (): Promise<void> => {
    if (!waiting) return;
    let late: NodeJS.Timeout | undefined;
    await Promise.race([waiting, new Promise<void>((resolve) => { late = setTimeout(resolve, MADE_WITHIN); })]);
    clearTimeout(late);
  };
  const stop = store.onChange(({ rota: changed }) => { if (changed) follow(); });

  const turns = (at: number): readonly Turn[] => once(`turns ${Math.floor(at / DAY)} ${zone()}`, () => promisedFrom(rota, zone(), at));
  const opensAt = (at: number): number | undefined => once(`${minuteOf(at)} opens ${zone()}`, () => opensAfter(turns(at), minuteOf(at)));

  return {
    now: (at) => once(`${minuteOf(at)} now ${zone()}`, () => standsAt(rota, turns(at), minuteOf(at))),
    opensAt,
    offered: (exact, where, language) => once(`${minuteOf(exact)} ${where} offered ${language} ${zone()}`, () => offeredBy(turns(exact), where, language, minuteOf(exact))),
    windows: (choice, exact) => once(`${minuteOf(exact)} windows ${JSON.stringify(choice)} ${zone()}`, () => windowsOf(turns(exact), choice, minuteOf(exact))),
    today: (at, where) => once(`${minuteOf(at)} ${where} today`, () => dateAt(at, where)),
    there,
    close() {
      closed = true;
      stop();
      clearTimeout(again);
    },
  };
}

const minuteOf = (at: number): number => Math.floor(at / MINUTE) * MINUTE;
