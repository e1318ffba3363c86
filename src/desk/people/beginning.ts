import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Store } from '../../store/store.ts';
import { fromBase64, toBase64 } from '../base64.ts';
import { Refusal } from '../web/refusal.ts';
import type { Sessions } from '../web/sessions.ts';
import { Tries } from '../web/tries.ts';
import type * as Wire from '../wire.ts';
import { digestOf } from './colleagues.ts';
import type { Entry } from './entry.ts';
import { asEpoch, asOwnKeys, asSealedKeys, NEW_EPOCH, NEW_RECOVERY, OWN_KEYS, PERSON, RECOVER_BODY } from './shapes.ts';
import { normalise } from './sign-in.ts';

const QUARTER_HOUR = 15 * 60_000;
const CODE = { type: 'string', minLength: 1, maxLength: 200 } as const;
const NAME = { type: 'string', minLength: 1, maxLength: 64 } as const;
const SET_UP_BODY = {
  type: 'object', required: ['code', 'person', 'keys', 'epoch', 'recovery'], additionalProperties: false,
  properties: { code: CODE, person: PERSON, keys: OWN_KEYS, epoch: NEW_EPOCH, recovery: NEW_RECOVERY, id: { type: 'string', pattern: '^[0-9a-f]{32}$' } },
} as const;
const JOIN_BODY = { type: 'object', required: ['name', 'code', 'keys'], additionalProperties: false, properties: { name: NAME, code: CODE, keys: OWN_KEYS } } as const;
const ANSWER_BODY = { type: 'object', required: ['answer'], properties: { answer: { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$' } } } as const;

interface Beginning {
  readonly store: Store; readonly sealing: Sealing; readonly clock: Clock; readonly entry: Entry; readonly sessions: Sessions;
  /** What the terminal printed for whoever sets the desk up; undefined where there is nothing to set up. */
  readonly setUpCode: () => Promise<string | undefined>;
  /** Once a desk is set up the code is worth nothing. */
  readonly setUpDone: () => Promise<void>;
  readonly readPhone: (typed: string) => Promise<string | undefined>;
}

/** The ways in for who has no account yet, or lost theirs: set-up, invitation, recovery sheet. */
export function serveBeginning(app: FastifyInstance, { store, sealing, clock, entry, sessions, setUpCode, setUpDone, readPhone }: Beginning): void {
  const perPlace = new Tries({ most: 30, within: QUARTER_HOUR }, clock);
  const anyone = { allow: 'anyone' } as const;
  const mayTry = (place: string): void => { if (!perPlace.take(place)) throw new Refusal(429, 'tooMany'); };

  type SetUp = { code: string; id: string; person: Wire.Person; keys: Wire.OwnKeys; epoch: Wire.NewEpoch; recovery: Wire.NewRecovery };
  app.post<{ Body: SetUp }>('/set-up', { config: anyone, schema: { body: SET_UP_BODY } }, async (request): Promise<Wire.Half> => {
    mayTry(request.ip);
    const { code, id, person, keys, epoch, recovery } = request.body;
    const wanted = await setUpCode();
    if (wanted === undefined) throw new Refusal(409, 'setUpDone');
    if (!timingSafeEqual(digestOf(code), digestOf(wanted))) throw new Refusal(401, 'invitation');
    const publicKey = fromBase64(recovery.publicKey);
    const number = person.phone ? await readPhone(person.phone) : undefined;
    if (person.phone && number === undefined) throw new Refusal(400, 'phone');
    const done = await store.people.setUp({
      id, name: normalise(person.name), roles: person.roles, languages: person.languages, keys: asOwnKeys(keys), epoch: asEpoch(epoch),
      phone: number === undefined ? null : sealing.sealPhone(id, number),
      recovery: { publicKey, secrets: await sealing.sealSecretsTo(publicKey), keys: asSealedKeys(recovery.keys) },
    }, clock.now());
    if (!done) throw new Refusal(409, 'setUpDone');
    await setUpDone();
    await entry.beginHalf(request, id);
    return { need: 'enrol' };
  });

  app.post<{ Body: { name: string; code: string; keys: Wire.OwnKeys } }>('/join', { config: anyone, schema: { body: JOIN_BODY } }, async (request): Promise<Wire.Half> => {
    mayTry(request.ip);
    const { name, code, keys } = request.body;
    const id = await store.people.join(normalise(name), digestOf(code), asOwnKeys(keys), clock.now());
    if (id === undefined) throw new Refusal(401, 'invitation');
    await entry.beginHalf(request, id);
    const factors = (await store.people.list()).find((one) => one.id === id)?.factors;
    return factors && (factors.codes || factors.passkeys > 0) ? { need: 'factor', codes: factors.codes, passkeys: factors.passkeys > 0 } : { need: 'enrol' };
  });

  /** A box only the sheet's key opens. */
  app.post('/recovery/begin', { config: anyone }, async (request) => {
    mayTry(request.ip);
    const recovery = await store.keys.recovery();
    if (recovery === undefined) throw new Refusal(409, 'recovery');
    const { challenge, box } = await sealing.challenge(recovery.publicKey);
    request.session.challenge = challenge;
    return { box: toBase64(box), publicKey: toBase64(recovery.publicKey) };
  });

  app.post<{ Body: { answer: string } }>('/recovery', { config: anyone, schema: { body: ANSWER_BODY } }, async (request): Promise<{ keys: Wire.SealedKey[]; colleagues: { id: string; name: string }[] }> => {
    mayTry(request.ip);
    const { challenge } = request.session;
    delete request.session.challenge;
    const recovery = await store.keys.recovery();
    if (challenge === undefined || recovery === undefined || !isSame(request.body.answer, challenge)) throw new Refusal(401, 'recovery');
    request.session.recovering = clock.now() + QUARTER_HOUR;
    const operators = (await store.people.list()).filter(({ roles }) => roles.includes('operator'));
    return { keys: recovery.keys.map(({ epoch, sealed }) => ({ epoch, sealed: toBase64(sealed) })), colleagues: operators.map(({ id, name }) => ({ id, name })) };
  });

  /** Who showed the sheet gives an operator new keys, and the second factor is set anew. */
  app.post<{ Params: { id: string }; Body: { keys: Wire.OwnKeys; held: Wire.SealedKey[]; epoch: string; mac: string } }>('/recovery/:id', { config: anyone, schema: { body: RECOVER_BODY }, bodyLimit: 256_000 }, async (request): Promise<Wire.Half> => {
    if ((request.session.recovering ?? 0) <= clock.now()) throw new Refusal(401, 'signedOut');
    const { keys, held, epoch, mac } = request.body;
    const { id } = request.params;
    const isOperator = (await store.people.list()).some((one) => one.id === id && one.roles.includes('operator'));
    if (!isOperator || !(await store.people.recover(id, asOwnKeys(keys), asSealedKeys(held), { epoch, mac: fromBase64(mac) }))) throw new Refusal(409, 'keysChanged');
    sessions.revoke(id);
    await entry.beginHalf(request, id);
    return { need: 'enrol' };
  });
}

const isSame = (one: string, other: string): boolean => timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());
