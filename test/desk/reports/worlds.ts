import fc from 'fast-check';
import { protect, type Row, type ShownRow } from '../../../src/desk/reports/disclosure.ts';
import { Knowledge, learn, unknowns, type Names, type Solver } from './attacker.ts';

/** Tables that divide the same people, each by another property; and whether these people are all among those of an earlier group. */
export interface Group { readonly tables: readonly (readonly Row[])[]; readonly among?: number }
export type World = readonly Group[];

export const rowsOf = (counts: readonly (number | readonly number[])[]): Row[] => counts.map((n, at) => ({ category: `c${at}`, counts: typeof n === 'number' ? [n] : n }));
export const total = (rows: readonly Row[]): number => rows.reduce((all, { counts }) => all + (counts[0] ?? 0), 0);

/** Few, many, and what lies around the threshold and around where rounding turns. */
const count = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 9 }) }, { weight: 3, arbitrary: fc.integer({ min: 9, max: 18 }) }, { weight: 2, arbitrary: fc.integer({ min: 10, max: 90 }) }, { weight: 1, arbitrary: fc.constant(0) });
export const table = fc.array(count, { minLength: 2, maxLength: 5 });

/** Another table of the same people: the same sum, cut at random places. */
const cutOf = (people: number): fc.Arbitrary<number[]> => fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }).map((cuts) => {
  const places = [0, ...cuts.map((cut) => Math.round(cut * cut * people)).sort((a, b) => a - b), people];
  return places.slice(1).map((place, at) => place - (places[at] ?? 0));
});

const group: fc.Arbitrary<Group> = table.chain((first) => fc.integer({ min: 0, max: 2 }).chain((more) =>
  fc.tuple(...Array.from({ length: more }, () => cutOf(first.reduce((all, n) => all + n, 0)))).map((others) => ({ tables: [first, ...others].map(rowsOf) }))));
const pairs = fc.array(fc.tuple(count, count), { minLength: 2, maxLength: 5 }).map((rows): Group => ({ tables: [rowsOf(rows)] }));

/** What one release may hold: requests, something that comes of some of them, and money. */
export const world: fc.Arbitrary<World> = fc.tuple(group, fc.option(group), fc.option(pairs)).map(([asked, ended, money]) =>
  [asked, ...(ended ? [total(ended.tables[0] ?? []) <= total(asked.tables[0] ?? []) ? { ...ended, among: 0 } : ended] : []), ...(money ? [money] : [])]);

/** The attacker reads a release. Returns each table's true rows, what was published, and the names of what is unknown. */
export function read(known: Knowledge, world: World, publish: (rows: readonly Row[]) => ShownRow[] = (rows) => protect(rows, 10)): { rows: readonly Row[]; published: readonly ShownRow[]; names: Names }[] {
  const firsts: Names[] = [];
  return world.flatMap(({ tables, among }) => {
    const readings = tables.map((rows) => {
      const published = publish(rows);
      const names = unknowns(known, rows);
      learn(known, names, published);
      return { rows, published, names };
    });
    const people = (names: Names): string[] => names.map(([name = '']) => name);
    const [first] = readings;
    if (first) firsts.push(first.names);
    for (const { names } of readings.slice(1)) known.sum(people(names), '=', people(first?.names ?? []));
    if (among !== undefined && first) known.sum(people(first.names), '<=', people(firsts[among] ?? []));
    return readings;
  });
}

/** What somebody has learnt of figures that are under ten: that they are, that they are one to nine, what they are. */
export interface Learnt { figures: number; under: number; some: number; exact: number }
export const nothing = (): Learnt => ({ figures: 0, under: 0, some: 0, exact: 0 });

/** Works out the least and the most of every figure under ten. */
export function workOut(known: Knowledge, figures: readonly { name: string; n: number }[], learnt = nothing()): Learnt {
  for (const { name, n } of figures) {
    if (n >= 10) continue;
    const range = known.range(name);
    if (range === undefined || range.least > n || range.most < n) throw new Error(`the attacker's rules shut out what is true: ${n} is not in ${JSON.stringify(range)}`);
    learnt.figures++;
    if (range.most < 10) learnt.under++;
    if (range.most < 10 && range.least > 0) learnt.some++;
    if (range.least === range.most) learnt.exact++;
  }
  return learnt;
}

export const figuresOf = (readings: readonly { rows: readonly Row[]; names: Names }[]) =>
  readings.flatMap(({ rows, names }) => rows.flatMap(({ counts }, row) => counts.map((n, at) => ({ n, name: names[row]?.[at] ?? '' }))));

export const open = (solver: Solver): Knowledge => new Knowledge(solver);
