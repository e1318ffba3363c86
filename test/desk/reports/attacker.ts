import loadHighs from 'highs';
import type { Row, ShownRow } from '../../../src/desk/reports/disclosure.ts';

/** Somebody with a solver (HiGHS) who has everything that was published and knows every rule it was made by. */
export type Solver = Pick<import('highs').LegacyHighs, 'solve'>;
/** Its types speak of CommonJS, what runs is a module. */
export const openSolver = (): Promise<Solver> => (loadHighs as unknown as () => Promise<Solver>)();

const MOST = 300; // no figure is larger; what the attacker may assume of the world besides

/** What the attacker knows, as a mixed-integer programme: whole numbers, none negative, and what follows from the rules. */
export class Knowledge {
  readonly #conditions: string[] = [];
  readonly #bounds: string[] = [];
  readonly #whole: string[] = [];
  readonly #either: string[] = [];
  readonly #solver: Solver;
  #names = 0;
  solved = 0;
  constructor(solver: Solver) { this.#solver = solver; }

  /** A whole number between two. */
  number(low = 0, high = MOST): string {
    const name = `x${this.#names++}`;
    this.#bounds.push(`${low} <= ${name} <= ${high}`);
    this.#whole.push(name);
    return name;
  }
  either(): string {
    const name = `b${this.#names++}`;
    this.#either.push(name);
    return name;
  }
  /** Such as `know('x1 - x2 >= 3')`: names to the left, a number to the right. */
  know(condition: string): void { this.#conditions.push(condition); }
  sum(of: readonly string[], is: '=' | '<=', to: readonly string[]): void { this.know(`${of.join(' + ')} ${to.map((name) => `- ${name}`).join(' ')} ${is} 0`); }

  /** The least and the most that this number can be in any world that fits; undefined where no world does. */
  range(name: string): { least: number; most: number } | undefined {
    const [least, most] = [this.#solve(`Minimize\n obj: ${name}`), this.#solve(`Maximize\n obj: ${name}`)];
    return least === undefined || most === undefined ? undefined : { least, most };
  }
  /** Whether any world fits in which it is so much at least: quicker than the most it can be. */
  canBe(name: string, much: number): boolean { return this.#solve(`Minimize\n obj: 0 ${name}`, [`${name} >= ${much}`]) !== undefined; }

  #solve(aim: string, more: readonly string[] = []): number | undefined {
    this.solved++;
    const conditions = [...this.#conditions, ...more].map((condition, at) => ` c${at}: ${condition}`);
    const programme = `${aim}\nSubject To\n${conditions.join('\n')}\nBounds\n${this.#bounds.join('\n')}\nGeneral\n ${this.#whole.join(' ')}\nBinary\n ${this.#either.join(' ')}\nEnd`;
    const found = this.#solver.solve(programme, { mip_rel_gap: 0, mip_abs_gap: 0, mip_heuristic_effort: 0 });
    if (found.Status === 'Infeasible') return undefined;
    if (found.Status !== 'Optimal') throw new Error(`the solver came to no end: ${found.Status}`);
    return Math.round(found.ObjectiveValue);
  }
}

export type Names = readonly (readonly string[])[];

/** Numbers for a table's figures, unknown so far. */
export const unknowns = (known: Knowledge, rows: readonly Row[]): Names => rows.map(({ counts }) => counts.map(() => known.number()));

/** A figure that is shown lies within two of it, and is ten at least. */
function learnShown(known: Knowledge, name: string, shown: number): void {
  known.know(`${name} >= ${Math.max(10, shown - 2)}`);
  known.know(`${name} <= ${shown + 2}`);
}

/** Learns a table as desk/reports/disclosure.ts publishes it: what is shown, and all that follows from what is withheld. */
export function learn(known: Knowledge, names: Names, published: readonly ShownRow[]): void {
  const isShown = (at: number): boolean => published[at]?.counts[0] !== null;
  const shown = names.filter((_, at) => isShown(at));
  const hidden = names.filter((_, at) => !isShown(at));
  names.forEach((row, at) => { if (isShown(at)) row.forEach((name, figure) => learnShown(known, name, published[at]?.counts[figure] ?? 0)); });
  if (hidden.length === 0) return;

  const smallest = (names[0] ?? []).map(() => known.number(10));
  const smalls = hidden.map((row) => {
    // Small is a row with any figure under ten; any other that is withheld is the smallest of the rest.
    const under = row.map((name) => {
      const isUnder = known.either();
      known.know(`${name} + ${MOST} ${isUnder} <= ${MOST + 9}`);
      known.know(`${name} + 10 ${isUnder} >= 10`);
      return isUnder;
    });
    const small = known.either();
    for (const one of under) known.know(`${small} - ${one} >= 0`);
    known.know(`${under.join(' + ')} - ${small} >= 0`);
    row.forEach((name, figure) => {
      known.know(`${name} - ${smallest[figure]} - ${MOST} ${small} <= 0`);
      known.know(`${name} - ${smallest[figure]} + ${MOST} ${small} >= 0`);
    });
    return small;
  });
  known.know(`${smalls.join(' + ')} >= 1`);
  if (shown.length === 0) return;
  known.know(`${smalls.join(' + ')} <= ${smalls.length - 1}`);
  for (const row of shown) learnLarger(known, row, smallest);
}

/** By the first figure in which two rows differ. */
function learnLarger(known: Knowledge, row: readonly string[], than: readonly string[]): void {
  const [first, second] = row;
  if (second === undefined) return known.know(`${first} - ${than[0]} >= 1`);
  const inFirst = known.either();
  known.know(`${first} - ${than[0]} - ${MOST} ${inFirst} >= ${1 - MOST}`);
  known.know(`${first} - ${than[0]} >= 0`);
  known.know(`${second} - ${than[1]} + ${MOST} ${inFirst} >= 1`);
}
