import type { Amount, Tally } from '../../store/tally.ts';
import { BASE, protect, withheld, type Row } from './disclosure.ts';
import type { Column, ReportRow, ReportTable, TableName } from './report.ts';

/** What was counted in one period. */
export interface Counted {
  readonly tallies: readonly Tally[];
  readonly amounts: readonly Amount[];
  /** Sessions that were broken off, by screen, and what was said of topics. */
  readonly screens: readonly { readonly screen: string; readonly what: string; readonly n: number }[];
}

/** Every category there is, settled before anything is counted: what is not listed is in no table. */
export interface Categories {
  readonly weeks: readonly string[]; readonly channels: readonly string[]; readonly languages: readonly string[]; readonly countries: readonly string[];
  /** None where callers are not asked what it is about. */
  readonly topics: readonly string[];
  readonly screens: readonly string[]; readonly currencies: readonly string[];
}

const ENDS = ['first', 'second', 'otherwise', 'wrongPerson', 'notReached', 'notTried', 'closed'];
const WAITS = ['under1', 'under2', 'under5', 'under10', 'later', 'never'];
const ANSWERS = ['yes', 'no', 'trouble'];
const TOPIC = 'topic.';

/**
 * The fixed set of tables of a report. Each divides its people by one property, and each property divides them once: that is
 * what the argument of decision 11 needs. A table of a single category is left out, it would be a total. With `least` 1
 * everything is shown as it is.
 */
export function tablesOf({ tallies, amounts, screens }: Counted, has: Categories, least: number): ReportTable[] {
  const sum = (fits: (tally: Tally) => boolean): number => tallies.filter(fits).reduce((all, { n }) => all + n, 0);
  const by = (measure: string, property: string, categories: readonly string[]): Row[] =>
    categories.map((category) => ({ category, counts: [sum((one) => one.measure === measure && one.by === property && one.category === category)] }));
  const atScreens = (fits: (at: Counted['screens'][number]) => boolean): number[] => [screens.filter(fits).reduce((all, { n }) => all + n, 0)];
  const rows: readonly (readonly [TableName, readonly Row[]])[] = [
    // A request has one channel: by channel they add up to all of a week.
    ['requests-by-week', has.weeks.map((week) => ({ category: week, counts: [sum((one) => one.measure === 'asked' && one.by === 'channel' && one.week === week)] }))],
    ['requests-by-channel', by('asked', 'channel', has.channels)],
    ['requests-by-language', by('asked', 'language', has.languages)],
    ['requests-by-country', by('asked', 'country', has.countries)],
    ['requests-by-topic', by('asked', 'topic', has.topics)],
    ['callbacks', by('callback', 'end', ENDS)],
    ['urgent', by('urgent', 'wait', WAITS)],
    ['left', has.screens.map((screen) => ({ category: screen, counts: atScreens((one) => one.screen === screen && one.what === 'dropped') }))],
    ['topics-helped', ANSWERS.map((answer) => ({ category: answer, counts: atScreens((one) => one.screen.startsWith(TOPIC) && one.what === answer) }))],
    ['confirmed', by('confirmed', 'answer', ANSWERS)],
  ];
  const columns: readonly Column[] = ['count'];
  return [
    ...rows.filter(([, all]) => all.length > 1).map(([name, all]) => ({ name, columns, rows: (least > 1 ? protect(all, least) : all).map(({ category, counts }) => ({ category, figures: counts })) })),
    amountsTable(amounts, has.currencies, least),
  ];
}

/** Cases and money by currency. A total is shown only where its cases are, and where no single one makes up more than half of it. */
function amountsTable(amounts: readonly Amount[], currencies: readonly string[], least: number): ReportTable {
  const of = (currency: string, side: Amount['side']) => amounts.filter((one) => one.currency === currency && one.side === side)
    .reduce((all, { cases, total, most }) => ({ cases: all.cases + cases, total: all.total + total, most: Math.max(all.most, most) }), { cases: 0, total: 0, most: 0 });
  const sides = currencies.map((currency) => ({ currency, claimed: of(currency, 'claimed'), recovered: of(currency, 'recovered') }));
  const rows: Row[] = sides.map(({ currency, claimed, recovered }) => ({ category: currency, counts: [claimed.cases, recovered.cases] }));
  const hidden = least > 1 ? withheld(rows, least) : new Set<string>();
  const cases = least > 1 ? protect(rows, least) : rows;
  const money = ({ total, most }: { total: number; most: number }): number | null => (least === 1 ? total : 2 * most > total ? null : roughly(total));
  const shown = sides.map(({ currency, claimed, recovered }, at): ReportRow => {
    const [claims = null, recoveries = null] = cases[at]?.counts ?? [];
    const isHidden = hidden.has(currency);
    return { category: currency, figures: [claims, isHidden ? null : money(claimed), recoveries, isHidden ? null : money(recovered)] };
  });
  return { name: 'amounts', columns: ['claimedCases', 'claimedTotal', 'recoveredCases', 'recoveredTotal'], rows: shown };
}

/** Two digits of it, and a multiple of five. */
function roughly(total: number): number {
  const step = Math.max(BASE, 10 ** (String(total).length - 2));
  return step * Math.round(total / step);
}
