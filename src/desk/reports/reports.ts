import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Hex, Store } from '../../store/store.ts';
import type { Names } from '../names.ts';
import { advocateOf, SIGNED_IN } from '../web/access.ts';
import { Refusal } from '../web/refusal.ts';
import { mondayOf, periodOf, releaseAt } from './calendar.ts';
import { fileName, reportCsv, reportPackage } from './exports.ts';
import { leastOf, periods, reportOf, type Of, type Reporting } from './release.ts';
import type { Report, Reports } from './report.ts';

export type OnExport = (what: { readonly by: Hex; readonly from: string; readonly weeks: number; readonly form: 'csv' | 'zip' }) => Promise<void>;

interface ReportRoutes {
  readonly store: Pick<Store, 'tallies' | 'counters'>; readonly clock: Clock; readonly names: Names; readonly mode: 'demo' | 'live'; readonly reporting: Reporting;
  /** Awaited before a file is sent: where it rejects, nothing is. */
  readonly onExport?: OnExport | undefined;
}

const PARAMS = { type: 'object', required: ['name'], properties: { name: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}(\\.(csv|zip))?$' } } } as const;

/** Reports: the periods there are (`/reports`), one of them (`/reports/<its first Monday>`), and the same as files (`.csv`, `.zip`). */
export function serveReports(app: FastifyInstance, { store, clock, names, mode, reporting, onExport }: ReportRoutes): void {
  const config = { allow: SIGNED_IN } as const;
  const of = (): Of => ({ store, reporting, mode, now: clock.now() });

  app.get('/reports', { config }, async (): Promise<Reports> => {
    const [zone, weeks] = [reporting.zone(), reporting.weeks()];
    const listed = await periods(of());
    return {
      least: leastOf({ mode, reporting }), weeks, zone, periods: listed,
      next: releaseAt(periodOf(mondayOf(clock.now(), zone), weeks), weeks, zone),
      names: Object.fromEntries([...reporting.languages().map((code) => [code, names.language(code)]), ...reporting.countries().map((code) => [code, names.country(code)])]),
    };
  });

  app.get<{ Params: { name: string } }>('/reports/:name', { config, schema: { params: PARAMS } }, async (request, reply): Promise<Report | Uint8Array | string> => {
    const [from = '', form] = request.params.name.split('.');
    const report = await reportOf(of(), from);
    if (report === undefined) throw new Refusal(404, 'unknown');
    if (form !== 'csv' && form !== 'zip') return report;
    await onExport?.({ by: advocateOf(request).id, from, weeks: report.weeks, form });
    void reply.header('content-disposition', `attachment; filename="${fileName(report, form)}"`).type(form === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/zip');
    return form === 'csv' ? reportCsv(report) : Buffer.from(reportPackage(report));
  });
}
