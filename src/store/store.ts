import type { Claims, Holder, Kept, Noted, OpenedRow, Queue, Said } from './at-desk.ts';
import type { Audit } from './contract/audit.ts';
import type { CallRow, Calls, Monitors, NewCall } from './contract/calls.ts';
import type { Desk, Keys, People } from './contract/people.ts';
import type { Tallies } from './tally.ts';

/**
 * The store's edge: asynchronous from the first commit, so that SQLite in one worker thread can become something else.
 * Every function is one job; jobs that wait together are committed in one transaction, each inside its own savepoint.
 * Whatever is personal arrives here sealed. Ids and tags are lower-case hex; times are milliseconds since the epoch, UTC.
 */
export type Hex = string;
export type Sealed = Uint8Array;

export type * from './contract/calls.ts';
export type * from './contract/people.ts';

export interface Store {
  readonly answers: Answers;
  readonly conversations: Conversations;
  readonly requests: Requests;
  /** Whose they are, and what the desk shows of them: at-desk.ts. */
  readonly claims: Claims;
  readonly queue: Queue;
  readonly desk: Desk;
  readonly people: People;
  readonly rota: Rota;
  readonly outbox: Outbox;
  readonly calls: Calls;
  readonly monitors: Monitors;
  readonly rings: Rings;
  readonly counters: Counters;
  readonly tallies: Tallies;
  readonly keys: Keys;
  readonly never: Never;
  readonly audit: Audit;
  /** Called soon (under 500 ms) after anything the desk shows has changed, by this process or another. Returns how to stop. */
  onChange(listener: (change: Change) => void): () => void;
  /**
   * When another process was last known to write here, to half a minute, one that ran before this one too; undefined when
   * none ever was. Callers may have been told things that this process has not seen.
   */
  elsewhere(): number | undefined;
  /** Deletes what has passed its day. Run hourly. */
  sweep(now: number): Promise<{ erased: number }>;
  close(): Promise<void>;
}

/** What has changed: `rota` when it is (also) what the line promises by. */
export interface Change { readonly rota: boolean }

/** How long a job may wait before it is dropped undone (HLP_STORE_BUSY). A job that has begun is always finished. */
export interface Patience { readonly patience?: number }

// ── recorded answers ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Where an answer belongs: which session, after how many keys, the how-manyeth ask there, and what had been entered. */
export interface Slot {
  readonly session: Hex;
  readonly position: number;
  readonly nth: number;
  /** Digest of the transcript up to this position: another transcript under the same session is refused. */
  readonly prefix: Hex;
}

export interface Recorded extends Slot { readonly word: string; readonly sealed: Sealed }

/** What a session goes on with wherever it is answered next. */
export interface Beginning {
  /** Of the dialogue, and of the content. */
  readonly version: string; readonly edition: string;
  /** How long the transcript was. */
  readonly first: number;
  /** Keyed digest of session and number, so that it says nothing of another session; null for a hidden number. */
  readonly phone: Hex | null;
  readonly network: string | null;
  /** The number or code that was dialled, where the operator has bound it to a language or a branch: one of their own. */
  readonly bound: string | null;
}

export interface Answers {
  of(wanted: { readonly session: Hex } & Patience): Promise<{ beginning: Beginning | undefined; answers: Recorded[] }>;
  /** Keeps how sessions began; one that stands already stays as it is. */
  begin(rows: readonly (Beginning & { readonly session: Hex; readonly now: number })[]): Promise<void>;
  /**
   * Answers an ask once. If the slot is taken, returns what stands there (`fresh: false`) and does nothing; with another
   * prefix 'diverged'. Else carries out the act, keeps `outcomes[word]` for the word the act came to, and the tells only
   * if that word is in `tellOn`, all in one transaction. Without an act the only outcome is the answer.
   * Rejects HLP_STORE_BUSY (nothing was done), HLP_STORE_FULL.
   */
  record(job: {
    readonly slot: Slot; readonly now: number;
    readonly act?: Act;
    readonly outcomes: Readonly<Record<string, Sealed>>;
    readonly tells?: readonly NewTell[]; readonly tellOn?: readonly string[];
  } & Patience): Promise<{ word: string; fresh: true } | { word: string; sealed: Sealed; fresh: false } | 'diverged'>;
}

