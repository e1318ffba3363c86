import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import session from '@fastify/session';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { SALT_BYTES } from '../sealing/desk-keys.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { Store } from '../store/store.ts';
import { serveAudit } from './audit/audit.ts';
import { guardRoutes } from './web/access.ts';
import { serveCounts, type Counting } from './counts/counts.ts';
import { type RotaDesk, serveRota } from './rota/rota.ts';
import { sendSecurityHeaders } from './web/headers.ts';
import { Live } from './queue/live.ts';
import { serveHandover } from './handover/handover.ts';
import type { Names } from './names.ts';
import { type Assets, servePages } from './web/pages.ts';
import { answerFailure, Refusal } from './web/refusal.ts';
import { serveClaims } from './queue/claims.ts';
import { serveQueue } from './queue/routes.ts';
import { serveRequests, type Begin } from './queue/requests.ts';
import type { Reporting } from './reports/release.ts';
import { serveReports, type OnExport } from './reports/reports.ts';
import { Sessions } from './web/sessions.ts';
import { serveBeginning } from './people/beginning.ts';
import { serveColleagues } from './people/colleagues.ts';
import { openEntry } from './people/entry.ts';
import { serveOwn } from './people/own.ts';
import { serveSignIn } from './people/sign-in.ts';

export interface DeskOptions {
  readonly store: Store;
  readonly sealing: Sealing;
  readonly clock: Clock;
  readonly log: Log;
  readonly calls: Begin;
  readonly mode: 'demo' | 'live';
  readonly publicUrl: string;
  readonly names: Names;
  /** Languages the line offers, by code and name. */
  readonly languages: () => readonly { readonly code: string; readonly name: string }[];
  readonly counting: Counting;
  readonly rota: RotaDesk;
  readonly reporting: Reporting;
  /** Told of every report that leaves the desk as a file, before it does. */
  readonly onExport?: OnExport;
  /** Shown to advocates: whose desk this is, and the number callers know. */
  readonly organisation: { readonly name: string; readonly hotline: string };
  /** The built pages (dist/desk). */
  readonly pages: Assets;
  /** What the terminal printed for whoever sets the desk up; undefined where it is set up, and in the demo. */
  readonly setUpCode: () => Promise<string | undefined>;
  readonly setUpDone: () => Promise<void>;
  /** E.164, or undefined where the line could not ring it. */
  readonly readPhone: (typed: string) => Promise<string | undefined>;
}

const MOST_BODY_BYTES = 8_192;

/** The desk: pages and JSON under one prefix (`/desk`), closed to whatever does not say who may use it. */
export const deskRoutes = (options: DeskOptions): FastifyPluginAsync => async (app) => {
  const { store, clock, log, names, mode, publicUrl } = options;
  const sessions = new Sessions(clock);
  const live = new Live(store, log);
  app.addHook('preClose', async () => live.close());

  app.setErrorHandler(answerFailure(log));
  sendSecurityHeaders(app);
  await keepSessions(app, sessions, publicUrl);
  guardRoutes(app, { store, sessions, publicUrl, mode });
  app.setNotFoundHandler(async () => { throw new Refusal(404, 'unknown'); });

  servePages(app, options.pages);
  await app.register(async (api) => {
    // The longest body is a sealed note, unless a route says otherwise.
    api.addHook('onRoute', (route) => { route.bodyLimit ??= MOST_BODY_BYTES; });
    const { sealing, readPhone } = options;
    const entry = openEntry({ store, clock, about: { mode, organisation: options.organisation.name, hotline: options.organisation.hotline, languages: options.languages(), bundle: options.pages.digest } });
    serveSignIn(api, { store, sealing, clock, mode, entry, fakeSalt: (name) => fakeSalt(sealing, name) });
    serveOwn(api, { store, sealing, clock, entry });
    serveBeginning(api, { store, sealing, clock, entry, sessions, readPhone, setUpCode: options.setUpCode, setUpDone: options.setUpDone });
    serveColleagues(api, { store, sealing, clock, sessions, random: randomBytes, readPhone });
    serveQueue(api, { store, clock, names, live, lasts: async (session, id) => sessions.alive(session) && await store.desk.signedIn(id) !== undefined });
    serveClaims(api, options);
    serveHandover(api, options);
    serveRequests(api, options);
    serveCounts(api, options);
    serveRota(api, options);
    serveReports(api, options);
    serveAudit(api, options);
  }, { prefix: '/api' });
};

/** Keyed with what only this line knows, and 16 bytes as true ones are: nobody can tell a name that is not there. */
const fakeSalt = (sealing: Sealing, name: string): Uint8Array => new Uint8Array(Buffer.from(sealing.referenceTag(`desk.salt|${name}`), 'hex').subarray(0, SALT_BYTES));

async function keepSessions(app: FastifyInstance, sessions: Sessions, publicUrl: string): Promise<void> {
  const secure = publicUrl.startsWith('https:');
  await app.register(cookie);
  await app.register(session, {
    // Sessions live in memory and end with the process; so may the key that signs their cookies.
    secret: randomBytes(32).toString('base64'),
    store: sessions, saveUninitialized: false, rolling: false,
    cookieName: secure ? '__Host-desk' : 'desk',
    cookie: { path: '/', httpOnly: true, sameSite: 'strict', secure },
  });
  await app.register(csrf, { sessionPlugin: '@fastify/session', getToken: (request) => request.headers['csrf-token']?.toString() });
}
