import { WORDS } from '../../sealing/word-list.ts';

/** Six words, 48 bits: behind Argon2id enough for a demo, which protects nobody and says so. */
export const makePassphrase = (random: (bytes: number) => Uint8Array): string => Array.from(random(6), (byte) => WORDS[byte]).join(' ');
