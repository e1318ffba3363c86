import type { Counted } from '../../store/store.ts';
import type { CountRow, HelpedRow } from '../wire.ts';

type Sum = Omit<Counted, 'hour'>;

/**
 * What may be shown of a count: rounded down to a multiple of `least`, so that anything under it, nothing at all included, is
 * 0. Sums are rounded as well, from what was really counted: a small group cannot be had by taking one figure from another,
 * since each of them may be up to `least` - 1 too low.
 */
export const shownOf = (n: number, least: number): number => n - (n % least);

const FIGURES = ['shown', 'answered', 'wrong', 'dropped', 'goal'] as const;
const isFigure = (what: string): what is (typeof FIGURES)[number] => (FIGURES as readonly string[]).includes(what);

/** Rows of each screen by channel and language, and of all together. A row with nothing to show is left out: that it is there would tell something. */
export function rowsOf(counted: readonly Sum[], least: number): CountRow[] {
  const rows = new Map<string, { -readonly [K in keyof CountRow]: CountRow[K] }>();
  for (const { screen, channel: ofChannel, language: ofLanguage, what, n } of counted) {
    if (!isFigure(what)) continue;
    for (const channel of [ofChannel, 'all']) {
      for (const language of [ofLanguage, 'all']) {
        const name = `${screen} ${channel} ${language}`;
        const row = rows.get(name) ?? { screen, channel, language, shown: 0, answered: 0, wrong: 0, dropped: 0, goal: 0 };
        row[what] += n;
        rows.set(name, row);
      }
    }
  }
  for (const row of rows.values()) for (const what of FIGURES) row[what] = shownOf(row[what], least);
  return [...rows.values()].filter((row) => FIGURES.some((what) => row[what] > 0));
}

const TOPIC = 'topic.';
const ANSWERS = ['yes', 'no', 'trouble'] as const;

/** Whether topics helped those who said so. */
export function helpedOf(counted: readonly Sum[], least: number): HelpedRow[] {
  const rows = new Map<string, { topic: string; yes: number; no: number; trouble: number }>();
  for (const { screen, what, n } of counted) {
    const said = ANSWERS.find((answer) => answer === what);
    if (!said || !screen.startsWith(TOPIC)) continue;
    const topic = screen.slice(TOPIC.length);
    const row = rows.get(topic) ?? { topic, yes: 0, no: 0, trouble: 0 };
    row[said] += n;
    rows.set(topic, row);
  }
  for (const row of rows.values()) for (const said of ANSWERS) row[said] = shownOf(row[said], least);
  return [...rows.values()].filter((row) => ANSWERS.some((said) => row[said] > 0)).sort((a, b) => a.topic.localeCompare(b.topic));
}
