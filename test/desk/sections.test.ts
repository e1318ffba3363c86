import fc from 'fast-check';
import t from 'tap';
import { isAlarm } from '../../src/desk/browser/queue/holder.ts';
import { arrange, arrangeSnapshot, sectionOf, SECTIONS, windowOf } from '../../src/desk/browser/queue/sections.ts';
import { lasting } from '../../src/desk/browser/frame/times.ts';
import type { Row } from '../../src/desk/wire.ts';

const moment = fc.integer({ min: 0, max: 1_000 });
const window = fc.tuple(moment, moment).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 }));
const row = fc.record({
  id: fc.uuid(), kind: fc.constantFrom('urgent', 'now', 'callback'), status: fc.constantFrom('waiting', 'read', 'tried'),
  first: window, second: fc.option(window), madeAt: moment, outcome: fc.option(fc.constant('notReached')),
  claim: fc.option(fc.record({ advocate: fc.constantFrom('a', 'b'), name: fc.constant('Ruth'), at: moment, until: fc.option(moment) })),
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

t.test(`Alarms that nobody has come first, the one that waits longest before the others (seed ${seed})`, async (t) => {
  fc.assert(fc.property(fc.array(row, { maxLength: 30 }), moment, (rows, now) => {
    const urgent = arrange(rows, now).find(({ section }) => section === 'urgent')?.rows ?? [];
    return urgent.every((one, nth) => {
      const before = urgent[nth - 1];
      return before === undefined || (isAlarm(before, now) && !isAlarm(one, now)) || (isAlarm(before, now) === isAlarm(one, now) && before.madeAt <= one.madeAt);
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

t.test('What opens within two hours stands apart, and what a window passes by moves on without the line', async (t) => {
  const hour = 3_600_000;
  const first = { from: 10 * hour, to: 12 * hour };
  t.same([7, 8, 10, 12].map((at) => sectionOf({ kind: 'callback', first, second: null }, at * hour)), ['later', 'soon', 'open', 'over']);
  const none = { all: 0, found: 0 };
  const row = { id: 'one', kind: 'callback', first, second: null, madeAt: 0, claim: null, outcome: null } as unknown as Row;
  const told = { now: 7 * hour, rows: [row], counts: { urgent: none, line: none, open: none, soon: none, later: { all: 9, found: 3 } } };
  t.match(arrangeSnapshot(told, 7 * hour), [{ section: 'later', found: 3, all: 9 }]);
  t.match(arrangeSnapshot(told, 8 * hour), [{ section: 'soon', found: 1, all: 1 }, { section: 'later', rows: [], found: 2, all: 8 }], 'counts stay true in between');
});

t.test('A claim that has lapsed is nobody\'s, and the alarm sounds again', async (t) => {
  const alarm = { kind: 'urgent' as const, outcome: null, claim: { advocate: 'a', name: 'Ruth', at: 0, until: 10 } };
  t.equal(isAlarm(alarm, 9), false);
  t.equal(isAlarm(alarm, 10), true);
  t.equal(isAlarm({ ...alarm, claim: { ...alarm.claim, until: null } }, 99), false, 'not while they are on the phone about it');
  t.equal(isAlarm({ ...alarm, claim: null, outcome: 'notReached' }, 99), false);
});

t.test('How long somebody waits is said in words', async (t) => {
  const minute = 60_000;
  t.same([0, 59_000, minute, 59 * minute, 60 * minute, 61 * minute, 47 * 60 * minute, 49 * 60 * minute, -5].map(lasting),
    ['just now', 'just now', '1 min', '59 min', '1 h', '1 h 1 min', '47 h', '2 days', 'just now']);
});
