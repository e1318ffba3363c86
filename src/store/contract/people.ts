import type { Advocate, Hex, Role, Sealed } from '../store.ts';

/** What a passphrase makes, in its owner's browser. The proof is kept as its digest only. */
export interface OwnKeys { readonly publicKey: Sealed; readonly wrappedSecret: Sealed; readonly salt: Sealed; readonly proof: Sealed }

/** A second way to prove who one is, besides the passphrase. */
export interface Factors { readonly codes: boolean; readonly passkeys: number }
export interface Passkey { readonly id: string; readonly publicKey: Sealed; readonly counter: number; readonly transports: readonly string[] }

/** Signing in: what is asked of a colleague, and what they get for it. */
export interface Desk {
  addAdvocate(a: Advocate & OwnKeys & { roles: readonly Role[]; deskSecrets: readonly { epoch: string; sealed: Sealed }[] }): Promise<void>;
  /** Lets the browser derive its keys. Undefined for an unknown name (the route then answers as for a wrong passphrase). */
  saltOf(name: string): Promise<Sealed | undefined>;
  /**
   * Undefined where name or proof is wrong. Who is let in gets their keys only after the second factor. With `now` a refusal is
   * written down, about the colleague whose name it was; a name nobody has is a stranger's, and is not kept.
   */
  signIn(name: string, proof: Sealed, now?: number): Promise<{ id: Hex; factors: Factors; mayEnrol: boolean } | undefined>;
  keysOf(id: Hex): Promise<{ publicKey: Sealed; wrappedSecret: Sealed; deskSecrets: { epoch: string; sealed: Sealed }[] } | undefined>;
  signedIn(id: Hex): Promise<{ id: Hex; name: string; onDuty: boolean; roles: readonly Role[] } | undefined>;
  /** Another passphrase for the same key pair. False where the old proof is wrong. */
  changePassphrase(id: Hex, old: Sealed, keys: OwnKeys): Promise<boolean>;
  /** The seed of a code generator, sealed by the line. */
  setCodes(id: Hex, seed: Sealed): Promise<void>;
  codesOf(id: Hex): Promise<Sealed | undefined>;
  /** Uses up the code of this 30-second step and all before it. False when it was used already. */
  useCode(id: Hex, step: number): Promise<boolean>;
  addPasskey(id: Hex, passkey: Passkey, now: number): Promise<void>;
  passkeys(id: Hex): Promise<Passkey[]>;
  /** False when the counter did not grow: a copy of the passkey is about (WebAuthn 6.1.1). Some never count: 0 stays 0. */
  usePasskey(passkey: string, counter: number): Promise<boolean>;
  /** Takes one away, but never the last way in. */
  dropFactor(id: Hex, factor: 'codes' | { readonly passkey: string }): Promise<boolean>;
}

export interface Colleague {
  readonly id: Hex; readonly name: string; readonly roles: readonly Role[]; readonly languages: readonly string[]; readonly skills: readonly string[];
  readonly onDuty: boolean; readonly hasPhone: boolean; readonly factors: Factors;
  /** Null until they have joined. */
  readonly publicKey: Sealed | null;
  /** Who holds the newest desk key says that this public key is theirs: a digest under that key, which the server cannot make. */
  readonly vouch: { readonly epoch: string; readonly mac: Sealed } | null;
  /** Until when an invitation holds; null where none is out. */
  readonly invitedUntil: number | null;
}

export interface Invitation { readonly digest: Sealed; readonly until: number }

/** A desk key as it is handed out: sealed to everybody who is to have it, and to recovery. `after` is the one it follows. */
export interface NewEpoch {
  readonly epoch: string; readonly after: string | null; readonly publicKey: Sealed;
  readonly held: readonly { readonly colleague: Hex; readonly publicKey: Sealed; readonly sealed: Sealed; readonly mac: Sealed }[];
  readonly recovery: Sealed | null;
}

export interface NewRecovery {
  readonly publicKey: Sealed;
  /** A copy of the line's long-lived secrets, sealed to it. */
  readonly secrets: Sealed;
  /** Every desk key, sealed to it. */
  readonly keys: readonly { readonly epoch: string; readonly sealed: Sealed }[];
}

/** Who works here. 'lastOperator': the desk would be left without one. */
export interface People {
  list(): Promise<Colleague[]>;
  /** The first of all, with the first desk key and the recovery key, in one transaction. False when somebody works here already. */
  setUp(first: { id: Hex; name: string; roles: readonly Role[]; languages: readonly string[]; keys: OwnKeys; phone: Sealed | null; epoch: NewEpoch; recovery: NewRecovery }, now: number): Promise<boolean>;
  /** False when the name is taken. */
  add(colleague: { id: Hex; name: string; roles: readonly Role[]; languages: readonly string[]; skills: readonly string[]; phone: Sealed | null; invitation: Invitation }, now: number): Promise<boolean>;
  /** A phone that is undefined stays, one that is null goes. */
  change(id: Hex, to: { roles: readonly Role[]; languages: readonly string[]; skills: readonly string[]; phone: Sealed | null | undefined }): Promise<'changed' | 'gone' | 'lastOperator'>;
  /** Another way in for somebody who lost their passphrase: the old one, and the keys under it, open nothing any more. */
  invite(id: Hex, invitation: Invitation): Promise<boolean>;
  /** For somebody who lost their device: the next sign-in sets a new second factor. */
  dropFactors(id: Hex): Promise<boolean>;
  /** Uses an invitation, once. Undefined where it does not hold (any more). */
  join(name: string, digest: Sealed, keys: OwnKeys, now: number): Promise<Hex | undefined>;
  /** Hands all desk keys to somebody who joined, for the public key that was vouched for. False when it is no longer theirs. */
  vouch(id: Hex, given: { publicKey: Sealed; epoch: string; mac: Sealed; held: readonly { epoch: string; sealed: Sealed }[] }): Promise<boolean>;
  /** Their account and keys go; what comes in from now on is sealed to a desk key they never had. 'stale': another key came meanwhile. */
  remove(id: Hex, next: NewEpoch): Promise<'removed' | 'gone' | 'lastOperator' | 'stale'>;
  /** Whoever has the recovery key gives a colleague new keys, and the desk keys with them. */
  recover(id: Hex, keys: OwnKeys, held: readonly { epoch: string; sealed: Sealed }[], vouch: { epoch: string; mac: Sealed }): Promise<boolean>;
  /** Nobody can open anything any more: every account, desk key and record goes, callbacks lapse, and the desk is set up anew. */
  startAnew(now: number): Promise<{ lost: number }>;
}

export interface Keys {
  /** The desk key in use: the public half. Undefined until the first is made. */
  current(): Promise<{ epoch: string; publicKey: Sealed } | undefined>;
  addEpoch(epoch: string, publicKey: Sealed): Promise<void>;
  /** 'stale' when it does not follow the one in use, or is not handed to everybody who holds that one. */
  next(epoch: NewEpoch): Promise<'made' | 'stale'>;
  recovery(): Promise<{ publicKey: Sealed; madeAt: number; keys: { epoch: string; sealed: Sealed }[]; secrets: Sealed } | undefined>;
  /** Another sheet: the one before opens nothing any more. False when a desk key is missing among its keys. */
  setRecovery(recovery: NewRecovery, now: number): Promise<boolean>;
}
