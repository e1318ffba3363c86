import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { systemClock } from '../../src/clock.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';

/** The real store in a directory of its own, closed and removed when the test ends. */
export async function openedStore(t: Test, dataDir = mkdtempSync(join(tmpdir(), 'hakiline-store-'))): Promise<Store> {
  const store = await openStore({ dataDir, clock: systemClock });
  t.teardown(async () => { await store.close(); rmSync(dataDir, { recursive: true, force: true }); });
  return store;
}
