import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Hex, Store } from '../../store/store.ts';
import { toBase64 } from '../base64.ts';
import { Refusal } from '../web/refusal.ts';
import type { Me, Signed, SignedIn } from '../wire.ts';
import { monthOf } from './desk-key.ts';
import type { Party } from './factors.ts';

const HALF_MS = 10 * 60_000;

declare module 'fastify' {
  interface Session {
    /** Whose passphrase was right, while the second factor is still wanted. */
    half?: { readonly id: Hex; readonly until: number };
    /** What an authenticator has to sign, or a recovery sheet to open. */
    challenge?: string;
    /** Of a code generator that is being set. */
    seed?: string;
    /** The recovery sheet was shown; until when that counts. */
    recovering?: number;
  }
}

/** What the page is told of the desk, whoever asks. */
export type About = Omit<Me, 'csrf' | 'advocate' | 'setUp' | 'month'>;

export interface Entry {
  me(reply: FastifyReply, advocate: Signed | null): Promise<Me>;
  /** A new session for somebody whose passphrase was right; what planted one before signing in must not become signed in. */
  beginHalf(request: FastifyRequest, id: Hex): Promise<void>;
  /** Who is half in, or wholly. Throws 401. */
  comer(request: FastifyRequest): Hex;
  /** Lets them in, with their keys. */
  finish(request: FastifyRequest, reply: FastifyReply, id: Hex): Promise<SignedIn>;
  party(request: FastifyRequest): Party;
}

/** How somebody comes in, by whichever way. */
export function openEntry({ store, clock, about }: { store: Store; clock: Clock; about: About }): Entry {
  const me: Entry['me'] = async (reply, advocate) => ({ ...about, csrf: reply.generateCsrf(), advocate, month: monthOf(clock), setUp: (await store.keys.current()) === undefined && (await store.people.list()).length === 0 });
  return {
    me,
    async beginHalf(request, id) {
      await request.session.regenerate();
      request.session.half = { id, until: clock.now() + HALF_MS };
    },
    comer(request) {
      const { advocate, half } = request.session;
      const id = advocate ?? (half && half.until > clock.now() ? half.id : undefined);
      if (id === undefined) throw new Refusal(401, 'signedOut');
      return id;
    },
    async finish(request, reply, id) {
      await store.audit.append({ at: clock.now(), what: 'signedIn', who: id }); // or nobody is signed in
      await request.session.regenerate();
      request.session.advocate = id;
      const [own, advocate] = await Promise.all([store.desk.keysOf(id), store.desk.signedIn(id)]);
      if (own === undefined || advocate === undefined) throw new Refusal(401, 'signedOut');
      return {
        me: await me(reply, advocate), publicKey: toBase64(own.publicKey), wrappedSecret: toBase64(own.wrappedSecret),
        deskSecrets: own.deskSecrets.map(({ epoch, sealed }) => ({ epoch, sealed: toBase64(sealed) })),
      };
    },
    // The guard has seen that it is our own: an authenticator binds what it makes to it.
    party: (request) => ({ origin: request.headers.origin ?? '', name: about.organisation }),
  };
}
