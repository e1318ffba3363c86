import { HlpError } from '../errors.ts';
import type { AuditSeals } from '../sealing/audit-seals.ts';
import type { Audit, AuditAnchor, AuditPlace } from '../store/contract/audit.ts';

/** What a check found. Times are those of the first and last entry; `newer` entries came after the line last signed the head. */
export type Verdict =
  | { readonly held: true; readonly entries: number; readonly from: number | undefined; readonly to: number | undefined; readonly newer: number }
  /** `first` is the first entry that does not hold, or that is not there; `last` where several are missing at the end. */
  | { readonly held: false; readonly why: 'changed' | 'missing' | 'putIn' | 'beginning' | 'endMissing' | 'rewritten' | 'noHead'; readonly first: number; readonly last?: number };

/** The store, at its edge or in this thread. */
export type Reads = { [V in 'anchor' | 'follow']: (...given: Parameters<Audit[V]>) => ReturnType<Audit[V]> | Awaited<ReturnType<Audit[V]>> };

const BATCH = 500;
const TRIES = 3;

/**
 * Follows the chain from where it begins to its end, and holds it against the head the line signed. The line may go on writing
 * meanwhile, and cut what is past its year. Rejects as the store does.
 */
export async function verify(audit: Reads, seals: Pick<AuditSeals, 'head' | 'isCut'> | undefined): Promise<Verdict> {
  const head = headOf(seals); // before the chain: then the chain is never behind it
  for (let left = TRIES; ; left--) {
    const anchor = await audit.anchor();
    const verdict = await walk(audit, anchor, head, seals);
    if (verdict.held || left === 0 || (await audit.anchor()).n === anchor.n) return verdict;
  }
}

/** A head that cannot be read is none. */
function headOf(seals: Pick<AuditSeals, 'head'> | undefined): AuditPlace | undefined {
  try {
    return seals?.head();
  } catch (error) {
    if (error instanceof HlpError) return undefined;
    throw error;
  }
}

async function walk(audit: Reads, anchor: AuditAnchor, head: AuditPlace | undefined, seals: Pick<AuditSeals, 'isCut'> | undefined): Promise<Verdict> {
  if (anchor.mac !== undefined && seals !== undefined && !seals.isCut(anchor, anchor.mac)) return { held: false, why: 'beginning', first: anchor.n + 1 };
  if (anchor.first !== undefined && anchor.first <= anchor.n) return { held: false, why: 'putIn', first: anchor.first };
  let place: AuditPlace = anchor;
  let [entries, from, to, met]: [number, number | undefined, number | undefined, boolean] = [0, undefined, undefined, false];
  for (let end = false; !end;) {
    if (place.n === head?.n) {
      if (!Buffer.from(place.hash).equals(head.hash)) return { held: false, why: 'rewritten', first: head.n };
      met = true;
    }
    // A step ends at the head, so that it can be compared.
    const step = await audit.follow(place, head !== undefined && head.n > place.n ? Math.min(BATCH, head.n - place.n) : BATCH);
    if (step.broken) return { held: false, why: step.broken.how, first: step.broken.n };
    end = step.end;
    entries += step.entries;
    from ??= step.firstAt;
    to = step.lastAt ?? to;
    place = step;
  }
  if (!anchor.whole) return { held: false, why: 'putIn', first: place.n + 1 };
  if (head === undefined) return { held: false, why: 'noHead', first: place.n };
  if (place.n < head.n) return { held: false, why: 'endMissing', first: place.n + 1, last: head.n };
  return met ? { held: true, entries, from, to, newer: place.n - head.n } : { held: false, why: 'rewritten', first: head.n };
}
