import { createHmac } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AUDIT_KEY, auditSeals } from './audit-seals.ts';
import { openGcm, openWith, sealGcm, sealSame } from './aead.ts';
import { prepareSodium, sealBox } from './desk-keys.ts';
import { prepareKeyDir, readOrMakeKey } from './key-files.ts';
import { pad, unpad } from './padding.ts';
import { RecordKeys } from './pool.ts';
import { openNumber, sealNumber, sealRecord } from './records.ts';
import { drawRandom } from './random.ts';
import { checkReference, makeReference } from './reference.ts';
import { DAY, MINUTE, RollingKey } from './rolling-key.ts';
import type { Sealing } from './sealing.ts';
import { sessionKey } from './session-key.ts';
import { decodeTranscript, encodeTranscript } from './transcript-code.ts';

/** Pending words are padded to a multiple of this, so that a number's length does not show. */
const PENDING_BLOCK = 64;
const SEED_BLOCK = 64;
/** Weeks turn on Monday 00:00 UTC; the epoch was a Thursday. */
const FROM_MONDAY = 3 * DAY;

/**
 * Reads the keys of both directories, makes those that are missing, destroys those that are past. `random` is where
 * references and ids come from, never keys or nonces. Throws HLP_SECRETS_UNREADABLE. Loads no libsodium.
 */
export function openSealing(options: {
  readonly secretsDir: string; readonly volatileDir: string; readonly clock: Clock;
  readonly random?: (bytes: number) => Buffer; readonly poolSize?: number;
}): Sealing {
  const { secretsDir, volatileDir, clock, random = drawRandom } = options;
  prepareKeyDir(secretsDir);
  prepareKeyDir(volatileDir);
  const lineKey = readOrMakeKey(secretsDir, 'line.key');
  const referenceKey = readOrMakeKey(secretsDir, 'reference.key');
  const neverKey = readOrMakeKey(secretsDir, 'never-call.key');
  const auditKey = readOrMakeKey(secretsDir, AUDIT_KEY);
  const minutes = new RollingKey(volatileDir, 'minutes', 15 * MINUTE, clock);
  const transcripts = new RollingKey(volatileDir, 'transcripts', DAY, clock);
  const tags = new RollingKey(volatileDir, 'tags', DAY, clock);
  const peppers = new RollingKey(volatileDir, 'pepper', 7 * DAY, clock, FROM_MONDAY);
  const rolling = [minutes, transcripts, tags, peppers];
  const recordKeys = new RecordKeys(options.poolSize ?? 32);
  const rotate = (): boolean => rolling.map((key) => key.rotate()).includes(true);
  rotate();

  return {
    sealRecord: (id, fields) => sealRecord(lineKey, recordKeys, id, fields),
    openInner: (id, inner) => openNumber(lineKey, id, 'number', inner),
    useDeskKey: (epoch, publicKey) => recordKeys.use(epoch, publicKey),
    ready: () => recordKeys.ready(),

    sealPending: (id, words) => sealGcm(minutes.current(), `pending|${id}`, pad(Buffer.from(words), PENDING_BLOCK)),
    openPending: (id, sealed) => {
      const padded = openWith(minutes.recent(), `pending|${id}`, sealed);
      return padded && unpad(padded)?.toString();
    },

    sealPhone: (advocate, number) => sealNumber(lineKey, advocate, 'phone', number),
    openPhone: (advocate, sealed) => openNumber(lineKey, advocate, 'phone', sealed),

    sealSeed: (colleague, seed) => sealGcm(lineKey, `${colleague}|codes`, pad(Buffer.from(seed), SEED_BLOCK)),
    openSeed: (colleague, sealed) => {
      const seed = openGcm(lineKey, `${colleague}|codes`, sealed);
      return seed && unpad(seed)?.toString();
    },
    async sealSecretsTo(recovery) {
      await prepareSodium();
      const lines = Object.entries({ 'line.key': lineKey, 'reference.key': referenceKey, 'never-call.key': neverKey, [AUDIT_KEY]: auditKey }).map(([name, key]) => `${name} ${key.toString('hex')}`);
      return sealBox(recovery, Buffer.from(lines.join('\n')));
    },

    async challenge(recovery) {
      await prepareSodium();
      const words = drawRandom(32);
      return { challenge: Buffer.from(words).toString('base64'), box: sealBox(recovery, words) };
    },

    sealTranscript: (session, transcript) => Buffer.from(sealSame(transcripts.current(), `transcript|${session}`, encodeTranscript(transcript))).toString('base64url'),
    openTranscript: (session, sealed) => {
      const code = openWith(transcripts.recent(), `transcript|${session}`, Buffer.from(sealed, 'base64url'));
      return code && decodeTranscript(code);
    },
    sealConversation: (tag, words) => sealGcm(transcripts.current(), `conversation|${tag}`, Buffer.from(words)),
    openConversation: (tag, sealed) => openWith(transcripts.recent(), `conversation|${tag}`, sealed)?.toString(),

    session: sessionKey,

    pseudonym: (number) => digest(peppers.current(), 'caller', number, 24),
    pseudonyms: (number) => peppers.recent().map((pepper) => digest(pepper, 'caller', number, 24)),
    phoneTag: (session, number) => digest(peppers.current(), 'phone', `${session}|${number}`, 16),
    phoneTags: (session, number) => peppers.recent().map((pepper) => digest(pepper, 'phone', `${session}|${number}`, 16)),
    referenceTag: (reference) => digest(referenceKey, 'reference', reference, 32),
    neverTag: (number) => digest(neverKey, 'never', number, 24),
    legTag: (number) => digest(tags.current(), 'leg', number, 32),
    legTags: (number) => tags.recent().map((key) => digest(key, 'leg', number, 32)),
    // Not a day's key: a gateway may deliver the same text again after two days.
    textTag: (gateway, id) => digest(referenceKey, 'text', `${gateway}|${id}`, 32),
    conversationTag: (number) => digest(tags.current(), 'conversation', number, 32),
    conversationTags: (number) => tags.recent().map((key) => digest(key, 'conversation', number, 32)),

    audit: auditSeals(secretsDir, auditKey),

    newReference: () => makeReference(random),
    isReference: checkReference,
    newId: () => random(16).toString('hex'),
    rotate,
  };
}

/** So many hex digits of a keyed digest; `what` keeps the uses of one key apart. */
const digest = (key: Buffer, what: string, words: string, length: number): string =>
  createHmac('sha256', key).update(`hakiline.${what}|${words}`).digest('hex').slice(0, length);
