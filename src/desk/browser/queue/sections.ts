import type { Window } from '../../../store/store.ts';
import type { Row, Snapshot } from '../../wire.ts';
import { isAlarm } from './holder.ts';

/** Where a request stands in the queue: first who is in danger, then who waits, then whose window is open. `over` lasts until the line tells anew. */
export const SECTIONS = ['urgent', 'line', 'open', 'soon', 'later', 'over'] as const;
export type Section = (typeof SECTIONS)[number];

/** As the line has it (src/store/queue.ts). */
const SOON = 2 * 3_600_000;

export interface Group { readonly section: Section; readonly rows: readonly Row[]; readonly found: number; readonly all: number }

const inside = (window: Window | null, now: number): boolean => window !== null && window.from <= now && now < window.to;

/** The window that is open now, else the next one, else undefined. */
export function windowOf(row: Pick<Row, 'first' | 'second'>, now: number): Window | undefined {
  return [row.first, row.second].find((window) => window !== null && now < window.to) ?? undefined;
}

export function sectionOf(row: Pick<Row, 'kind' | 'first' | 'second'>, now: number): Section {
  if (row.kind === 'urgent') return 'urgent';
  if (row.kind === 'now') return 'line';
  if (inside(row.first, now) || inside(row.second, now)) return 'open';
  const next = windowOf(row, now);
  if (next === undefined) return 'over';
  return next.from <= now + SOON ? 'soon' : 'later';
}

/** Requests by section, each in the order an advocate should take them. */
export function arrange(rows: readonly Row[], now: number): readonly { section: Section; rows: readonly Row[] }[] {
  const due = (row: Row): number => windowOf(row, now)?.from ?? row.madeAt;
  const closes = (row: Row): number => windowOf(row, now)?.to ?? row.madeAt;
  const order: Record<Section, (a: Row, b: Row) => number> = {
    urgent: (a, b) => Number(isAlarm(b, now)) - Number(isAlarm(a, now)) || a.madeAt - b.madeAt,
    line: (a, b) => a.madeAt - b.madeAt,
    open: (a, b) => closes(a) - closes(b) || a.madeAt - b.madeAt,
    soon: (a, b) => due(a) - due(b) || a.madeAt - b.madeAt,
    later: (a, b) => due(a) - due(b) || a.madeAt - b.madeAt,
    over: (a, b) => a.madeAt - b.madeAt,
  };
  return SECTIONS
    .map((section) => ({ section, rows: rows.filter((row) => sectionOf(row, now) === section).sort(order[section]) }))
    .filter((group) => group.rows.length > 0);
}

/** The same with how many there are in truth: what the line counted and did not send is added to what stands here by now. */
export function arrangeSnapshot({ rows, counts, now: told }: Pick<Snapshot, 'rows' | 'counts' | 'now'>, now: number): readonly Group[] {
  const here = arrange(rows, now);
  const sent = (section: Section): number => rows.filter((row) => sectionOf(row, told) === section).length;
  return SECTIONS.map((section): Group => {
    const shown = here.find((group) => group.section === section)?.rows ?? [];
    if (section === 'over') return { section, rows: shown, found: shown.length, all: shown.length };
    const moved = shown.length - sent(section);
    return { section, rows: shown, found: counts[section].found + moved, all: counts[section].all + moved };
  }).filter(({ rows: shown, all }) => shown.length > 0 || all > 0);
}
