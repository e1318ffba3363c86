import fc from 'fast-check';
import t from 'tap';
import { protect, rounded, threshold, withheld, type Row } from '../../../src/desk/reports/disclosure.ts';
import { rowsOf } from './worlds.ts';

const seed = Number(process.env['SEED'] ?? 20261123);
t.comment(`seed ${seed}`);
const shown = (...counts: (number | readonly number[])[]): unknown[] => protect(rowsOf(counts), 10).map(({ counts: [n] }) => n);

t.test('What is under ten is withheld, and the smallest of the others with it', async (t) => {
  t.same(shown(50, 31, 12, 9), [50, 30, null, null]);
  t.same(shown(50, 31, 12, 0), [50, 30, null, null], 'nobody at all is few');
  t.same(shown(50, 31, 10), [50, 30, 10], 'where nothing is small, nothing is withheld');
  t.same(shown(50, 31, 31, 3), [50, null, null, null], 'which of two that are alike is the smaller must not depend on its place');
  t.same([shown(80, 5), shown(4, 3), shown(0, 0, 0)], [[null, null], [null, null], [null, null, null]]);
});

t.test('Figures of one row stand or fall together', async (t) => {
  t.same(shown([40, 12], [30, 9], [20, 20], [60, 50]), [40, null, null, 60]);
});

t.test('Whatever is shown is a multiple of five and ten at least', async (t) => {
  t.same([10, 11, 12, 13, 14, 17, 18, 1_002].map(rounded), [10, 10, 10, 15, 15, 15, 20, 1_000]);
  t.same([1, 9, 10, 11, 20].map(threshold), [10, 10, 10, 15, 20], 'an operator may ask for more, never for less');
});

const tables = fc.array(fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 2, maxLength: 2 }), { minLength: 2, maxLength: 12 }).chain((pairs) => fc.boolean().map((single) => rowsOf(single ? pairs.map(([n = 0]) => n) : pairs)));

t.test('Whoever exchanges what is withheld gets the same page', async (t) => {
  let exchanged = 0;
  fc.assert(fc.property(tables, fc.infiniteStream(fc.nat()), (rows, dice) => {
    const hidden = rows.filter(({ category }) => withheld(rows, 10).has(category));
    const others = shuffled(hidden.map(({ counts }) => counts), dice);
    exchanged += hidden.length;
    const after: Row[] = rows.map((row) => ({ ...row, counts: others[hidden.indexOf(row)] ?? row.counts }));
    return JSON.stringify(protect(after, 10)) === JSON.stringify(protect(rows, 10));
  }), { seed, numRuns: 4_000 });
  t.ok(exchanged > 4_000, `${exchanged} rows`);
});

t.test('Whoever puts all that is withheld under one category gets the same page, where nothing is shown', async (t) => {
  fc.assert(fc.property(fc.array(fc.nat(9), { minLength: 2, maxLength: 12 }), fc.nat(), (counts, where) => {
    const all = counts.reduce((sum, n) => sum + n, 0);
    const gathered = counts.map((_, at) => (at === where % counts.length ? all : 0));
    return JSON.stringify(protect(rowsOf(gathered), 10)) === JSON.stringify(protect(rowsOf(counts), 10));
  }), { seed, numRuns: 1_000 });
});

t.test('A row that is withheld is never alone, so it may always be the one that is not small', async (t) => {
  fc.assert(fc.property(tables, (rows) => {
    const hidden = rows.filter(({ category }) => withheld(rows, 10).has(category));
    const large = hidden.filter(({ counts }) => counts.every((n) => n >= 10));
    return hidden.length === 0 || (hidden.length < rows.length ? large.length > 0 : hidden.length > 1);
  }), { seed, numRuns: 2_000 });
});

t.test('Control: choosing its companion by place instead of size is caught', async (t) => {
  const byPlace = (counts: readonly number[]): (number | null)[] => {
    const first = counts.findIndex((n) => n >= 10);
    return counts.map((n, at) => (counts.some((one) => one < 10) && (n < 10 || at === first) ? null : rounded(n)));
  };
  t.notSame(byPlace([12, 40, 5]), byPlace([5, 40, 12]), 'the page tells which of the two is small');
});

function shuffled<T>(of: readonly T[], dice: Iterable<number>): T[] {
  const all = [...of];
  const throws = dice[Symbol.iterator]();
  for (let at = all.length - 1; at > 0; at--) {
    const other = (throws.next().value as number) % (at + 1);
    [all[at], all[other]] = [all[other] as T, all[at] as T];
  }
  return all;
}
