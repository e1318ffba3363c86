import type { Holder } from './at-desk.ts';
import type { RequestRow, Window, Windows } from './store.ts';

/** How long a claim lasts without a sign of life, in ms. */
export const CLAIM_LASTS = 20 * 60_000;
/** A call in one of these states has its advocate on the phone, or is about to. */
export const ON_THE_PHONE = `('ringingAdvocate', 'advocateWaits', 'ringingCaller', 'joined')`;
/** Whoever has the claim is on the phone about it. */
const HOLDER_CALLS = `EXISTS (SELECT 1 FROM calls WHERE calls.request = claims.request AND calls.advocateId = claims.advocate AND calls.state IN ${ON_THE_PHONE})`;
/** A claim that has not lapsed at `:now`. */
export const HOLDS = `(claims.seenAt > :now - ${CLAIM_LASTS} OR ${HOLDER_CALLS})`;

/** Word for word as in the index `requestsOpen`, or it is not used. */
export const OPEN = `status IN ('waiting', 'read', 'tried')`;

export type Columns = Omit<RequestRow, 'first' | 'second' | 'hasNumber' | 'claim' | 'linked'> & {
  linked: string;
  firstFrom: number | null; firstTo: number | null; secondFrom: number | null; secondTo: number | null;
  windowZone: string | null; hasNumber: number; opened: number; openedAt: number | null;
  holder: string | null; holderName: string | null; heldAt: number | null; heldSeenAt: number | null; heldOnPhone: number;
};

/** What the desk reads of a request; a condition follows. */
export const ROW = `SELECT requests.id, kind, status, channel, language, country, zone, call, cover, subject, day, part, windowZone, firstFrom, firstTo, secondFrom, secondTo,
  requests.madeAt, eraseAt, closesAt, attempts, lastAttemptAt, outcome, opened, openedAt, revision, takenBy, takenAt,
  (SELECT name FROM colleagues WHERE colleagues.id = requests.takenBy) AS takenName,
  (SELECT json_group_array(other.id) FROM requests AS other WHERE requests.kind = 'urgent' AND other.kind = 'urgent' AND other.caller = requests.caller AND other.id <> requests.id
    AND other.status IN ('waiting', 'read', 'tried')) AS linked,
  1 + (SELECT count(*) FROM requests AS other WHERE requests.kind = 'urgent' AND other.kind = 'urgent' AND other.caller = requests.caller AND other.rowid < requests.rowid) AS nth,
  claims.advocate AS holder, claims.at AS heldAt, claims.seenAt AS heldSeenAt, claims.request IS NOT NULL AND ${HOLDER_CALLS} AS heldOnPhone,
  (SELECT name FROM colleagues WHERE colleagues.id = claims.advocate) AS holderName,
  (SELECT state FROM calls WHERE calls.request = requests.id ORDER BY calls.madeAt DESC, calls.rowid DESC LIMIT 1) AS callState,
  EXISTS (SELECT 1 FROM fields WHERE fields.request = requests.id AND field = 'number') AS hasNumber
  FROM requests LEFT JOIN claims ON claims.request = requests.id`;

const between = (from: number | null, to: number | null): Window | null => (from === null || to === null ? null : { from, to });
export const firstOf = (row: Columns): Window | null => between(row.firstFrom, row.firstTo);
export const secondOf = (row: Columns): Window | null => between(row.secondFrom, row.secondTo);

export function asRow(columns: Columns): RequestRow {
  const {
    firstFrom: _a, firstTo: _b, secondFrom: _c, secondTo: _d, windowZone: _e, opened: _f, openedAt: _g, hasNumber, linked,
    holder: _h, holderName: _i, heldAt: _j, heldSeenAt: _k, heldOnPhone: _l, ...row
  } = columns;
  return { ...row, first: firstOf(columns), second: secondOf(columns), hasNumber: hasNumber === 1, linked: JSON.parse(linked) as RequestRow['linked'], claim: holderOf(columns) };
}

function holderOf({ holder, holderName, heldAt, heldSeenAt, heldOnPhone }: Columns): Holder | null {
  if (holder === null || heldAt === null || heldSeenAt === null) return null;
  return { advocate: holder, name: holderName, at: heldAt, until: heldOnPhone === 1 ? null : heldSeenAt + CLAIM_LASTS };
}

export function windowsOf(row: Columns): Windows | null {
  const first = firstOf(row);
  if (!first || row.day === null || row.part === null || row.windowZone === null) return null;
  return { day: row.day, part: row.part, zone: row.windowZone, first, second: secondOf(row) ?? undefined };
}