/** What an ask may do to the store, and the words it comes to. */
export type Act =
  /** Keeps a new request with its wrap and sealed fields; `lift` is the never-call tag of a phone that itself asks again, and `texts` says that it asks for texts too. 'kept', or 'taken' when the reference is in use already. */
  | { readonly do: 'keep'; readonly request: NewRequest; readonly lift?: Hex | undefined; readonly texts?: boolean }
  /** Replaces window, cover and sealed fields of a request of this very session. 'kept' or 'gone'. */
  | { readonly do: 'replace'; readonly request: NewRequest }
  /** An alarm that said "no call" now wants one. 'kept' or 'gone'. */
  | { readonly do: 'wantCall'; readonly id: Hex; readonly lift?: Hex | undefined }
  /** The caller undid the alarm. 'gone'. */
  | { readonly do: 'withdraw'; readonly id: Hex; readonly now: number }
  /**
   * One of the answers to a typed reference. Counts the try first: 'wrong' when it is unknown, erased, or when `caller` has
   * used up three tries an hour or all callers together 100 wrong ones. 'found' otherwise (a look; see Requests.look),
   * 'changed' (new window; 'late' never happens here), 'erased' (wrap, fields, pending call: gone).
   */
  | { readonly do: 'look'; readonly reference: Hex; readonly caller: Hex; readonly now: number }
  | { readonly do: 'change'; readonly reference: Hex; readonly caller: Hex; readonly now: number; readonly windows: Windows; readonly country: string }
  | { readonly do: 'erase'; readonly reference: Hex; readonly caller: Hex; readonly now: number }
  /** Erases every request of these pseudonyms but active alarms, and keeps the never-call tag. 'done', whatever was found. */
  | { readonly do: 'eraseCaller'; readonly callers: readonly Hex[]; readonly never: Hex; readonly now: number }
  /** Adds one to a counter. 'counted'. */
  | { readonly do: 'count'; readonly screen: string; readonly what: string; readonly channel: string; readonly language: string; readonly now: number }
  /** Opens a call for a caller who is on the line now (no number needed). 'kept'. */
  | { readonly do: 'stay'; readonly call: NewCall };

// ── requests ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Kind = 'urgent' | 'now' | 'callback';
export type Status = 'waiting' | 'read' | 'tried' | 'closed' | 'withdrawn';
/** What a callback is about, as far as its caller says. */
export type Subject = 'pay' | 'papers' | 'hurt' | 'other';
export type Cover = 'hangUp' | 'wrongNumber' | 'askName';
export type Outcome = 'reached' | 'notReached' | 'wrongPerson' | 'closed';

export interface Window { readonly from: number; readonly to: number }
/** `day` is 'any' or a local date; `part` is morning, day, evening, night, or 'open' (when the desk opens). */
export interface Windows { readonly day: string; readonly part: string; readonly zone: string; readonly first: Window; readonly second?: Window | undefined }

export interface NewRequest {
  readonly id: Hex;
  readonly kind: Kind;
  readonly channel: string;
  readonly language: string;
  readonly country: string;
  readonly zone: string;
  /** An alarm keeps 'no' until the caller asks for a call; the desk refuses Call on it. */
  readonly call: 'yes' | 'no';
  readonly cover?: Cover | undefined;
  readonly windows?: Windows | undefined;
  readonly subject?: Subject | undefined;
  /** Keyed pseudonym of the caller, of this week. */
  readonly caller?: Hex | undefined;
  readonly reference?: Hex | undefined;
  /** Record key, sealed to the month's desk key. Absent for 'now': nothing but the outbox holds its number. */
  readonly wrap?: { readonly epoch: string; readonly sealed: Sealed } | undefined;
  readonly fields: Readonly<Record<string, Sealed>>;
  /** What was agreed to, and its wording: `consent.v1`, or 'urgent'. */
  readonly consent: string;
  readonly madeAt: number;
  /** Number and cover name live no longer; the rest, with the notes, until `eraseAt`. */
  readonly numberUntil: number;
  readonly eraseAt: number;
}

export interface RequestRow {
  readonly id: Hex; readonly kind: Kind; readonly status: Status; readonly channel: string; readonly language: string;
  readonly country: string; readonly zone: string; readonly call: 'yes' | 'no'; readonly cover: Cover | null; readonly subject: Subject | null;
  readonly day: string | null; readonly part: string | null;
  readonly first: Window | null; readonly second: Window | null;
  readonly madeAt: number; readonly eraseAt: number; readonly closesAt: number | null;
  readonly attempts: number; readonly lastAttemptAt: number | null; readonly outcome: Outcome | null;
  /** The latest call about it: see CallRow.state. */
  readonly callState: string | null;
  readonly hasNumber: boolean;
  /** Counts what an outcome must not be saved over: other outcomes, another time, another holder. */
  readonly revision: number;
  /** Who has it, also where that has lapsed. */
  readonly claim: Holder | null;
  /** Of an alarm: whose it was first, by key on the phone or by opening it at the desk. The name is null once they have left. */
  readonly takenBy: Hex | null; readonly takenName: string | null; readonly takenAt: number | null;
  /** Of an alarm: the other open alarms from the same phone, as far as this week's pseudonym tells; and the how-manyeth from it this is. */
  readonly linked: readonly Hex[]; readonly nth: number;
}

