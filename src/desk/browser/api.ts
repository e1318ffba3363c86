import type { AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/browser';
import type { Closure, Shown } from '../../store/store.ts';
import type { Report, Reports } from '../reports/report.ts';
import type { AuditSeen, Choices, Colleague, Counts, DeskKeys, Half, Handover, Me, NewEpoch, NewRecovery, Opened, OwnKeys, Person, Rang, RotaView, Salt, SealedKey, ShiftWanted, SignedIn, Snapshot, Suggestion, Verdict, Why } from '../wire.ts';
import type { SentNote } from './people/keys.ts';

export type Trouble = Why | 'offline' | 'keys';

/** Why something did not happen; words.why has the sentence. */
export class NotDone extends Error {
  readonly why: Trouble;
  constructor(why: Trouble) { super(why); this.why = why; }
}

export const whyOf = (error: unknown): Trouble => (error instanceof NotDone ? error.why : 'trouble');

/** The desk's routes, as functions. Holds the token of this session and nothing else. */
export class Api {
  #csrf = '';

  async me(): Promise<Me> { return this.#keep(await this.#ask<Me>('GET', 'me')); }
  salt(name: string): Promise<Salt> { return this.#ask('POST', 'salt', { name }); }
  signIn(name: string, proof: string): Promise<Half | SignedIn> { return this.#come('sign-in', { name, proof }); }
  signInByCode(code: string): Promise<SignedIn> { return this.#come('sign-in/code', { code }); }
  beginPasskey(): Promise<PublicKeyCredentialRequestOptionsJSON> { return this.#ask('POST', 'sign-in/passkey/begin'); }
  signInByPasskey(response: AuthenticationResponseJSON): Promise<SignedIn> { return this.#come('sign-in/passkey', { response }); }

  // a second factor of one's own: whoever has none yet is in once it is set
  beginCodes(): Promise<{ seed: string; uri: string }> { return this.#ask('POST', 'own/codes/begin'); }
  setCodes(code: string): Promise<SignedIn | object> { return this.#come('own/codes', { code }); }
  offerPasskey(): Promise<PublicKeyCredentialCreationOptionsJSON> { return this.#ask('POST', 'own/passkey/begin'); }
  addPasskey(response: RegistrationResponseJSON): Promise<SignedIn | object> { return this.#come('own/passkey', { response }); }
  own(): Promise<{ codes: boolean; passkeys: readonly { id: string }[] }> { return this.#ask('GET', 'own'); }
  dropFactor(factor: 'codes' | { passkey: string }): Promise<unknown> { return this.#ask('POST', 'own/drop', { factor }); }
  /** One's own secret key, still under the passphrase whose proof this is. */
  wrapped(proof: string): Promise<{ publicKey: string; wrappedSecret: string }> { return this.#ask('POST', 'own/wrapped', { proof }); }
  changePassphrase(old: string, keys: OwnKeys): Promise<unknown> { return this.#ask('POST', 'own/passphrase', { old, keys }); }

  // the ways in without an account
  setUp(body: { code: string; id: string; person: Person; keys: OwnKeys; epoch: NewEpoch; recovery: NewRecovery }): Promise<Half> { return this.#come('set-up', body); }
  join(name: string, code: string, keys: OwnKeys): Promise<Half> { return this.#come('join', { name, code, keys }); }
  beginRecovery(): Promise<{ box: string; publicKey: string }> { return this.#ask('POST', 'recovery/begin'); }
  recovery(answer: string): Promise<{ keys: SealedKey[]; colleagues: { id: string; name: string }[] }> { return this.#ask('POST', 'recovery', { answer }); }
  recover(id: string, body: { keys: OwnKeys; held: SealedKey[]; epoch: string; mac: string }): Promise<Half> { return this.#come(`recovery/${id}`, body); }

  // colleagues, and the keys they are handed
  people(): Promise<{ colleagues: Colleague[] }> { return this.#ask('GET', 'people'); }
  invite(person: Person): Promise<{ id: string; code: string; until: number }> { return this.#ask('POST', 'people', person); }
  changePerson(id: string, person: Person): Promise<unknown> { return this.#ask('POST', `people/${id}`, person); }
  inviteAgain(id: string): Promise<{ code: string; until: number }> { return this.#ask('POST', `people/${id}/invite`); }
  dropFactorsOf(id: string): Promise<unknown> { return this.#ask('POST', `people/${id}/factors`); }
  vouch(id: string, body: object): Promise<unknown> { return this.#ask('POST', `people/${id}/vouch`, body); }
  remove(id: string, next: NewEpoch): Promise<unknown> { return this.#ask('POST', `people/${id}/remove`, next); }
  deskKeys(): Promise<DeskKeys> { return this.#ask('GET', 'keys'); }
  nextKey(epoch: NewEpoch): Promise<unknown> { return this.#ask('POST', 'keys', epoch); }
  newRecovery(recovery: NewRecovery): Promise<unknown> { return this.#ask('POST', 'keys/recovery', recovery); }

  signOut(): Promise<unknown> { return this.#ask('POST', 'sign-out'); }
  here(): Promise<unknown> { return this.#ask('POST', 'here'); }
  setDuty(onDuty: boolean): Promise<unknown> { return this.#ask('POST', 'duty', { onDuty }); }
  counts(days: number): Promise<Counts> { return this.#ask('GET', `counts?days=${days}`); }
  rota(): Promise<RotaView> { return this.#ask('GET', 'rota'); }
  /** Adds a shift, removes one, or puts one in another's place. */
  changeShift(colleague: string, change: { add?: ShiftWanted | undefined; remove?: ShiftWanted | undefined }): Promise<RotaView> { return this.#ask('POST', 'rota/shifts', { colleague, ...change }); }
  changeClosure(change: { add?: Closure; remove?: Closure }): Promise<RotaView> { return this.#ask('POST', 'rota/closures', change); }
  holidays(): Promise<{ holidays: Suggestion[] }> { return this.#ask('GET', 'rota/holidays'); }
  testCall(): Promise<RotaView> { return this.#ask('POST', 'rota/monitor'); }
  noteShown(id: string, shown: Shown): Promise<RotaView> { return this.#ask('POST', 'rota/monitor/shown', { id, shown }); }

  // who needs me, and whose a request is
  /** `wanted` is what follows the address, with its question mark. */
  queue(wanted: string): Promise<Snapshot> { return this.#ask('GET', `queue${wanted}`); }
  choices(): Promise<Choices> { return this.#ask('GET', 'queue/choices'); }
  handover(of?: string): Promise<Handover> { return this.#ask('GET', of === undefined ? 'handover' : `handover?of=${of}`); }
  claim(id: string): Promise<unknown> { return this.#ask('POST', `requests/${id}/claim`); }
  release(id: string): Promise<unknown> { return this.#ask('POST', `requests/${id}/release`); }
  takeOver(id: string): Promise<unknown> { return this.#ask('POST', `requests/${id}/take-over`); }
  handOver(id: string, body: { to: string; revision: number; note: SentNote }): Promise<unknown> { return this.#ask('POST', `requests/${id}/hand-over`, body); }

  // numbers worth publishing
  reports(): Promise<Reports> { return this.#ask('GET', 'reports'); }
  report(from: string): Promise<Report> { return this.#ask('GET', `reports/${from}`); }
  /** A report as a file, with the name the line gave it. */
  async reportFile(from: string, form: 'csv' | 'zip'): Promise<{ name: string; bytes: Blob }> {
    const answer = await this.#send('GET', `reports/${from}.${form}`);
    if (!answer.ok) throw new NotDone(((await answer.json().catch(() => ({}))) as { why?: Why }).why ?? 'trouble');
    const [, name = `${from}.${form}`] = /filename="([\w.-]+)"/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
    return { name, bytes: await answer.blob().catch(() => { throw new NotDone('offline'); }) };
  }

  // who did what
  audit(wanted: Readonly<Record<string, string>>): Promise<AuditSeen> { return this.#ask('GET', `audit?${new URLSearchParams(wanted).toString()}`); }
  verifyAudit(): Promise<Verdict> { return this.#ask('POST', 'audit/verify'); }
  open(id: string): Promise<Opened> { return this.#ask('POST', `requests/${id}/open`); }
  rings(id: string): Promise<{ rings: readonly Rang[] }> { return this.#ask('GET', `requests/${id}/rings`); }
  call(id: string, inner?: string): Promise<unknown> { return this.#ask('POST', `requests/${id}/call`, inner === undefined ? {} : { inner }); }
  outcome(id: string, body: { outcome: string; revision: number; note?: SentNote }): Promise<unknown> { return this.#ask('POST', `requests/${id}/outcome`, body); }
  note(id: string, body: { revision: number; note: SentNote }): Promise<unknown> { return this.#ask('POST', `requests/${id}/note`, body); }

  /** A new session has a new token. */
  async #come<T>(path: string, body: object): Promise<T> {
    const came = await this.#ask<T>('POST', path, body);
    if (typeof came === 'object' && came !== null && 'me' in came) this.#keep(came.me as Me);
    else if (typeof came === 'object' && came !== null && 'need' in came) await this.me();
    return came;
  }

  #keep(me: Me): Me {
    this.#csrf = me.csrf;
    return me;
  }

  async #ask<T>(method: 'GET' | 'POST', path: string, body: object = {}): Promise<T> {
    const answer = await this.#send(method, path, body);
    const told: unknown = await answer.json().catch(() => { throw new NotDone('offline'); });
    if (!answer.ok) throw new NotDone((told as { why?: Why }).why ?? 'trouble');
    return told as T;
  }

  #send(method: 'GET' | 'POST', path: string, body: object = {}): Promise<Response> {
    const sent: RequestInit = method === 'GET' ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'csrf-token': this.#csrf } };
    return fetch(`/desk/api/${path}`, { method, credentials: 'same-origin', signal: AbortSignal.timeout(20_000), ...sent })
      .catch(() => { throw new NotDone('offline'); });
  }
}
