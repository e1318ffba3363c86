import type { Cover, Day, Lack } from '../effects/duty/outlook.ts';
import type { NoteRow, Queued, Section, Step } from '../store/at-desk.ts';
import type { AuditPage } from '../store/contract/audit.ts';
import type { Closure, Hex, RequestRow, Ring, Role, Shift, Shown, Window } from '../store/store.ts';

/** What the desk's server and its pages say to each other. Types only; bytes travel as base64. */
export type Base64 = string;

/** Why something was refused: a word for which browser/words.ts has a sentence. */
export type Why =
  | 'signedOut' | 'wrong' | 'tooMany' | 'foreign' | 'stale' | 'undeclared' | 'notYours' | 'form' | 'unknown' | 'busy' | 'trouble'
  | 'code' | 'invitation' | 'nameTaken' | 'lastOperator' | 'keysChanged' | 'phone' | 'setUpDone' | 'recovery' | 'second' | 'lastFactor' | 'copied'
  | 'gone' | 'outOfWindow' | 'triedThisWindow' | 'triedToday' | 'noCall' | 'never' | 'lineRings' | 'callOn' | 'noNumber' | 'seal' | 'callFailed'
  | 'theirs' | 'notHeld' | 'changed' | 'nobody' | 'unsealable' | 'tooLong'
  | 'rotaColleague' | 'rotaChanged' | 'rotaTimes' | 'rotaZone' | 'rotaLanguage' | 'rotaTwice' | 'rotaMany' | 'closureDates' | 'closurePast' | 'monitorUnset' | 'monitorOn';

export interface Signed { readonly id: Hex; readonly name: string; readonly onDuty: boolean; readonly roles: readonly Role[] }

export interface Me {
  readonly mode: 'demo' | 'live';
  readonly organisation: string;
  readonly hotline: string;
  /** Languages the line offers. */
  readonly languages: readonly { readonly code: string; readonly name: string }[];
  /** To be sent back as the header `csrf-token` with everything that changes something. */
  readonly csrf: string;
  readonly advocate: Signed | null;
  /** Nobody works here yet: the desk is to be set up. */
  readonly setUp: boolean;
  /** The one it is now, by the line's clock, UTC: `2026-11`. */
  readonly month: string;
  /** Digest of the page's own files, as the line printed it when it started. */
  readonly bundle: string;
}

/** What a passphrase made, in this browser. */
export interface OwnKeys { readonly publicKey: Base64; readonly wrappedSecret: Base64; readonly salt: Base64; readonly proof: Base64 }

/** Whoever works here, as colleagues see them. */
export interface Colleague {
  readonly id: Hex; readonly name: string; readonly roles: readonly Role[]; readonly languages: readonly string[]; readonly skills: readonly string[];
  readonly onDuty: boolean; readonly hasPhone: boolean; readonly codes: boolean; readonly passkeys: number;
  readonly publicKey: Base64 | null; readonly vouch: { readonly epoch: string; readonly mac: Base64 } | null; readonly invitedUntil: number | null;
}

/** What a browser needs to hand out desk keys. `month` is the one it is now, by the line's clock, UTC. */
export interface DeskKeys { readonly current: { readonly epoch: string; readonly publicKey: Base64 } | null; readonly now: number; readonly month: string; readonly recovery: Base64 | null; readonly colleagues: readonly Colleague[] }

export interface NewEpoch {
  readonly epoch: string; readonly after: string | null; readonly publicKey: Base64;
  readonly held: readonly { readonly colleague: Hex; readonly publicKey: Base64; readonly sealed: Base64; readonly mac: Base64 }[];
  readonly recovery: Base64 | null;
}
export interface SealedKey { readonly epoch: string; readonly sealed: Base64 }
export interface NewRecovery { readonly publicKey: Base64; readonly keys: readonly SealedKey[] }

/** What is changed about a colleague. A phone left out stays; null takes it away. */
export interface Person { readonly name: string; readonly roles: readonly Role[]; readonly languages: readonly string[]; readonly skills: readonly string[]; readonly phone?: string | null }

/** What the browser needs to derive the advocate's keys from a passphrase. */
export interface Salt { readonly salt: Base64 }

/** The passphrase was right; a second factor is wanted: shown, or set for the first time. */
export type Half =
  | { readonly need: 'factor'; readonly codes: boolean; readonly passkeys: boolean }
  | { readonly need: 'enrol' };

export interface SignedIn {
  readonly need?: undefined;
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
  readonly advocates: readonly Taker[];
}
/** Somebody to whom a request can be handed. */
export interface Taker { readonly id: Hex; readonly name: string; readonly languages: readonly string[]; readonly onDuty: boolean }

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

/** A shift as its form sends it. */
export type ShiftWanted = Omit<Shift, 'advocate'>;

/** A shift of the rota, and when it is on in the days shown; `date` is the day it begins on by the operator's clock. */
export type RotaShift = Shift & { readonly spans: readonly (Window & { readonly date: string })[] };

/** A public holiday, to be accepted or not. `moves`: it follows the moon, and may fall a day earlier or later. */
export type Suggestion = Closure & { readonly moves: boolean };

/** The operator's own test call: what became of the last one. */
export interface TestCall { readonly at: number; readonly state: 'underWay' | 'taken' | 'notTaken' | 'notRung'; readonly shown: Shown | null; readonly id: Hex }

/** Everything the rota's page shows, at one moment. Nothing of it names a caller. */
export interface RotaView {
  readonly now: number;
  /** The operator's time zone. */
  readonly zone: string;
  readonly mayChange: boolean;
  readonly days: readonly Day[];
  readonly colleagues: readonly { readonly id: Hex; readonly name: string; readonly languages: readonly string[]; readonly skills: readonly string[]; readonly onDuty: boolean }[];
  readonly shifts: readonly RotaShift[];
  readonly closures: readonly Closure[];
  /** What the line offers, and may be promised. */
  readonly languages: readonly { readonly code: string; readonly name: string }[];
  readonly skills: readonly string[];
  /** Time zones to choose from, the operator's first. */
  readonly zones: readonly string[];
  readonly promises: { readonly now: 'duty' | 'open' | 'none'; readonly opensAt: number | null; readonly byLanguage: readonly { readonly language: string; readonly days: readonly Cover[] }[] };
  readonly lacks: readonly Lack[];
  /** When the handset is rung, as `09:00`; null where no handset is named. */
  readonly monitor: { readonly at: string | null; readonly last: TestCall | null; readonly outgoing: string };
}
/** Entries newest first; `next` is asked for as `before`, null at the end. */
export interface AuditSeen extends Omit<AuditPage, 'next'> { readonly next: number | null }
export type { AuditEntry } from '../store/contract/audit.ts';
export type { Verdict } from '../audit/verify.ts';

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
  readonly advocates: readonly Taker[];
}
