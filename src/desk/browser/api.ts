import type { Counts, Me, Opened, Rang, Salt, SignedIn, Snapshot, Why } from '../wire.ts';

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
  async signIn(name: string, proof: string): Promise<SignedIn> {
    const signedIn = await this.#ask<SignedIn>('POST', 'sign-in', { name, proof });
    this.#keep(signedIn.me);
    return signedIn;
  }
  signOut(): Promise<unknown> { return this.#ask('POST', 'sign-out'); }
  here(): Promise<unknown> { return this.#ask('POST', 'here'); }
  setDuty(onDuty: boolean): Promise<unknown> { return this.#ask('POST', 'duty', { onDuty }); }
  counts(days: number): Promise<Counts> { return this.#ask('GET', `counts?days=${days}`); }
  queue(): Promise<Snapshot> { return this.#ask('GET', 'queue'); }
  open(id: string): Promise<Opened> { return this.#ask('POST', `requests/${id}/open`); }
  rings(id: string): Promise<{ rings: readonly Rang[] }> { return this.#ask('GET', `requests/${id}/rings`); }
  call(id: string, inner?: string): Promise<unknown> { return this.#ask('POST', `requests/${id}/call`, inner === undefined ? {} : { inner }); }
  note(id: string, body: { outcome: string; note?: string }): Promise<unknown> { return this.#ask('POST', `requests/${id}/outcome`, body); }

  #keep(me: Me): Me {
    this.#csrf = me.csrf;
    return me;
  }

  async #ask<T>(method: 'GET' | 'POST', path: string, body: object = {}): Promise<T> {
    const sent: RequestInit = method === 'GET' ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'csrf-token': this.#csrf } };
    const answer = await fetch(`/desk/api/${path}`, { method, credentials: 'same-origin', signal: AbortSignal.timeout(20_000), ...sent })
      .catch(() => { throw new NotDone('offline'); });
    const told: unknown = await answer.json().catch(() => { throw new NotDone('offline'); });
    if (!answer.ok) throw new NotDone((told as { why?: Why }).why ?? 'trouble');
    return told as T;
  }
}
