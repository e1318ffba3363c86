import { useEffect, useState } from 'preact/hooks';
import type { Snapshot } from '../../wire.ts';
import type { Api } from '../api.ts';
import { followQueue, type Link } from './live.ts';

const TICK_MS = 5_000;

/** The queue as it is now, the line's clock, and how the page is connected. Who does not call (an auditor) is not shown any. */
export function useQueue(api: Api, calls: boolean, ended: () => void): { snapshot: Snapshot | undefined; now: number; link: Link } {
  const [came, setCame] = useState<{ snapshot: Snapshot; at: number }>();
  const [link, setLink] = useState<Link>('connecting');
  const [tick, setTick] = useState(performance.now());

  useEffect(() => (calls ? followQueue(api, {
    queue: (snapshot) => { setCame({ snapshot, at: performance.now() }); setTick(performance.now()); },
    link: setLink,
    ended,
  }) : undefined), []);
  useEffect(() => {
    const ticking = setInterval(() => setTick(performance.now()), TICK_MS);
    return () => clearInterval(ticking);
  }, []);

  // The line's clock decides what is open, not this computer's: its own may be wrong.
  const now = came === undefined ? 0 : came.snapshot.now + Math.max(0, tick - came.at);
  return { snapshot: came?.snapshot, now, link };
}
