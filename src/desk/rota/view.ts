import { coverOf, type Day, daysFrom, lacksOf } from '../../effects/duty/outlook.ts';
import { SKILLS } from '../../effects/duty/skills.ts';
import { opensAfter, promisedFrom, type RotaRead, spansOf, standsAt } from '../../effects/duty/timetable.ts';
import { dateAt } from '../../effects/duty/wall.ts';
import type { MonitorRow, Shift } from '../../store/store.ts';
import type { RotaShift, RotaView, TestCall } from '../wire.ts';

const LIFE = 16 * 60_000; // ms: a call that has not begun by then has lapsed

export interface Looked {
  readonly rota: RotaRead; readonly now: number; readonly zone: string; readonly zones: readonly string[]; readonly mayChange: boolean;
  readonly languages: RotaView['languages'];
  readonly monitor: { readonly at: string | undefined; readonly last: MonitorRow | undefined; readonly outgoing: string };
}

/** The rota as its page shows it. All that has to do with time zones is worked out here: the page writes down moments. */
export function viewOf({ rota, now, zone, zones, mayChange, languages, monitor }: Looked): RotaView {
  const days = daysFrom(now, zone, rota.closures);
  const turns = promisedFrom(rota, zone, now);
  const codes = languages.map(({ code }) => code);
  return {
    now, zone, mayChange, days, languages, skills: SKILLS, closures: rota.closures.filter(({ until }) => until >= (days[0]?.date ?? '')),
    zones: [...new Set([zone, ...rota.shifts.map((shift) => shift.zone), ...zones])],
    colleagues: rota.advocates.map(({ id, name, languages: spoken, skills, onDuty }) => ({ id, name, languages: spoken, skills, onDuty })),
    shifts: rota.shifts.map((shift) => withSpans(shift, zone, days)),
    promises: { now: standsAt(rota, turns, now), opensAt: opensAfter(turns, now) ?? null, byLanguage: coverOf(rota, zone, days, codes) },
    lacks: lacksOf(rota, zone, days, codes),
    monitor: { at: monitor.at ?? null, last: monitor.last ? testCall(monitor.last, now) : null, outgoing: monitor.outgoing },
  };
}

function withSpans(shift: Shift, zone: string, days: readonly Day[]): RotaShift {
  const spans = spansOf(shift, days[0]?.from ?? 0, days.at(-1)?.to ?? 0).map(({ from, to }) => ({ from, to, date: dateAt(from, zone) }));
  return { ...shift, spans: spans.filter(({ date }) => days.some((day) => day.date === date)) };
}

/** A handset that was picked up, but where nobody pressed the key, was not taken. */
function testCall({ id, at, rang, taken, shown, tellState, callState }: MonitorRow, now: number): TestCall {
  const pending = now < at + LIFE && (callState === null ? tellState === 'waiting' || tellState === 'claimed' : callState !== 'over' && callState !== 'listening');
  return { id, at, shown, state: taken ? 'taken' : pending ? 'underWay' : rang ? 'notTaken' : 'notRung' };
}
