import { derive, makePair, makeSalt, prepareSodium, wrapSecret, type Pair } from '../../../sealing/desk-keys.ts';
import type { Base64, OwnKeys } from '../../wire.ts';
import { fromBase64, toBase64 } from './bytes.ts';

/** Passphrases are words with one space between them, however they were copied. */
export const tidy = (words: string): string => words.trim().toLowerCase().replace(/\s+/g, ' ');

/** What a passphrase derives: the half the server may see, and the half it never does. Takes about a third of a second. */
export async function deriveKeys(passphrase: string, salt: Base64): Promise<{ proof: Base64; wrappingKey: Uint8Array }> {
  await prepareSodium();
  const { proof, wrappingKey } = derive(passphrase, fromBase64(salt));
  return { proof: toBase64(proof), wrappingKey };
}

/** A key pair under a passphrase, made here. Without a pair a new one is made. `wrappingKey` opens it again, once signed in. */
export async function makeOwnKeys(passphrase: string, pair?: Pair): Promise<{ keys: OwnKeys; pair: Pair; wrappingKey: Uint8Array }> {
  await prepareSodium();
  const mine = pair ?? makePair();
  const salt = makeSalt();
  const { proof, wrappingKey } = derive(passphrase, salt);
  const keys = { publicKey: toBase64(mine.publicKey), wrappedSecret: toBase64(wrapSecret(wrappingKey, mine)), salt: toBase64(salt), proof: toBase64(proof) };
  return { keys, pair: mine, wrappingKey };
}

const LEAST_SIGNS = 16;
const LEAST_WORDS = 5;
const LEAST_DIFFERENT = 8;

/** Long enough that nobody tries them all: five words, or sixteen signs that are not a few over and over. */
export function isStrong(passphrase: string): boolean {
  const tidied = tidy(passphrase);
  const different = new Set(tidied).size;
  return different >= LEAST_DIFFERENT && (tidied.length >= LEAST_SIGNS || new Set(tidied.split(' ')).size >= LEAST_WORDS);
}
