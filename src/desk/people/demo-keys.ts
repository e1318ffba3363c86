import { Worker } from 'node:worker_threads';
import { bundled } from '../../bundled.ts';

type Bytes = Uint8Array;

/** What the demo advocate's passphrase makes: an account's keys, and the first desk key, which they hold. */
export interface Made { readonly salt: Bytes; readonly proof: Bytes; readonly publicKey: Bytes; readonly wrappedSecret: Bytes; readonly deskPublicKey: Bytes; readonly deskSecret: Bytes }

/** What opens a desk key that is there already. */
export interface Kept { readonly wrappingKey: Bytes; readonly publicKey: Bytes; readonly wrappedSecret: Bytes; readonly sealed: Bytes }

export interface Asked {
  make: (passphrase: string) => Made;
  derive: (passphrase: string, salt: Bytes) => { proof: Bytes; wrappingKey: Bytes };
  /** The public half of a desk key. Throws when it does not open. */
  open: (kept: Kept) => Bytes;
}

/**
 * Asks a thread that ends with its answer: libsodium never gives back the 64 MiB that a passphrase takes, and a line
 * needs them once in its life. Rejects when the thread fails.
 */
export async function inThread<K extends keyof Asked>(what: K, ...given: Parameters<Asked[K]>): Promise<ReturnType<Asked[K]>> {
  const file = await bundled('demo-keys', 'desk/people/demo-keys-thread.ts');
  return new Promise((resolve, reject) => {
    const thread = new Worker(file, { workerData: { what, given }, execArgv: process.execArgv.filter((flag) => flag === '--enable-source-maps') });
    let answer: ReturnType<Asked[K]> | undefined;
    thread.once('message', (message: ReturnType<Asked[K]>) => { answer = message; });
    thread.once('error', reject);
    thread.once('exit', () => (answer === undefined ? reject(new Error('the thread ended')) : resolve(answer)));
  });
}
