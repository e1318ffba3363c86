import type { Holder } from '../../../store/at-desk.ts';
import type { Row } from '../../wire.ts';

/** Who has a request now; a claim that has lapsed is nobody's. */
export const holderOf = (row: Pick<Row, 'claim'> | undefined, now: number): Holder | undefined => {
  const claim = row?.claim;
  return claim && (claim.until === null || claim.until > now) ? claim : undefined;
};

/** An alarm sounds until somebody has it, or what came of it is noted. */
export const isAlarm = (row: Pick<Row, 'kind' | 'outcome' | 'claim'>, now: number): boolean => row.kind === 'urgent' && row.outcome === null && holderOf(row, now) === undefined;
