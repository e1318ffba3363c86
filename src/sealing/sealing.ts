import type { Hex, Sealed } from '../store/store.ts';
import type { AuditSeals } from './audit-seals.ts';

/** `number` is sealed twice; all else is words, such as a cover name. */
export interface RecordFields {
  readonly number?: string | undefined;
  readonly coverName?: string | undefined; readonly safeWord?: string | undefined;
  readonly whoCalls?: string | undefined; readonly forWhom?: string | undefined; readonly texts?: string | undefined;
}

/** Every use of a key, named by what it protects. The only place that holds secrets; see docs/privacy.md for the key table. */
export interface Sealing {
  // records: sealed inside with the line's key, outside with the record's key
  /** Draws a record key from the pool, seals the fields, forgets the key. Fields are padded: number 32 bytes, words 64. */
  sealRecord(id: Hex, fields: RecordFields): { wrap: { epoch: string; sealed: Sealed }; fields: Record<string, Sealed> };
  /** Opens the inner seal a browser posted. Undefined when it is not this record's. */
  openInner(id: Hex, inner: Sealed): string | undefined;
  /** Keys are pooled while idle; this fills the pool and is called at start and after use. */
  useDeskKey(epoch: string, publicKey: Sealed): void;
  /** Resolves when records can be sealed: libsodium is loaded. HLP_SEAL_NOT_READY (also from sealRecord) without a desk key. */
  ready(): Promise<void>;

  // minutes: pending calls and texts, under a key that is gone after 15 minutes
  sealPending(id: Hex, words: string): Sealed;
  openPending(id: Hex, sealed: Sealed): string | undefined;

  // an advocate's own phone, under the line key
  sealPhone(advocate: Hex, number: string): Sealed;
  openPhone(advocate: Hex, sealed: Sealed): string | undefined;

  /** A seed of a colleague's code generator, under the line key. */
  sealSeed(colleague: Hex, seed: string): Sealed;
  openSeed(colleague: Hex, sealed: Sealed): string | undefined;
  /** A copy of the long-lived secrets of SECRETS_DIR, one line each, `<name> <hex>`, sealed to the recovery key. */
  sealSecretsTo(recovery: Sealed): Promise<Sealed>;

  /** Words only whoever holds the recovery key can read back: base64 of 32 bytes, and the box they lie in. */
  challenge(recovery: Sealed): Promise<{ challenge: string; box: Sealed }>;

  // a day: voice paths and conversation rows
  /** base64url, bound to the session; within a day the same for the same transcript, so that a hop sent again gets the same bytes. */
  sealTranscript(session: string, transcript: readonly string[]): string;
  openTranscript(session: string, sealed: string): readonly string[] | undefined;
  sealConversation(tag: Hex, words: string): Sealed;
  openConversation(tag: Hex, sealed: Sealed): string | undefined;

  // recorded answers: a key derived from the session's own id. One id on two channels is two sessions
  session(gateway: string, channel: string, session: string): SessionKey;

  // tags: keyed digests that say "the same as before" and nothing else
  /** This week's pseudonym of a number, 24 hex. */
  pseudonym(number: string): Hex;
  /** This week's and last week's: what a phone asked in the last 7 days may carry either. */
  pseudonyms(number: string): readonly Hex[];
  /** Tells whether a session is still of the phone it began with, and nothing of any other session. */
  phoneTag(session: string, number: string): Hex;
  /** With this week's and last week's key: a session may go on over midnight. */
  phoneTags(session: string, number: string): readonly Hex[];
  referenceTag(reference: string): Hex;
  neverTag(number: string): Hex;
  /** Volatile: which phone a leg is being dialled to. */
  legTag(number: string): Hex;
  /** Today's and yesterday's: a leg dialled before midnight UTC is told of after it. */
  legTags(number: string): readonly Hex[];
  /** Of a gateway's text id, so that none is stored as received. */
  textTag(gateway: string, id: string): Hex;
  /** Of a conversation by text: per phone, this day's volatile key. */
  conversationTag(number: string): Hex;
  /** Today's and yesterday's: a conversation goes on over midnight UTC. */
  conversationTags(number: string): readonly Hex[];

  /** The line's word on where the audit ends and begins. */
  readonly audit: AuditSeals;

  /** 8 digits, random, the last a check digit that catches single-digit and swap errors. */
  newReference(): string;
  isReference(digits: string): boolean;
  newId(): Hex;
  /** Looks at the clock: starts new keys and destroys those past their time (true when any was). Called every minute. */
  rotate(): boolean;
}

export interface SessionKey {
  /** What the store knows the session by. */
  readonly tag: Hex;
  seal(slot: { position: number; nth: number }, words: string): Sealed;
  /** Throws HLP_ANSWER_UNREADABLE. */
  open(slot: { position: number; nth: number }, sealed: Sealed): string;
}
