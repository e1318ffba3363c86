import type { Store } from '../../store/store.ts';
import { due, lastDay, periodOf, plusWeeks, mondayOf, startOf, type Length } from './calendar.ts';
import { currenciesOf } from './currencies.ts';
import { threshold } from './disclosure.ts';
import type { Period, Report } from './report.ts';
import { tablesOf, type Categories, type Counted } from './tables.ts';

/** What the operator has settled, as it stands now. */
export interface Reporting {
  /** Of how many weeks a report is. */
  weeks(): Length;
  least(): number | undefined;
  zone(): string;
  languages(): readonly string[]; countries(): readonly string[];
  /** Whether callers are asked what a callback is about. */
  asksTopic(): boolean;
  /** Screens at which a session can be broken off. */
  readonly screens: readonly string[];
}

export interface Of { readonly store: Pick<Store, 'tallies' | 'counters'>; readonly reporting: Reporting; readonly mode: 'demo' | 'live'; readonly now: number }

const CHANNELS = ['ussd', 'voice', 'sms'];
const SUBJECTS = ['pay', 'papers', 'hurt', 'other', 'unsaid'];

/** In demo mode, whose callers are made up, an operator may have everything shown as it is; otherwise never under ten. */
export const leastOf = ({ mode, reporting }: Pick<Of, 'mode' | 'reporting'>): number => {
  const wanted = reporting.least() ?? 0;
  return mode === 'demo' && wanted === 1 ? 1 : threshold(wanted);
};

/** The periods there are, the newest first. Whatever is over and was never released is released now, once and for good. */
export async function periods(of: Of): Promise<Period[]> {
  return leastOf(of) === 1 ? openPeriods(of) : released(of);
}

export async function reportOf(of: Of, from: string): Promise<Report | undefined> {
  if (leastOf(of) > 1) {
    const release = await of.store.tallies.released(from);
    return release && (JSON.parse(release.figures) as Report);
  }
  const period = (await openPeriods(of)).find((one) => one.from === from);
  return period && { ...(await count(of, from, period.weeks, 1)), ...(period.running ? { running: true } : {}) };
}

async function released(of: Of): Promise<Period[]> {
  const { store: { tallies }, reporting, now } = of;
  const [first, standing] = await Promise.all([tallies.first(), tallies.releases()]);
  if (first === undefined) return [];
  const weeks = reporting.weeks();
  const missing = due({ first, weeks, now, zone: reporting.zone(), released: standing });
  for (const from of missing) await tallies.release({ from, weeks, madeAt: now, figures: JSON.stringify(await count(of, from, weeks, leastOf(of))) });
  return (missing.length > 0 ? await tallies.releases() : standing).map((one) => ({ from: one.from, until: lastDay(one.from, one.weeks), weeks: one.weeks }));
}

/** Nothing is released where everything is shown as it is, and the period that still runs is shown too. */
async function openPeriods({ store: { tallies }, reporting, now }: Of): Promise<Period[]> {
  const first = await tallies.first();
  if (first === undefined) return [];
  const weeks = reporting.weeks();
  const current = periodOf(mondayOf(now, reporting.zone()), weeks);
  const over = due({ first, weeks, now, zone: reporting.zone(), released: [] }).filter((from) => from < current);
  return [{ from: current, until: lastDay(current, weeks), weeks, running: true as const }, ...over.reverse().map((from) => ({ from, until: lastDay(from, weeks), weeks }))];
}

async function count({ store, reporting }: Of, from: string, weeks: number, least: number): Promise<Report> {
  const mondays = Array.from({ length: weeks }, (_, at) => plusWeeks(from, at));
  const zone = reporting.zone();
  const screens: Counted['screens'][number][] = [];
  // Week by week: the store serves callers between two of them.
  for (const monday of mondays) screens.push(...(await store.counters.read(startOf(monday, zone), startOf(plusWeeks(monday, 1), zone))));
  const counted = await store.tallies.read(from, plusWeeks(from, weeks));
  const has: Categories = {
    weeks: mondays, channels: CHANNELS, languages: reporting.languages(), countries: reporting.countries(), topics: reporting.asksTopic() ? SUBJECTS : [],
    screens: reporting.screens, currencies: currenciesOf(reporting.countries()),
  };
  return { from, until: lastDay(from, weeks), weeks, least, tables: tablesOf({ ...counted, screens }, has, least) };
}
