/** The part of the store's contract that reports are made of (store.ts). */

/** A week by its Monday in the operator's time zone, YYYY-MM-DD. */
export type Week = string;

/** How many, in one week, of one category of one property. Only one property at a time is ever kept. */
export interface Tally { readonly week: Week; readonly measure: Measure; readonly by: string; readonly category: string; readonly n: number }

/**
 * `asked` when a request is made; `callback` when one has ended, by how; `urgent` when somebody who raised an alarm, or holds
 * the line, speaks with an advocate or never will, by how long that took; `confirmed` when a caller says whether it helped.
 */
export type Measure = 'asked' | 'callback' | 'urgent' | 'confirmed';

export const SIDES = ['claimed', 'recovered'] as const;
export type Side = (typeof SIDES)[number];
/** Money of one week in whole units of a currency (ISO 4217): how many cases, their total, and the largest of them. */
export interface Amount { readonly week: Week; readonly side: Side; readonly currency: string; readonly cases: number; readonly total: number; readonly most: number }

/** How long somebody who could not wait had waited for an advocate. */
export const WAITS = ['under1', 'under2', 'under5', 'under10', 'later', 'never'] as const;
export type Wait = (typeof WAITS)[number];
/** How a callback ended: reached in its first or second window, reached otherwise, or not. */
export const ENDS = ['first', 'second', 'otherwise', 'wrongPerson', 'notReached', 'notTried', 'closed'] as const;
export type End = (typeof ENDS)[number];
export const CONFIRMED = ['yes', 'no', 'trouble'] as const;
export type Confirmed = (typeof CONFIRMED)[number];

/** Figures of some whole weeks as they were released, in JSON: made once, never changed. */
export interface Release { readonly from: Week; readonly weeks: number; readonly madeAt: number; readonly figures: string }

export interface Tallies {
  /** What was counted in the weeks from `from` to before `until`, and is not released yet. */
  read(from: Week, until: Week): Promise<{ tallies: Tally[]; amounts: Amount[] }>;
  /** The first week in which anything was counted, released or not. */
  first(): Promise<Week | undefined>;
  /** Every release, the newest first, without its figures. */
  releases(): Promise<Omit<Release, 'figures'>[]>;
  released(from: Week): Promise<Release | undefined>;
  /**
   * Keeps a release and forgets what was counted in its weeks, in one transaction. False, and nothing is done, when one of
   * its weeks has been released before.
   */
  release(release: Release): Promise<boolean>;
}
