import { openBox, openField, padTo, sealDeskSecret, sealField, unpadFrom, unwrapSecret, type Pair } from '../../../sealing/desk-keys.ts';
import type { Base64, Opened, SignedIn } from '../../wire.ts';
import { NotDone } from '../api.ts';
import { fromBase64, toBase64 } from './bytes.ts';
import { words as deskWords } from '../words.ts';

const WORDS_BLOCK = 64;
const NOTE_BLOCK = 256;
/** Bytes of a note: with its padding mark, four blocks. */
export const NOTE_BYTES = 4 * NOTE_BLOCK - 1;


/** An opened request: what advocates read, and what the line needs to dial. */
export interface Unsealed {
  readonly coverName: string | undefined;
  /** What the full form asked, as option words. */
  readonly safeWord: string | undefined; readonly whoCalls: string | undefined; readonly forWhom: string | undefined; readonly texts: string | undefined;
  readonly note: string | undefined;
  /** The number still under the line's own key: only the line opens it. */
  readonly inner: Base64 | undefined;
  sealNote(words: string): Base64;
}

/** As the caller heard it, and as the desk calls it where that is another word. */
const safeWordOf = (word: string | undefined, theirs: Opened['safeWords']): string | undefined =>
  word === undefined ? undefined : [...new Set([theirs[word] ?? word, deskWords.form.safeWord[word] ?? word])].join(' · ');

/** The desk's secret keys of an advocate who signed in: in this page's memory, and nowhere else. */
export class Keys {
  readonly #desk = new Map<string, Pair>();
  /** Of whom these keys are. */
  readonly publicKey: Uint8Array;

  /** Opens the desk keys with what the passphrase derived. Throws NotDone `keys` when they do not open. */
  constructor(wrappingKey: Uint8Array, signedIn: SignedIn) {
    try {
      const mine = unwrapSecret(wrappingKey, fromBase64(signedIn.publicKey), fromBase64(signedIn.wrappedSecret));
      for (const { epoch, sealed } of signedIn.deskSecrets) this.#desk.set(epoch, toPair(openBox(mine, fromBase64(sealed))));
      this.publicKey = mine.publicKey;
      mine.secretKey.fill(0);
    } catch {
      throw new NotDone('keys');
    } finally {
      wrappingKey.fill(0);
    }
  }

  /** Removes the outer seals. Undefined when this advocate has no key of its month, or something was changed. */
  unseal(opened: Opened): Unsealed | undefined {
    const pair = this.#desk.get(opened.epoch);
    if (pair === undefined) return undefined;
    const { epoch, fields, row: { id } } = opened;
    try {
      const recordKey = openBox(pair, fromBase64(opened.wrap));
      const read = (field: string): Uint8Array | undefined => {
        const sealed = fields[field];
        return sealed === undefined ? undefined : openField(recordKey, id, field, epoch, fromBase64(sealed));
      };
      const words = (field: string): string | undefined => textOf(read(field), WORDS_BLOCK);
      const inner = read('number');
      return {
        coverName: words('coverName'),
        safeWord: safeWordOf(words('safeWord'), opened.safeWords), whoCalls: words('whoCalls'), forWhom: words('forWhom'), texts: words('texts'),
        note: textOf(read('note'), NOTE_BLOCK),
        inner: inner === undefined ? undefined : toBase64(inner),
        sealNote: (words) => toBase64(sealField(recordKey, id, 'note', epoch, padTo(new TextEncoder().encode(words), NOTE_BLOCK))),
      };
    } catch {
      return undefined;
    }
  }

  /** The desk key of an epoch, to hand it on or to vouch under it; undefined where this colleague has none. */
  of(epoch: string): Pair | undefined { return this.#desk.get(epoch); }

  /** Takes one up that this browser has just made. */
  take(epoch: string, pair: Pair): void { this.#desk.set(epoch, pair); }

  /** Everything this colleague can open, sealed to somebody else. */
  sealAllTo(publicKey: Uint8Array): { epoch: string; sealed: Base64 }[] {
    return [...this.#desk].map(([epoch, pair]) => ({ epoch, sealed: toBase64(sealDeskSecret(publicKey, pair)) }));
  }

  /** Overwrites the keys: after this nothing can be opened. */
  wipe(): void {
    for (const { secretKey } of this.#desk.values()) secretKey.fill(0);
    this.#desk.clear();
  }
}

/** A desk key travels as its secret half and then its public half. */
export const toPair = (both: Uint8Array): Pair => ({ secretKey: both.slice(0, 32), publicKey: both.slice(32, 64) });

const textOf = (padded: Uint8Array | undefined, block: number): string | undefined =>
  padded === undefined ? undefined : new TextDecoder().decode(unpadFrom(padded, block));

/** Bytes of these words in UTF-8: what counts against NOTE_BYTES. */
export const bytesOf = (words: string): number => new TextEncoder().encode(words).length;
