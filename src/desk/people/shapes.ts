import type { NewEpoch, OwnKeys } from '../../store/store.ts';
import { fromBase64 } from '../base64.ts';
import type * as Wire from '../wire.ts';

/** So many bytes in base64. */
const bytes = (n: number) => ({ type: 'string', pattern: `^[A-Za-z0-9+/]{${Math.floor((n * 4 + 2) / 3)}}={0,2}$` } as const);
export const PROOF = bytes(32);
export const ID = { type: 'string', pattern: '^[0-9a-f]{32}$' } as const;
export const CODE_BODY = { type: 'object', required: ['code'], properties: { code: { type: 'string', pattern: '^\\d{6}$' } } } as const;
/** What a browser's authenticator says; the library reads the rest. */
export const PASSKEY_BODY = { type: 'object', required: ['response'], properties: { response: { type: 'object', required: ['id', 'response'], properties: { id: { type: 'string', maxLength: 1_400 } } } } } as const;

export const OWN_KEYS = {
  type: 'object', required: ['publicKey', 'wrappedSecret', 'salt', 'proof'], additionalProperties: false,
  properties: { publicKey: bytes(32), wrappedSecret: bytes(60), salt: bytes(16), proof: PROOF },
} as const;

const EPOCH = { type: 'string', pattern: '^\\d{4}-\\d{2}(\\.\\d{1,3})?$' } as const;
/** A desk key, both halves, in a box to somebody. */
const SEALED_KEY = bytes(112);
const SEALED_KEYS = { type: 'array', maxItems: 400, items: { type: 'object', required: ['epoch', 'sealed'], additionalProperties: false, properties: { epoch: EPOCH, sealed: SEALED_KEY } } } as const;
export const NEW_EPOCH = {
  type: 'object', required: ['epoch', 'after', 'publicKey', 'held', 'recovery'], additionalProperties: false,
  properties: {
    epoch: EPOCH, after: { anyOf: [EPOCH, { type: 'null' }] }, publicKey: bytes(32), recovery: { anyOf: [SEALED_KEY, { type: 'null' }] },
    held: { type: 'array', maxItems: 500, items: { type: 'object', required: ['colleague', 'publicKey', 'sealed', 'mac'], additionalProperties: false, properties: { colleague: ID, publicKey: bytes(32), sealed: SEALED_KEY, mac: bytes(32) } } },
  },
} as const;
export const NEW_RECOVERY = { type: 'object', required: ['publicKey', 'keys'], additionalProperties: false, properties: { publicKey: bytes(32), keys: SEALED_KEYS } } as const;
export const VOUCH_BODY = { type: 'object', required: ['publicKey', 'epoch', 'mac', 'held'], additionalProperties: false, properties: { publicKey: bytes(32), epoch: EPOCH, mac: bytes(32), held: SEALED_KEYS } } as const;
export const RECOVER_BODY = {
  type: 'object', required: ['keys', 'held', 'epoch', 'mac'], additionalProperties: false, properties: { keys: OWN_KEYS, held: SEALED_KEYS, epoch: EPOCH, mac: bytes(32) },
} as const;

export const PERSON = {
  type: 'object', required: ['name', 'roles', 'languages', 'skills'], additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 64, pattern: '\\S' },
    roles: { type: 'array', minItems: 1, uniqueItems: true, items: { enum: ['operator', 'coordinator', 'advocate', 'auditor'] } },
    languages: { type: 'array', maxItems: 40, uniqueItems: true, items: { type: 'string', pattern: '^[a-z]{2,3}$' } },
    skills: { type: 'array', maxItems: 20, uniqueItems: true, items: { type: 'string', pattern: '^[a-z][a-zA-Z]{1,30}$' } },
    phone: { anyOf: [{ type: 'string', maxLength: 40 }, { type: 'null' }] },
  },
} as const;

export const asOwnKeys = ({ publicKey, wrappedSecret, salt, proof }: Wire.OwnKeys): OwnKeys =>
  ({ publicKey: fromBase64(publicKey), wrappedSecret: fromBase64(wrappedSecret), salt: fromBase64(salt), proof: fromBase64(proof) });

export const asSealedKeys = (keys: readonly Wire.SealedKey[]) => keys.map(({ epoch, sealed }) => ({ epoch, sealed: fromBase64(sealed) }));

export const asEpoch = ({ epoch, after, publicKey, held, recovery }: Wire.NewEpoch): NewEpoch => ({
  epoch, after, publicKey: fromBase64(publicKey), recovery: recovery === null ? null : fromBase64(recovery),
  held: held.map((one) => ({ colleague: one.colleague, publicKey: fromBase64(one.publicKey), sealed: fromBase64(one.sealed), mac: fromBase64(one.mac) })),
});
