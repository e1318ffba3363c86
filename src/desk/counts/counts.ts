import type { FastifyInstance } from 'fastify';
import { DateTime } from 'luxon';
import type { Clock } from '../../clock.ts';
import type { Counted, Store } from '../../store/store.ts';
import type { Names } from '../names.ts';
import { helpedOf, rowsOf, shownOf } from './small-groups.ts';
import type { Counts, ScreenName } from '../wire.ts';
import { SIGNED_IN } from '../web/access.ts';

const LEAST = 10; // what no count is shown under, unless the operator says otherwise

/** What the operator has settled, as it stands now. */
export interface Counting { least(): number | undefined; zone(): string; languages(): readonly string[]; readonly screens: Readonly<Record<string, ScreenName>> }

interface CountRoutes { readonly store: Pick<Store, 'counters'>; readonly clock: Clock; readonly names: Names; readonly counting: Counting }

const QUERY = { type: 'object', required: ['days'], properties: { days: { type: 'integer', enum: [7, 28, 90] } } } as const;

/** What callers met, by screen: a table and the roads through it, without anything that would tell one caller from another. */
export function serveCounts(app: FastifyInstance, { store, clock, names, counting }: CountRoutes): void {
  app.get<{ Querystring: { days: number } }>('/counts', { config: { allow: SIGNED_IN }, schema: { querystring: QUERY } }, async (request): Promise<Counts> => {
    const { days } = request.query;
    const least = counting.least() ?? LEAST;
    const zone = counting.zone();
    const today = least === 1;
    // Whoever watched a figure grow could see a single caller come: where small groups are hidden, figures move once a day.
    const first = DateTime.fromMillis(clock.now(), { zone }).startOf('day').plus({ days: today ? 1 : 0 }).minus({ days });
    const counted: Omit<Counted, 'hour'>[] = [];
    const byHour = Array.from({ length: 24 }, () => 0);
    // Day by day: the store serves callers between two of them.
    for (let day = 0; day < days; day++) {
      const [from, until] = [first.plus({ days: day }).toMillis(), first.plus({ days: day + 1 }).toMillis()];
      const [ofDay, shown] = await Promise.all([store.counters.read(from, until), store.counters.shown(from, until)]);
      counted.push(...ofDay);
      for (const { hour, n } of shown) byHour[DateTime.fromMillis(hour, { zone }).hour]! += n;
    }
    const rows = rowsOf(counted, least);
    return {
      least, days, today, rows, zone, helped: helpedOf(counted, least), hours: byHour.map((n) => shownOf(n, least)),
      languages: counting.languages().map((code) => ({ code, name: names.language(code) })),
      screens: Object.fromEntries(rows.flatMap(({ screen }) => (counting.screens[screen] ? [[screen, counting.screens[screen]]] : []))),
    };
  });
}
