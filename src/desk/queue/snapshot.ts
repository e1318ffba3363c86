import type { Clock } from '../../clock.ts';
import type { CallRow, Hex, RequestRow, Store } from '../../store/store.ts';
import type { Names } from '../names.ts';
import type { LiveCall, Row, Snapshot, Wanted } from '../wire.ts';
import { filterOf, mostOf } from './filters.ts';

/** Reads what one queue page shows: of every section as many as it wants, and how many there are in truth. */
export async function takeSnapshot(store: Store, clock: Clock, names: Names, wanted: Wanted, me: Hex): Promise<Snapshot> {
  const now = clock.now();
  const [calls, rota] = await Promise.all([store.calls.live(now), store.rota.read()]);
  const speaks = rota.advocates.find(({ id }) => id === me)?.languages ?? [];
  const { rows, held, counts, alarms } = await store.queue.read({ now, me, filter: filterOf(wanted, speaks), most: mostOf(wanted) });
  return {
    now, counts, alarms,
    rows: rows.map((row) => toRow(row, names)), held: held.map((row) => toRow(row, names)),
    // One that only reads to its caller concerns nobody here, nor does an alarm that is gone.
    calls: calls.filter(({ kind, request }) => kind !== 'hear' && (kind !== 'alarm' || request !== undefined)).map((call) => toCall(call, names)),
    onDuty: rota.advocates.filter((a) => a.onDuty).map(({ id, name }) => ({ id, name })),
    advocates: rota.advocates.map(({ id, name, languages, onDuty }) => ({ id, name, languages, onDuty })),
  };
}

export const toRow = (row: RequestRow, names: Names): Row =>
  ({ ...row, languageName: names.language(row.language), countryName: names.country(row.country), clockName: names.clock(row.country, row.zone) });

/** Picks what may be seen of a call: its number stays where it is. */
const toCall = (call: CallRow, names: Names): LiveCall => ({
  id: call.id, kind: call.kind, state: call.state, request: call.request ?? null, madeAt: call.madeAt, advocate: call.advocateId,
  languageName: names.language(call.language), countryName: names.country(call.country),
});
