import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.ts';
import { dateAt } from '../../effects/duty/wall.ts';
import type { Monitor } from '../../effects/monitor.ts';
import type { Closure, Hex, Shown, Store } from '../../store/store.ts';
import { advocateOf, SIGNED_IN } from '../web/access.ts';
import { Refusal } from '../web/refusal.ts';
import type { Names } from '../names.ts';
import type { RotaView, ShiftWanted, Suggestion } from '../wire.ts';
import { CLOSURE, sameShift, SHIFT, wrongClosure, wrongShift } from './check.ts';
import { holidaysOf } from './holidays.ts';
import { viewOf } from './view.ts';

/** What the operator has settled, as it stands now. */
export interface RotaDesk {
  zone(): string; country(): string; zones(): readonly string[]; languages(): readonly string[]; outgoing(): string;
  readonly monitor: Pick<Monitor, 'start' | 'at'>;
}

/** Who may change what callers are promised. */
const ARRANGING = ['operator', 'coordinator'] as const;
const TRIES = 3; // another change may come between; more than that is a fault of ours

const SHIFTS_BODY = { type: 'object', required: ['colleague'], additionalProperties: false, properties: { colleague: { type: 'string', pattern: '^[0-9a-f]{8,64}$' }, add: SHIFT, remove: SHIFT } } as const;
const CLOSURES_BODY = { type: 'object', additionalProperties: false, properties: { add: CLOSURE, remove: CLOSURE } } as const;
const SHOWN_BODY = { type: 'object', required: ['id', 'shown'], properties: { id: { type: 'string', pattern: '^[0-9a-f]{8,64}$' }, shown: { enum: ['hidden', 'unpublished', 'published', 'other'] } } } as const;

interface RotaRoutes { readonly store: Pick<Store, 'rota' | 'monitors'>; readonly clock: Clock; readonly names: Names; readonly rota: RotaDesk }

/**
 * Who is there and when, what is closed, what callers are promised by it, and the test call. A change names the one shift or
 * closed day it adds, takes away, or puts in the place of another, so that two people who change the rota at once both have their way.
 */
export function serveRota(app: FastifyInstance, { store, clock, names, rota: desk }: RotaRoutes): void {
  app.get('/rota', { config: { allow: SIGNED_IN } }, async (request): Promise<RotaView> => look(advocateOf(request).roles.some((role) => (ARRANGING as readonly string[]).includes(role))));

  app.post<{ Body: { colleague: Hex; add?: ShiftWanted; remove?: ShiftWanted } }>('/rota/shifts', { config: { allow: ARRANGING }, schema: { body: SHIFTS_BODY } }, async (request): Promise<RotaView> => {
    const { colleague, add, remove } = request.body;
    await change(async () => {
      const { advocates, shifts } = await store.rota.read();
      if (!advocates.some(({ id }) => id === colleague)) throw new Refusal(404, 'rotaColleague');
      const was = shifts.filter(({ advocate }) => advocate === colleague);
      const others = remove === undefined ? was : was.filter((shift) => !sameShift(shift, remove));
      if (remove !== undefined && others.length === was.length) throw new Refusal(409, 'rotaChanged');
      const wrong = add && wrongShift(add, others, desk.languages());
      if (wrong !== undefined) throw new Refusal(400, wrong);
      return store.rota.setShifts(colleague, add ? [...others, { ...add, days: [...add.days].sort() }] : others, was);
    });
    return look(true);
  });

  app.post<{ Body: { add?: Closure; remove?: Closure } }>('/rota/closures', { config: { allow: ARRANGING }, schema: { body: CLOSURES_BODY } }, async (request): Promise<RotaView> => {
    const { add, remove } = request.body;
    await change(async () => {
      const { closures: was } = await store.rota.read();
      const same = (a: Closure, b: Closure): boolean => a.from === b.from && a.until === b.until && a.name === b.name;
      const others = remove === undefined ? was : was.filter((closure) => !same(closure, remove));
      if (remove !== undefined && others.length === was.length) throw new Refusal(409, 'rotaChanged');
      const named = add && { ...add, name: add.name.trim() };
      const wrong = named && wrongClosure(named, others, today());
      if (wrong !== undefined) throw new Refusal(400, wrong);
      return store.rota.setClosures(named ? [...others, named] : others, was);
    });
    return look(true);
  });

  app.get('/rota/holidays', { config: { allow: ARRANGING } }, async (): Promise<{ holidays: Suggestion[] }> => {
    const { closures } = await store.rota.read();
    const isClosed = ({ from, until }: Closure): boolean => closures.some((closure) => closure.from <= from && until <= closure.until);
    return { holidays: (await holidaysOf(desk.country(), today())).filter((day) => !isClosed(day)) };
  });

  app.post('/rota/monitor', { config: { allow: ARRANGING } }, async (): Promise<RotaView> => {
    const begun = await desk.monitor.start();
    if (begun !== 'begun') throw new Refusal(409, begun === 'unset' ? 'monitorUnset' : 'monitorOn');
    return look(true);
  });

  app.post<{ Body: { id: Hex; shown: Shown } }>('/rota/monitor/shown', { config: { allow: ARRANGING }, schema: { body: SHOWN_BODY } }, async (request): Promise<RotaView> => {
    if (!await store.monitors.noteShown(request.body.id, request.body.shown)) throw new Refusal(404, 'unknown');
    return look(true);
  });

  const today = (): string => dateAt(clock.now(), desk.zone());

  /** What stands was read before it is written: where another change came between, it is looked at anew. */
  async function change(tryOnce: () => Promise<boolean>): Promise<void> {
    for (let n = 0; n < TRIES; n++) if (await tryOnce()) return;
    throw new Refusal(409, 'rotaChanged');
  }

  async function look(mayChange: boolean): Promise<RotaView> {
    const now = clock.now();
    const [read, last] = await Promise.all([store.rota.read(), store.monitors.last()]);
    return viewOf({
      rota: read, now, zone: desk.zone(), zones: desk.zones(), mayChange, languages: desk.languages().map((code) => ({ code, name: names.language(code) })),
      monitor: { at: desk.monitor.at, last, outgoing: desk.outgoing() },
    });
  }
}
