import fc from 'fast-check';
import t from 'tap';
import { protect, rounded, type Row, type ShownRow } from '../../../src/desk/reports/disclosure.ts';
import { learn, openSolver, unknowns, type Knowledge, type Names } from './attacker.ts';
import { figuresOf, nothing, open, read, rowsOf, table, total, workOut, world, type World } from './worlds.ts';

const solver = await openSolver();
const seed = Number(process.env['SEED'] ?? 20261123);
t.comment(`SEED=${seed} repeats these tables`);

/** Every figure under ten could as well be ten or more, as far as the attacker can tell. */
function nothingIsKnown(known: Knowledge, readings: ReturnType<typeof read>, sums: { tables: number; figures: number }): boolean {
  const small = figuresOf(readings).filter(({ n }) => n < 10);
  sums.tables += readings.length;
  sums.figures += small.length;
  return small.every(({ name }) => known.canBe(name, 10));
}

t.test('From a whole release, knowing every rule, nobody works out that any figure is under ten', async (t) => {
  const sums = { tables: 0, figures: 0 };
  fc.assert(fc.property(world, (one) => {
    const known = open(solver);
    return nothingIsKnown(known, read(known, one), sums);
  }), { seed, numRuns: 45 });
  t.comment(`${sums.tables} tables, ${sums.figures} figures under ten, none known to be`);
  t.ok(sums.figures > 200);
});

t.test('Nor from two releases, one person more having called before the second', async (t) => {
  const sums = { tables: 0, figures: 0 };
  const oneMore = fc.tuple(world, fc.array(fc.nat(), { minLength: 4, maxLength: 4 }));
  fc.assert(fc.property(oneMore, ([before, where]) => {
    const known = open(solver);
    // Other people, other weeks: in one programme all the same.
    const [first, second] = [read(known, before), read(known, add(before, where))];
    return nothingIsKnown(known, [...first, ...second], sums);
  }), { seed, numRuns: 10 });
  t.comment(`${sums.tables} tables, ${sums.figures} figures under ten, none known to be`);
});

