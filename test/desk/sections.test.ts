import fc from 'fast-check';
import t from 'tap';
import { arrange, isAlarm, sectionOf, SECTIONS, windowOf } from '../../src/desk/browser/queue/sections.ts';
import { lasting } from '../../src/desk/browser/frame/times.ts';
import type { Row } from '../../src/desk/wire.ts';

const moment = fc.integer({ min: 0, max: 1_000 });
const window = fc.tuple(moment, moment).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 }));
const row = fc.record({
  id: fc.uuid(), kind: fc.constantFrom('urgent', 'now', 'callback'), status: fc.constantFrom('waiting', 'read', 'tried'), takenBy: fc.constantFrom(null, null, 'aa'),
  first: window, second: fc.option(window), madeAt: moment,
}) as unknown as fc.Arbitrary<Row>;
const seed = Number(process.env['SEED'] ?? 20261122);

t.test(`Everybody stands in exactly one place, and "call now" means that a window is open (seed ${seed})`, async (t) => {
  fc.assert(fc.property(fc.array(row, { maxLength: 30 }), moment, (rows, now) => {
    const groups = arrange(rows, now);
    const placed = groups.flatMap((group) => group.rows);
    if (placed.length !== rows.length || new Set(placed).size !== rows.length) return false;
    const order = groups.map(({ section }) => SECTIONS.indexOf(section));
    if (order.some((at, nth) => nth > 0 && at <= (order[nth - 1] ?? -1))) return false;
    return groups.every(({ section, rows: here }) => here.every((one) => {
      const open = [one.first, one.second].some((w) => w !== null && w.from <= now && now < w.to);
      return sectionOf(one, now) === section && (one.kind !== 'callback' || open === (section === 'open'));
    }));
  }), { seed, numRuns: 2_000 });
  t.pass('2,000 queues');
});

t.test(`Alarms nobody has opened come first, the one that waits longest before the others (seed ${seed})`, async (t) => {
  fc.assert(fc.property(fc.array(row, { maxLength: 30 }), moment, (rows, now) => {
    const urgent = arrange(rows, now).find(({ section }) => section === 'urgent')?.rows ?? [];
    return urgent.every((one, nth) => {
      const before = urgent[nth - 1];
      return before === undefined || (isAlarm(before) && !isAlarm(one)) || (isAlarm(before) === isAlarm(one) && before.madeAt <= one.madeAt);
    });
  }), { seed, numRuns: 1_000 });
  t.pass('1,000 queues');
});

t.test('Of two windows the one that is open or comes next counts', async (t) => {
  const first = { from: 10, to: 20 };
  const second = { from: 30, to: 40 };
  t.equal(windowOf({ first, second }, 5), first);
  t.equal(windowOf({ first, second }, 19), first);
  t.equal(windowOf({ first, second }, 20), second);
  t.equal(windowOf({ first, second }, 40), undefined);
  t.equal(sectionOf({ kind: 'callback', first, second }, 40), 'over');
});

t.test('How long somebody waits is said in words', async (t) => {
  const minute = 60_000;
  t.same([0, 59_000, minute, 59 * minute, 60 * minute, 61 * minute, 47 * 60 * minute, 49 * 60 * minute, -5].map(lasting),
    ['just now', 'just now', '1 min', '59 min', '1 h', '1 h 1 min', '47 h', '2 days', 'just now']);
});
