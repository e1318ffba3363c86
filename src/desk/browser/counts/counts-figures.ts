import type { CountRow, Counts } from '../../wire.ts';

export const FIGURES = ['shown', 'answered', 'wrong', 'dropped', 'goal'] as const;
export type Figure = (typeof FIGURES)[number];
export type Column = 'screen' | 'channel' | 'language' | Figure;

/** `all` adds up, `each` keeps apart, anything else is the one that is wanted. */
export interface Wanted { readonly channel: string; readonly language: string }

/** The ways callers take to what they came for. A step is one screen, or several that stand for the same. */
export const ROADS = {
  callback: [['languages'], ['home'], ['talk'], ['consent'], ['days'], ['times'], ['cover'], ['booked']],
  now: [['home'], ['talk'], ['callNow'], ['ringing']],
  rights: [['home'], ['rights'], ['topic'], ['helped']],
  urgent: [['urgent'], ['alarm', 'alarmKept', 'urgentCall', 'urgentShut'], ['urgentRinging']],
  request: [['more'], ['request'], ['reference'], ['requestStatus', 'requestChanged', 'requestKept', 'requestErased']],
} as const satisfies Readonly<Record<string, readonly (readonly string[])[]>>;
export type Road = keyof typeof ROADS;

const fits = (has: string, wanted: string): boolean => (wanted === 'each' ? has !== 'all' : has === wanted);

export const rowsFor = ({ rows }: Pick<Counts, 'rows'>, { channel, language }: Wanted): readonly CountRow[] =>
  rows.filter((row) => fits(row.channel, channel) && fits(row.language, language));

export interface Step { readonly screens: readonly string[]; readonly shown: number }

/** How often each step was shown. Where one language is wanted, the road begins after it was chosen. */
export function stepsOf(counts: Pick<Counts, 'rows'>, road: Road, { channel, language }: Wanted): readonly Step[] {
  const together = (wanted: string): string => (wanted === 'each' ? 'all' : wanted);
  const rows = rowsFor(counts, { channel: together(channel), language: together(language) });
  const steps: readonly (readonly string[])[] = ROADS[road];
  return steps
    .filter((screens) => together(language) === 'all' || !screens.includes('languages'))
    .map((screens) => ({ screens, shown: rows.filter(({ screen }) => screens.includes(screen)).reduce((sum, { shown }) => sum + shown, 0) }));
}

/** How many of a hundred a screen was shown to left there or pressed what means nothing. */
export const lossOf = ({ shown, wrong, dropped }: CountRow): number => (shown === 0 ? 0 : Math.round((100 * (wrong + dropped)) / shown));

/** The three screens that lose most, of those shown often enough to say so. */
export const worstOf = (rows: readonly CountRow[]): readonly CountRow[] =>
  rows.filter((row) => row.shown > 0 && lossOf(row) > 0).sort((a, b) => lossOf(b) - lossOf(a) || b.shown - a.shown).slice(0, 3);

/** Names from A to Z, figures from the highest, unless turned round. */
export function sorted(rows: readonly CountRow[], by: Column, turned: boolean, label: (row: CountRow, column: Column) => string): readonly CountRow[] {
  const isFigure = (FIGURES as readonly string[]).includes(by);
  const compare = (a: CountRow, b: CountRow): number => (isFigure ? b[by as Figure] - a[by as Figure] : label(a, by).localeCompare(label(b, by)));
  return [...rows].sort((a, b) => (turned ? -1 : 1) * compare(a, b) || label(a, 'screen').localeCompare(label(b, 'screen')));
}

/** `emergencyNumbers` is "Emergency numbers". */
export function plainName(screen: string): string {
  const apart = screen.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return apart.slice(0, 1).toUpperCase() + apart.slice(1);
}
