import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Store } from '../../store/store.ts';
import { advocateOf, SIGNED_IN } from '../web/access.ts';
import { fromBase64, toBase64 } from '../base64.ts';
import { Refusal } from '../web/refusal.ts';
import { Tries } from '../web/tries.ts';
import type { OwnKeys, SignedIn } from '../wire.ts';
import type { Entry } from './entry.ts';
import { makeCodes, offerPasskey, readPasskey, stepOf } from './factors.ts';
import { asOwnKeys, CODE_BODY, OWN_KEYS, PASSKEY_BODY, PROOF } from './shapes.ts';

interface Own { readonly store: Store; readonly sealing: Sealing; readonly clock: Clock; readonly entry: Entry }

const PASSPHRASE_BODY = { type: 'object', required: ['old', 'keys'], properties: { old: PROOF, keys: OWN_KEYS } } as const;
const WRAPPED_BODY = { type: 'object', required: ['proof'], properties: { proof: PROOF } } as const;
const DROP_BODY = { type: 'object', required: ['factor'], properties: { factor: { anyOf: [{ const: 'codes' }, { type: 'object', required: ['passkey'], properties: { passkey: { type: 'string', maxLength: 1_400 } } }] } } } as const;

/** A colleague's own account: second factors, passphrase. Who is half in and has no factor yet sets one here, and is in. */
export function serveOwn(app: FastifyInstance, { store, sealing, clock, entry }: Own): void {
  const anyone = { allow: 'anyone' } as const;

  /** Whoever has a factor must have shown it before they may add another. */
  async function enroller(request: Parameters<Entry['comer']>[0]): Promise<string> {
    const id = entry.comer(request);
    if (request.session.advocate !== undefined) return id;
    const has = (await store.people.list()).find((one) => one.id === id)?.factors;
    if (has === undefined || has.codes || has.passkeys > 0) throw new Refusal(401, 'signedOut');
    return id;
  }
  const nameOf = async (id: string): Promise<string> => (await store.people.list()).find((one) => one.id === id)?.name ?? '';

  app.post('/own/codes/begin', { config: anyone }, async (request) => {
    const made = await makeCodes(entry.party(request), await nameOf(await enroller(request)));
    request.session.seed = made.seed;
    return made;
  });

  app.post<{ Body: { code: string } }>('/own/codes', { config: anyone, schema: { body: CODE_BODY } }, async (request, reply): Promise<SignedIn | object> => {
    const id = await enroller(request);
    const { seed } = request.session;
    const step = seed === undefined ? undefined : await stepOf(seed, request.body.code, clock);
    if (seed === undefined || step === undefined) throw new Refusal(400, 'code');
    delete request.session.seed;
    await store.desk.setCodes(id, sealing.sealSeed(id, seed));
    await store.desk.useCode(id, step);
    return request.session.advocate === undefined ? entry.finish(request, reply, id) : {};
  });

  app.post('/own/passkey/begin', { config: anyone }, async (request) => {
    const id = await enroller(request);
    const offer = await offerPasskey(entry.party(request), { id, name: await nameOf(id) }, await store.desk.passkeys(id));
    request.session.challenge = offer.challenge;
    return offer;
  });

  app.post<{ Body: { response: RegistrationResponseJSON } }>('/own/passkey', { config: anyone, schema: { body: PASSKEY_BODY } }, async (request, reply): Promise<SignedIn | object> => {
    const id = await enroller(request);
    const { challenge } = request.session;
    delete request.session.challenge;
    const passkey = challenge === undefined ? undefined : await readPasskey(entry.party(request), challenge, request.body.response);
    if (passkey === undefined) throw new Refusal(400, 'second');
    await store.desk.addPasskey(id, passkey, clock.now());
    return request.session.advocate === undefined ? entry.finish(request, reply, id) : {};
  });

  app.get('/own', { config: { allow: SIGNED_IN } }, async (request) => {
    const { id } = advocateOf(request);
    const [own, passkeys] = await Promise.all([store.people.list(), store.desk.passkeys(id)]);
    return { codes: own.find((one) => one.id === id)?.factors.codes ?? false, passkeys: passkeys.map((one) => ({ id: one.id })) };
  });

  app.post<{ Body: { factor: 'codes' | { passkey: string } } }>('/own/drop', { config: { allow: SIGNED_IN }, schema: { body: DROP_BODY } }, async (request) => {
    if (!(await store.desk.dropFactor(advocateOf(request).id, request.body.factor))) throw new Refusal(409, 'lastFactor');
    return {};
  });

  const tries = new Tries({ most: 5, within: 15 * 60_000 }, clock);
  app.post<{ Body: { proof: string } }>('/own/wrapped', { config: { allow: SIGNED_IN }, schema: { body: WRAPPED_BODY } }, async (request) => {
    const { id, name } = advocateOf(request);
    if (!tries.take(id)) throw new Refusal(429, 'tooMany');
    const found = await store.desk.signIn(name, fromBase64(request.body.proof));
    const own = found?.id === id ? await store.desk.keysOf(id) : undefined;
    if (own === undefined) throw new Refusal(401, 'wrong');
    tries.forget(id);
    return { publicKey: toBase64(own.publicKey), wrappedSecret: toBase64(own.wrappedSecret) };
  });

  app.post<{ Body: { old: string; keys: OwnKeys } }>('/own/passphrase', { config: { allow: SIGNED_IN }, schema: { body: PASSPHRASE_BODY } }, async (request) => {
    if (!(await store.desk.changePassphrase(advocateOf(request).id, fromBase64(request.body.old), asOwnKeys(request.body.keys)))) throw new Refusal(401, 'wrong');
    return {};
  });
}
