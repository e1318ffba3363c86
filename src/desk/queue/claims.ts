import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Hex, Store } from '../../store/store.ts';
import { advocateOf, CALLING } from '../web/access.ts';
import { Refusal } from '../web/refusal.ts';
import { NOTE, noteOf, PARAMS, REVISION, type ById, type SentNote } from './notes.ts';

const HAND_OVER_BODY = { type: 'object', required: ['to', 'revision', 'note'], properties: { to: { type: 'string', pattern: '^[0-9a-f]{8,64}$' }, revision: REVISION, note: NOTE } } as const;

/** Take a request, let it go, give it on, take it over. The store lets one of many win; here its words become answers. */
export function serveClaims(app: FastifyInstance, { store, clock }: { readonly store: Store; readonly clock: Clock }): void {
  const config = { allow: CALLING } as const;
  const schema = { params: PARAMS } as const;

  app.post<ById>('/requests/:id/claim', { config, schema }, async (request) => {
    const claimed = await store.claims.claim(request.params.id, advocateOf(request).id, clock.now());
    if (claimed === 'gone') throw new Refusal(404, 'gone');
    if (claimed !== 'yours') throw new Refusal(409, 'theirs');
    return {};
  });

  app.post<ById>('/requests/:id/release', { config, schema }, async (request) => {
    if (!await store.claims.release(request.params.id, advocateOf(request).id, clock.now())) throw new Refusal(409, 'notHeld');
    return {};
  });

  app.post<ById & { Body: { to: Hex; revision: number; note: SentNote } }>('/requests/:id/hand-over', { config, schema: { ...schema, body: HAND_OVER_BODY } }, async (request) => {
    const { to, revision, note } = request.body;
    const given = await store.claims.handOver(request.params.id, to, clock.now(), { by: advocateOf(request).id, revision, note: noteOf(note) });
    if (given !== 'done') throw new Refusal(409, given === 'notTheirs' ? 'notHeld' : given);
    return {};
  });

  app.post<ById>('/requests/:id/take-over', { config: { allow: ['coordinator'] }, schema }, async (request) => {
    const taken = await store.claims.takeOver(request.params.id, advocateOf(request).id, clock.now());
    if (taken === 'gone') throw new Refusal(404, 'gone');
    if (taken === 'notAllowed') throw new Refusal(403, 'notYours');
    return {};
  });
}
