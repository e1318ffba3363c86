import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { drawRandom } from './random.ts';

const NONCE = 12;
const TAG = 16;
type Cipher = 'aes-256-gcm' | 'chacha20-poly1305';

/** nonce (12) ‖ ciphertext ‖ tag (16), in memory of its own: a view of a shared pool would carry its neighbours along. */
function seal(cipher: Cipher, key: Uint8Array, bound: string, words: Uint8Array, nonce: Uint8Array = drawRandom(NONCE)): Uint8Array {
  const out = Buffer.allocUnsafeSlow(NONCE + words.length + TAG);
  out.set(nonce);
  const sealing = createCipheriv(cipher as 'aes-256-gcm', key, nonce, { authTagLength: TAG });
  sealing.setAAD(Buffer.from(bound));
  sealing.update(words).copy(out, NONCE);
  sealing.final();
  sealing.getAuthTag().copy(out, NONCE + words.length);
  return out;
}

/** Undefined when it was sealed with another key or for another purpose, or changed since. */
function open(cipher: Cipher, key: Uint8Array, bound: string, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < NONCE + TAG) return undefined;
  const opening = createDecipheriv(cipher as 'aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  opening.setAAD(Buffer.from(bound));
  opening.setAuthTag(sealed.subarray(sealed.length - TAG));
  const words = opening.update(sealed.subarray(NONCE, sealed.length - TAG));
  try {
    opening.final();
    return words;
  } catch {
    words.fill(0);
    return undefined;
  }
}

/** AES-256-GCM: what only the line itself opens again. */
export const sealGcm = (key: Uint8Array, bound: string, words: Uint8Array): Uint8Array => seal('aes-256-gcm', key, bound, words);

/**
 * The same bytes for the same words, so that a request sent again is answered as before. The nonce is a keyed digest of all
 * that is sealed (as in SIV): equal nonces mean equal words. Only for where that equality may show.
 */
export function sealSame(key: Uint8Array, bound: string, words: Uint8Array): Uint8Array {
  const nonceKey = createHmac('sha256', key).update('hakiline.nonce').digest();
  const nonce = createHmac('sha256', nonceKey).update(`${Buffer.byteLength(bound)}|${bound}|`).update(words).digest().subarray(0, NONCE);
  nonceKey.fill(0);
  return seal('aes-256-gcm', key, bound, words, nonce);
}

export const openGcm = (key: Uint8Array, bound: string, sealed: Uint8Array): Buffer | undefined => open('aes-256-gcm', key, bound, sealed);

/** ChaCha20-Poly1305 (IETF): what a browser opens with libsodium. */
export const sealChaCha = (key: Uint8Array, bound: string, words: Uint8Array): Uint8Array => seal('chacha20-poly1305', key, bound, words);

/** The first of these keys that opens it. */
export function openWith(keys: readonly Uint8Array[], bound: string, sealed: Uint8Array): Buffer | undefined {
  for (const key of keys) {
    const words = openGcm(key, bound, sealed);
    if (words) return words;
  }
  return undefined;
}
