import fc from 'fast-check';
import { DateTime } from 'luxon';
import t from 'tap';
import { DAYS, PARTS } from '../../machines/words.ts';
import { openDuty, PART_HOURS } from '../../src/effects/duty.ts';
import type { Advocate, Shift } from '../../src/store/store.ts';
import { hours } from '../harness/rota.ts';

const SEED = Number(process.env['SEED'] ?? 20261122);
const HOUR = 3_600_000;
const ZONES = ['Africa/Nairobi', 'Africa/Addis_Ababa', 'Asia/Riyadh', 'Asia/Dubai', 'Asia/Beirut', 'Asia/Kathmandu', 'Europe/London', 'America/New_York', 'Pacific/Apia'];

async function duty(shifts: readonly Omit<Shift, 'advocate'>[], advocate: Partial<Advocate> = {}) {
  const someone: Advocate = { id: 'a', name: 'a', languages: ['en'], skills: [], onDuty: true, phone: new Uint8Array(), ...advocate };
  return openDuty({ rota: { read: async () => ({ advocates: [someone], shifts: shifts.map((s) => ({ ...s, advocate: 'a' })), closures: [], order: ['a'] }) } as never, onChange: () => () => undefined });
}

const shift = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), zone: fc.constantFrom(...ZONES),
  between: fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 })).filter(([from, to]) => from < to),
}).map(({ days, zone, between: [from, to] }) => hours({ days, zone, from: from * 60, to: to * 60 }));

/** Moments of two years, changes to summer time among them. */
const moment = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') });

t.test('what is offered can be kept: in the caller\'s own hours, still to come, covered, within three weeks', async (t) => {
  t.comment(`seed ${SEED}`);
  await fc.assert(fc.asyncProperty(fc.array(shift, { minLength: 1, maxLength: 3 }), fc.constantFrom(...ZONES), moment, async (shifts, zone, at) => {
    const rota = await duty(shifts);
    const offered = rota.offered(at, zone, 'en');
    const base = DateTime.fromMillis(at, { zone }).toISODate() ?? '';
    for (const day of DAYS) {
      for (const part of PARTS) {
        const isOffered = offered.split(' ').some((one) => one.startsWith(`${day}:`) && one.split(':')[1]?.split(',').includes(part));
        const windows = rota.windows({ day, part, base, zone, language: 'en' }, at);
        if (isOffered !== (windows !== undefined)) throw new Error(`${day} ${part}: offered ${isOffered}`);
        for (const window of [windows?.first, windows?.second]) {
          if (!window) continue;
          const [from, to] = [DateTime.fromMillis(window.from, { zone }), DateTime.fromMillis(window.to, { zone })];
          const [first, last] = PART_HOURS[part];
          if (from.hour !== first && from.offset === to.offset) throw new Error(`begins at ${from.hour}`);
          if (to.hour !== last % 24 && from.offset === to.offset) throw new Error(`ends at ${to.hour}`);
          if (window.to <= at + HOUR / 2 || window.from > at + 22 * 24 * HOUR) throw new Error('not ahead');
          if (day === 'today' && from.toISODate() !== base) throw new Error('not today');
          const covered = shifts.some((s) => {
            for (let minute = Math.max(window.from, at); minute < window.to; minute += HOUR / 4) {
              const there = DateTime.fromMillis(minute, { zone: s.zone });
              if (s.days.includes(there.weekday) && there.hour * 60 + there.minute >= s.from && there.hour * 60 + there.minute < s.to) return true;
            }
            return false;
          });
          if (!covered) throw new Error('nobody is there');
        }
      }
    }
  }), { seed: SEED, numRuns: 150 });
});

