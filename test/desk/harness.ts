import { execFile } from 'node:child_process';
import fastify, { type FastifyInstance, type RouteOptions } from 'fastify';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock, type Clock } from '../../src/clock.ts';
import { Keys } from '../../src/desk/browser/people/keys.ts';
import { deriveKeys } from '../../src/desk/browser/people/own-keys.ts';
import { setUpDemo } from '../../src/desk/people/demo.ts';
import { deskRoutes, type DeskOptions } from '../../src/desk/routes.ts';
import type { CallWanted } from '../../src/effects/calls/calls.ts';
import { readAssets } from '../../src/desk/web/pages.ts';
import { jsonLog } from '../../src/log.ts';
import { screenNames } from '../../src/render/screen-names.ts';
import { loadWords } from '../../src/render/words.ts';
import { openSealing } from '../../src/sealing/open.ts';
import type { Sealing } from '../../src/sealing/sealing.ts';
import { openStore } from '../../src/store/open.ts';
import type { Hex, NewRequest, Store } from '../../src/store/store.ts';

const ROOT = join(import.meta.dirname, '../..');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const LANGUAGES: Record<string, string> = { en: 'English', am: 'Amharic' };
export const SCREENS = screenNames(loadWords(join(ROOT, 'locales'), ['en']));
const COUNTRIES: Record<string, string> = { SA: 'Saudi Arabia', KE: 'Kenya', LB: 'Lebanon' };

/** A clock a test can move on; it runs with the machine's. */
export class TestClock implements Clock {
  ahead = 0;
  now(): number { return systemClock.now() + this.ahead; }
}

export interface Desk {
  readonly app: FastifyInstance; readonly store: Store; readonly sealing: Sealing; readonly clock: TestClock;
  readonly url: string; readonly dir: string; readonly passphrase: string; readonly advocate: Hex;
  /** Calls that were begun, as the line got them. */
  readonly begun: CallWanted[];
  /** Everything logged. */
  readonly logged: string[];
  /** What the next `begin` answers or does. */
  refuse: 'never' | 'underWay' | 'noNumber' | undefined;
  close(): Promise<void>;
}

/** A real desk: Fastify on a free port, SQLite in a new directory, the built pages; only the phones are scripted. */
export async function openDesk(given: { dir?: string; also?: (app: FastifyInstance) => void; publicUrl?: string; options?: Partial<DeskOptions>; onRoute?: (route: RouteOptions) => void } = {}): Promise<Desk> {
  const dir = given.dir ?? await mkdtemp(join(tmpdir(), 'hakiline-desk-'));
  // The pages as they are shipped; does nothing when they are fresh.
  await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/build.js')]);
  const pages = await readAssets(join(ROOT, 'dist/desk'));
  const clock = new TestClock();
  const logged: string[] = [];
  const log = jsonLog((line) => logged.push(line), () => clock.now());
  const store = await openStore({ dataDir: dir, clock, log });
  const secretsDir = join(dir, 'secrets');
  const sealing = openSealing({ secretsDir, volatileDir: join(secretsDir, 'volatile'), clock });
  const { passphrase, advocate } = await setUpDemo({ store, sealing, secretsDir, clock, zone: 'Africa/Nairobi', languages: ['en', 'am'] });
  await sealing.ready();
  const desk = { begun: [] as CallWanted[], refuse: undefined as Desk['refuse'] };
  const app = fastify({ forceCloseConnections: true, trustProxy: given.publicUrl !== undefined });
  if (given.onRoute) app.addHook('onRoute', given.onRoute);
  const options: DeskOptions = {
    store, sealing, clock, log, mode: 'demo', publicUrl: given.publicUrl ?? 'http://127.0.0.1:8080', pages,
    names: { language: (code) => LANGUAGES[code] ?? code, country: (code) => COUNTRIES[code] ?? code, clock: (code) => COUNTRIES[code] ?? code, safeWords: () => ({ mango: 'ማንጎ' }) },
    counting: { least: () => undefined, zone: () => 'Africa/Nairobi', languages: () => ['en', 'am'], screens: SCREENS },
    organisation: { name: 'Hakiline demo', hotline: '+999100100' },
    languages: () => Object.entries(LANGUAGES).map(([code, name]) => ({ code, name })), setUpCode: async () => undefined, setUpDone: async () => undefined, readPhone: async (typed) => (/^\+\d+$/.test(typed) ? typed : undefined),
    calls: {
      async begin(wanted) {
        if (desk.refuse !== undefined) return { refused: desk.refuse };
        desk.begun.push(wanted);
        // Keeping a call takes a commit: long enough for a second press to arrive.
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { call: sealing.newId() };
      },
    },
    ...given.options,
  };
  await app.register(async (scope) => {
    await deskRoutes(options)(scope, {});
    given.also?.(scope);
  }, { prefix: '/desk' });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return Object.assign(desk, {
    app, store, sealing, clock, url, dir, passphrase, advocate, logged,
    async close() {
      await app.close();
      await store.close();
      if (given.dir === undefined) await rm(dir, { recursive: true, force: true });
    },
  });
}

