import { useEffect, useState } from 'preact/hooks';
import type { Snapshot } from '../../wire.ts';
import type { Api } from '../api.ts';
import { followQueue, type Link } from './live.ts';

const TICK_MS = 5_000;

/** The queue as it is now, the line's clock, and how the page is connected. `wanted` follows its address. Who does not call (an auditor) is not shown any. */
export function useQueue(api: Api, calls: boolean, wanted: string, ended: () => void): { snapshot: Snapshot | undefined; now: number; link: Link } {
  const [snapshot, setSnapshot] = useState<Snapshot>();
  const [told, setTold] = useState<{ now: number; at: number }>();
  const [link, setLink] = useState<Link>('connecting');
  const [tick, setTick] = useState(performance.now());

  const tell = (now: number): void => { setTold({ now, at: performance.now() }); setTick(performance.now()); };
  useEffect(() => (calls ? followQueue(api, wanted, { queue: (came) => { setSnapshot(came); tell(came.now); }, beat: tell, link: setLink, ended }) : undefined), [wanted]);
  useEffect(() => {
    const ticking = setInterval(() => setTick(performance.now()), TICK_MS);
    return () => clearInterval(ticking);
  }, []);

  // The line's clock decides what is open, not this computer's: its own may be wrong.
  const now = told === undefined ? 0 : told.now + Math.max(0, tick - told.at);
  return { snapshot, now, link };
}
