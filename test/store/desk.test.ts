import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import type { Desk } from '../../src/store/store.ts';
import { ask, bytes, call, callback, DAY, HOUR, MINUTE, NOON, open } from './fixtures.ts';
import { MIGRATIONS } from '../../src/store/migrations/all.ts';
import { hours } from '../harness/rota.ts';

const proof = Uint8Array.from(randomBytes(32));
const advocate: Parameters<Desk['addAdvocate']>[0] = {
  id: 'ad01', name: 'Demo', roles: ['advocate'], languages: ['en', 'am'], skills: [], onDuty: true, phone: bytes('sealed phone'), publicKey: bytes('public'),
  wrappedSecret: bytes('wrapped'), salt: bytes('salt'), proof, deskSecrets: [{ epoch: '2026-11', sealed: bytes('desk secret') }],
};

t.test('an advocate signs in with the proof of their passphrase, of which the store keeps a digest only', async (t) => {
  const dir = t.testdir();
  const store = await open(t, dir);
  await store.desk.addAdvocate(advocate);
  t.match(await store.desk.signIn('Demo', proof), { id: 'ad01', factors: { codes: false, passkeys: 0 } });
  t.match(await store.desk.keysOf('ad01'), { deskSecrets: [{ epoch: '2026-11' }] });
  t.equal(await store.desk.signIn('Demo', randomBytes(32)), undefined);
  t.equal(await store.desk.signIn('Nobody', proof), undefined);
  t.equal(Buffer.from((await store.desk.saltOf('Demo'))!).toString(), 'salt');
  t.equal(await store.desk.saltOf('Nobody'), undefined);
  t.same(await store.desk.signedIn('ad01'), { id: 'ad01', name: 'Demo', onDuty: true, roles: ['advocate'] });
  const files = readdirSync(dir).map((file) => readFileSync(join(dir, file)));
  t.notOk(files.some((file) => file.includes(Buffer.from(proof))));
  t.ok(files.some((file) => file.includes(createHash('sha256').update(proof).digest())), 'the scan sees what is there');
});

t.test('the rota says who is on duty and which hours, and two set-ups at once make one advocate and one key', async (t) => {
  const dir = t.testdir();
  const stores = [await open(t, dir), await open(t, dir)];
  t.equal(await stores[0]!.keys.current(), undefined);
  await Promise.all(stores.map((store, n) => Promise.all([store.keys.addEpoch('2026-11', bytes(`key ${n}`)), store.desk.addAdvocate({ ...advocate, id: `ad0${n}`, salt: bytes(`${n}`) })])));
  const [one, other] = await Promise.all(stores.map((store) => store.keys.current()));
  t.same(one, other);
  const { advocates, order } = await stores[0]!.rota.read();
  t.equal(advocates.length, 1);
  t.equal(Buffer.from(one!.publicKey).toString(), `key ${Buffer.from((await stores[0]!.desk.saltOf('Demo'))!).toString()}`, 'of the same set-up');
  const [id] = order;
  await stores[0]!.rota.setDuty(id!, false);
  await stores[0]!.rota.setShifts(id!, [hours({ days: [1, 7], from: 0, to: 1440, zone: 'Africa/Nairobi' })]);
  t.match(await stores[1]!.rota.read(), { advocates: [{ onDuty: false, languages: ['en', 'am'] }], shifts: [{ advocate: id, days: [1, 7], from: 0, to: 1440 }] });
});

t.test('what the line promises by is read anew in every process when it changes, and not for every request', async (t) => {
  const dir = t.testdir();
  const stores = [await open(t, dir), await open(t, dir)];
  await stores[0]!.desk.addAdvocate(advocate);
  await new Promise((resolve) => setTimeout(resolve, 400));
  const seen: boolean[][] = [[], []];
  for (const [at, store] of stores.entries()) store.onChange(({ rota }) => seen[at]!.push(rota));
  const told = async (times: number): Promise<void> => { for (let waited = 0; waited < 1000 && seen.some((s) => s.length < times); waited += 20) await new Promise((resolve) => setTimeout(resolve, 20)); };
  await ask(stores[0]!, { do: 'keep', request: callback() });
  await told(1);
  await stores[0]!.rota.setDuty('ad01', false);
  await told(2);
  t.same(seen, [[false, true], [false, true]]);
  // Another process's change is told even where one's own commit comes before the next look at the file.
  for (const s of seen) s.length = 0;
  await stores[1]!.rota.setDuty('ad01', true);
  await ask(stores[0]!, { do: 'keep', request: callback() });
  await told(1);
  t.same(seen[0], [true]);
});

