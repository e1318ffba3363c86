import { DateTime } from 'luxon';
import type { Clock } from '../../clock.ts';
import { HlpError } from '../../errors.ts';
import { faultOf, type Log } from '../../log.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Store } from '../../store/store.ts';

/** The month it is, UTC, as desk keys are named. */
export const monthOf = (clock: Clock): string => DateTime.fromMillis(clock.now(), { zone: 'utc' }).toFormat('yyyy-MM');

/**
 * Has what callers leave sealed to the desk key in use, also after a colleague's browser made a new one, at this process or
 * another. Resolves when it has looked for the first time; returns how to stop.
 */
export async function followDeskKey(store: Pick<Store, 'keys' | 'onChange'>, sealing: Pick<Sealing, 'useDeskKey'>, log: Log): Promise<() => void> {
  const look = async (): Promise<void> => {
    const current = await store.keys.current();
    if (current !== undefined) sealing.useDeskKey(current.epoch, current.publicKey);
  };
  const told = (error: unknown): void => log(error instanceof HlpError ? { event: 'error', code: error.code, in: 'desk' } : faultOf(error, 'desk'));
  const stop = store.onChange(({ rota }) => { if (rota) look().catch(told); });
  await look();
  return stop;
}
