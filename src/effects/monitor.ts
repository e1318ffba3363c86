import type { Clock } from '../clock.ts';
import { HlpError } from '../errors.ts';
import { faultOf, type Log } from '../log.ts';
import type { Organisation } from '../render/turn.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { NewTell, Store } from '../store/store.ts';
import { dateAfter, dateAt, momentAt } from './duty/wall.ts';

/** What is read to whoever takes a test call, in place of a topic. */
export const MONITOR = 'monitor';

const LATE = 60 * 60_000; // ms after its hour in which the day's call still goes out: a line that was down may come back
const LIFE = 15 * 60_000; // ms, as of every call the line places
const APART = 60_000; // ms between two begun by hand

/** The test call: the operator's own handset is rung as a caller's would be, so that somebody sees what number it shows. */
export interface Monitor {
  /** Begins the day's call where it is due. Called every second or so, in every process: one of them begins it, once. Never rejects. */
  tick(): Promise<void>;
  /** Begins one now. 'unset' where the operator has named no handset, 'underWay' where one was begun within a minute. */
  start(): Promise<'begun' | 'unset' | 'underWay'>;
  /** At what hour of the operator's clock it goes out; undefined where no handset is named. */
  readonly at: string | undefined;
}

interface Reach {
  readonly store: Pick<Store, 'monitors'>; readonly sealing: Pick<Sealing, 'newId' | 'sealPending'>; readonly clock: Clock; readonly log: Log;
  readonly organisation: () => Organisation; readonly nudge: () => void;
}

export function openMonitor({ store, sealing, clock, log, organisation, nudge }: Reach): Monitor {
  /** The last day that is known to have had its call: a day is asked of the store once. */
  let had = '';
  let looking = false;

  async function look(): Promise<void> {
    const { monitor, zones, country } = organisation();
    if (monitor === undefined) return;
    const [now, zone] = [clock.now(), zones[country] ?? 'UTC'];
    const today = dateAt(now, zone);
    // Yesterday's, where its hour is so late that it reaches over midnight.
    for (const day of [dateAfter(today, -1), today]) {
      const due = momentAt(day, minutesOf(monitor.at), zone);
      if (day <= had || now < due || now >= due + LATE) continue;
      if (await store.monitors.begin({ day, at: now, since: Number.MAX_SAFE_INTEGER }, tellTo(monitor.number))) nudge();
      had = day;
    }
  }

  /** The number is the operator's own; it is sealed all the same, since it goes the way of callers' numbers. */
  function tellTo(number: string): NewTell {
    const { country, commonLanguage, languages } = organisation();
    const [id, now] = [sealing.newId(), clock.now()];
    const words = JSON.stringify({ kind: 'hear', topic: MONITOR, language: commonLanguage[country] ?? languages[0], country, number });
    return { id, tell: 'ring', about: id, sealed: sealing.sealPending(id, words), due: now, expires: now + LIFE };
  }

  return {
    get at() { return organisation().monitor?.at; },
    async tick() {
      if (looking) return;
      looking = true;
      await look().catch((error: unknown) => log(error instanceof HlpError ? { event: 'error', code: error.code, in: 'outbox' } : faultOf(error, 'monitor')));
      looking = false;
    },
    async start() {
      const { monitor } = organisation();
      if (monitor === undefined) return 'unset';
      const now = clock.now();
      const begun = await store.monitors.begin({ day: null, at: now, since: now - APART }, tellTo(monitor.number));
      if (begun) nudge();
      return begun ? 'begun' : 'underWay';
    },
  };
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
