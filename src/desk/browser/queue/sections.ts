import type { Window } from '../../../store/store.ts';
import type { Row } from '../../wire.ts';

/** Where a request stands in the queue: first who is in danger, then who waits, then whose window is open. */
export const SECTIONS = ['urgent', 'line', 'open', 'later', 'over'] as const;
export type Section = (typeof SECTIONS)[number];

const inside = (window: Window | null, now: number): boolean => window !== null && window.from <= now && now < window.to;

/** The window that is open now, else the next one, else undefined. */
export function windowOf(row: Pick<Row, 'first' | 'second'>, now: number): Window | undefined {
  return [row.first, row.second].find((window) => window !== null && now < window.to) ?? undefined;
}

export function sectionOf(row: Pick<Row, 'kind' | 'first' | 'second'>, now: number): Section {
  if (row.kind === 'urgent') return 'urgent';
  if (row.kind === 'now') return 'line';
  if (inside(row.first, now) || inside(row.second, now)) return 'open';
  return windowOf(row, now) === undefined ? 'over' : 'later';
}

/** Requests by section, each in the order an advocate should take them. */
export function arrange(rows: readonly Row[], now: number): readonly { section: Section; rows: readonly Row[] }[] {
  const due = (row: Row): number => windowOf(row, now)?.from ?? row.madeAt;
  const closes = (row: Row): number => windowOf(row, now)?.to ?? row.madeAt;
  const order: Record<Section, (a: Row, b: Row) => number> = {
    urgent: (a, b) => Number(isAlarm(b)) - Number(isAlarm(a)) || a.madeAt - b.madeAt,
    line: (a, b) => a.madeAt - b.madeAt,
    open: (a, b) => closes(a) - closes(b) || a.madeAt - b.madeAt,
    later: (a, b) => due(a) - due(b) || a.madeAt - b.madeAt,
    over: (a, b) => a.madeAt - b.madeAt,
  };
  return SECTIONS
    .map((section) => ({ section, rows: rows.filter((row) => sectionOf(row, now) === section).sort(order[section]) }))
    .filter((group) => group.rows.length > 0);
}

/** An alarm sounds until somebody has it: by key on their phone, or by opening it. */
export const isAlarm = (row: Pick<Row, 'kind' | 'status' | 'takenBy'>): boolean => row.kind === 'urgent' && row.status === 'waiting' && row.takenBy === null;
