import t from 'tap';
import { openDuty } from '../../src/effects/duty.ts';
import { coverOf, daysFrom, lacksOf } from '../../src/effects/duty/outlook.ts';
import { fits } from '../../src/effects/duty/skills.ts';
import { isOn, type RotaRead } from '../../src/effects/duty/timetable.ts';
import type { Advocate, Closure, Shift } from '../../src/store/store.ts';
import { hours } from '../harness/rota.ts';

const ALL = [1, 2, 3, 4, 5, 6, 7];
const NAIROBI = 'Africa/Nairobi';
const at = (local: string, offset = '+03:00'): number => Date.parse(`2026-11-${local}:00${offset}`);
/** A Monday, ten in the morning in Nairobi. */
const MONDAY = at('23T10:00');

const person = (id: string, languages: readonly string[], more: Partial<Advocate> = {}): Advocate => ({ id, name: id, languages, skills: [], onDuty: true, phone: new Uint8Array(), ...more });
const rotaOf = (advocates: readonly Advocate[], shifts: readonly (Omit<Shift, 'advocate'> & { advocate?: string })[], closures: readonly Closure[] = []): RotaRead =>
  ({ advocates: [...advocates], shifts: shifts.map((s) => ({ advocate: 'ada', ...s })), closures: [...closures], order: advocates.map(({ id }) => id) });
const dutyBy = (rota: RotaRead, zone = NAIROBI) => openDuty({ rota: { read: async () => rota } as never, onChange: () => () => undefined }, undefined, () => zone);
const parts = (offered: string, day: string): string => offered.split(' ').find((one) => one.startsWith(`${day}:`))?.slice(day.length + 1) ?? '';

const ada = person('ada', ['en', 'am']);
const daily = hours({ days: ALL, from: 8 * 60, to: 17 * 60, zone: NAIROBI });

t.test('only hours on duty are promised: backup and coordinator are rung for alarms, not promised to callers', async (t) => {
  for (const as of ['backup', 'coordinator'] as const) {
    const duty = await dutyBy(rotaOf([ada], [{ ...daily, as }]));
    t.equal(duty.now(MONDAY), 'none', as);
    t.equal(duty.opensAt(MONDAY), undefined);
    t.equal(duty.offered(MONDAY, NAIROBI, 'en'), '');
  }
  t.equal((await dutyBy(rotaOf([ada], [daily]))).now(MONDAY), 'duty');
});

t.test('a shift for one language promises no other, nor a language its colleague does not speak', async (t) => {
  const duty = await dutyBy(rotaOf([ada], [{ ...daily, languages: ['am', 'ne'] }]));
  t.ok(duty.offered(MONDAY, NAIROBI, 'am').includes('tomorrow:morning,day'));
  t.equal(duty.offered(MONDAY, NAIROBI, 'en'), '');
  t.equal(duty.offered(MONDAY, NAIROBI, 'ne'), '', 'nobody speaks it');
  t.equal(duty.now(MONDAY), 'duty', 'somebody is there all the same');
});

t.test('on a closed day of the operator nothing is promised, and the line opens on the next one', async (t) => {
  const duty = await dutyBy(rotaOf([ada], [daily], [{ from: '2026-11-23', until: '2026-11-24', name: 'Holiday' }]));
  t.equal(duty.now(MONDAY), 'open');
  t.equal(duty.opensAt(MONDAY), at('25T08:00'));
  const offered = duty.offered(MONDAY, NAIROBI, 'en');
  t.same(['today', 'tomorrow', '3'].map((day) => parts(offered, day)), ['', '', 'morning,day,evening']);
  t.equal(duty.windows({ day: 'tomorrow', part: 'morning', base: '2026-11-23', zone: NAIROBI, language: 'en' }, MONDAY), undefined, 'nor by who asked before it was closed');
  t.equal(duty.windows({ day: 'any', part: 'day', base: '2026-11-23', zone: NAIROBI, language: 'en' }, MONDAY)?.first.from, at('25T11:00'));
  const shut = await dutyBy(rotaOf([ada], [daily], [{ from: '2026-11-01', until: '2027-01-31', name: 'Moved out' }]));
  t.equal(shut.now(MONDAY), 'none', 'closed for longer than anything is promised');
});

t.test('a window that lies partly in a closed day is promised if the rest of it is covered', async (t) => {
  // Manila is five hours ahead of Nairobi: its Wednesday morning, 6 to 11, is 1 to 6 there; its night, 21 to 24, is 16 to 19.
  const nights = hours({ days: ALL, from: 18 * 60, to: 6 * 60, zone: NAIROBI });
  const closures = [{ from: '2026-11-25', until: '2026-11-25', name: 'Holiday' }];
  const asked = (part: string, language = 'en') => ({ day: 'tomorrow', part, base: '2026-11-24', zone: 'Asia/Manila', language });
  const tuesday = at('24T10:00');
  const open = await dutyBy(rotaOf([ada], [nights]));
  const closed = await dutyBy(rotaOf([ada], [nights], closures));
  t.ok(open.windows(asked('morning'), tuesday));
  t.equal(closed.windows(asked('morning'), tuesday), undefined, 'all of it is Wednesday at the operator');
  // Four and five in the morning in Manila are eleven at night and midnight in Nairobi.
  t.ok(closed.windows({ ...asked('4'), day: 'today' }, at('24T10:00')), 'the hour before midnight is of the day before');
  t.equal(closed.windows(asked('5'), tuesday), undefined, 'the hour after it is closed');
  const later = await dutyBy(rotaOf([ada], [nights], [{ from: '2026-11-24', until: '2026-11-24', name: 'Holiday' }]));
  // Lebanon is an hour behind: its night from 21 to 24 is 22 to 1 in Nairobi, an hour of it on the day after the closed one.
  t.ok(later.windows({ day: 'tomorrow', part: 'night', base: '2026-11-23', zone: 'Asia/Beirut', language: 'en' }, MONDAY), 'an hour of it is left');
  t.equal(later.windows({ day: 'tomorrow', part: 'evening', base: '2026-11-23', zone: 'Asia/Beirut', language: 'en' }, MONDAY), undefined);
});

