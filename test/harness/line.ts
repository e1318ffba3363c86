import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, type AppOptions, buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { LogEvent } from '../../src/log.ts';
import type { Organisation } from '../../src/render/turn.ts';
import type { Spoken } from '../../src/render/reply.ts';
import type { Speech } from '../../src/speech/speech.ts';

/** A Monday, ten in the morning in Nairobi. */
export const MONDAY = Date.parse('2026-11-23T07:00:00Z');

export interface TestLine {
  readonly app: App;
  readonly url: string;
  /** The gateway's address with its token. */
  readonly at: string;
  readonly dir: string;
  readonly log: LogEvent[];
  readonly clock: { now(): number; set(at: number): void; pass(ms: number): void };
  /** What was said behind a clip's path, where speech is spoken in words only. */
  readonly said: Map<string, Spoken>;
  close(): Promise<void>;
}

/** The real app on a free port, with a clock and a dice of its own. `sound: false` answers clips with their words. */
export async function startLine(o: Partial<AppOptions> & { dir?: string; sound?: boolean; port?: number; at?: number; ticking?: boolean; organisation?: Partial<Organisation> } = {}): Promise<TestLine> {
  const dir = o.dir ?? mkdtempSync(join(tmpdir(), 'hakiline-'));
  if (o.organisation) setOrganisation(dir, o.organisation);
  const port = o.port ?? (await freePort());
  const log: LogEvent[] = [];
  let now = o.at ?? MONDAY;
  const began = Date.now();
  const clock = { now: () => now + (o.ticking ? Date.now() - began : 0), set: (at: number) => { now = at; }, pass: (ms: number) => { now += ms; } };
  const said = new Map<string, Spoken>();
  const config = readConfig({ PORT: String(port), DATA_DIR: join(dir, 'data') });
  const app = await buildApp({ config, log: (event) => void log.push(event), clock, random: dice('hakiline'), ...(o.sound ? {} : { speech: words(said) }), ...o });
  await app.server.listen({ host: '127.0.0.1', port });
  await app.ready;
  const url = `http://127.0.0.1:${port}`;
  return {
    app, url, at: `${url}/gateways/africastalking/demo`, dir, log, clock, said,
    async close() {
      await app.close();
      if (!o.dir) rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The operator's own file, as far as it differs from the demo's. */
export function setOrganisation(dir: string, own: Partial<Organisation>): void {
  const shipped = JSON.parse(readFileSync(new URL('../../content/organisation.json', import.meta.url), 'utf8')) as Organisation;
  mkdirSync(join(dir, 'data', 'content'), { recursive: true });
  writeFileSync(join(dir, 'data', 'content', 'organisation.json'), JSON.stringify({ ...shipped, ...own }));
}

/** The same bytes in every run. */
export function dice(seed: string): (bytes: number) => Buffer {
  let thrown = 0;
  return (bytes) => {
    const out: Buffer[] = [];
    for (let have = 0; have < bytes; have += 32) out.push(createHash('sha256').update(`${seed} ${thrown++}`).digest());
    return Buffer.concat(out).subarray(0, bytes);
  };
}

/** Speech that makes no sound: a path says which words it stands for. */
function words(said: Map<string, Spoken>): Speech {
  return {
    async pathFor(spoken) {
      const hash = createHash('sha256').update(JSON.stringify(spoken)).digest('hex').slice(0, 8);
      const path = `/audio/${spoken.language}/${spoken.segments[0]?.clip.split('.')[0] ?? 'none'}.${hash}.mp3`;
      said.set(path, spoken);
      return path;
    },
    read: async () => undefined,
    progress: () => ({ ready: 0, total: 0, engine: 'working' }),
    prepare: () => undefined, onProgress: () => () => undefined, close: async () => undefined,
  };
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
