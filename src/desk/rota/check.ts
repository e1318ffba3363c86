import { IANAZone } from 'luxon';
import { dateAfter } from '../../effects/duty/wall.ts';
import { SKILLS } from '../../effects/duty/skills.ts';
import type { Closure, Shift } from '../../store/store.ts';
import type { Why } from '../wire.ts';

export const MOST_SHIFTS = 30; // of one colleague
export const MOST_CLOSURES = 100;
const LONGEST = 366; // days closed in one go

const WORDS = (most: number, among?: readonly string[]) => ({ type: ['array', 'null'], minItems: 1, maxItems: most, uniqueItems: true, items: among ? { enum: among } : { type: 'string', minLength: 2, maxLength: 12 } }) as const;

/** A shift as it travels: the colleague stands beside it. */
export const SHIFT = {
  type: 'object', additionalProperties: false, required: ['as', 'days', 'from', 'to', 'zone', 'languages', 'skills'],
  properties: {
    as: { enum: ['duty', 'backup', 'coordinator'] }, days: { type: 'array', minItems: 1, maxItems: 7, uniqueItems: true, items: { type: 'integer', minimum: 1, maximum: 7 } },
    from: { type: 'integer', minimum: 0, maximum: 1439 }, to: { type: 'integer', minimum: 1, maximum: 1440 }, zone: { type: 'string', minLength: 1, maxLength: 64 },
    languages: WORDS(40), skills: WORDS(SKILLS.length, SKILLS),
  },
} as const;

const DATE = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } as const;
export const CLOSURE = {
  type: 'object', additionalProperties: false, required: ['from', 'until', 'name'],
  properties: { from: DATE, until: DATE, name: { type: 'string', minLength: 1, maxLength: 60, pattern: '\\S' } },
} as const;

/** Why a shift cannot stand in the rota; undefined where it can. `others` are the colleague's, without the one it takes the place of. */
export function wrongShift(shift: Omit<Shift, 'advocate'>, others: readonly Omit<Shift, 'advocate'>[], offered: readonly string[]): Why | undefined {
  if (shift.from === shift.to) return 'rotaTimes';
  if (!IANAZone.isValidZone(shift.zone)) return 'rotaZone';
  if (shift.languages?.some((language) => !offered.includes(language))) return 'rotaLanguage';
  if (others.some((other) => sameShift(other, shift))) return 'rotaTwice';
  return others.length >= MOST_SHIFTS ? 'rotaMany' : undefined;
}

export function wrongClosure({ from, until, name }: Closure, others: readonly Closure[], today: string): Why | undefined {
  if (!isDate(from) || !isDate(until) || until < from || until > dateAfter(from, LONGEST)) return 'closureDates';
  if (until < today) return 'closurePast';
  if (others.some((other) => other.from === from && other.until === until && other.name === name)) return 'rotaTwice';
  return others.length >= MOST_CLOSURES ? 'rotaMany' : undefined;
}

/** Whether two shifts say the same, in whatever order their words stand. */
export const sameShift = (a: Omit<Shift, 'advocate'>, b: Omit<Shift, 'advocate'>): boolean => written(a) === written(b);
const written = ({ as, days, from, to, zone, languages, skills }: Omit<Shift, 'advocate'>): string =>
  JSON.stringify([as, [...days].sort(), from, to, zone, languages && [...languages].sort(), skills && [...skills].sort()]);

/** A word that has the form of a date may still be no day, such as 31 February. */
const isDate = (date: string): boolean => !Number.isNaN(Date.parse(`${date}T00:00Z`)) && dateAfter(date, 0) === date;

