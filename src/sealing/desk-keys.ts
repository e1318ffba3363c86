/**
 * The desk's side of sealing, in libsodium alone, so that the same lines run in a browser and in Node (demo set-up, tests).
 * Byte formats: format.md. `prepareSodium` must have resolved before anything else here is called.
 */
import type Sodium from 'libsodium-wrappers-sumo';

type Bytes = Uint8Array;
export interface Pair { readonly publicKey: Bytes; readonly secretKey: Bytes }

let sodium: typeof Sodium;

/** Loads libsodium (about 30 ms in Node): never at start, only when a key is needed. */
export async function prepareSodium(): Promise<void> {
  const { default: loaded } = await import('libsodium-wrappers-sumo');
  await loaded.ready;
  sodium = loaded;
}

/** An X25519 pair: an advocate's, or a month's desk key. */
export function makePair(): Pair {
  const { publicKey, privateKey } = sodium.crypto_box_keypair();
  return { publicKey, secretKey: privateKey };
}

/** The pair that a recovery sheet stands for: 32 bytes, the same pair each time. */
export function pairOf(seed: Bytes): Pair {
  const { publicKey, privateKey } = sodium.crypto_box_seed_keypair(seed);
  return { publicKey, secretKey: privateKey };
}

export const randomBytes = (n: number): Bytes => sodium.randombytes_buf(n);

/** `crypto_box_seal`: 48 bytes longer than the words. */
export const sealBox = (publicKey: Bytes, words: Bytes): Bytes => sodium.crypto_box_seal(words, publicKey);

/** Throws when it was not sealed to this pair. */
export const openBox = (pair: Pair, sealed: Bytes): Bytes => sodium.crypto_box_seal_open(sealed, pair.publicKey, pair.secretKey);

export const SALT_BYTES = 16;
export const makeSalt = (): Bytes => sodium.randombytes_buf(SALT_BYTES);

/**
 * Argon2id, 3 passes over 64 MiB, 64 bytes: the first half is the proof sent to the server (which keeps its SHA-256 only),
 * the second opens the advocate's secret key and never leaves the browser. Takes about a third of a second.
 */
export function derive(passphrase: string, salt: Bytes): { proof: Bytes; wrappingKey: Bytes } {
  const out = sodium.crypto_pwhash(64, passphrase.normalize('NFC'), salt, 3, 64 * 1024 * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13);
  return { proof: out.slice(0, 32), wrappingKey: out.slice(32) };
}

/** The advocate's secret key under the passphrase's, bound to the public half. */
export const wrapSecret = (wrappingKey: Bytes, pair: Pair): Bytes => sealed(wrappingKey, boundTo(pair.publicKey), pair.secretKey);

/** Throws when the passphrase was another one. */
export const unwrapSecret = (wrappingKey: Bytes, publicKey: Bytes, wrapped: Bytes): Pair => ({ publicKey, secretKey: opened(wrappingKey, boundTo(publicKey), wrapped) });

/** A month's desk key, sealed to one advocate: both halves, since opening a wrap takes both. */
export const sealDeskSecret = (advocate: Bytes, desk: Pair): Bytes => sealBox(advocate, Uint8Array.of(...desk.secretKey, ...desk.publicKey));

/**
 * Says that this public key is that colleague's: a digest under the desk key in use, which whoever holds it can make and
 * check, and the server cannot. So a key that somebody slipped into the store is handed nothing.
 */
export const vouchFor = (desk: Pair, colleague: string, publicKey: Bytes): Bytes => {
  const key = sodium.crypto_generichash(32, desk.secretKey, 'hakiline.v1|vouch');
  return sodium.crypto_generichash(32, `hakiline.v1|vouch|${colleague}|${sodium.to_hex(publicKey)}`, key);
};
export const isVouched = (desk: Pair, colleague: string, publicKey: Bytes, mac: Bytes): boolean => mac.length === 32 && sodium.memcmp(vouchFor(desk, colleague, publicKey), mac);

/** Eight bytes of a public key, to be read out to a colleague as words. */
export const fingerprintOf = (publicKey: Bytes): Bytes => sodium.crypto_generichash(32, publicKey, 'hakiline.v1|fingerprint').slice(0, 8);

/** Removes the outer seal of a field. Of `number` the inner seal is left, which only the line opens. Throws when it does not open. */
export const openField = (recordKey: Bytes, id: string, field: string, epoch: string, bytes: Bytes): Bytes => opened(recordKey, fieldBound(id, field, epoch), bytes);

/** Seals a field a desk adds, such as a note. */
export const sealField = (recordKey: Bytes, id: string, field: string, epoch: string, words: Bytes): Bytes => sealed(recordKey, fieldBound(id, field, epoch), words);

/** ISO 7816-4 padding to a multiple of `block`, put on and taken off. */
export const padTo = (words: Bytes, block: number): Bytes => sodium.pad(words, block);
export const unpadFrom = (words: Bytes, block: number): Bytes => sodium.unpad(words, block);

export const fieldBound = (id: string, field: string, epoch: string): string => `hakiline.v1|${id}|${field}|${epoch}`;
const boundTo = (publicKey: Bytes): string => `hakiline.v1|secret|${sodium.to_hex(publicKey)}`;

function sealed(key: Bytes, bound: string, words: Bytes): Bytes {
  const nonce = sodium.randombytes_buf(12);
  const rest = sodium.crypto_aead_chacha20poly1305_ietf_encrypt(words, bound, null, nonce, key);
  const out = new Uint8Array(12 + rest.length);
  out.set(nonce);
  out.set(rest, 12);
  return out;
}

const opened = (key: Bytes, bound: string, bytes: Bytes): Bytes =>
  sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, bytes.subarray(12), bound, bytes.subarray(0, 12), key);
