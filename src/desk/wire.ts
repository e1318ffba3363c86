import type { NoteRow, Queued, Section, Step } from '../store/at-desk.ts';
import type { Hex, RequestRow, Role } from '../store/store.ts';

/** What the desk's server and its pages say to each other. Types only; bytes travel as base64. */
export type Base64 = string;

/** Why something was refused: a word for which browser/words.ts has a sentence. */
export type Why =
  | 'signedOut' | 'wrong' | 'tooMany' | 'foreign' | 'stale' | 'undeclared' | 'notYours' | 'form' | 'unknown' | 'busy' | 'trouble'
  | 'gone' | 'outOfWindow' | 'triedThisWindow' | 'triedToday' | 'noCall' | 'never' | 'lineRings' | 'callOn' | 'noNumber' | 'seal' | 'callFailed'
  | 'theirs' | 'notHeld' | 'changed' | 'nobody' | 'unsealable' | 'tooLong';

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

/** A call that is not over: of a request, or of somebody who is on the line without one. */
export interface LiveCall {
  readonly id: Hex; readonly kind: string; readonly state: string; readonly request: Hex | null;
  readonly languageName: string; readonly countryName: string; readonly madeAt: number; readonly advocate: Hex | null;
}

/** What a page wants to see of the queue: what it is filtered by, and how many of a section if more than at first. Its address says it. */
export type Wanted = { readonly [S in Section]?: number } & {
  readonly language?: string; readonly kind?: string; readonly subject?: string; readonly country?: string; readonly whose?: 'free' | 'mine';
}

/** What the queue page shows, at one moment. `now` is the server's clock. */
export interface Snapshot {
  readonly now: number;
  /** Of every section as many as are wanted, at most. */
  readonly rows: readonly Row[];
  /** What colleagues have and is not among these: whoever has one open must see what becomes of it, whatever is filtered. */
  readonly held: readonly Row[];
  /** In truth, and of them found by the filter. */
  readonly counts: Queued['counts'];
  /** Alarms that nobody has. */
  readonly alarms: number;
  readonly calls: readonly LiveCall[];
  readonly onDuty: readonly { readonly id: Hex; readonly name: string }[];
  /** Everybody to whom a request can be handed. */
  readonly advocates: readonly Colleague[];
}
export interface Colleague { readonly id: Hex; readonly name: string; readonly languages: readonly string[]; readonly onDuty: boolean }

/** What a filter can choose from: codes, and names where they have one. */
export interface Choices { readonly languages: readonly Named[]; readonly countries: readonly Named[]; readonly subjects: readonly string[] }
export interface Named { readonly code: string; readonly name: string }

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
  /** Null where nothing is sealed. */
  readonly wrap: Base64 | null;
  readonly fields: Readonly<Record<string, Base64>>;
  /** By option word, in the language of the request. */
  readonly safeWords: Readonly<Record<string, string>>;
  readonly notes: readonly SealedNote[];
  readonly steps: readonly Step[];
}
export type SealedNote = Omit<NoteRow, 'sealed'> & { readonly sealed: Base64 };

/** A request and the colleague to whom it falls by the rota, and from when on; null when nobody is there for it. */
export interface Falling { readonly row: Row; readonly to: { readonly id: Hex; readonly name: string; readonly from: number } | null }

/** What one colleague hands on. What is theirs stands under `mine` alone. */
export interface Handover {
  readonly now: number;
  readonly of: { readonly id: Hex; readonly name: string };
  readonly mine: readonly Falling[]; readonly alarms: readonly Falling[]; readonly promised: readonly Falling[];
  readonly advocates: readonly Colleague[];
}
