import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Hex, RequestRow, Store } from '../../store/store.ts';
import type { Names } from '../names.ts';
import { toRow } from '../queue/snapshot.ts';
import { advocateOf, CALLING } from '../web/access.ts';
import { Refusal } from '../web/refusal.ts';
import type { Falling, Handover } from '../wire.ts';
import { fallsTo, type Read } from './falls.ts';

const HOUR = 3_600_000;
/** What was promised for longer than this ahead is the next shifts' to hand over. */
const AHEAD = 24 * HOUR;
/** Whoever comes is looked for within these hours, where the caller waits already. */
const COMES_WITHIN = 12 * HOUR;

const QUERY = { type: 'object', properties: { of: { type: 'string', pattern: '^[0-9a-f]{8,64}$' } } } as const;

/** What somebody who leaves hands on: what is theirs, what callers were promised, which alarms are open, and to whom each falls. */
export function serveHandover(app: FastifyInstance, { store, clock, names }: { readonly store: Store; readonly clock: Clock; readonly names: Names }): void {
  app.get<{ Querystring: { of?: Hex } }>('/handover', { config: { allow: CALLING }, schema: { querystring: QUERY } }, async (request): Promise<Handover> => {
    const me = advocateOf(request);
    const of = request.query.of ?? me.id;
    if (of !== me.id && !me.roles.includes('coordinator')) throw new Refusal(403, 'notYours');
    const now = clock.now();
    const [rota, mine, promised] = await Promise.all([store.rota.read(), store.queue.mine(of, now), store.queue.promised(now, now + AHEAD)]);
    const nameOf = (id: Hex): string => rota.advocates.find((one) => one.id === id)?.name ?? '';
    const falling = (row: RequestRow): Falling => {
      const to = fallsTo(rota, spanOf(row, now), of);
      return { row: toRow(row, names), to: to === undefined ? null : { id: to.advocate, name: nameOf(to.advocate), from: to.from } };
    };
    const rest = promised.filter((row) => !mine.some(({ id }) => id === row.id));
    return {
      now, of: { id: of, name: nameOf(of) }, mine: mine.map(falling), alarms: rest.filter(({ kind }) => kind === 'urgent').map(falling),
      promised: rest.filter(({ kind }) => kind === 'callback').map(falling), advocates: others(rota, of),
    };
  });
}

/** When somebody must be there for it: in the window that is open or comes next, or from now on. */
function spanOf({ language, kind, first, second }: RequestRow, now: number): { language: string; from: number; to: number } {
  const window = kind === 'callback' ? [first, second].find((one) => one !== null && now < one.to) : undefined;
  return window ? { language, from: Math.max(window.from, now), to: window.to } : { language, from: now, to: now + COMES_WITHIN };
}

const others = ({ advocates }: Read, of: Hex): Handover['advocates'] =>
  advocates.filter(({ id }) => id !== of).map(({ id, name, languages, onDuty }) => ({ id, name, languages, onDuty }));
