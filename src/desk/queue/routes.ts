import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Hex, Store } from '../../store/store.ts';
import type { Names } from '../names.ts';
import { advocateOf, CALLING } from '../web/access.ts';
import { Refusal } from '../web/refusal.ts';
import type { Choices, Wanted } from '../wire.ts';
import { sameFor, WANTED_QUERY } from './filters.ts';
import type { Live } from './live.ts';
import { takeSnapshot } from './snapshot.ts';

interface QueueRoutes { readonly store: Store; readonly clock: Clock; readonly names: Names; readonly live: Live; lasts(session: string, advocate: Hex): Promise<boolean> }
interface Asked { Querystring: Wanted }

/** The queue, once (`/queue`) and as it changes (`/live`, server-sent events), and what it can be filtered by. None puts off the idle lock. */
export function serveQueue(app: FastifyInstance, { store, clock, names, live, lasts }: QueueRoutes): void {
  const config = { allow: CALLING, quiet: true } as const;
  const schema = { querystring: WANTED_QUERY } as const;
  app.get<Asked>('/queue', { config, schema }, async (request) => takeSnapshot(store, clock, names, request.query, advocateOf(request).id));

  app.get<Asked>('/live', { config, schema }, async (request, reply) => {
    const { sessionId } = request.session;
    const { id } = advocateOf(request);
    const wanted = request.query;
    const followed = { key: sameFor(wanted, id), take: () => takeSnapshot(store, clock, names, wanted, id), alive: () => lasts(sessionId, id) };
    if (!live.open(reply, followed)) throw new Refusal(503, 'busy');
    return reply;
  });

  app.get('/queue/choices', { config }, async (): Promise<Choices> => {
    const { languages, countries, subjects } = await store.queue.choices(clock.now());
    return { languages: languages.map((code) => ({ code, name: names.language(code) })), countries: countries.map((code) => ({ code, name: names.country(code) })), subjects };
  });
}
