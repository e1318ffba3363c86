import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isIP } from 'node:net';
import type { Role, Store } from '../../store/store.ts';
import { Refusal } from './refusal.ts';
import type { Sessions } from './sessions.ts';
import type { Signed } from '../wire.ts';

/** Who may use a route: anyone, also without signing in, or whoever has one of these roles. A route that does not say so is refused. */
export type Allow = 'anyone' | readonly Role[];

/** Who speaks with callers and reads what they left. */
export const CALLING = ['advocate', 'coordinator'] as const;
/** Whoever is signed in. */
export const SIGNED_IN = ['advocate', 'coordinator', 'operator', 'auditor'] as const;

declare module 'fastify' {
  interface FastifyContextConfig {
    allow?: Allow;
    /** Asked for by the page itself, not by the advocate: does not put off the idle lock. */
    quiet?: true;
  }
  interface FastifyRequest { advocate: Signed | null }
}

interface Guard { readonly store: Store; readonly sessions: Sessions; readonly publicUrl: string; readonly mode: 'demo' | 'live' }

/** Refuses, before a route runs: undeclared routes, foreign pages, missing tokens, and whoever is not signed in. */
export function guardRoutes(app: FastifyInstance, { store, sessions, publicUrl, mode }: Guard): void {
  app.decorateRequest('advocate', null);
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const { allow } = request.routeOptions.config;
    if (allow === undefined) throw new Refusal(403, 'undeclared');
    if (!cameFromHere(request, publicUrl, mode)) throw new Refusal(403, 'foreign');
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404 || !changesSomething(request)) return done();
    app.csrfProtection(request, reply, done);
  });
  app.addHook('onRequest', async (request) => {
    const { allow } = request.routeOptions.config;
    if (request.is404 || allow === undefined || allow === 'anyone') return;
    const signed = await signedIn(request, store, sessions);
    if (!signed.roles.some((role) => allow.includes(role))) throw new Refusal(403, 'notYours');
    request.advocate = signed;
  });
}

async function signedIn(request: FastifyRequest, store: Store, sessions: Sessions): Promise<Signed> {
  const id = request.session.advocate;
  const advocate = id === undefined ? undefined : await store.desk.signedIn(id);
  if (advocate === undefined) {
    if (id !== undefined) sessions.revoke(id);
    throw new Refusal(401, 'signedOut');
  }
  if (!request.routeOptions.config.quiet) sessions.seen(request.session.sessionId);
  return advocate;
}

/** The advocate of a request whose route allows only advocates. */
export function advocateOf(request: FastifyRequest): Signed {
  if (request.advocate === null) throw new Refusal(401, 'signedOut');
  return request.advocate;
}

const changesSomething = (request: FastifyRequest): boolean => request.method !== 'GET' && request.method !== 'HEAD';

/** Fetch Metadata and Origin: what changes something must name our own origin; what reads must not come from another site. */
function cameFromHere(request: FastifyRequest, publicUrl: string, mode: 'demo' | 'live'): boolean {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (!changesSomething(request)) {
    return site === undefined || site === 'same-origin' || site === 'none' || request.headers['sec-fetch-mode'] === 'navigate';
  }
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined) return site === 'same-origin';
  return origin === new URL(publicUrl).origin || (mode === 'demo' && isOwnLoopback(origin, host));
}

/** Demo listens on loopback, which has several names: 127.0.0.1, localhost, [::1]. */
function isOwnLoopback(origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const { host: from, hostname, protocol } = new URL(origin);
  const name = hostname.replace(/^\[|\]$/g, '');
  const loopback = name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
  return protocol === 'http:' && loopback && from === host;
}