interface Made { readonly number?: string | undefined; readonly coverName?: string; readonly change?: Partial<NewRequest> }

/** Keeps a request as a hop would. A callback's window is open unless told otherwise. */
export async function makeRequest({ store, sealing, clock }: Pick<Desk, 'store' | 'sealing' | 'clock'>, kind: NewRequest['kind'], { number, coverName, change }: Made = {}): Promise<Hex> {
  const id = sealing.newId();
  const now = clock.now();
  const { wrap, fields } = kind === 'now' ? { wrap: undefined, fields: {} } : sealing.sealRecord(id, { number, coverName });
  const first = { from: now - HOUR, to: now + HOUR };
  const request: NewRequest = {
    id, kind, channel: 'ussd', language: 'am', country: 'SA', zone: 'Asia/Riyadh', call: 'yes', consent: kind === 'urgent' ? 'urgent' : 'consent.v1',
    madeAt: now, numberUntil: now + 21 * DAY, eraseAt: now + 90 * DAY, wrap, fields, reference: sealing.referenceTag(sealing.newReference()),
    ...(kind === 'callback' && { cover: 'hangUp', windows: { day: 'any', part: 'evening', zone: 'Asia/Riyadh', first } }),
    ...change,
  };
  const session = sealing.newId();
  const kept = await store.answers.record({ slot: { session, position: 1, nth: 0, prefix: sealing.newId() }, now, act: { do: 'keep', request }, outcomes: { kept: new Uint8Array(), taken: new Uint8Array() } });
  if (kept === 'diverged' || kept.word !== 'kept') throw new Error('the request was not kept');
  return id;
}

/** A browser without a page: keeps its cookie and token, sends what a page would send. */
export class Visitor {
  cookie = '';
  csrf = '';
  readonly url: string;
  constructor(url: string) { this.url = url; }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string | undefined> = {}): Promise<{ status: number; body: any; text: string; headers: Headers }> {
    const sent: Record<string, string | undefined> = { cookie: this.cookie, ...(method !== 'GET' && { origin: this.url, 'csrf-token': this.csrf, 'content-type': 'application/json' }), ...headers };
    const answer = await fetch(`${this.url}/desk/api/${path}`, {
      method, headers: Object.entries(sent).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''),
      ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
    });
    const [cookie] = answer.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(';')[0] ?? '';
    const text = await answer.text();
    const told = text.startsWith('{') ? JSON.parse(text) : undefined;
    if (typeof (told?.csrf ?? told?.me?.csrf) === 'string') this.csrf = told.csrf ?? told.me.csrf;
    return { status: answer.status, body: told, text, headers: answer.headers };
  }
  /** As the page does: token, salt, half of what the passphrase derives. */
  async signIn(name: string, passphrase: string) {
    await this.ask('GET', 'me');
    const { body: { salt } } = await this.post('salt', { name });
    const { proof, wrappingKey } = await deriveKeys(passphrase, salt);
    const answer = await this.post('sign-in', { name, proof });
    return { answer, keys: answer.status === 200 ? new Keys(wrappingKey, answer.body) : undefined };
  }
  post(path: string, body?: unknown, headers?: Record<string, string | undefined>) { return this.ask('POST', path, body, headers); }
}

export const readDemoPassphrase = async (dir: string): Promise<string> => (await readFile(join(dir, 'secrets', 'demo-passphrase'), 'utf8')).trim();
