import { WORDS } from './word-list.ts';

type Bytes = Uint8Array;

/** One word a byte: easy to read out over a telephone, and to write down. */
export const toWords = (bytes: Bytes): string[] => Array.from(bytes, (byte) => WORDS[byte] ?? '');

/** Undefined where a word is not of the list. */
export function fromWords(words: readonly string[]): Bytes | undefined {
  const bytes = words.map((word) => WORDS.indexOf(word));
  return bytes.includes(-1) ? undefined : Uint8Array.from(bytes);
}

export const KEY_WORDS = 32;
const CHECK_WORDS = 2;
export const SHEET_WORDS = KEY_WORDS + CHECK_WORDS;

/** What a sheet says: 32 words of the key and two that show a slip of the pen (of 65,536 slips, one passes). */
export async function writeSheet(key: Bytes): Promise<string[]> {
  return toWords(Uint8Array.of(...key, ...(await checkOf(key))));
}

/** The key of a sheet, however it was typed. Says what is wrong: how many words, one that is on no sheet, or a slip. */
export async function readSheet(typed: string): Promise<Bytes | { readonly wrong: 'count' | 'word' | 'check' }> {
  const words = typed.toLowerCase().split(/[^a-z]+/).filter(Boolean);
  if (words.length !== SHEET_WORDS) return { wrong: 'count' };
  const bytes = fromWords(words);
  if (bytes === undefined) return { wrong: 'word' };
  const key = bytes.slice(0, KEY_WORDS);
  const check = await checkOf(key);
  return check.every((byte, at) => byte === bytes[KEY_WORDS + at]) ? key : { wrong: 'check' };
}

/** Two halves of a key: one alone says nothing of it. */
export function halve(key: Bytes, random: (bytes: number) => Bytes): readonly [Bytes, Bytes] {
  const one = random(key.length);
  return [one, join(one, key)];
}

export const join = (one: Bytes, other: Bytes): Bytes => one.map((byte, at) => byte ^ (other[at] ?? 0));

/** Web Crypto, which browsers and Node share. */
async function checkOf(key: Bytes): Promise<Bytes> {
  const named = Uint8Array.of(...new TextEncoder().encode('hakiline.v1|sheet|'), ...key);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', named)).slice(0, CHECK_WORDS);
}
