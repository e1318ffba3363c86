import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';
import type { Store } from '../../store/store.ts';
import { advocateOf, CALLING, SIGNED_IN } from '../web/access.ts';
import { fromBase64, toBase64 } from '../base64.ts';
import { Refusal } from '../web/refusal.ts';
import type { Sessions } from '../web/sessions.ts';
import { Tries } from '../web/tries.ts';
import type { Me, Salt, Signed, SignedIn } from '../wire.ts';

/** Every answer to a sign-in takes this long, so that its time says nothing about the name. */
const ANSWER_MS = 400;
const QUARTER_HOUR = 15 * 60_000;

interface SignIn {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly clock: Clock;
  /** A salt for a name nobody has: always the same one for the same name. */
  readonly fakeSalt: (name: string) => Uint8Array;
  readonly about: Omit<Me, 'csrf' | 'advocate'>;
}

const NAME = { type: 'string', minLength: 1, maxLength: 64 } as const;
const SALT_BODY = { type: 'object', required: ['name'], properties: { name: NAME } } as const;
const SIGN_IN_BODY = { type: 'object', required: ['name', 'proof'], properties: { name: NAME, proof: { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$' } } } as const;
const DUTY_BODY = { type: 'object', required: ['onDuty'], properties: { onDuty: { type: 'boolean' } } } as const;

/** Who am I, sign in, sign out, duty. The passphrase never leaves the browser; what arrives is half of what it derives. */
export function serveSignIn(app: FastifyInstance, { store, sessions, clock, fakeSalt, about }: SignIn): void {
  const perName = new Tries({ most: 20, within: QUARTER_HOUR }, clock);
  const perNameHere = new Tries({ most: 5, within: QUARTER_HOUR }, clock);
  const perPlace = new Tries({ most: 60, within: QUARTER_HOUR }, clock);
  const meOf = (reply: FastifyReply, advocate: Signed | null): Me => ({ ...about, csrf: reply.generateCsrf(), advocate });

  app.get('/me', { config: { allow: 'anyone', quiet: true } }, async (request, reply): Promise<Me> => {
    const id = request.session.advocate;
    return meOf(reply, id === undefined ? null : await store.desk.signedIn(id) ?? null);
  });

  app.post<{ Body: { name: string } }>('/salt', { config: { allow: 'anyone' }, schema: { body: SALT_BODY } }, async (request): Promise<Salt> => {
    const answered = wait(ANSWER_MS);
    if (!perPlace.take(request.ip)) throw new Refusal(429, 'tooMany');
    const name = normalise(request.body.name);
    const salt = await store.desk.saltOf(name) ?? fakeSalt(name);
    await answered;
    return { salt: toBase64(salt) };
  });

  app.post<{ Body: { name: string; proof: string } }>('/sign-in', { config: { allow: 'anyone' }, schema: { body: SIGN_IN_BODY } }, async (request, reply): Promise<SignedIn> => {
    const answered = wait(ANSWER_MS);
    const name = normalise(request.body.name);
    const here = `${request.ip} ${name}`;
    if (![perPlace.take(request.ip), perNameHere.take(here), perName.take(name)].every(Boolean)) throw new Refusal(429, 'tooMany');
    const found = await store.desk.signIn(name, fromBase64(request.body.proof), clock.now());
    await answered;
    if (found === undefined) throw new Refusal(401, 'wrong');
    perNameHere.forget(here);
    perName.forget(name);
    return begin(request, reply, found);
  });

  async function begin(request: FastifyRequest, reply: FastifyReply, found: NonNullable<Awaited<ReturnType<Store['desk']['signIn']>>>): Promise<SignedIn> {
    await store.audit.append({ at: clock.now(), what: 'signedIn', who: found.id }); // or nobody is signed in
    // A new session id: one planted before signing in must not become a signed-in one.
    await request.session.regenerate();
    request.session.advocate = found.id;
    const advocate = await store.desk.signedIn(found.id) ?? null;
    return {
      me: meOf(reply, advocate),
      publicKey: toBase64(found.publicKey), wrappedSecret: toBase64(found.wrappedSecret),
      deskSecrets: found.deskSecrets.map(({ epoch, sealed }) => ({ epoch, sealed: toBase64(sealed) })),
    };
  }

  app.post('/sign-out', { config: { allow: SIGNED_IN } }, async (request) => {
    const { id } = advocateOf(request);
    await request.session.destroy();
    await store.audit.append({ at: clock.now(), what: 'signedOut', who: id });
    return {};
  });

  /** The page says that the advocate is there: keys or pointer moved. */
  app.post('/here', { config: { allow: SIGNED_IN } }, async () => ({}));

  app.post<{ Body: { onDuty: boolean } }>('/duty', { config: { allow: CALLING }, schema: { body: DUTY_BODY } }, async (request) => {
    await store.rota.setDuty(advocateOf(request).id, request.body.onDuty);
    return { onDuty: request.body.onDuty };
  });
}

/** Names are compared without case and outer spaces. */
export const normalise = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
