import { openStore } from '../../src/store/open.ts';

// Books as fast as it can and says so, one session a line, only after the store said so. Started and killed by crash.test.ts.
const [, , dataDir, from] = process.argv;
if (dataDir === undefined) process.exit();
const store = await openStore({ dataDir, clock: { now: () => 1 } });
const lanes = Array.from({ length: 8 }, async (_, lane) => {
  for (let n = 0; n < 100_000; n++) {
    const session = `${from}.${lane}.${n}`;
    await store.answers.record({
      slot: { session, position: 1, nth: 0, prefix: 'aa' }, now: 1,
      act: { do: 'keep', request: { id: session, kind: 'callback', channel: 'ussd', language: 'en', country: 'KE', zone: 'UTC', call: 'yes', reference: session, wrap: { epoch: 'e', sealed: new Uint8Array(80) }, fields: { number: new Uint8Array(88) }, consent: 'consent.v1', madeAt: 1, numberUntil: 2, eraseAt: 2 } },
      outcomes: { kept: new Uint8Array(40) },
    });
    process.stdout.write(`${session}\n`);
  }
});
await Promise.all(lanes);