t.test('a shift that ends before it begins goes on after midnight, and belongs to the day it began on', async (t) => {
  const night = hours({ days: [1], from: 22 * 60, to: 6 * 60, zone: NAIROBI });
  const duty = await dutyBy(rotaOf([ada], [night]));
  t.same(['23T21:59', '23T22:00', '24T00:30', '24T05:59', '24T06:00', '24T22:30'].map((when) => duty.now(at(when))), ['open', 'duty', 'duty', 'duty', 'open', 'open']);
  t.equal(isOn({ advocate: 'ada', ...night }, at('24T03:00')), true);
  t.equal(duty.opensAt(at('24T03:00')), at('30T22:00'));
  t.equal(duty.windows({ day: 'tomorrow', part: '1', base: '2026-11-23', zone: NAIROBI, language: 'en' }, MONDAY), undefined, 'Tuesday night is another one');
  t.equal(duty.windows({ day: 'today', part: '1', base: '2026-11-23', zone: NAIROBI, language: 'en' }, MONDAY)?.first.from, at('24T01:00'));
});

t.test('where the clock leaps over midnight, a shift to midnight ends there and the days after it keep their hours', async (t) => {
  // In Beirut it was never midnight on 29 March 2026: at 24:00 clocks showed 01:00.
  const duty = await dutyBy(rotaOf([ada], [hours({ days: ALL, from: 18 * 60, to: 1440, zone: 'Asia/Beirut' })]), 'Asia/Beirut');
  const leap = Date.parse('2026-03-28T22:00:00Z');
  t.same([leap - 1, leap, leap + 20.5 * 3_600_000, leap + 24 * 3_600_000 - 3_600_001, leap + 24 * 3_600_000 - 3_600_000].map((when) => duty.now(when)), ['duty', 'open', 'duty', 'duty', 'open']);
});

t.test('a change of the operator\'s time zone moves closed days at once', async (t) => {
  let zone = NAIROBI;
  const rota = rotaOf([ada], [{ ...daily, from: 0, to: 1440 }], [{ from: '2026-11-24', until: '2026-11-24', name: 'Holiday' }]);
  const duty = await openDuty({ rota: { read: async () => rota } as never, onChange: () => () => undefined }, undefined, () => zone);
  t.equal(duty.now(at('24T00:30')), 'open');
  zone = 'Europe/London';
  t.equal(duty.now(at('24T00:30')), 'duty', 'it is still the 23rd there');
});

t.test('a coordinator reads what is promised, day by day, and where a language has nobody though others are there', async (t) => {
  const bo = person('bo', ['am']);
  const rota = rotaOf([ada, bo], [{ ...daily, languages: ['en'] }, { ...daily, advocate: 'bo', days: [1, 2, 3, 4, 5], to: 16 * 60 }], [{ from: '2026-11-26', until: '2026-11-26', name: 'Closed' }]);
  const days = daysFrom(MONDAY, NAIROBI, rota.closures);
  t.same(days.map(({ date, closed }) => [date, closed]).slice(0, 4), [['2026-11-23', null], ['2026-11-24', null], ['2026-11-25', null], ['2026-11-26', 'Closed']]);
  const cover = coverOf(rota, NAIROBI, days, ['en', 'am', 'ne']);
  const amharic = cover.find(({ language }) => language === 'am')!.days;
  t.same(amharic[4], { there: [{ from: at('27T08:00'), to: at('27T16:00') }], missing: [{ from: at('27T16:00'), to: at('27T17:00') }] }, 'nobody on Friday from 16:00');
  t.same(amharic[5], { there: [], missing: [{ from: at('28T08:00'), to: at('28T17:00') }] });
  t.same(amharic[3], { there: [], missing: [] }, 'nobody is missing on a closed day');
  t.same(lacksOf(rota, NAIROBI, days, ['en', 'am', 'ne']), [{ what: 'unspoken', language: 'ne' }, { what: 'noBackup' }, { what: 'noCoordinator' }]);
  const better = rotaOf([ada, bo], [{ ...daily, languages: ['en'] }, { ...daily, as: 'backup' }, { ...daily, as: 'coordinator', advocate: 'bo' }]);
  t.same(lacksOf(better, NAIROBI, days, ['en', 'am']), [{ what: 'noHours', language: 'am' }]);
  t.match(lacksOf(rotaOf([ada], []), NAIROBI, days, ['en']), [{ what: 'nobody' }, { what: 'noBackup' }, { what: 'noCoordinator' }]);
});

t.test('whoever speaks the language and is best at what it is about fits best, and nobody is left out for lack of a skill', async (t) => {
  const lawyer = person('lawyer', ['en', 'am'], { skills: ['legal'] });
  const pay = { language: 'am', subject: 'pay' as const };
  t.equal(fits(lawyer, undefined, pay), 2);
  t.equal(fits(ada, undefined, pay), 1);
  t.equal(fits(lawyer, { languages: ['en'], skills: null }, pay), 0, 'this shift is for English');
  t.equal(fits(lawyer, { languages: null, skills: ['health'] }, pay), 1, 'and this one not for the law');
  t.equal(fits(lawyer, undefined, { language: 'am' }), 1, 'where nobody said what it is about');
  t.equal(fits(person('x', ['ne'], { skills: ['legal'] }), undefined, pay), 0);
});