t.test('the desk learns of a new request within half a second, from this process and from another', async (t) => {
  const dir = t.testdir();
  const [here, there] = [await open(t, dir), await open(t, dir)];
  const seen = { here: 0, there: 0 };
  const stop = here.onChange(() => (seen.here += 1));
  there.onChange(() => (seen.there += 1));
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  /** The promise is 500 ms; a machine that runs every test at once is given twice that. */
  const told = async (expected: typeof seen): Promise<boolean> => {
    for (let waited = 0; waited < 1000 && (seen.here < expected.here || seen.there < expected.there); waited += 20) await pause(20);
    return t.same(seen, expected);
  };
  await ask(here, { do: 'keep', request: callback() });
  await told({ here: 1, there: 1 });
  await there.calls.create(call());
  await told({ here: 2, there: 2 });
  await here.never.add('aa', 'call', NOON);
  await ask(here, { do: 'count', screen: 'H1', what: 'left', channel: 'ussd', language: 'en', now: NOON });
  await pause(500);
  t.same(seen, { here: 2, there: 2 }, 'and is not woken for what it does not show');
  stop();
  await there.calls.create(call());
  await pause(500);
  t.same(seen, { here: 2, there: 3 });
});

t.test('what is counted adds up by the hour, in two processes too, and goes after 400 days', async (t) => {
  const dir = t.testdir();
  const stores = [await open(t, dir), await open(t, dir)];
  const row = { hour: NOON, channel: 'ussd', language: 'am', screen: 'days', what: 'shown' };
  for (const store of stores) await store.counters.add([{ ...row, n: 3 }, { ...row, hour: NOON + HOUR, n: 1 }, { ...row, what: 'wrong', n: 2 }]);
  const { hour: _, ...summed } = row;
  t.same(await stores[0]!.counters.read(NOON, NOON + 2 * HOUR), [{ ...summed, n: 8 }, { ...summed, what: 'wrong', n: 4 }]);
  t.same(await stores[0]!.counters.read(NOON, NOON + HOUR), [{ ...summed, n: 6 }, { ...summed, what: 'wrong', n: 4 }]);
  t.same(await stores[1]!.counters.shown(NOON, NOON + 2 * HOUR), [{ hour: NOON, n: 6 }, { hour: NOON + HOUR, n: 2 }]);
  await stores[1]!.sweep(NOON + 400 * DAY);
  t.equal((await stores[0]!.counters.read(NOON, NOON + 2 * HOUR)).length, 2);
  await stores[1]!.sweep(NOON + 400 * DAY + 1);
  t.same(await stores[0]!.counters.read(NOON, NOON + HOUR), []);
});

t.test('a session breaks off once, whoever says so and however often; whether a topic helped counts each time', async (t) => {
  const dir = t.testdir();
  const stores = [await open(t, dir), await open(t, dir)];
  const at = NOON + 59 * MINUTE;
  const dropped = { channel: 'ussd', language: 'am', screen: 'days' };
  await Promise.all([...stores, ...stores].map((store) => store.counters.end([{ session: 's1', at, dropped }, { session: 's2', at }])));
  await stores[0]!.counters.end([{ session: 's2', at, dropped }, { session: 's3', at, dropped }]);
  for (const store of stores) await ask(store, { do: 'count', screen: 'topic.wages', what: 'yes', channel: 'ussd', language: 'am', now: at });
  t.same(await stores[0]!.counters.read(NOON, NOON + HOUR), [{ ...dropped, what: 'dropped', n: 2 }, { ...dropped, screen: 'topic.wages', what: 'yes', n: 2 }]);
});

t.test('a store from before keeps whether its topics helped', async (t) => {
  const dir = t.testdir();
  const db = new Database(join(dir, 'hakiline.db'));
  for (const migration of MIGRATIONS.slice(0, 3)) db.exec(migration);
  db.exec(`INSERT INTO counters VALUES ('2026-11-22', 'ussd', 'am', 'topic.wages', 'yes', 4), ('2026-11-22', 'ussd', 'am', 'home', 'left', 9)`);
  db.pragma('user_version = 3');
  db.close();
  t.same(await (await open(t, dir)).counters.read(NOON - DAY, NOON), [{ channel: 'ussd', language: 'am', screen: 'topic.wages', what: 'yes', n: 4 }]);
});
