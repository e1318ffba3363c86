import { DateTime } from 'luxon';
import type { Store } from '../../../src/store/store.ts';
import { DAY, HOUR, makeRequest, openDesk, type Desk } from '../harness.ts';

export const WEEK = 7 * DAY;
const ZONE = 'Africa/Nairobi';

/** The desk's clock is set to a Wednesday of the second week of a period of four, and `made` runs there; then the period is over. */
export async function deskOf(t: { teardown(act: () => unknown): void }, made: (desk: Desk) => Promise<void>, more: Parameters<typeof openDesk>[0] = {}): Promise<Desk> {
  const desk = await openDesk(more);
  t.teardown(() => desk.close());
  desk.clock.ahead = DateTime.fromISO('2027-01-06T12:00', { zone: ZONE }).toMillis() - desk.clock.now();
  await made(desk);
  return desk;
}

/** The period of 28 December to 24 January is over. */
export const afterwards = (desk: Desk): void => { desk.clock.ahead += DateTime.fromISO('2027-01-27T12:00', { zone: ZONE }).toMillis() - desk.clock.now(); };

/** Requests of one sort, in the week so many weeks from now. */
export async function requests(desk: Desk, n: number, change: NonNullable<Parameters<typeof makeRequest>[2]>['change'] = {}, week = 0): Promise<void> {
  const madeAt = desk.clock.now() + week * WEEK;
  await Promise.all(Array.from({ length: n }, () => makeRequest(desk, 'now', { change: { ...change, madeAt, eraseAt: madeAt + DAY } })));
}

export async function brokenOff(store: Pick<Store, 'counters'>, at: number, screens: Readonly<Record<string, number>>): Promise<void> {
  await store.counters.add(Object.entries(screens).map(([screen, n]) => ({ hour: at - (at % HOUR), channel: 'ussd', language: 'en', screen, what: 'dropped', n })));
}

/** As a middling organisation has them: some figures that may be shown, some that may not. */
export async function someMonth(desk: Desk): Promise<void> {
  await requests(desk, 32, { language: 'am', country: 'SA' }, -1);
  await requests(desk, 24, { language: 'am', country: 'SA', channel: 'voice' });
  await requests(desk, 13, { language: 'en', country: 'LB', channel: 'voice' }, 1);
  await requests(desk, 3, { language: 'en', country: 'KE', channel: 'sms' }, 2);
  await brokenOff(desk.store, desk.clock.now(), { home: 27, consent: 61, days: 12 });
}
