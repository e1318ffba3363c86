import { DateTime } from 'luxon';
import type { Closure, Hex, Rota, Shift } from '../../store/store.ts';

export type Read = Awaited<ReturnType<Rota['read']>>;
/** Somebody who will be there: from when on, within what was asked about. */
export interface Falls { readonly advocate: Hex; readonly from: number }

/** Windows are hours long, shifts too: what changes within a quarter of an hour changes nothing. */
const STEP = 15 * 60_000;

/**
 * To whom a request falls: who is first on duty by the rota between `from` and `to` (ms), speaks its language, and is not the
 * one who leaves; of several at that moment the first in rota order. Undefined when nobody is: then it is nobody's but the
 * coordinator's worry, and the page says so. Backup and coordinator hours promise nothing to callers, so nothing falls to them.
 */
export function fallsTo(rota: Read, wanted: { readonly language: string; readonly from: number; readonly to: number }, leaving: Hex): Falls | undefined {
  const able = rota.order.flatMap((id) => rota.advocates.filter((a) => a.id === id && a.id !== leaving && a.languages.includes(wanted.language)));
  const shifts = rota.shifts.filter((s) => s.as === 'duty' && (s.languages === null || s.languages.includes(wanted.language)));
  for (let at = wanted.from; at < wanted.to; at += STEP) {
    const there = able.find(({ id }) => shifts.some((shift) => shift.advocate === id && covers(shift, at) && !isClosed(rota.closures, shift.zone, at)));
    if (there !== undefined) return { advocate: there.id, from: at };
  }
  return undefined;
}

function covers({ days, from, to, zone }: Shift, at: number): boolean {
  const local = DateTime.fromMillis(at, { zone });
  const minute = local.hour * 60 + local.minute;
  // A night shift that ends before it begins goes on after midnight, and is of the day before.
  if (to <= from) return (days.includes(local.weekday) && minute >= from) || (days.includes(local.minus({ days: 1 }).weekday) && minute < to);
  return days.includes(local.weekday) && minute >= from && minute < to;
}

function isClosed(closures: readonly Closure[], zone: string, at: number): boolean {
  const date = DateTime.fromMillis(at, { zone }).toISODate() ?? '';
  return closures.some(({ from, until }) => from <= date && date <= until);
}
