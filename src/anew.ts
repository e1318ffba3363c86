import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { openStore } from './store/open.ts';

const SURE = 'everything-is-lost';

/**
 * When every passphrase and the recovery sheet are lost, what callers left can be opened by nobody: it is erased, callbacks
 * lapse (their callers hear "closed" and may ask again), and the desk is set up anew. Only with the word that says so.
 */
export async function startAnew(config: Pick<Config, 'dataDir'>, clock: Clock, sure: string | undefined, say: (line: string) => void): Promise<boolean> {
  if (sure !== SURE) {
    say(`This erases every account, desk key and request. With a passphrase or the recovery sheet nothing is lost: use them.\nIf all of them are: npx hakiline anew --yes ${SURE}\n`);
    return false;
  }
  const store = await openStore({ dataDir: config.dataDir, clock });
  try {
    const { lost } = await store.people.startAnew(clock.now());
    say(`${lost} requests are erased, and every account. The next start prints the words to set the desk up with.\n`);
    return true;
  } finally {
    await store.close();
  }
}
