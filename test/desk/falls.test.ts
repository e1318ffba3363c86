import t from 'tap';
import { fallsTo, type Read } from '../../src/desk/handover/falls.ts';
import type { Advocate, Shift } from '../../src/store/store.ts';

/** A Monday noon in Nairobi, which has no summer time. */
const MONDAY_NOON = Date.UTC(2026, 10, 23, 9);
const HOUR = 3_600_000;
const person = (id: string, languages: string[]): Advocate => ({ id, name: id, languages, skills: [], onDuty: false, phone: new Uint8Array() });
const shift = (advocate: string, from: number, to: number, more: Partial<Shift> = {}): Shift => ({ advocate, as: 'duty', days: [1, 2, 3, 4, 5, 6, 7], from: from * 60, to: to * 60, zone: 'Africa/Nairobi', languages: null, skills: null, ...more });
const rota = (shifts: Shift[], more: Partial<Read> = {}): Read => ({ advocates: [person('ruth', ['en', 'am']), person('solomon', ['am']), person('meron', ['ne'])], shifts, closures: [], order: ['ruth', 'solomon', 'meron'], ...more });
const within = (language: string, from: number, to: number) => ({ language, from: MONDAY_NOON + from * HOUR, to: MONDAY_NOON + to * HOUR });

t.test('it falls to whoever is on duty then, speaks the language, and is not the one who leaves', async (t) => {
  const all = rota([shift('ruth', 8, 16), shift('solomon', 8, 16), shift('meron', 0, 24)]);
  t.same(fallsTo(all, within('am', 1, 3), 'meron'), { advocate: 'ruth', from: MONDAY_NOON + HOUR }, 'the first in rota order');
  t.same(fallsTo(all, within('am', 1, 3), 'ruth'), { advocate: 'solomon', from: MONDAY_NOON + HOUR });
  t.same(fallsTo(all, within('en', 1, 3), 'ruth'), undefined, 'who does not speak it is not there for it');
  t.same(fallsTo(all, within('am', 5, 7), 'meron'), undefined, 'after everybody\'s hours');
});

t.test('where nobody is there at the beginning, it falls to the first who comes within the window', async (t) => {
  t.same(fallsTo(rota([shift('ruth', 18, 22), shift('solomon', 14, 16)]), within('am', 0, 8), 'meron'), { advocate: 'solomon', from: MONDAY_NOON + 2 * HOUR });
  t.same(fallsTo(rota([shift('ruth', 12, 12.25)]), within('am', 0, 1), 'meron'), { advocate: 'ruth', from: MONDAY_NOON });
});

t.test('narrowed shifts, backup hours, other days and closed days promise nothing', async (t) => {
  for (const more of [{ languages: ['en'] }, { as: 'backup' as const }, { as: 'coordinator' as const }, { days: [2] }]) t.equal(fallsTo(rota([shift('solomon', 0, 24, more)]), within('am', 0, 3), 'ruth'), undefined);
  t.equal(fallsTo(rota([shift('solomon', 0, 24)], { closures: [{ from: '2026-11-23', until: '2026-11-23', name: 'a holiday' }] }), within('am', 0, 3), 'ruth'), undefined);
  t.same(fallsTo(rota([shift('solomon', 0, 24)], { closures: [{ from: '2026-11-23', until: '2026-11-23', name: 'a holiday' }] }), within('am', 0, 14), 'ruth'), { advocate: 'solomon', from: MONDAY_NOON + 12 * HOUR }, 'the day after it does');
});

t.test('hours are those of the operator\'s clock, also on the day it changes', async (t) => {
  // Berlin goes from 2:00 to 3:00 on 29 March 2026: eight o'clock is an hour earlier in the world's time than the day before.
  const berlin = rota([shift('solomon', 8, 9, { zone: 'Europe/Berlin' })]);
  t.same(fallsTo(berlin, { language: 'am', from: Date.UTC(2026, 2, 28, 5), to: Date.UTC(2026, 2, 28, 12) }, 'ruth'), { advocate: 'solomon', from: Date.UTC(2026, 2, 28, 7) });
  t.same(fallsTo(berlin, { language: 'am', from: Date.UTC(2026, 2, 29, 5), to: Date.UTC(2026, 2, 29, 12) }, 'ruth'), { advocate: 'solomon', from: Date.UTC(2026, 2, 29, 6) });
});
