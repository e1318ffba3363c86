/** What the desk's server says of reports to its pages, and what a release holds. */

/** `withheld` figures are null: too few to show, or too close to a figure that is. */
export interface ReportRow { readonly category: string; readonly figures: readonly (number | null)[] }

/** One property at a time, with every category there is, whether anybody was counted under it or not. */
export interface ReportTable { readonly name: TableName; readonly columns: readonly Column[]; readonly rows: readonly ReportRow[] }

export const TABLES = [
  'requests-by-week', 'requests-by-channel', 'requests-by-language', 'requests-by-country', 'requests-by-topic',
  'callbacks', 'urgent', 'left', 'topics-helped', 'confirmed', 'amounts',
] as const;
export type TableName = (typeof TABLES)[number];
export type Column = 'count' | 'claimedCases' | 'claimedTotal' | 'recoveredCases' | 'recoveredTotal';

export interface Report {
  /** Its first Monday and its last Sunday, YYYY-MM-DD, and how many weeks that is. */
  readonly from: string; readonly until: string; readonly weeks: number;
  /** No figure under it is shown; with 1, in demo mode only, every figure is shown as it is. */
  readonly least: number;
  /** Not over yet: shown in demo mode only. */
  readonly running?: true;
  readonly tables: readonly ReportTable[];
}

export type Period = Pick<Report, 'from' | 'until' | 'weeks' | 'running'>;

export interface Reports {
  readonly least: number;
  /** Of how many weeks the next report will be, and the first moment at which it may be released. */
  readonly weeks: number; readonly next: number;
  readonly zone: string;
  /** The newest first. */
  readonly periods: readonly Period[];
  /** Codes in words: of languages and countries. */
  readonly names: Readonly<Record<string, string>>;
}
