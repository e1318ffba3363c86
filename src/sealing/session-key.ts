import { hash } from 'node:crypto';
import { HlpError } from '../errors.ts';
import { openGcm, sealGcm } from './aead.ts';
import type { SessionKey } from './sealing.ts';

/**
 * Recorded answers are sealed with a key that follows from the session's own id, and the store knows only another digest
 * of that id: who has the store but not the gateway's requests opens nothing. Hot path: two digests, no key objects.
 */
export function sessionKey(gateway: string, channel: string, session: string): SessionKey {
  let key: Buffer | undefined;
  const keyed = (): Buffer => (key ??= hash('sha256', `hakiline.answers|${gateway}|${channel}|${session}`, 'buffer'));
  return {
    tag: hash('sha256', `hakiline.session|${gateway}|${channel}|${session}`, 'hex').slice(0, 32),
    seal: (slot, words) => sealGcm(keyed(), `${slot.position}.${slot.nth}`, Buffer.from(words)),
    open: (slot, sealed) => {
      const words = openGcm(keyed(), `${slot.position}.${slot.nth}`, sealed);
      if (!words) throw new HlpError('HLP_ANSWER_UNREADABLE');
      return words.toString();
    },
  };
}
