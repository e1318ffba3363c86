import { useEffect, useState } from 'preact/hooks';
import type { Signed } from '../../wire.ts';
import type { Api } from '../api.ts';
import { nameOf } from '../frame/bar.tsx';
import { words } from '../words.ts';
import { toBase64 } from './bytes.ts';
import { makeEpoch, wordsOf } from './hand-out.ts';
import type { Keys } from './keys.ts';

/**
 * Looks after the desk key when somebody signs in: the first of a month makes that month's, and whoever has none yet is told
 * how to get it. What a colleague does at the same moment counts just as well.
 */
export function KeysWatch({ api, advocate, keys }: { api: Api; advocate: Signed; keys: Keys }) {
  const [waits, setWaits] = useState<string>();
  const [stop, setStop] = useState<string>();
  const t = words.colleagues;
  useEffect(() => {
    if (!advocate.roles.some((role) => role !== 'auditor')) return;
    void look().catch(() => undefined); // said elsewhere: the queue itself says when the line cannot be reached
  }, []);
  async function look(): Promise<void> {
    const known = await api.deskKeys();
    if (known.current === null) return;
    if (keys.of(known.current.epoch) === undefined) return setWaits(await wordsOf(toBase64(keys.publicKey)));
    if (known.current.epoch.slice(0, 7) >= known.month) return;
    const made = await makeEpoch(keys, known);
    if (made === undefined) return;
    if ('strangers' in made) return setStop(t.strangers(made.strangers.map((one) => nameOf(one.name)).join(', ')));
    await api.nextKey(made.epoch);
    keys.take(made.epoch.epoch, made.pair);
  }
  return (
    <>
      {stop !== undefined && <p class="strip soon" role="alert">{stop}</p>}
      {waits !== undefined && <p class="strip soon" role="status"><span>{t.waitKeys} <code class="code">{waits}</code> {t.waitAgain}</span></p>}
    </>
  );
}
