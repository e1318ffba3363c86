import { fingerprintOf, isVouched, makePair, openBox, pairOf, prepareSodium, randomBytes, sealDeskSecret, vouchFor, type Pair } from '../../../sealing/desk-keys.ts';
import { toWords } from '../../../sealing/sheet.ts';
import type { Colleague, DeskKeys, NewEpoch, NewRecovery, SealedKey } from '../../wire.ts';
import { fromBase64, toBase64 } from './bytes.ts';
import { toPair, type Keys } from './keys.ts';

/** The words two colleagues read to each other before desk keys are handed over. */
export async function wordsOf(publicKey: string): Promise<string> {
  await prepareSodium();
  return toWords(fingerprintOf(fromBase64(publicKey))).join(' ');
}

/** Whose public key nobody who holds the desk key in use has vouched for, although the desk lists them with one. */
export interface Strangers { readonly strangers: readonly Colleague[] }

const isOwn = (keys: Keys, one: Colleague): boolean => one.publicKey !== null && one.publicKey === toBase64(keys.publicKey);

/**
 * A new desk key for everybody who holds the one in use, but one who leaves. Made and sealed here: the server sees public
 * halves and boxes. Whoever is listed but not vouched for gets nothing, and is named instead: somebody may have put their own
 * key in a colleague's place. Undefined where this browser does not hold the key in use.
 */
export async function makeEpoch(keys: Keys, known: DeskKeys, without?: string): Promise<{ epoch: NewEpoch; pair: Pair } | Strangers | undefined> {
  await prepareSodium();
  const before = known.current === null ? undefined : keys.of(known.current.epoch);
  if (known.current === null || before === undefined) return undefined;
  const staying = known.colleagues.filter((one) => one.id !== without && one.publicKey !== null && (one.vouch !== null || isOwn(keys, one)));
  const strangers = staying.filter((one) => !isOwn(keys, one) && !(one.vouch?.epoch === known.current?.epoch && isVouched(before, one.id, fromBase64(one.publicKey ?? ''), fromBase64(one.vouch?.mac ?? ''))));
  if (strangers.length > 0) return { strangers };
  const pair = makePair();
  const held = staying.map((one) => {
    const publicKey = fromBase64(one.publicKey ?? '');
    return { colleague: one.id, publicKey: one.publicKey ?? '', sealed: toBase64(sealDeskSecret(publicKey, pair)), mac: toBase64(vouchFor(pair, one.id, publicKey)) };
  });
  const recovery = known.recovery === null ? null : toBase64(sealDeskSecret(fromBase64(known.recovery), pair));
  return { epoch: { epoch: nextName(known.current.epoch, known.month), after: known.current.epoch, publicKey: toBase64(pair.publicKey), held, recovery }, pair };
}

/** `2026-11` is the first of its month, `2026-11.1` follows it in the same month. */
export function nextName(before: string, month: string): string {
  const [of = '', nth = '0'] = before.split('.');
  return of >= month ? `${of}.${Number(nth) + 1}` : month;
}

/** The first desk key of all, for whoever sets the desk up. */
export function firstEpoch(id: string, mine: Pair, recovery: Pair, month: string): { epoch: NewEpoch; forRecovery: NewRecovery } {
  const pair = makePair();
  const held = [{ colleague: id, publicKey: toBase64(mine.publicKey), sealed: toBase64(sealDeskSecret(mine.publicKey, pair)), mac: toBase64(vouchFor(pair, id, mine.publicKey)) }];
  const forRecovery = { publicKey: toBase64(recovery.publicKey), keys: [{ epoch: month, sealed: toBase64(sealDeskSecret(recovery.publicKey, pair)) }] };
  return { epoch: { epoch: month, after: null, publicKey: toBase64(pair.publicKey), held, recovery: null }, forRecovery };
}

/** Everything this browser holds, for a colleague whose words were heard. */
export function vouching(keys: Keys, current: string, one: Colleague): { publicKey: string; epoch: string; mac: string; held: SealedKey[] } | undefined {
  const desk = keys.of(current);
  if (desk === undefined || one.publicKey === null) return undefined;
  const publicKey = fromBase64(one.publicKey);
  return { publicKey: one.publicKey, epoch: current, mac: toBase64(vouchFor(desk, one.id, publicKey)), held: keys.sealAllTo(publicKey) };
}

/** A key for a new sheet, and everything this browser holds sealed to it. */
export async function makeRecovery(keys?: Keys): Promise<{ key: Uint8Array; pair: Pair; recovery: NewRecovery }> {
  await prepareSodium();
  const key = randomBytes(32);
  const pair = pairOf(key);
  return { key, pair, recovery: { publicKey: toBase64(pair.publicKey), keys: keys?.sealAllTo(pair.publicKey) ?? [] } };
}

/** Opens what is sealed to a sheet. */
export async function openWithSheet(key: Uint8Array): Promise<{ publicKey: string; answer(box: string): string; open(sealed: readonly SealedKey[]): Map<string, Pair> }> {
  await prepareSodium();
  const pair = pairOf(key);
  return {
    publicKey: toBase64(pair.publicKey),
    answer: (box) => toBase64(openBox(pair, fromBase64(box))),
    open: (sealed) => new Map(sealed.map(({ epoch, sealed: one }) => [epoch, toPair(openBox(pair, fromBase64(one)))])),
  };
}
