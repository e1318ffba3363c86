import type { Clock } from '../../clock.ts';
import type { CallRow, RequestRow, Store } from '../../store/store.ts';
import type { Names } from '../names.ts';
import type { LiveCall, Row, Snapshot } from '../wire.ts';

/** Reads everything the queue page shows. */
export async function takeSnapshot(store: Store, clock: Clock, names: Names): Promise<Snapshot> {
  const now = clock.now();
  const [rows, calls, rota] = await Promise.all([store.requests.queue(now), store.calls.live(now), store.rota.read()]);
  return {
    now,
    rows: rows.map((row) => toRow(row, names)),
    // One that only reads to its caller concerns nobody here, nor does an alarm that is gone.
    calls: calls.filter(({ kind, request }) => kind !== 'hear' && (kind !== 'alarm' || request !== undefined)).map((call) => toCall(call, names)),
    onDuty: rota.advocates.filter((a) => a.onDuty).map(({ id, name }) => ({ id, name })),
  };
}

export const toRow = (row: RequestRow, names: Names): Row =>
  ({ ...row, languageName: names.language(row.language), countryName: names.country(row.country), clockName: names.clock(row.country, row.zone) });

/** Picks what may be seen of a call: its number stays where it is. */
const toCall = (call: CallRow, names: Names): LiveCall => ({
  id: call.id, kind: call.kind, state: call.state, request: call.request ?? null, madeAt: call.madeAt, advocate: call.advocateId,
  languageName: names.language(call.language), countryName: names.country(call.country),
});
