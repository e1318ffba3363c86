import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { walk } from './phone/walk.ts';

export interface WalkChoices { readonly code: string; readonly number: string; readonly network: string; readonly url?: string; readonly repro?: boolean }

/** Walks a line in the terminal: the one at `url`, or one of its own that keeps nothing. */
export async function walkHere(config: Config, o: WalkChoices): Promise<void> {
  const own = o.url === undefined ? await startOwn(config) : undefined;
  try {
    const base = o.url?.replace(/\/+$/, '') ?? own?.url ?? '';
    const { outcome } = await walk({
      target: `${base}/gateways/africastalking/${config.gatewayToken}`, code: o.code, codes: await codesOf(base), number: o.number, network: o.network,
      input: process.stdin, output: process.stdout, repro: o.repro, clock: systemClock,
      // A line of one's own is gone when the test is run: the test starts one too.
      opening: own && REPRO,
    });
    if (outcome === 'failed') process.exitCode = 1;
  } finally {
    await own?.close();
  }
}

/** What can be dialled, as the simulated carrier tells; a line without one is dialled by its usual code. */
async function codesOf(base: string): Promise<string[]> {
  try {
    const { numbers } = await (await fetch(`${base}/phone/setting`)).json() as { numbers: { codes: string[]; others?: { dialled: string }[] } };
    return [...numbers.codes, ...(numbers.others ?? []).flatMap(({ dialled }) => (dialled.startsWith('*') ? [dialled] : []))];
  } catch {
    return ['*384*7#'];
  }
}

const REPRO = [
  "import { startLine } from '../harness/line.ts';", '',
  'const line = await startLine();', 't.teardown(() => line.close());', 'const target = line.at;',
];

async function startOwn(config: Config): Promise<{ url: string; close(): Promise<void> }> {
  const { buildApp } = await import('./app.ts');
  const dir = mkdtempSync(join(tmpdir(), 'hakiline-walk-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const own: Config = { ...config, host: '127.0.0.1', port, publicUrl: url, dataDir: dir, secretsDir: join(dir, 'secrets'), volatileDir: join(dir, 'secrets', 'volatile') };
  const app = await buildApp({ config: own, log: () => undefined, engine: 'none' });
  await app.server.listen({ host: own.host, port });
  await app.ready;
  return { url, close: async () => { await app.close(); rmSync(dir, { recursive: true, force: true }); } };
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