t.test('the hour from which somebody is there again is a full hour still to come, and true', async (t) => {
  await fc.assert(fc.asyncProperty(shift, moment, async (one, at) => {
    const rota = await duty([one], { onDuty: false });
    const opens = rota.opensAt(at);
    if (opens === undefined || opens <= at || opens % (HOUR / 4) !== 0) throw new Error('no hour');
    const there = DateTime.fromMillis(opens, { zone: one.zone });
    // Rounded up to a full hour of UTC: never before the shift begins, and less than an hour after.
    const since = there.diff(there.startOf('day').plus({ minutes: one.from }), 'minutes').minutes;
    if (!one.days.includes(there.weekday) || since < -60 || since > 60) throw new Error(`${since} minutes after`);
  }), { seed: SEED, numRuns: 150 });
});

t.test('an empty rota means nobody: nothing is offered, and no hour is promised', async (t) => {
  const rota = await duty([]);
  t.equal(rota.now(Date.parse('2026-11-23T07:00:00Z')), 'none');
  t.equal(rota.offered(Date.parse('2026-11-23T07:00:00Z'), 'Africa/Nairobi', 'en'), '');
});

t.test('a language nobody speaks gets no window', async (t) => {
  const rota = await duty([hours({ days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440, zone: 'Africa/Nairobi' })]);
  t.equal(rota.offered(Date.parse('2026-11-23T07:00:00Z'), 'Africa/Nairobi', 'am'), '');
});

t.test('somebody off duty in the middle of a shift is not promised before the next one begins', async (t) => {
  const rota = await duty([hours({ days: [1, 2, 3, 4, 5], from: 480, to: 1020, zone: 'Africa/Nairobi' })], { onDuty: false });
  const at = Date.parse('2026-11-23T07:00:00Z');
  t.equal(rota.now(at), 'open');
  t.equal(rota.opensAt(at), Date.parse('2026-11-24T05:00:00Z'));
});

t.test('on a first start a caller waits for the advocate to be made, but not for long, and never for nothing', async (t) => {
  const someone: Advocate = { id: 'a', name: 'a', languages: ['en'], skills: [], onDuty: true, phone: new Uint8Array() };
  const always: Shift = { advocate: 'a', ...hours({ days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440, zone: 'UTC' }) };
  let there = false;
  const store = { rota: { read: async () => (there ? { advocates: [someone], shifts: [always], closures: [], order: ['a'] } : { advocates: [], shifts: [], closures: [], order: [] }) }, onChange: () => () => undefined } as never;
  const asked = performance.now();
  const rota = await openDuty(store, new Promise((resolve) => { setTimeout(() => { there = true; resolve(undefined); }, 200); }));
  t.not(rota.now(Date.now()), 'duty');
  await rota.there();
  t.equal(rota.now(Date.now()), 'duty');
  const failed = await openDuty(store, Promise.reject(new Error('no passphrase')));
  await failed.there();
  t.ok(performance.now() - asked < 1_400, 'what failed is not waited for');
  const stuck = await openDuty(store, new Promise(() => undefined));
  await stuck.there();
  t.ok(performance.now() - asked < 4_000, 'nor what never ends');
  for (const each of [rota, failed, stuck]) each.close();
});

t.test('a change of the rota that could not be read is read again', async (t) => {
  const someone: Advocate = { id: 'a', name: 'a', languages: ['en'], skills: [], onDuty: true, phone: new Uint8Array() };
  const always: Shift = { advocate: 'a', ...hours({ days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440, zone: 'UTC' }) };
  let onDuty = true;
  let failing = 0;
  let tell = (_change: { rota: boolean }): void => undefined;
  const read = async () => { if (failing-- > 0) throw new Error('busy'); return { advocates: [{ ...someone, onDuty }], shifts: [always], closures: [], order: ['a'] }; };
  const rota = await openDuty({ rota: { read }, onChange: (listener: typeof tell) => { tell = listener; return () => undefined; } } as never);
  t.teardown(() => rota.close());
  t.equal(rota.now(Date.now()), 'duty');
  onDuty = false;
  failing = 1;
  tell({ rota: false });
  tell({ rota: true });
  await new Promise((resolve) => setTimeout(resolve, 100));
  t.equal(rota.now(Date.now()), 'duty', 'not known yet');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  t.not(rota.now(Date.now()), 'duty');
});
