import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type App, buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { LogEvent } from '../../src/log.ts';
import { gatewayApi, type GatewayApi } from './gateway-api.ts';
import { MONDAY } from './line.ts';
import { openTls, type Tls } from './tls.ts';

const shipped = (file: string) => JSON.parse(readFileSync(new URL(`../../content/${file}`, import.meta.url), 'utf8'));

/** An operator's own content that live mode accepts: one country, English, numbers that are nobody's (Ofcom's for drama). */
export function writeLiveContent(dataDir: string): void {
  const own = join(dataDir, 'content');
  mkdirSync(own, { recursive: true });
  const { counters: _, bound: _bound, ...organisation } = shipped('organisation.json');
  const numbers = { hotline: '+447700900100', missed: '+447700900101', outgoing: '+447700900199', texts: '+447700900100', complaints: '+447700900102', codes: ['*384*7#'] };
  writeFileSync(join(own, 'organisation.json'), JSON.stringify({ ...organisation, name: { en: 'Harbour Line' }, languages: ['en'], countries: ['KE'], zones: { KE: 'Africa/Nairobi' }, commonLanguage: { KE: 'en' }, numbers }));
  const directory = shipped('directory.json') as { entries: { country: string; confirmed: string | null }[] };
  writeFileSync(join(own, 'directory.json'), JSON.stringify({ ...directory, entries: directory.entries.map((one) => (one.country === 'KE' ? { ...one, confirmed: '2026-11-20' } : one)) }));
}

export interface LiveLine {
  readonly app: App; readonly tls: Tls; readonly api: GatewayApi; readonly dir: string; readonly log: LogEvent[];
  /** The gateway's address with its token. */
  readonly at: string;
  /** Behind the TLS proxy. */
  readonly base: string;
  readonly clock: { now(): number; pass(ms: number): void };
  close(): Promise<void>;
}

/** A live line as an operator would run it: own content, secrets elsewhere, TLS in front; only the carrier is played. */
export async function startLive(given: { dir?: string; at?: number } = {}): Promise<LiveLine> {
  // The pages as they are shipped; does nothing when they are fresh.
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../../scripts/build.js', import.meta.url))]);
  const dir = given.dir ?? mkdtempSync(join(tmpdir(), 'hakiline-live-'));
  let port = 0;
  const tls = await openTls(() => port);
  const api = await gatewayApi();
  const dataDir = join(dir, 'data');
  writeLiveContent(dataDir);
  const began = Date.now();
  let ahead = (given.at ?? MONDAY) - began;
  const clock = { now: () => Date.now() + ahead, pass: (ms: number) => { ahead += ms; } };
  const log: LogEvent[] = [];
  const config = readConfig({
    MODE: 'live', DATA_DIR: dataDir, SECRETS_DIR: join(dir, 'secrets'), VOLATILE_DIR: join(dir, 'volatile'), PUBLIC_URL: tls.url,
    GATEWAY_TOKEN: 'f'.repeat(64), AT_USERNAME: 'test', AT_API_KEY: 'test',
  });
  const app = await buildApp({ config, log: (event) => void log.push(event), clock, engine: 'none', apiUrl: api.url });
  await app.server.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.server.address();
  port = address !== null && typeof address === 'object' ? address.port : 0;
  await app.ready;
  return {
    app, tls, api, dir, log, clock, base: `http://127.0.0.1:${port}`, at: `http://127.0.0.1:${port}/gateways/africastalking/${config.gatewayToken}`,
    async close() {
      await app.close();
      await tls.close();
      await api.close();
      if (given.dir === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}
