import { appending, hourOf } from './audit.ts';
import { calls } from './calls.ts';
import type { Changes } from './changes.ts';
import { counters } from './counters.ts';
import type { Connection } from './database.ts';
import { erase } from './erase.ts';
import { keeping } from './keeping.ts';
import { never } from './never.ts';
import type { Act, Hex } from './store.ts';
import { tries } from './tries.ts';

const OPEN = `status IN ('waiting', 'read', 'tried')`;

/** Carries out what an ask does to the store and says the word it came to. Runs in the transaction that records the answer. */
export function acts(db: Connection, marks: Changes): (act: Act, session: Hex) => string {
  const requests = keeping(db, marks);
  const gone = erase(db, marks);
  const writeDown = appending(db);
  const guesses = tries(db);
  const counts = counters(db);
  const refusals = never(db);
  const placed = calls(db, marks);
  const byReference = db.prepare<[Hex], { id: Hex; open: number }>(`SELECT id, ${OPEN} AS open FROM requests WHERE reference = ?`);
  const wantCall = db.prepare(`UPDATE requests SET call = 'yes', revision = revision + 1 WHERE id = ? AND ${OPEN}`);
  const isThere = db.prepare<[Hex], number>('SELECT 1 FROM requests WHERE id = ?').pluck();
  const ofCaller = db.prepare<[Hex], Hex>(`SELECT id FROM requests WHERE caller = ? AND NOT (kind = 'urgent' AND ${OPEN})`).pluck();

  /** What a typed reference opens, or nothing once the tries are used up. */
  const found = (act: { reference: Hex; caller: Hex; now: number }): { id: Hex; open: number } | undefined => {
    if (!guesses.left(act.caller, act.now)) return undefined;
    const request = byReference.get(act.reference);
    if (!request) guesses.wrong(act.caller, act.now);
    return request;
  };

  const erased = (now: number, about?: Hex, requests = 1): void => writeDown({ at: hourOf(now), what: 'erased', who: 'caller', about, detail: { requests } });

  return (act, session) => {
    switch (act.do) {
      case 'keep':
        if (act.lift !== undefined) refusals.lift(act.lift, 'call');
        if (act.lift !== undefined && act.texts) refusals.lift(act.lift, 'text');
        return requests.keep(act.request, session);
      case 'replace':
        return requests.replace(act.request, session);
      case 'wantCall':
        if (act.lift !== undefined) refusals.lift(act.lift, 'call');
        if (wantCall.run(act.id).changes === 0) return 'gone';
        marks.touch();
        return 'kept';
      case 'withdraw':
        if (!isThere.get(act.id)) return 'gone';
        gone.withdrawn(act.id, act.now);
        erased(act.now, act.id);
        return 'gone';
      case 'look':
        return found(act) ? 'found' : 'wrong';
      case 'change': {
        const request = found(act);
        if (!request?.open) return 'wrong'; // lapsed: its number is erased
        requests.setWindows(request.id, act.windows, act);
        return 'changed';
      }
      case 'erase': {
        const request = found(act);
        if (!request) return 'wrong';
        gone.whole(request.id);
        erased(act.now, request.id);
        return 'erased';
      }
      case 'eraseCaller': {
        const ids = act.callers.flatMap((caller) => ofCaller.all(caller));
        for (const id of ids) gone.whole(id);
        // Not which ones: that they were one caller's must not be told once they are gone.
        if (ids.length > 0) erased(act.now, undefined, ids.length);
        refusals.add(act.never, 'call', act.now);
        return 'done';
      }
      case 'count':
        counts.count(act);
        return 'counted';
      case 'stay':
        placed.create(act.call);
        return 'kept';
    }
  };
}