t.test('A release as large as a real one keeps its figures to itself, down to the least and the most of each', async (t) => {
  const known = open(solver);
  const asked = [[31, 44, 8, 37], [97, 19, 4], [52, 33, 21, 9, 5, 0], [61, 22, 14, 9, 6, 3, 2, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [12, 7, 3, 2, 96]];
  const real: World = [{ tables: asked.map(rowsOf) }, { tables: [rowsOf([48, 13, 2, 1, 7, 3, 0])], among: 0 }, { tables: [rowsOf([11, 6, 3, 1, 0, 2])] }, { tables: [rowsOf([[14, 11], [12, 3], [2, 0], [0, 0]])] }];
  const readings = read(known, real);
  const learnt = workOut(known, figuresOf(readings.filter((_, at) => at !== 3)));
  t.ok(nothingIsKnown(known, readings, { tables: 0, figures: 0 }));
  t.match(learnt, { under: 0, some: 0, exact: 0 });
  t.same(readings.map(({ published }) => published.filter(({ counts }) => counts[0] !== null).map(({ counts }) => counts[0])), [[45, 35], [95], [50, 35], [60, 20], [95], [50], [], []], 'and a small organisation still sees this');
  t.comment(`${learnt.figures} figures`);
});

// ── what must be caught, or the solver proves nothing ────────────────────────────────────────────────────────────────

const sample = <T>(of: fc.Arbitrary<T>, numRuns: number): T[] => fc.sample(of, { seed, numRuns });
const hasSmall = (rows: readonly Row[]): boolean => rows.some(({ counts: [n = 0] }) => n > 0 && n < 10);

t.test('Control: hiding only what is small, beside a total, is caught', async (t) => {
  const learnt = nothing();
  for (const counts of sample(table, 40)) {
    const rows = rowsOf(counts);
    const known = open(solver);
    const names = unknowns(known, rows);
    rows.forEach(({ counts: [n = 0] }, at) => known.know(n < 10 ? `${names[at]?.[0]} <= 9` : `${names[at]?.[0]} = ${n}`));
    known.know(`${names.map(([name]) => name).join(' + ')} = ${total(rows)}`);
    workOut(known, figuresOf([{ rows, names }]), learnt);
  }
  t.comment(`known to be under ten: ${learnt.under} of ${learnt.figures}; to be one to nine: ${learnt.some}; exactly: ${learnt.exact}`);
  t.ok(learnt.under > 0 && learnt.some > 0 && learnt.exact > 0);
});

t.test('Control: rounding every figure and every total by itself is caught', async (t) => {
  const learnt = nothing();
  for (const counts of sample(table, 40).filter((one) => hasSmall(rowsOf(one)))) {
    const rows = rowsOf(counts);
    const known = open(solver);
    const names = unknowns(known, rows);
    const near = (of: string, n: number): void => { known.know(`${of} >= ${rounded(n) - 2}`); known.know(`${of} <= ${rounded(n) + 2}`); };
    rows.forEach(({ counts: [n = 0] }, at) => near(names[at]?.[0] ?? '', n));
    near(names.map(([name]) => name).join(' + '), total(rows));
    workOut(known, figuresOf([{ rows, names }]), learnt);
  }
  t.comment(`known to be under ten: ${learnt.under} of ${learnt.figures}; to be one to nine: ${learnt.some}`);
  t.ok(learnt.under > 0 && learnt.some > 0);
});

/** Reads tables of single figures that are tied together by what `tie` adds. */
function readTied(known: Knowledge, tables: readonly (readonly Row[])[], tie: (names: readonly Names[]) => void, publish: (rows: readonly Row[]) => ShownRow[] = (rows) => protect(rows, 10)) {
  const readings = tables.map((rows) => {
    const names = unknowns(known, rows);
    learn(known, names, publish(rows));
    return { rows, names };
  });
  tie(readings.map(({ names }) => names));
  return readings;
}

t.test('Control: the same people by the week and again by four weeks are caught, so nobody is published twice', async (t) => {
  const learnt = nothing();
  const weeks = fc.integer({ min: 2, max: 4 }).chain((rows) => fc.array(fc.array(fc.integer({ min: 4, max: 16 }), { minLength: rows, maxLength: rows }), { minLength: 2, maxLength: 2 }));
  for (const each of sample(weeks, 25)) {
    const known = open(solver);
    const sums = (each[0] ?? []).map((_, at) => each.reduce((all, week) => all + (week[at] ?? 0), 0));
    const readings = readTied(known, [...each, sums].map(rowsOf), (names) => {
      const last = names.at(-1) ?? [];
      last.forEach(([sum = ''], at) => known.sum(names.slice(0, -1).map((week) => week[at]?.[0] ?? ''), '=', [sum]));
    });
    workOut(known, figuresOf(readings), learnt);
  }
  t.comment(`known to be under ten: ${learnt.under} of ${learnt.figures}; to be one to nine: ${learnt.some}`);
  t.ok(learnt.under > 0);
});

t.test('Control: releasing the same weeks again after one person was added is caught, so a release is never made anew', async (t) => {
  const learnt = nothing();
  for (const [counts, where] of [[[9, 14, 40], 0] as const, ...sample(fc.tuple(fc.array(fc.integer({ min: 8, max: 15 }), { minLength: 2, maxLength: 4 }), fc.nat()), 25)]) {
    const known = open(solver);
    const after = counts.map((n, at) => n + Number(at === where % counts.length));
    const readings = readTied(known, [rowsOf(counts), rowsOf(after)], ([before = [], then = []]) => {
      const came = before.map(() => known.either());
      known.know(`${came.join(' + ')} = 1`);
      before.forEach(([name], at) => known.know(`${then[at]?.[0]} - ${name} - ${came[at]} = 0`));
    });
    workOut(known, figuresOf(readings), learnt);
  }
  t.comment(`known to be under ten: ${learnt.under} of ${learnt.figures}; exactly: ${learnt.exact}`);
  t.ok(learnt.under > 0 && learnt.exact > 0);
});

/** One person more in one category of every table of one group, and in those they are among. */
function add(before: World, where: readonly number[]): World {
  const group = (where[0] ?? 0) % before.length;
  const joined = [group, ...(before[group]?.among === undefined ? [] : [before[group].among])];
  return before.map((one, at) => (!joined.includes(at) ? one : {
    ...one, tables: one.tables.map((rows, nth) => rows.map((row, place) => (place === (where[nth + 1] ?? 0) % rows.length ? { ...row, counts: row.counts.map((n) => n + 1) } : row))),
  }));
}