/** Open alarms of one phone that nobody has taken: they ring together. */
export interface Alarm {
  /** The newest of them, and when its ringing ends. */
  readonly request: Hex; readonly language: string; readonly country: string; readonly until: number;
  /** All of them. */
  readonly all: readonly Hex[];
}

export type MayRing = 'allowed' | 'outOfWindow' | 'triedThisWindow' | 'triedToday' | 'noCall' | 'gone';

export interface Requests {
  /** All that are open: urgent first, then now, then callbacks by window. A desk asks for no more than it shows: Queue. */
  queue(now: number): Promise<RequestRow[]>;
  one(id: Hex): Promise<RequestRow | undefined>;
  /** For "how is it going" and "what do you keep". Undefined when unknown. */
  look(reference: Hex): Promise<{ id: Hex; status: Status; opened: number; openedAt: number | null; eraseAt: number; fields: string[]; windows: Windows | null; language: string; country: string; subject: Subject | null } | undefined>;
  /** What a desk needs to read it: takes it where nobody has it, marks it read, counts the opening. */
  open(id: Hex, now: number, by: Hex): Promise<OpenedRow | 'theirs' | 'gone'>;
  /** What came of it, by whoever has it; 'reached' and 'closed' close it. A note goes with it or not at all. */
  outcome(id: Hex, outcome: Outcome, now: number, said: Said): Promise<Kept>;
  /** Adds a note; none is ever overwritten. */
  note(id: Hex, now: number, said: Noted): Promise<Kept>;
  /** The line itself has done what there was to do. False when it is closed already. */
  close(id: Hex, now: number): Promise<boolean>;
  /** A callback may be rung once per window and twice in 24 hours; urgent without limit. */
  mayRing(id: Hex, now: number): Promise<MayRing>;
  /** Looks and marks the attempt in one transaction, right before the caller's phone is dialled. */
  attempt(id: Hex, now: number): Promise<MayRing>;
  /**
   * An open alarm is this colleague's from now on, and with it those from the same phone that wait as well: no phone rings for
   * them any more, and the desk is silent. True when it is theirs, also when it was before; false when it is somebody else's,
   * or no alarm that is open.
   */
  taken(id: Hex, advocate: Hex, now: number): Promise<boolean>;
  /** Alarms nobody has taken, for a day from when they were made: the phone that waits longest first. */
  alarms(now: number): Promise<Alarm[]>;
}

/** How it ended for one whose phone rang: 'late' when somebody else had taken it, 'notRung' when the phone could not be rung. */
export type RingEnd = 'took' | 'refused' | 'noAnswer' | 'engaged' | 'notRung' | 'late';

/** One phone that rang about a request, or was passed over because it was engaged; `as` 'desk' for who pressed Call themselves. */
export interface Ring { readonly request: Hex; readonly colleague: Hex; readonly at: number; readonly as: Shift['as'] | 'desk'; readonly ended: RingEnd | null }

/** What decides whose phone rings next for an alarm: since when it, or an older one from the same phone, waits, and whose rang. */
export interface Waiting { readonly since: number; readonly takenBy: Hex | null; readonly rings: readonly Ring[] }

/** What rang whom, for as long as the request is kept. */
export interface Rings {
  /**
   * False, and not kept, when that colleague's phone rang after `unlessAfter` for this alarm or another from the same
   * phone; when the request is gone; and, of 'engaged', when that is the last that is known of them.
   */
  add(ring: Ring, unlessAfter?: number): Promise<boolean>;
  /** How their latest ring ended. What is known of it stays, but a phone that rang on may still be answered, and whoever takes it at last has taken it. */
  end(request: Hex, colleague: Hex, ended: RingEnd): Promise<void>;
  /** Oldest first. Of an alarm also those that rang for an older one from the same phone, once this one was there. */
  of(request: Hex): Promise<(Ring & { readonly name: string | null })[]>;
  ladder(request: Hex): Promise<Waiting | undefined>;
}

// ── conversations of gateways that send only the latest input ────────────────────────────────────────────────────────

export interface Conversations {
  /**
   * Takes a text once. 'again' when this id was answered before (kept 48 h, hashed); 'underWay' when it was taken and is not
   * answered yet, by another delivery or by a process that died less than 30 s ago.
   */
  take(id: Hex, now: number): Promise<'new' | 'again' | 'underWay'>;
  read(tag: Hex, now: number): Promise<{ sealed: Sealed; session: Hex; seenAt: number } | undefined>;
  /** Keeps the conversation, marks the text as answered, and queues the answer, in one transaction. */
  write(tag: Hex, row: { session: Hex; sealed: Sealed; now: number; until: number }, text: Hex, tells: readonly NewTell[]): Promise<void>;
  end(tag: Hex): Promise<void>;
}

