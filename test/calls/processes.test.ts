import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { openCalls } from '../../src/effects/calls/calls.ts';
import type { LegEvent } from '../../src/gateways/gateway.ts';
import { openedStore } from './opened.ts';
import { advocates, CALLERS, Carrier, keepRequest, line, realSealing, Time } from './world.ts';

const BYTES = Buffer.alloc(32, 7);

t.test('two processes on one store are told everything at once, and still ring each phone once', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hakiline-two-'));
  const [one, two] = [await openedStore(t, dataDir), await openedStore(t, dataDir)];
  const clock = new Time();
  const sealing = realSealing(clock);
  t.teardown(() => sealing.remove());
  for (const person of advocates(sealing)) await one.desk.addAdvocate({ ...person, roles: ['advocate'], publicKey: BYTES, wrappedSecret: BYTES, salt: BYTES, proof: BYTES, deskSecrets: [] });
  const carrier = new Carrier();
  const processes = [one, two].map((store) => line(openCalls, { store, sealing, clock, carrier }));
  const both = async (event: LegEvent) => {
    const replies = await Promise.all(processes.map((process) => process.leg(event)));
    await Promise.all(processes.map((process) => process.settled()));
    return replies;
  };
  const ticks = async () => { await Promise.all(processes.map((process) => process.tick())); await Promise.all(processes.map((process) => process.settled())); };

  for (let round = 0; round < 20; round++) {
    carrier.phones.length = 0;
    const number = CALLERS[round % 3] as string;
    const request = `${round}`.padStart(32, '0');
    await keepRequest(one, clock, request);
    const begun = await processes[round % 2]?.begin({ kind: 'urgent', request, language: 'en', country: 'KE', number });
    await ticks();
    const first = carrier.phones[0] ?? t.fail('nobody rung') as never;
    t.equal(carrier.phones.length, 1, 'one advocate');
    const [gate] = await both(carrier.picksUp(first));
    first.reply = gate!;
    const waits = await both(carrier.presses(first, '1')!);
    t.same(waits.map((reply) => reply.then.do), ['wait', 'wait']);
    t.same(carrier.phones.slice(1).map(({ to }) => to), [number], 'the caller, once');
    const caller = carrier.phone(number);
    caller.reply = (await both(carrier.picksUp(caller)))[0]!;
    const joins = await both(carrier.presses(caller, '1')!);
    t.same(joins.map((reply) => reply.then.do), ['join', 'join']);
    await both(carrier.hangsUp(caller));
    await both(carrier.hangsUp(first));
    t.equal((await two.calls.one((begun as { call: string }).call))?.state, 'over');
    t.same(await one.calls.live(clock.now()), []);
    clock.at += 5_000;
    for (const phone of carrier.phones) phone.state = 'over';
    // Sessions of a new round are new ones.
    carrier.offset += 100;
  }
});

t.test('two advocates who press Call for one caller at two processes: one of their phones rings', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hakiline-two-'));
  const stores = [await openedStore(t, dataDir), await openedStore(t, dataDir)];
  const clock = new Time();
  const sealing = realSealing(clock);
  t.teardown(() => sealing.remove());
  const people = advocates(sealing);
  for (const one of people) await stores[0]!.desk.addAdvocate({ ...one, roles: ['advocate'], publicKey: BYTES, wrappedSecret: BYTES, salt: BYTES, proof: BYTES, deskSecrets: [] });
  const carrier = new Carrier();
  const processes = stores.map((store) => line(openCalls, { store, sealing, clock, carrier }));
  for (let round = 0; round < 20; round++) {
    carrier.phones.length = 0;
    const request = `b${round}`.padStart(32, '0');
    await keepRequest(stores[0]!, clock, request);
    await stores[0]!.requests.taken(request, people[0]!.id, clock.at); // who presses Call has opened it
    const begun = await Promise.all(processes.map((process, n) => process.begin({ kind: 'urgent', request, language: 'en', country: 'KE', number: CALLERS[0] as string, advocate: people[n]!.id })));
    await Promise.all(processes.map((process) => process.settled()));
    t.equal(carrier.phones.length, 1);
    t.same(begun.map((each) => 'call' in each).sort(), [false, true]);
    clock.at += 16 * 60_000;
    for (const process of processes) { await process.tick(); await process.settled(); }
  }
});
