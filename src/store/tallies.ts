import type { Connection } from './database.ts';
import type { Hex, NewRequest } from './store.ts';
import type { Amount, Confirmed, End, Measure, Release, Side, Tallies, Tally, Wait, Week } from './tally.ts';
import type { InWorker } from './verbs.ts';

const MINUTE = 60_000;
const WAITED: readonly (readonly [Wait, number])[] = [['under1', MINUTE], ['under2', 2 * MINUTE], ['under5', 5 * MINUTE], ['under10', 10 * MINUTE]];

/** What a practice request has here is nothing: whoever adds that kind names it in this one place. */
const COUNTS = 'TRUE';

interface Ended { kind: string; call: string; madeAt: number; outcome: string | null; attempts: number; answeredAt: number | null; end: End }

/**
 * Counts for reports, each in the transaction of what it counts, so once and never without it. Erasing a request does not
 * un-count it: nothing here says whose it was. Of a phone's number, its session or the hour nothing is kept.
 */
export function tallies(db: Connection) {
  const add = db.prepare<{ at: number; measure: Measure; by: string; category: string }>(`INSERT INTO tallies (week, measure, "by", category, n) VALUES (weekOf(:at), :measure, :by, :category, 1)
    ON CONFLICT DO UPDATE SET n = n + 1`);
  const addAmount = db.prepare<{ at: number; side: Side; currency: string; amount: number }>(`INSERT INTO amounts (week, side, currency, cases, total, most) VALUES (weekOf(:at), :side, :currency, 1, :amount, :amount)
    ON CONFLICT DO UPDATE SET cases = cases + 1, total = total + excluded.total, most = max(most, excluded.most)`);
  // By its last ring: a window that was moved since says nothing of the earlier one.
  const ended = db.prepare<[Hex], Ended>(`SELECT kind, call, madeAt, outcome, attempts, answeredAt, CASE
      WHEN outcome = 'reached' THEN CASE WHEN lastAttemptAt >= firstFrom AND lastAttemptAt < firstTo THEN 'first' WHEN lastAttemptAt >= secondFrom AND lastAttemptAt < secondTo THEN 'second' ELSE 'otherwise' END
      WHEN outcome = 'wrongPerson' THEN 'wrongPerson' WHEN attempts > 0 THEN 'notReached' WHEN outcome IS NULL THEN 'notTried' ELSE 'closed' END AS "end"
    FROM requests WHERE id = ? AND ${COUNTS}`);
  const answer = db.prepare<[number, Hex], number>(`UPDATE requests SET answeredAt = ? WHERE id = ? AND kind = 'urgent' AND answeredAt IS NULL AND ${COUNTS} RETURNING madeAt`).pluck();
  const onTheLine = db.prepare<[Hex], { request: Hex | null; kind: string; madeAt: number }>('SELECT request, kind, madeAt FROM calls WHERE id = ?');

  const count = (measure: Measure, by: string, category: string, at: number): void => void add.run({ at, measure, by, category });
  const waited = (ms: number): Wait => WAITED.find(([, under]) => ms < under)?.[0] ?? 'later';

  return {
    asked({ channel, language, country, subject, madeAt }: Pick<NewRequest, 'channel' | 'language' | 'country' | 'subject' | 'madeAt'>, practice = false): void {
      if (practice) return;
      for (const [by, category] of Object.entries({ channel, language, country, topic: subject ?? 'unsaid' })) count('asked', by, category, madeAt);
    },
    /** A request was closed at the desk or has lapsed. Called once for each, since only an open one can be. */
    ended(id: Hex, at: number): void {
      const row = ended.get(id);
      if (row?.kind === 'callback') count('callback', 'end', row.end, at);
      // Reached some other way than through a call of ours: they waited until it was noted at the longest.
      if (row?.kind === 'urgent' && row.call === 'yes' && row.answeredAt === null) count('urgent', 'wait', row.outcome === 'reached' ? waited(at - row.madeAt) : 'never', at);
    },
    /** A call has moved on: whoever could not wait speaks with an advocate now, or hung up before anybody came. */
    moved(call: Hex, from: string, to: string, at: number): void {
      if (to !== 'joined' && to !== 'over') return;
      const row = onTheLine.get(call);
      if (row?.kind === 'line') {
        if (to === 'joined') count('urgent', 'wait', waited(at - row.madeAt), at);
        else if (from !== 'joined') count('urgent', 'wait', 'never', at);
      } else if (row?.request && to === 'joined') {
        const madeAt = answer.get(at, row.request);
        if (madeAt !== undefined) count('urgent', 'wait', waited(at - madeAt), at);
      }
    },
    /** A caller says whether it helped. To be called in the transaction that keeps their first answer, and only for the first. */
    confirmed(said: Confirmed, at: number, practice = false): void {
      if (!practice) count('confirmed', 'answer', said, at);
    },
    /** Money, in whole units. To be called once for a request and side, when the amount is final: released weeks cannot be mended. */
    amount(money: { side: Side; currency: string; amount: number }, at: number, practice = false): void {
      if (!practice && Number.isSafeInteger(money.amount) && money.amount > 0) addAmount.run({ at, ...money });
    },
  };
}

const overlapping = `"from" < :until AND date("from", '+' || (7 * weeks) || ' days') > :from`;

/** What was counted, and what became of it. */
export function releases(db: Connection): InWorker<Tallies> {
  const ofWeeks = <T>(table: string, columns: string) => db.prepare<[Week, Week], T>(`SELECT ${columns} FROM ${table} WHERE week >= ? AND week < ? ORDER BY week`);
  const readTallies = ofWeeks<Tally>('tallies', 'week, measure, "by", category, n');
  const readAmounts = ofWeeks<Amount>('amounts', 'week, side, currency, cases, total, most');
  const first = db.prepare<[], Week | null>(`SELECT min(week) FROM (SELECT week FROM tallies UNION ALL SELECT week FROM amounts UNION ALL SELECT "from" FROM releases UNION ALL SELECT weekOf(min(hour)) FROM hours HAVING count(*) > 0)`).pluck();
  const list = db.prepare<[], Omit<Release, 'figures'>>('SELECT "from", weeks, madeAt FROM releases ORDER BY "from" DESC');
  const one = db.prepare<[Week], Release>('SELECT "from", weeks, madeAt, figures FROM releases WHERE "from" = ?');
  const until = db.prepare<[Week, number], Week>(`SELECT date(?, '+' || (7 * ?) || ' days')`).pluck();
  const isOut = db.prepare<{ from: Week; until: Week }, number>(`SELECT 1 FROM releases WHERE ${overlapping}`).pluck();
  const keep = db.prepare('INSERT INTO releases ("from", weeks, madeAt, figures) VALUES (:from, :weeks, :madeAt, :figures)');
  const forget = ['tallies', 'amounts'].map((table) => db.prepare(`DELETE FROM ${table} WHERE week >= :from AND week < :until`));
  return {
    read: (from, before) => ({ tallies: readTallies.all(from, before), amounts: readAmounts.all(from, before) }),
    first: () => first.get() ?? undefined,
    releases: () => list.all(),
    released: (from) => one.get(from),
    release(release) {
      const { from, weeks, madeAt, figures } = release;
      const span = { from, until: until.get(from, weeks) ?? from };
      if (isOut.get(span)) return false;
      keep.run({ from, weeks, madeAt, figures });
      for (const statement of forget) statement.run(span);
      return true;
    },
  };
}