// ── things to carry out after the commit ─────────────────────────────────────────────────────────────────────────────

export interface NewTell {
  readonly id: Hex;
  readonly tell: 'text' | 'ring';
  /** What it concerns: a request, a call, or a conversation tag; erasing that cancels it. */
  readonly about: Hex;
  readonly sealed: Sealed;
  readonly due: number;
  readonly expires: number;
}

export interface Tell extends NewTell { readonly tries: number }

export interface Outbox {
  add(tells: readonly NewTell[]): Promise<void>;
  /** Takes what is due; each is taken by one process once. A taken tell is never taken again (claim, then send). */
  claim(now: number, most: number): Promise<Tell[]>;
  done(id: Hex, outcome: 'sent' | 'refused' | 'uncertain' | 'lapsed', detail?: { gatewayId?: Hex }): Promise<void>;
  /** Puts a claimed tell back, due later: only when nothing can have left the house. */
  later(id: Hex, due: number): Promise<void>;
  cancel(about: Hex): Promise<void>;
}

// ── people, duty, hours ──────────────────────────────────────────────────────────────────────────────────────────────

/** What somebody may do at the desk; one person may have several. Only advocates and coordinators are ever rung or open requests. */
export type Role = 'operator' | 'coordinator' | 'advocate' | 'auditor';

export interface Advocate {
  readonly id: Hex; readonly name: string; readonly languages: readonly string[]; readonly skills: readonly string[]; readonly onDuty: boolean;
  /** Their phone, under the line key. */
  readonly phone: Sealed;
}

/**
 * Hours of one colleague. `days` are ISO weekdays 1-7; minutes since midnight in `zone`; `to` may be 1440, and where it is not
 * after `from` it is of the next day, as a night belongs to the day it begins on. Only hours on duty
 * are promised to callers; backup and coordinator are rung for alarms nobody has taken. `languages` and `skills` narrow what
 * they are there for; null is all they have.
 */
export interface Shift {
  readonly advocate: Hex; readonly as: 'duty' | 'backup' | 'coordinator'; readonly days: readonly number[]; readonly from: number; readonly to: number; readonly zone: string;
  readonly languages: readonly string[] | null; readonly skills: readonly string[] | null;
}

/** Days on which nobody is promised: dates of the operator's time zone, both included. */
export interface Closure { readonly from: string; readonly until: string; readonly name: string }

export interface Rota {
  /** Everything the line promises by: who is on duty, who speaks what, which hours, which days are closed. Changes are told by onChange. */
  read(): Promise<{ advocates: Advocate[]; shifts: Shift[]; closures: Closure[]; order: Hex[] }>;
  setDuty(advocate: Hex, onDuty: boolean): Promise<void>;
  /** With `was`, only where these are what stands: false, and nothing changed, when somebody else was first. */
  setShifts(advocate: Hex, shifts: readonly Omit<Shift, 'advocate'>[], was?: readonly Omit<Shift, 'advocate'>[]): Promise<boolean>;
  setClosures(closures: readonly Closure[], was?: readonly Closure[]): Promise<boolean>;
}

// ── counts and refusals ──────────────────────────────────────────────────────────────────────────────────────────────

/** How often something happened at a screen within one hour: `hour` is its first moment, UTC. Says nothing of whose session it was. */
export interface Counted {
  readonly hour: number; readonly channel: string; readonly language: string; readonly screen: string;
  /** 'shown', 'answered', 'wrong', 'dropped', 'goal'; and of a topic that was read 'yes', 'no', 'trouble': whether it helped. */
  readonly what: string;
  readonly n: number;
}

/** A session that is over, and the screen where its caller broke off, if it is one of those. */
export interface Ending { readonly session: Hex; readonly at: number; readonly dropped?: Omit<Counted, 'hour' | 'what' | 'n'> | undefined }

export interface Counters {
  /** Adds to what stands: several processes count into the same hours. */
  add(counted: readonly Counted[]): Promise<void>;
  /** Counts where sessions were broken off, once each, however often and by whomever their end is told. */
  end(endings: readonly Ending[]): Promise<void>;
  /** What was counted from `from` to before `until`, added up over the hours. */
  read(from: number, until: number): Promise<Omit<Counted, 'hour'>[]>;
  /** How many screens were shown in each of these hours. */
  shown(from: number, until: number): Promise<Pick<Counted, 'hour' | 'n'>[]>;
}

export interface Never {
  /** 'call' and 'text' are kept apart: who texted STOP may still be called back as agreed. */
  add(tag: Hex, what: 'call' | 'text', now: number): Promise<void>;
  has(tag: Hex, what: 'call' | 'text'): Promise<boolean>;
  /** That phone itself asked again. */
  lift(tag: Hex, what: 'call' | 'text'): Promise<void>;
}
