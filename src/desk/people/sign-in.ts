import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { FastifyInstance } from 'fastify';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Hex, Store } from '../../store/store.ts';
import { advocateOf, CALLING, SIGNED_IN } from '../web/access.ts';
import { fromBase64, toBase64 } from '../base64.ts';
import { Refusal } from '../web/refusal.ts';
import { Tries } from '../web/tries.ts';
import type { Half, Me, Salt, SignedIn, Why } from '../wire.ts';
import type { Entry } from './entry.ts';
import { askPasskey, checkPasskey, stepOf } from './factors.ts';
import { CODE_BODY, PASSKEY_BODY, PROOF } from './shapes.ts';

/** Every answer to a sign-in takes this long, so that its time says nothing about the name. */
const ANSWER_MS = 400;
const QUARTER_HOUR = 15 * 60_000;

interface SignIn {
  readonly store: Store; readonly sealing: Sealing; readonly clock: Clock; readonly mode: 'demo' | 'live'; readonly entry: Entry;
  /** A salt for a name nobody has: always the same one for the same name. */
  readonly fakeSalt: (name: string) => Uint8Array;
}

const NAME = { type: 'string', minLength: 1, maxLength: 64 } as const;
const SALT_BODY = { type: 'object', required: ['name'], properties: { name: NAME } } as const;
const SIGN_IN_BODY = { type: 'object', required: ['name', 'proof'], properties: { name: NAME, proof: PROOF } } as const;
const DUTY_BODY = { type: 'object', required: ['onDuty'], properties: { onDuty: { type: 'boolean' } } } as const;

/** Who am I, sign in with both factors, sign out, duty. The passphrase never leaves the browser; what arrives is half of what it derives. */
export function serveSignIn(app: FastifyInstance, { store, sealing, clock, mode, entry, fakeSalt }: SignIn): void {
  const perName = new Tries({ most: 20, within: QUARTER_HOUR }, clock);
  const perNameHere = new Tries({ most: 5, within: QUARTER_HOUR }, clock);
  const perPlace = new Tries({ most: 60, within: QUARTER_HOUR }, clock);
  const perFactor = new Tries({ most: 5, within: QUARTER_HOUR }, clock);
  const anyone = { allow: 'anyone' } as const;

  app.get('/me', { config: { allow: 'anyone', quiet: true } }, async (request, reply): Promise<Me> => {
    const id = request.session.advocate;
    return entry.me(reply, id === undefined ? null : await store.desk.signedIn(id) ?? null);
  });

  app.post<{ Body: { name: string } }>('/salt', { config: anyone, schema: { body: SALT_BODY } }, async (request): Promise<Salt> => {
    const answered = wait(ANSWER_MS);
    if (!perPlace.take(request.ip)) throw new Refusal(429, 'tooMany');
    const name = normalise(request.body.name);
    const salt = await store.desk.saltOf(name) ?? fakeSalt(name);
    await answered;
    return { salt: toBase64(salt) };
  });

  app.post<{ Body: { name: string; proof: string } }>('/sign-in', { config: anyone, schema: { body: SIGN_IN_BODY } }, async (request, reply): Promise<Half | SignedIn> => {
    const answered = wait(ANSWER_MS);
    const name = normalise(request.body.name);
    const here = `${request.ip} ${name}`;
    if (![perPlace.take(request.ip), perNameHere.take(here), perName.take(name)].every(Boolean)) throw new Refusal(429, 'tooMany');
    const found = await store.desk.signIn(name, fromBase64(request.body.proof), clock.now());
    await answered;
    if (found === undefined) throw new Refusal(401, 'wrong');
    perNameHere.forget(here);
    perName.forget(name);
    const { id, factors, mayEnrol } = found;
    // The demo's own colleague has none, and nobody is to need a telephone to look at a demo.
    if (mayEnrol && mode === 'demo') return entry.finish(request, reply, id);
    await entry.beginHalf(request, id);
    return mayEnrol ? { need: 'enrol' } : { need: 'factor', codes: factors.codes, passkeys: factors.passkeys > 0 };
  });

  const factorFailed = async (about: Hex, why: Why): Promise<never> => {
    await store.audit.append({ at: clock.now(), what: 'factorFailed', who: 'unknown', about });
    throw new Refusal(401, why);
  };
  const mayTry = (id: string): void => { if (!perFactor.take(id)) throw new Refusal(429, 'tooMany'); };

  app.post<{ Body: { code: string } }>('/sign-in/code', { config: anyone, schema: { body: CODE_BODY } }, async (request, reply): Promise<SignedIn> => {
    const id = entry.comer(request);
    mayTry(id);
    const sealed = await store.desk.codesOf(id);
    const seed = sealed && sealing.openSeed(id, sealed);
    const step = seed === undefined ? undefined : await stepOf(seed, request.body.code, clock);
    if (step === undefined || !(await store.desk.useCode(id, step))) return factorFailed(id, 'code');
    perFactor.forget(id);
    return entry.finish(request, reply, id);
  });

  app.post('/sign-in/passkey/begin', { config: anyone }, async (request) => {
    const asked = await askPasskey(entry.party(request), await store.desk.passkeys(entry.comer(request)));
    request.session.challenge = asked.challenge;
    return asked;
  });

  app.post<{ Body: { response: AuthenticationResponseJSON } }>('/sign-in/passkey', { config: anyone, schema: { body: PASSKEY_BODY } }, async (request, reply): Promise<SignedIn> => {
    const id = entry.comer(request);
    mayTry(id);
    const { challenge } = request.session;
    delete request.session.challenge; // one answer to one challenge
    const shown = challenge === undefined ? undefined : await checkPasskey(entry.party(request), challenge, request.body.response, await store.desk.passkeys(id));
    if (shown === undefined) return factorFailed(id, 'second');
    if (!(await store.desk.usePasskey(shown.id, shown.counter))) return factorFailed(id, 'copied');
    perFactor.forget(id);
    return entry.finish(request, reply, id);
  });

  app.post('/sign-out', { config: { allow: SIGNED_IN } }, async (request) => {
    const { id } = advocateOf(request);
    await request.session.destroy();
    await store.audit.append({ at: clock.now(), what: 'signedOut', who: id });
    return {};
  });

  /** The page says that the advocate is there: keys or pointer moved. That keeps what is theirs. */
  app.post('/here', { config: { allow: SIGNED_IN } }, async (request) => {
    await store.claims.seen(advocateOf(request).id, clock.now());
    return {};
  });

  app.post<{ Body: { onDuty: boolean } }>('/duty', { config: { allow: CALLING }, schema: { body: DUTY_BODY } }, async (request) => {
    await store.rota.setDuty(advocateOf(request).id, request.body.onDuty);
    return { onDuty: request.body.onDuty };
  });
}

/** Names are compared without case and outer spaces. */
export const normalise = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
