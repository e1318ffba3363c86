import type { Clock } from '../clock.ts';
import { HlpError } from '../errors.ts';
import { faultOf, type Log } from '../log.ts';
import type { AuditSeals } from '../sealing/audit-seals.ts';
import type { Audit, AuditPlace } from '../store/contract/audit.ts';

/** How long an entry is kept, in ms: trust.md 2.3. */
const YEAR = 365 * 24 * 3_600_000;
const MOST_CUTS = 100;

interface Kept { readonly audit: Audit; readonly seals: AuditSeals; readonly clock: Clock; readonly log: Log }

/**
 * Signs the head of the audit as it grows, and cuts what is past its year. Nothing is signed or cut that does not follow from
 * what was signed before: the log then says so, once, and the check goes on saying it.
 */
export function openAuditKeeper({ audit, seals, clock, log }: Kept): { sign(): Promise<void>; cut(): Promise<void> } {
  let signed: AuditPlace | undefined;
  let told: string | undefined;

  const tell = (error: unknown): void => {
    const event = error instanceof HlpError ? { event: 'error' as const, code: error.code, in: 'audit' as const } : faultOf(error, 'audit');
    const words = JSON.stringify(event);
    if (words !== told) log(event);
    told = words;
  };

  /** The head that stands, and that the chain holds it. */
  async function standing(): Promise<AuditPlace> {
    const head = seals.head();
    if (head === undefined) return begin();
    const hash = await audit.hashAt(head.n);
    if (hash === undefined) throw new HlpError((await audit.head()).n < head.n ? 'HLP_AUDIT_CUT' : 'HLP_AUDIT_REWRITTEN');
    if (!Buffer.from(hash).equals(head.hash)) throw new HlpError('HLP_AUDIT_REWRITTEN');
    return head;
  }

  /** A line's first start signs an empty chain. Later on no head means that it was lost: who reads the audit must know. */
  async function begin(): Promise<AuditPlace> {
    if ((await audit.head()).n > 0) await audit.append({ at: clock.now(), what: 'headMade', who: 'line' });
    const head = await audit.head();
    seals.putHead(head);
    return head;
  }

  async function sign(): Promise<void> {
    const last = await audit.head();
    if (signed !== undefined && signed.n === last.n && Buffer.from(signed.hash).equals(last.hash)) return;
    const head = await standing();
    const now = await audit.head(); // read after the head: another process may have signed more
    if (now.n > head.n) seals.putHead(now);
    signed = now;
    told = undefined;
  }

  /** Only what holds, from where it begins: a trace of a change is not to be cut away with it. */
  async function cutOnce(): Promise<boolean> {
    const old = await audit.old(clock.now() - YEAR);
    const anchor = await audit.anchor();
    if (old === undefined || old.n > (await standing()).n) return false;
    if (anchor.mac !== undefined && !seals.isCut(anchor, anchor.mac)) throw new HlpError('HLP_AUDIT_CHANGED');
    const { broken, n, hash } = await audit.follow(anchor, old.n - anchor.n);
    if (broken !== undefined || n !== old.n || !Buffer.from(hash).equals(old.hash)) throw new HlpError('HLP_AUDIT_CHANGED');
    return audit.cut(old, seals.cut(old), clock.now());
  }

  return {
    sign: () => sign().catch(tell),
    async cut() {
      try {
        await sign();
        for (let left = MOST_CUTS; left > 0 && await cutOnce(); left--);
        await sign();
      } catch (error) {
        tell(error);
      }
    },
  };
}
