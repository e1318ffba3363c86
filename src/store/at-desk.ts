import type { Hex, Kind, RequestRow, Sealed, Subject } from './store.ts';

/** What the desk asks of the store about requests: whose they are, what was written, and which of them are shown. Times are ms since the epoch. */

/** Who has a request. It lapses at `until`; null while they are on the phone about it. Then it is anybody's to take. */
export interface Holder { readonly advocate: Hex; readonly name: string | null; readonly at: number; readonly until: number | null }

/** What may have happened to a request, in closed words. `returned`: nobody gave a sign of life for it. */
export type What = 'claimed' | 'released' | 'handedOver' | 'takenOver' | 'opened' | 'called' | 'noted' | 'outcome' | 'returned';
/** `who` is the name of a colleague; null for the line itself, and for who is removed. */
export interface Step { readonly at: number; readonly who: string | null; readonly what: What }

/** Sealed in a browser, bound to its own id, 32 hex digits chosen there. */
export interface NewNote { readonly id: Hex; readonly sealed: Sealed }
export interface NoteRow extends NewNote { readonly at: number; readonly who: string | null; readonly kind: 'note' | 'handover' }

export interface OpenedRow {
  readonly row: RequestRow;
  /** Null for a "now", of which nothing is sealed. */
  readonly wrap: { readonly epoch: string; readonly sealed: Sealed } | null;
  readonly fields: Record<string, Sealed>;
  /** Oldest first, and at most the latest 200. */
  readonly notes: readonly NoteRow[];
  readonly steps: readonly Step[];
}

export interface Claims {
  /**
   * Takes a request that nobody has, or whose claim has lapsed. 'yours' also when it was before; 'gone' when it is unknown or
   * withdrawn. Of many who try at once exactly one gets it.
   */
  claim(id: Hex, by: Hex, now: number): Promise<'yours' | { readonly theirs: Holder } | 'gone'>;
  /** False when it is not theirs. */
  release(id: Hex, by: Hex, now: number): Promise<boolean>;
  /** Gives it on with a note. 'nobody' who could take it; 'unsealable' where no key is kept under which a note could be read. */
  handOver(id: Hex, to: Hex, now: number, said: Noted): Promise<'done' | 'notTheirs' | 'changed' | 'nobody' | 'unsealable'>;
  /** A coordinator takes it from whoever has it. 'notAllowed' for everybody else. */
  takeOver(id: Hex, by: Hex, now: number): Promise<'yours' | 'notAllowed' | 'gone'>;
  /** A sign of life: keeps all that is theirs. */
  seen(by: Hex, now: number): Promise<void>;
}

export const SECTIONS = ['urgent', 'line', 'open', 'soon', 'later'] as const;
/** Where a request stands: in danger, waits for a person, window open, opening within two hours, later. */
export type Section = (typeof SECTIONS)[number];

/** Undefined is all. An alarm that nobody has is found by every filter. */
export interface Filter {
  readonly languages?: readonly string[] | undefined; readonly kind?: Kind | undefined; readonly subject?: Subject | undefined; readonly country?: string | undefined;
  readonly whose?: 'free' | 'mine' | undefined;
}

export interface Queued {
  /** By section, each in the order in which an advocate should take them, and of each at most what was asked for. */
  readonly rows: readonly RequestRow[];
  /** What colleagues have and is not among these; at most 200. */
  readonly held: readonly RequestRow[];
  /** How many there are in truth: in all, and of them those the filter finds. */
  readonly counts: Readonly<Record<Section, { readonly all: number; readonly found: number }>>;
  /** Alarms that nobody has and of which nothing was noted yet. */
  readonly alarms: number;
}

export interface Queue {
  /** `most` rows of a section. Costs what is open, however much is stored. */
  read(wanted: { readonly now: number; readonly me: Hex; readonly filter: Filter; readonly most: Readonly<Record<Section, number>> }): Promise<Queued>;
  /** What a filter can choose from now. */
  choices(now: number): Promise<{ readonly languages: readonly string[]; readonly countries: readonly string[]; readonly subjects: readonly Subject[] }>;
  /** Open requests of which this colleague has the claim, lapsed or not; at most 200. */
  mine(by: Hex, now: number): Promise<RequestRow[]>;
  /** Open alarms, and callbacks whose window is open or opens before `until`; of each at most 200, the most urgent first. */
  promised(now: number, until: number): Promise<RequestRow[]>;
}

/** `revision` is that of the row it was said on: a caller's change may also have brought another key, under which an older note is noise. */
export interface Said { readonly by: Hex; readonly revision: number; readonly note?: NewNote | undefined }
export interface Noted extends Said { readonly note: NewNote }
/** 'notTheirs': somebody else has it, or nobody. 'changed': another outcome or another time came first; nothing was kept. */
export type Kept = 'kept' | 'gone' | 'notTheirs' | 'changed';
