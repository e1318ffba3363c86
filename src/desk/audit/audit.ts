import type { FastifyInstance } from 'fastify';
import { type Verdict, verify } from '../../audit/verify.ts';
import type { Clock } from '../../clock.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { AuditEntry, AuditPage } from '../../store/contract/audit.ts';
import type { Store } from '../../store/store.ts';
import { advocateOf } from '../web/access.ts';
import type { AuditSeen } from '../wire.ts';

/** Who reads who did what. An auditor opens nothing else. */
export const AUDITING = ['auditor', 'coordinator', 'operator'] as const;

const MOST = 50;
/** Most looks into the store for one page: each is 5,000 entries. */
const LOOKS = 40;

const QUERY = {
  type: 'object',
  properties: { before: { type: 'integer', minimum: 1 }, what: { type: 'string', pattern: '^[A-Za-z]{1,32}$' }, who: { type: 'string', pattern: '^[a-z0-9]{1,64}$' } },
} as const;

interface AuditRoutes { readonly store: Pick<Store, 'audit'>; readonly sealing: Pick<Sealing, 'audit'>; readonly clock: Clock }
interface Wanted { before?: number; what?: string; who?: string }

/** Who did what, when and about which request, newest first; and whether anybody changed it. */
export function serveAudit(app: FastifyInstance, { store, sealing, clock }: AuditRoutes): void {
  let checking: Promise<Verdict> | undefined;

  app.get<{ Querystring: Wanted }>('/audit', { config: { allow: AUDITING }, schema: { querystring: QUERY } }, async (request): Promise<AuditSeen> => {
    const entries: AuditEntry[] = [];
    let page: AuditPage = await store.audit.page({ ...request.query, most: MOST });
    entries.push(...page.entries);
    for (let left = LOOKS; left > 0 && page.next !== undefined && entries.length < MOST; left--) {
      page = await store.audit.page({ ...request.query, before: page.next, most: MOST - entries.length });
      entries.push(...page.entries);
    }
    return { entries, next: page.next ?? null, colleagues: page.colleagues };
  });

  /** Whoever asks while a check runs is told what it finds. That somebody checked is written down. */
  app.post('/audit/verify', { config: { allow: AUDITING } }, async (request): Promise<Verdict> => {
    checking ??= verify(store.audit, sealing.audit).finally(() => { checking = undefined; });
    const verdict = await checking;
    await store.audit.append({ at: clock.now(), what: 'verified', who: advocateOf(request).id, detail: verdict.held ? { held: true } : { held: false, first: Math.min(verdict.first, 999_999) } });
    return verdict;
  });
}
