import { NETWORK, type Exchange } from './exchange.ts';
import type { Phone } from './phones.ts';

export type Rung = 'answered' | 'declined' | 'busy' | 'absent' | 'no answer';

/** Rings a phone until it is answered, declined or 30 seconds are over. Rejects with the signal's reason. */
export function ringPhone(exchange: Exchange, phone: Phone | undefined, from: string, signal: AbortSignal): Promise<Rung> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    if (phone === undefined || exchange.phone(phone.id) !== phone) return resolve('absent');
    if (phone.busy) return resolve('busy');
    const over = (): void => { cancel(); signal.removeEventListener('abort', cancelled); };
    const stop = phone.ring(from, (answer) => { over(); resolve(answer); });
    const cancelled = (): void => { over(); stop(); reject(signal.reason); };
    const cancel = exchange.pace.after(NETWORK.ring, () => { over(); stop(); resolve('no answer'); });
    signal.addEventListener('abort', cancelled, { once: true });
  });
}
