import type { CallRow } from '../../store/store.ts';
import type { Course } from './advance.ts';
import { seekAdvocate } from './ring.ts';
import type { Switchboard } from './switchboard.ts';

/** Alarms that ring at once: more would ring nobody sooner, and every one of them stands first at the desk. */
const MOST = 50;

/**
 * Begins a call for every alarm that waits and rings nobody, and ends what rings for one that is taken, withdrawn or closed.
 * Nothing has to be told of an alarm for that: what waits is in the store, so neither a crash nor a restart loses its ringing.
 */
export async function wakeForAlarms(board: Switchboard, course: Course): Promise<void> {
  const { store, sealing, clock } = board;
  const now = clock.now();
  const [alarms, live] = await Promise.all([store.requests.alarms(now), store.calls.live(now)]);
  const waiting = new Set(alarms.flatMap(({ all }) => all));
  const over = (call: CallRow): boolean => call.kind === 'alarm' && call.state !== 'taken' && !(call.request !== undefined && waiting.has(call.request));
  for (const call of live.filter(over)) await endAlarm(board, course, call);
  const rung = new Set(live.flatMap(({ request }) => request ?? []));
  for (const { request, all, language, country, until } of alarms.slice(0, MOST)) {
    if (all.some((id) => rung.has(id))) continue;
    const id = sealing.newId();
    const kept = await store.calls.create({ id, kind: 'alarm', request, language, country, queue: sealing.newId(), madeAt: now, expires: until });
    if (kept) course.behind(() => seekAdvocate(board, course, id));
  }
}

/** Whose phone still rings hears that it is no longer wanted. */
export async function endAlarm({ store }: Switchboard, course: Course, call: CallRow): Promise<void> {
  if (call.state === 'ringingAdvocate' && call.request !== undefined && call.advocateId !== null) await store.rings.end(call.request, call.advocateId, 'late');
  await course.advance(call.id, { type: 'lapse' });
}
