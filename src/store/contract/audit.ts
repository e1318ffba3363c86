import type { Hex, Sealed } from '../store.ts';

/** What is written down; a further event is a further word here, and a sentence in desk/browser/words/en/audit.ts. */
export const AUDITED = [
  'signedIn', 'signInFailed', 'signedOut', 'factorFailed', 'opened', 'revealed', 'revealAsked', 'revealAllowed', 'exported', 'erased', 'noted', 'claimed', 'released',
  'handedOver', 'blocked', 'unblocked', 'colleagueInvited', 'colleagueJoined', 'colleagueVouched', 'colleagueChanged', 'colleagueRemoved', 'deskKeyMade', 'recoveryMade',
  'recoveryUsed', 'shelterOpened', 'rotaChanged', 'verified', 'auditCut', 'headMade',
] as const;
export type AuditWhat = (typeof AUDITED)[number];

/** A colleague's id, or who else it was: a caller (which one is not known), the line by itself, the operator at the terminal, nobody knows. */
export type AuditWho = Hex | 'caller' | 'line' | 'terminal' | 'unknown';

/**
 * Closed words and counts, and at most a reason a colleague typed: 120 characters, no six digits in a row (a telephone number
 * or a reference has more). Nothing a caller said, ever.
 */
export type AuditDetail = Readonly<Record<string, string | number | boolean>>;

export interface NewAudit {
  readonly at: number; readonly what: AuditWhat; readonly who: AuditWho;
  /** A request, a colleague or another random id; absent where it concerns none. */
  readonly about?: Hex | undefined;
  readonly detail?: AuditDetail | undefined;
}

export interface AuditEntry { readonly n: number; readonly at: number; readonly what: AuditWhat; readonly who: AuditWho; readonly about: Hex | ''; readonly detail: AuditDetail }

/** A place in the chain: an entry's number and its hash; before the first entry 0 and 32 zero bytes. */
export interface AuditPlace { readonly n: number; readonly hash: Sealed }

/**
 * Where the chain begins. `mac` is the line's word that it cut there; undefined where nothing was cut. `first` is the lowest number
 * that stands; `whole` says that there are as many rows as numbers from there to the last: a damaged page can hold more.
 */
export interface AuditAnchor extends AuditPlace { readonly mac: Sealed | undefined; readonly first: number | undefined; readonly whole: boolean }

/** Newest first; `before` is where the page before this one ended. */
export interface AuditWanted { readonly before?: number | undefined; readonly most: number; readonly what?: string | undefined; readonly who?: string | undefined }

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** What to ask for next, as `before`; undefined at the end. A page may be short, even empty, and not the last. */
  readonly next: number | undefined;
  /** Who works here now, so that ids can be read. */
  readonly colleagues: readonly { readonly id: Hex; readonly name: string }[];
}

/** How far the chain was followed, and the first entry that does not hold. `firstAt` and `lastAt` are of the entries that do. */
export interface Followed extends AuditPlace {
  readonly entries: number; readonly firstAt: number | undefined; readonly lastAt: number | undefined;
  readonly end: boolean;
  readonly broken: { readonly n: number; readonly how: 'changed' | 'missing' } | undefined;
}

export interface Audit {
  /** Adds an entry after the last one. Other parts of the store do so in the transaction of the act itself (appending, in audit.ts). */
  append(entry: NewAudit): Promise<void>;
  page(wanted: AuditWanted): Promise<AuditPage>;
  /** The last entry; the anchor where there is none. */
  head(): Promise<AuditPlace>;
  anchor(): Promise<AuditAnchor>;
  /** The hash of an entry, of the anchor, or of the place before the first. */
  hashAt(n: number): Promise<Sealed | undefined>;
  /** Follows the chain from a place that holds over at most so many entries. */
  follow(from: AuditPlace, most: number): Promise<Followed>;
  /** The last of those entries at the beginning that are all older than this; of at most 5,000, so that nobody waits long. */
  old(before: number): Promise<AuditPlace | undefined>;
  /** Cuts the chain behind this place, and says so in an entry. False, and nothing is done, where that is no place of the chain. */
  cut(place: AuditPlace, mac: Sealed, now: number): Promise<boolean>;
}
