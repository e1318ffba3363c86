import type { Connection } from './database.ts';
import type { Week } from './tally.ts';

const DAY = 86_400_000;

/** The Monday of the week in which this moment lies, by the clock of `zone`. */
export function weekOf(at: number, dates: Intl.DateTimeFormat): Week {
  const day = Date.parse(`${dates.format(at)}T00:00:00Z`);
  const since = (new Date(day).getUTCDay() + 6) % 7;
  return new Date(day - since * DAY).toISOString().slice(0, 10);
}

/** Swedish writes dates as YYYY-MM-DD. */
const datesIn = (timeZone: string): Intl.DateTimeFormat => new Intl.DateTimeFormat('sv-SE', { timeZone, calendar: 'iso8601', numberingSystem: 'latn', year: 'numeric', month: '2-digit', day: '2-digit' });

/** Lets statements say `weekOf(at)`. The zone is the operator's as it was when the line started. */
export function knowWeeks(db: Connection, zone: string): void {
  let dates: Intl.DateTimeFormat | undefined; // tens of milliseconds to make: not while somebody waits for the store to open
  db.function('weekOf', { deterministic: true }, (at) => weekOf(Number(at), (dates ??= datesIn(zone))));
}
