import { randomFillSync } from 'node:crypto';

const POOL = 3_072; // bytes: a draw from the system costs as much for twelve as for all of these

const pool = Buffer.allocUnsafeSlow(POOL);
let used = POOL;

/** Random bytes for nonces, ids and references, each given out once and forgotten. Keys are never drawn ahead. */
export function drawRandom(bytes: number): Buffer {
  if (bytes > POOL) throw new RangeError('more than are drawn at once');
  if (used + bytes > POOL) {
    randomFillSync(pool);
    used = 0;
  }
  const drawn = Buffer.allocUnsafe(bytes);
  pool.copy(drawn, 0, used, used + bytes);
  pool.fill(0, used, used + bytes);
  used += bytes;
  return drawn;
}
