import type { Hex, RequestRow, Ring, Role } from '../store/store.ts';

/** What the desk's server and its pages say to each other. Types only; bytes travel as base64. */
export type Base64 = string;

/** Why something was refused: a word for which browser/words.ts has a sentence. */
export type Why =
  | 'signedOut' | 'wrong' | 'tooMany' | 'foreign' | 'stale' | 'undeclared' | 'notYours' | 'form' | 'unknown' | 'busy' | 'trouble'
  | 'gone' | 'outOfWindow' | 'triedThisWindow' | 'triedToday' | 'noCall' | 'never' | 'lineRings' | 'callOn' | 'noNumber' | 'seal' | 'callFailed';

export interface Signed { readonly id: Hex; readonly name: string; readonly onDuty: boolean; readonly roles: readonly Role[] }

export interface Me {
  readonly mode: 'demo' | 'live';
  readonly organisation: string;
  readonly hotline: string;
  /** To be sent back as the header `csrf-token` with everything that changes something. */
  readonly csrf: string;
  readonly advocate: Signed | null;
}

/** What the browser needs to derive the advocate's keys from a passphrase. */
export interface Salt { readonly salt: Base64 }

export interface SignedIn {
  readonly me: Me;
  readonly publicKey: Base64;
  readonly wrappedSecret: Base64;
  readonly deskSecrets: readonly { readonly epoch: string; readonly sealed: Base64 }[];
}

export type Row = RequestRow & { readonly languageName: string; readonly countryName: string; readonly clockName: string };

/** One phone that rang about a request; `name` is null once its colleague has left. */
export type Rang = Pick<Ring, 'at' | 'as' | 'ended'> & { readonly name: string | null };

/** A call that is not over: of a request, or of somebody who is on the line without one. */
export interface LiveCall {
  readonly id: Hex; readonly kind: string; readonly state: string; readonly request: Hex | null;
  readonly languageName: string; readonly countryName: string; readonly madeAt: number; readonly advocate: Hex | null;
}

/** Everything the queue page shows, at one moment. `now` is the server's clock. */
export interface Snapshot {
  readonly now: number;
  readonly rows: readonly Row[];
  readonly calls: readonly LiveCall[];
  readonly onDuty: readonly { readonly id: Hex; readonly name: string }[];
}

/** Figures of one screen, of one channel and language or of `all`; each is what may be shown of it (desk/counts/small-groups.ts). */
export interface CountRow {
  readonly screen: string; readonly channel: string; readonly language: string;
  readonly shown: number; readonly answered: number; readonly wrong: number; readonly dropped: number; readonly goal: number;
}

export interface HelpedRow { readonly topic: string; readonly yes: number; readonly no: number; readonly trouble: number }

export interface Counts {
  /** Figures under this are not shown, and all others are rounded down to a multiple of it. */
  readonly least: number;
  /** Days that are shown, and whether today is one of them. */
  readonly days: number; readonly today: boolean;
  readonly rows: readonly CountRow[];
  readonly helped: readonly HelpedRow[];
  /** Screens shown, by the hour of the day in `zone`. */
  readonly hours: readonly number[];
  readonly zone: string;
  readonly languages: readonly { readonly code: string; readonly name: string }[];
  /** Of every screen in `rows`. */
  readonly screens: Readonly<Record<string, ScreenName>>;
}

/** Its name in the menu tree, how its English text begins, and whether it is what callers come for. */
export interface ScreenName { readonly tree: string; readonly says: string; readonly goal: boolean }

export interface Opened {
  readonly row: Row;
  readonly epoch: string;
  readonly wrap: Base64;
  readonly fields: Readonly<Record<string, Base64>>;
  /** By option word, in the language of the request. */
  readonly safeWords: Readonly<Record<string, string>>;
}
