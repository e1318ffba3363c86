import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Colleague, Hex, Store } from '../../store/store.ts';
import { advocateOf, SIGNED_IN } from '../web/access.ts';
import { fromBase64, toBase64 } from '../base64.ts';
import { Refusal } from '../web/refusal.ts';
import type { Sessions } from '../web/sessions.ts';
import type * as Wire from '../wire.ts';
import { makePassphrase } from './passphrase.ts';
import { monthOf } from './desk-key.ts';
import { asEpoch, asSealedKeys, ID, NEW_EPOCH, NEW_RECOVERY, PERSON, VOUCH_BODY } from './shapes.ts';
import { normalise } from './sign-in.ts';

const DAY = 24 * 3_600_000;
const INVITED_FOR = 3 * DAY;
/** Who may invite and remove colleagues, and change what they may do. */
const OPERATORS = ['operator'] as const;
/** Who hands out desk keys: whoever holds them may say whose key it is. */
const KEY_HOLDERS = ['operator', 'coordinator', 'advocate'] as const;

interface People {
  readonly store: Store; readonly sealing: Sealing; readonly clock: Clock; readonly sessions: Sessions;
  readonly random: (bytes: number) => Uint8Array;
  /** E.164, or undefined where the line could not ring it. */
  readonly readPhone: (typed: string) => Promise<string | undefined>;
}

interface ById { Params: { id: Hex } }
const PARAMS = { type: 'object', required: ['id'], properties: { id: ID } } as const;

/** Who works here: invite, change, hand keys to, take leave of. No answer ever holds a telephone number. */
export function serveColleagues(app: FastifyInstance, { store, sealing, clock, sessions, random, readPhone }: People): void {
  const operators = { allow: OPERATORS };
  const invitation = (): { code: string; digest: Uint8Array; until: number } => {
    const code = makePassphrase(random);
    return { code, digest: digestOf(code), until: clock.now() + INVITED_FOR };
  };

  async function phoneOf(id: Hex, phone: string | null | undefined): Promise<Uint8Array | null | undefined> {
    if (phone === null || phone === undefined) return phone;
    const number = await readPhone(phone);
    if (number === undefined) throw new Refusal(400, 'phone');
    return sealing.sealPhone(id, number);
  }

  app.get('/people', { config: { allow: SIGNED_IN } }, async (): Promise<{ colleagues: Wire.Colleague[] }> => ({ colleagues: (await store.people.list()).map(asWire) }));

  app.post<{ Body: Wire.Person }>('/people', { config: operators, schema: { body: PERSON } }, async (request) => {
    const { name, roles, languages, skills, phone } = request.body;
    const id = sealing.newId();
    const { code, ...made } = invitation();
    const added = await store.people.add({ id, name: normalise(name), roles, languages, skills, phone: await phoneOf(id, phone) ?? null, invitation: made }, clock.now());
    if (!added) throw new Refusal(409, 'nameTaken');
    return { id, code, until: made.until };
  });

  app.post<ById & { Body: Wire.Person }>('/people/:id', { config: operators, schema: { params: PARAMS, body: PERSON } }, async (request) => {
    const { roles, languages, skills, phone } = request.body;
    answer(await store.people.change(request.params.id, { roles, languages, skills, phone: await phoneOf(request.params.id, phone) }));
    return {};
  });

  /** For who lost their passphrase: a new invitation, and the old way in is shut at once. */
  app.post<ById>('/people/:id/invite', { config: operators, schema: { params: PARAMS } }, async (request) => {
    if (request.params.id === advocateOf(request).id) throw new Refusal(409, 'lastOperator');
    const { code, ...made } = invitation();
    if (!(await store.people.invite(request.params.id, made))) throw new Refusal(404, 'gone');
    sessions.revoke(request.params.id);
    return { code, until: made.until };
  });

  /** For who lost their device. */
  app.post<ById>('/people/:id/factors', { config: operators, schema: { params: PARAMS } }, async (request) => {
    if (!(await store.people.dropFactors(request.params.id))) throw new Refusal(404, 'gone');
    sessions.revoke(request.params.id);
    return {};
  });

  app.post<ById & { Body: { publicKey: string; epoch: string; mac: string; held: Wire.SealedKey[] } }>('/people/:id/vouch', { config: { allow: KEY_HOLDERS }, schema: { params: PARAMS, body: VOUCH_BODY }, bodyLimit: 256_000 }, async (request) => {
    const { publicKey, epoch, mac, held } = request.body;
    if (!(await store.people.vouch(request.params.id, { publicKey: fromBase64(publicKey), epoch, mac: fromBase64(mac), held: asSealedKeys(held) }))) throw new Refusal(409, 'keysChanged');
    return {};
  });

  app.post<ById & { Body: Wire.NewEpoch }>('/people/:id/remove', { config: operators, schema: { params: PARAMS, body: NEW_EPOCH }, bodyLimit: 256_000 }, async (request) => {
    answer(await store.people.remove(request.params.id, asEpoch(request.body)));
    sessions.revoke(request.params.id);
    return {};
  });

  app.get('/keys', { config: { allow: KEY_HOLDERS, quiet: true } }, async (): Promise<Wire.DeskKeys> => {
    const [current, recovery, people] = await Promise.all([store.keys.current(), store.keys.recovery(), store.people.list()]);
    return {
      current: current ? { epoch: current.epoch, publicKey: toBase64(current.publicKey) } : null,
      now: clock.now(), month: monthOf(clock), recovery: recovery ? toBase64(recovery.publicKey) : null, colleagues: people.map(asWire),
    };
  });

  app.post<{ Body: Wire.NewEpoch }>('/keys', { config: { allow: KEY_HOLDERS }, schema: { body: NEW_EPOCH }, bodyLimit: 256_000 }, async (request) => {
    if ((await store.keys.next(asEpoch(request.body))) === 'stale') throw new Refusal(409, 'keysChanged');
    return {};
  });

  app.post<{ Body: Wire.NewRecovery }>('/keys/recovery', { config: operators, schema: { body: NEW_RECOVERY }, bodyLimit: 256_000 }, async (request) => {
    const publicKey = fromBase64(request.body.publicKey);
    const kept = await store.keys.setRecovery({ publicKey, secrets: await sealing.sealSecretsTo(publicKey), keys: asSealedKeys(request.body.keys) }, clock.now());
    if (!kept) throw new Refusal(409, 'keysChanged');
    return {};
  });
}

function answer(done: 'changed' | 'removed' | 'gone' | 'lastOperator' | 'stale'): void {
  if (done === 'gone') throw new Refusal(404, 'gone');
  if (done === 'lastOperator') throw new Refusal(409, 'lastOperator');
  if (done === 'stale') throw new Refusal(409, 'keysChanged');
}

const asWire = ({ publicKey, vouch, factors, ...one }: Colleague): Wire.Colleague => ({
  ...one, codes: factors.codes, passkeys: factors.passkeys, publicKey: publicKey === null ? null : toBase64(publicKey),
  vouch: vouch === null ? null : { epoch: vouch.epoch, mac: toBase64(vouch.mac) },
});

/** However its words were typed. */
export const digestOf = (code: string): Uint8Array => createHash('sha256').update(`hakiline.v1|invitation|${code.trim().toLowerCase().replace(/\s+/g, ' ')}`).digest();
