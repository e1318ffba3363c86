import type { Test } from 'tap';
import { openCalls } from '../../src/effects/calls/calls.ts';
import type { LegEvent, LegReply } from '../../src/gateways/gateway.ts';
import type { LogEvent } from '../../src/log.ts';
import { keptInMemory } from './kept.ts';
import { openedStore } from './opened.ts';
import { advocates, CALLERS, Carrier, keepRequest, line, realSealing, Time, type Ringing } from './world.ts';

export type Where = 'in memory' | 'on disk';

export const REQUEST = 'ee'.repeat(16);
export const wanted = { kind: 'urgent', request: REQUEST, language: 'am', country: 'KE', number: CALLERS[0] } as const;
const BYTES = Buffer.alloc(32, 7);

/** A line with three advocates, the first so many of them on duty, one request, and phones that do what the test says. */
export async function openScene(t: Test, where: Where, onDuty = 3, kind: 'now' | 'urgent' = 'urgent') {
  const clock = new Time();
  const sealing = realSealing(clock);
  t.teardown(() => sealing.remove());
  const people = advocates(sealing, [['am', 'en'], ['am'], ['en']]).map((a, i) => ({ ...a, onDuty: i < onDuty }));
  const store = where === 'in memory' ? keptInMemory(people).store : await openedStore(t);
  if (where === 'on disk') for (const one of people) await store.desk.addAdvocate({ ...one, roles: ['advocate'], publicKey: BYTES, wrappedSecret: BYTES, salt: BYTES, proof: BYTES, deskSecrets: [] });
  await keepRequest(store, clock, REQUEST, kind);
  const carrier = new Carrier();
  const log: LogEvent[] = [];
  const calls = line(openCalls, { store, sealing, clock, carrier, log });
  let latest = '';
  const tell = async (event: LegEvent | undefined, phone?: Ringing): Promise<LegReply> => {
    if (event === undefined) throw new Error('this phone was asked for no key');
    const reply = await calls.leg(event);
    if (phone) phone.reply = reply;
    await calls.settled();
    return reply;
  };
  return {
    store, clock, sealing, carrier, calls, log, tell,
    rung: () => carrier.phones.map(({ to }) => to),
    row: (id: string) => store.calls.one(id),
    state: async (id = latest) => (await store.calls.one(id))?.state,
    async begin(more: object = {}) { const begun = await calls.begin({ ...wanted, ...more }); await calls.settled(); if ('call' in begun) latest = begun.call; return 'call' in begun ? begun.call : begun.refused; },
    async picksUp(to: string) { const phone = carrier.phone(to); return tell(carrier.picksUp(phone), phone); },
    async presses(to: string, keys?: string) { const phone = carrier.phone(to); return tell(carrier.presses(phone, keys), phone); },
    async hangsUp(to: string) { return tell(carrier.hangsUp(carrier.phone(to))); },
    async wait(seconds: number, step = 1) { for (let i = 0; i < seconds; i += step) { clock.at += step * 1000; await calls.tick(); await calls.settled(); } },
  };
}
