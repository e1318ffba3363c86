import { type Filter, type Queue, type Queued, SECTIONS, type Section } from './at-desk.ts';
import type { Connection } from './database.ts';
import { asRow, type Columns, HOLDS, OPEN, ROW } from './rows.ts';
import type { Hex, Subject } from './store.ts';
import type { InWorker } from './verbs.ts';

/** What opens this soon is shown apart, in ms: time to read it and be ready. */
export const SOON = 2 * 3_600_000;
const MOST_LISTED = 200;

const LASTS = `${OPEN} AND (closesAt IS NULL OR closesAt > :now) AND eraseAt > :now`;
/** Of two windows the one that is open or comes next. */
const OPENS = 'iif(firstTo > :now, firstFrom, secondFrom)';
const SHUTS = 'iif(firstTo > :now, firstTo, secondTo)';
const IN: Readonly<Record<Section, string>> = {
  urgent: `kind = 'urgent'`, line: `kind = 'now'`,
  open: `kind = 'callback' AND ${OPENS} <= :now`,
  soon: `kind = 'callback' AND ${OPENS} > :now AND ${OPENS} <= :now + ${SOON}`,
  later: `kind = 'callback' AND ${OPENS} > :now + ${SOON}`,
};
const HELD = `EXISTS (SELECT 1 FROM claims WHERE claims.request = requests.id AND ${HOLDS})`;
const MINE = `EXISTS (SELECT 1 FROM claims WHERE claims.request = requests.id AND claims.advocate = :me AND ${HOLDS})`;
const ALARM = `kind = 'urgent' AND outcome IS NULL AND NOT ${HELD}`;
const ORDER: Readonly<Record<Section, string>> = { urgent: `NOT (${ALARM}), madeAt, id`, line: 'madeAt, id', open: `${SHUTS}, madeAt, id`, soon: `${OPENS}, madeAt, id`, later: `${OPENS}, madeAt, id` };

type Chosen = { [K in keyof Filter]-?: true };
/** Only what is filtered by stands in the statement: who looks at everything pays for nothing. */
const FILTERS: Readonly<Record<keyof Chosen, string>> = {
  languages: 'language IN (SELECT value FROM json_each(:languages))', kind: 'kind = :kind', subject: 'subject = :subject', country: 'country = :country',
  whose: `iif(:whose = 'mine', ${MINE}, NOT ${HELD})`, // last: it looks further than the index
};
/** Only alarms are found by what does not find them. */
const found = (section: Section, by: readonly (keyof Filter)[]): string => {
  const filtered = by.map((name) => FILTERS[name]).join(' AND ');
  return by.length === 0 ? '1' : section === 'urgent' ? `((${filtered}) OR (${ALARM}))` : `(${filtered})`;
};

/** First the ids, from the index alone, then no more rows than are shown. */
const listed = (condition: string, order: string, most: string): string =>
  `${ROW.replace('FROM requests LEFT', `FROM (SELECT id AS due FROM requests INDEXED BY requestsOpen WHERE ${LASTS} AND ${condition} ORDER BY ${order} LIMIT ${most}) CROSS JOIN requests ON requests.id = due LEFT`)}`;
const sectionSql = (section: Section, by: readonly (keyof Filter)[]): string => listed(`${IN[section]} AND ${found(section, by)}`, ORDER[section], ':most');
const countSql = (section: Section, by: readonly (keyof Filter)[]): string =>
  `SELECT count(*) AS "all", ${by.length === 0 ? 'count(*)' : `coalesce(sum(${found(section, by)}), 0)`} AS found FROM requests INDEXED BY requestsOpen WHERE ${LASTS} AND ${IN[section]}`;
const ALARMS = `SELECT count(*) FROM requests INDEXED BY requestsOpen WHERE ${LASTS} AND ${ALARM}`;
const MY_ROWS = `${ROW} WHERE requests.id IN (SELECT request FROM claims WHERE advocate = :me) AND ${LASTS} ORDER BY requests.madeAt LIMIT ${MOST_LISTED}`;
const HELD_ROWS = `${ROW} WHERE requests.id IN (SELECT request FROM claims) AND ${LASTS} ORDER BY claims.at DESC LIMIT ${MOST_LISTED}`;
const PROMISED = listed(`kind = 'callback' AND ${OPENS} < :until`, `${OPENS}, id`, String(MOST_LISTED));
const choiceSql = (column: 'language' | 'country' | 'subject'): string => `SELECT DISTINCT ${column} FROM requests INDEXED BY requestsOpen WHERE ${LASTS} AND ${column} IS NOT NULL ORDER BY 1`;

/** Every statement of the queue, for the test that none of them reads all that is stored. */
export const STATEMENTS: readonly string[] = [
  ...[[], Object.keys(FILTERS) as (keyof Filter)[]].flatMap((by) => SECTIONS.flatMap((section) => [sectionSql(section, by), countSql(section, by)])),
  ALARMS, MY_ROWS, HELD_ROWS, PROMISED, choiceSql('language'),
];

/** Which requests the desk shows: read from the index of what is open, so that it costs what is open, whatever is stored. */
export function queue(db: Connection): InWorker<Queue> {
  const alarms = db.prepare<{ now: number }, number>(ALARMS).pluck();
  const mine = db.prepare<{ me: Hex; now: number }, Columns>(MY_ROWS);
  const held = db.prepare<{ now: number }, Columns>(HELD_ROWS);
  const promised = db.prepare<{ now: number; until: number }, Columns>(PROMISED);
  const alarmsListed = db.prepare<{ now: number; most: number }, Columns>(sectionSql('urgent', []));
  const choices = (['language', 'country', 'subject'] as const).map((column) => db.prepare<{ now: number }, string>(choiceSql(column)).pluck());
  const prepared = new Map<string, ReturnType<typeof prepare>>();
  const prepare = (by: readonly (keyof Filter)[]) => SECTIONS.map((section) => ({
    section, rows: db.prepare<[object], Columns>(sectionSql(section, by)), count: db.prepare<[object], { all: number; found: number }>(countSql(section, by)),
  }));
  /** At most one for each set of filters: there are 32. */
  const statements = (by: readonly (keyof Filter)[]): ReturnType<typeof prepare> => {
    const known = prepared.get(by.join()) ?? prepare(by);
    prepared.set(by.join(), known);
    return known;
  };

  return {
    read({ now, me, filter, most }): Queued {
      const by = (Object.keys(FILTERS) as (keyof Filter)[]).filter((name) => filter[name] !== undefined);
      const given = { now, ...filter, ...(filter.languages && { languages: JSON.stringify(filter.languages) }), ...(filter.whose === undefined ? {} : { me }) };
      const read = statements(by).map(({ section, rows, count }) => ({ section, rows: rows.all({ ...given, most: most[section] }), count: count.get(given) ?? { all: 0, found: 0 } }));
      const rows = read.flatMap((one) => one.rows.map(asRow));
      const shown = new Set(rows.map(({ id }) => id));
      return {
        rows, held: held.all({ now }).filter(({ id }) => !shown.has(id)).map(asRow),
        counts: Object.fromEntries(read.map(({ section, count }) => [section, count])) as Queued['counts'],
        alarms: alarms.get({ now }) ?? 0,
      };
    },
    choices(now) {
      const [languages = [], countries = [], subjects = []] = choices.map((choice) => choice.all({ now }));
      return { languages, countries, subjects: subjects as Subject[] };
    },
    mine: (me, now) => mine.all({ me, now }).map(asRow),
    promised: (now, until) => [...alarmsListed.all({ now, most: MOST_LISTED }), ...promised.all({ now, until })].map(asRow),
  };
}
