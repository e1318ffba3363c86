import { DateTime } from 'luxon';
import type { Advocate, Hex, Shift, Waiting } from '../../store/store.ts';
import { inOrder, type RotaRead } from './choose.ts';

/** From one rung's opening to the next one's, and least from one ring of a phone to its next, in ms. */
export const STEP = 2 * 60_000;

/** Somebody's phone, and what they are rung as. */
export interface Rung { readonly as: Shift['as']; readonly people: readonly Advocate[] }

/**
 * Whom an alarm wakes, first to last: who is on duty, then the backup, then the coordinator, each in rota order, who speaks
 * the caller's language before the others, nobody in two of them. Closed days take who is on duty away, but neither backup nor coordinator. Who says that they are on duty
 * outside their hours may have gone to bed without saying otherwise: they stand behind the first who are there.
 */
export function rungsOf(rota: RotaRead, language: string, now: number): Rung[] {
  const speaks = ({ languages }: Advocate): number => Number(languages.includes(language));
  const people = inOrder(rota).sort((a, b) => speaks(b) - speaks(a));
  const has = (as: Shift['as']) => ({ id }: Advocate): boolean => rota.shifts.some((shift) => shift.advocate === id && shift.as === as && isOn(shift, now) && (as !== 'duty' || !isClosed(rota, shift, now)));
  const seen = new Set<Hex>();
  const first = (those: readonly Advocate[]): Advocate[] => those.filter(({ id }) => !seen.has(id) && seen.add(id));
  const rungs: Rung[] = [
    { as: 'duty', people: first(people.filter(({ onDuty }) => onDuty).filter(has('duty'))) },
    { as: 'backup', people: first(people.filter(has('backup'))) },
    { as: 'coordinator', people: first(people.filter(has('coordinator'))) },
  ];
  return withStrays(rungs, first(people.filter(({ onDuty }) => onDuty)));
}

function withStrays(rungs: readonly Rung[], strays: readonly Advocate[]): Rung[] {
  const full = rungs.filter(({ people }) => people.length > 0);
  const [lowest, ...others] = full;
  if (strays.length === 0) return full;
  return lowest === undefined ? [{ as: 'duty', people: strays }] : [{ ...lowest, people: [...lowest.people, ...strays] }, ...others];
}

/** By the shift's own clock. */
const isOn = ({ days, from, to, zone }: Shift, now: number): boolean => {
  const here = DateTime.fromMillis(now, { zone });
  const minute = here.hour * 60 + here.minute;
  return days.includes(here.weekday) && from <= minute && minute < to;
};

const isClosed = ({ closures }: RotaRead, { zone }: Shift, now: number): boolean => {
  const date = DateTime.fromMillis(now, { zone }).toISODate() ?? '';
  return closures.some(({ from, until }) => from <= date && date <= until);
};

export interface Climb {
  /** `opened`: when their rung did. */
  readonly next: { readonly advocate: Hex; readonly as: Shift['as']; readonly opened: number } | undefined;
  /** Who would be rung now or earlier, but speaks with somebody. */
  readonly engaged: readonly { readonly advocate: Hex; readonly as: Shift['as'] }[];
}

/**
 * Whose phone rings now for an alarm. The first rung that has somebody free opens at once, each further one two minutes after
 * the one before; two minutes after the last it begins again with the first. Once a rung has opened, each of its people is
 * rung once until it opens again: who was rung least before the others, the rung that opened last before the others. Nobody
 * is rung twice within two minutes. Who is engaged is passed over until free.
 */
export function climb(rungs: readonly Rung[], { since, rings }: Pick<Waiting, 'since' | 'rings'>, busy: ReadonlySet<Hex>, now: number): Climb {
  const open = rungs.map((rung) => ({ ...rung, people: rung.people.filter(({ id }) => !busy.has(id)) })).filter(({ people }) => people.length > 0);
  const step = Math.max(0, Math.floor((now - since) / STEP));
  // What the clock, set back, has still ahead of it keeps nobody from being rung.
  const rang = rings.filter(({ at, ended }) => at <= now && ended !== 'engaged');
  const last = (id: Hex): number => Math.max(-Infinity, ...rang.filter(({ colleague }) => colleague === id).map(({ at }) => at));
  const times = (id: Hex): number => rang.filter(({ colleague, at }) => colleague === id && at >= since).length;

  const waiting = open.flatMap(({ as, people }, n) => {
    if (n > step) return [];
    const opened = since + (step - ((step - n) % open.length)) * STEP;
    return people.filter(({ id }) => last(id) < opened && last(id) <= now - STEP).map(({ id }) => ({ advocate: id, as, opened, times: times(id) }));
  });
  const [next] = waiting.sort((a, b) => a.times - b.times || b.opened - a.opened);
  const reached = Math.min(rungs.length, step + 1 + rungs.length - open.length);
  const engaged = rungs.slice(0, reached).flatMap(({ as, people }) => people.filter(({ id }) => busy.has(id)).map(({ id }) => ({ advocate: id, as })));
  return { next, engaged };
}

/** A taken alarm whose caller asks for a call all the same: whoever took it first, then who is on duty; nobody else is woken. */
export const rungsOfTaken = (rota: RotaRead, takenBy: Hex): Rung[] => {
  const there = inOrder(rota).filter(({ id, onDuty }) => id === takenBy || onDuty);
  return there.length === 0 ? [] : [{ as: 'duty', people: there.sort((a, b) => Number(b.id === takenBy) - Number(a.id === takenBy)) }];
};
