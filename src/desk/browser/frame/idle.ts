const LOCK_MS = 30 * 60_000;
const WARN_MS = 28 * 60_000;
const TELL_MS = 5 * 60_000;
const LOOK_MS = 5_000;

/**
 * Watches whether an advocate is there. Calls `warn` two minutes before the lock and when that is over, `lock` after 30
 * idle minutes, and `here` at most every five minutes while somebody is. Returns how to stop.
 */
export function watchIdle(told: { warn(soon: boolean): void; lock(): void; here(): void }): () => void {
  let seen = performance.now();
  let toldLine = seen;
  let warned = false;
  const touch = (): void => {
    seen = performance.now();
    if (warned) told.warn(warned = false);
    if (seen - toldLine < TELL_MS) return;
    toldLine = seen;
    told.here();
  };
  const look = setInterval(() => {
    const idle = performance.now() - seen;
    if (idle >= LOCK_MS) told.lock();
    else if (idle >= WARN_MS && !warned) told.warn(warned = true);
  }, LOOK_MS);
  const signs = ['keydown', 'pointerdown', 'pointermove'] as const;
  for (const sign of signs) addEventListener(sign, touch, { passive: true });
  return () => {
    clearInterval(look);
    for (const sign of signs) removeEventListener(sign, touch);
  };
}
