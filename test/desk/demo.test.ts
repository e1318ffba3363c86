import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { systemClock } from '../../src/clock.ts';
import { Keys } from '../../src/desk/browser/people/keys.ts';
import { deriveKeys } from '../../src/desk/browser/people/own-keys.ts';
import { setUpDemo } from '../../src/desk/people/demo.ts';
import { openSealing } from '../../src/sealing/open.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';

const clock = { now: () => Date.UTC(2026, 10, 22, 12) };
const demo = { clock, zone: 'Africa/Nairobi', languages: ['en', 'am'] };

async function place(t: { teardown(act: () => unknown): void }) {
  const dir = await mkdtemp(join(tmpdir(), 'hakiline-demo-'));
  t.teardown(() => rm(dir, { recursive: true, force: true }));
  const secretsDir = join(dir, 'secrets');
  const open = async () => {
    const store = await openStore({ dataDir: dir, clock: systemClock });
    t.teardown(() => store.close());
    return { store, secretsDir, sealing: openSealing({ secretsDir, volatileDir: join(secretsDir, 'volatile'), clock: systemClock }) };
  };
  return { dir, secretsDir, open };
}

/** Signs in with the passphrase and opens a record sealed to the desk key in use. */
async function opens(store: Store, sealing: ReturnType<typeof openSealing>, passphrase: string): Promise<boolean> {
  await sealing.ready();
  const id = sealing.newId();
  const { wrap, fields } = sealing.sealRecord(id, { number: '+447700900001', coverName: 'Ruth' });
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const salt = await store.desk.saltOf('demo') ?? new Uint8Array(16);
  const { proof, wrappingKey } = await deriveKeys(passphrase, base64(salt));
  const found = await store.desk.signIn('demo', Buffer.from(proof, 'base64'));
  const own = found && await store.desk.keysOf(found.id);
  if (own === undefined) return false;
  const keys = new Keys(wrappingKey, { me: undefined as never, publicKey: base64(own.publicKey), wrappedSecret: base64(own.wrappedSecret), deskSecrets: own.deskSecrets.map((s) => ({ epoch: s.epoch, sealed: base64(s.sealed) })) });
  const unsealed = keys.unseal({ row: { id } as never, epoch: wrap.epoch, wrap: base64(wrap.sealed), fields: Object.fromEntries(Object.entries(fields).map(([f, b]) => [f, base64(b)])), safeWords: {} });
  return unsealed?.coverName === 'Ruth' && sealing.openInner(id, Buffer.from(unsealed.inner ?? '', 'base64')) === '+447700900001';
}

t.test('The first start makes an advocate on duty at all hours, and every start tells the same passphrase', async (t) => {
  const { secretsDir, open } = await place(t);
  const line = await open();
  const first = await setUpDemo({ ...demo, ...line });
  t.match(first.passphrase, /^([a-z]{3,8} ){5}[a-z]{3,8}$/);
  const rota = await line.store.rota.read();
  t.match(rota.advocates, [{ id: first.advocate, name: 'demo', languages: ['en', 'am'], onDuty: true }]);
  t.equal(line.sealing.openPhone(first.advocate, rota.advocates[0]?.phone ?? new Uint8Array()), '+999700000002');
  t.match(rota.shifts, [{ advocate: first.advocate, days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440, zone: 'Africa/Nairobi' }]);
  t.equal((await line.store.keys.current())?.epoch, '2026-11');
  t.equal((await stat(join(secretsDir, 'demo-passphrase'))).mode & 0o777, 0o600);
  t.ok(await opens(line.store, line.sealing, first.passphrase), 'the passphrase opens what callers leave');
  t.notOk(await opens(line.store, line.sealing, `${first.passphrase}s`), 'and no other does');

  await line.store.rota.setDuty(first.advocate, false);
  const later = await open();
  t.same(await setUpDemo({ ...demo, ...later, clock: { now: () => Date.UTC(2027, 0, 2) } }), first);
  t.equal((await later.store.rota.read()).advocates[0]?.onDuty, false, 'a restart does not undo what the advocate chose');
  t.equal((await later.store.rota.read()).shifts.length, 1);
  t.ok(await opens(later.store, later.sealing, first.passphrase));
});

t.test('Processes that start at once on one directory agree on advocate, key and passphrase', async (t) => {
  const { dir, secretsDir, open } = await place(t);
  const lines = await Promise.all([open(), open(), open(), open()]);
  const made = await Promise.all(lines.map((line) => setUpDemo({ ...demo, ...line })));
  t.equal(new Set(made.map((one) => JSON.stringify(one))).size, 1);
  const [one] = made;
  for (const line of lines) t.ok(await opens(line.store, line.sealing, one?.passphrase ?? ''));
  t.equal((await lines[0]?.store.rota.read())?.advocates.length, 1);
  t.same((await readdir(secretsDir)).filter((name) => name.startsWith('demo-')), ['demo-passphrase'], 'no draft is left');
  t.ok((await readdir(dir)).length > 0);
});

t.test('A start that died half-way is made good by the next', async (t) => {
  const { open } = await place(t);
  const line = await open();
  const broken: Store = { ...line.store, keys: { ...line.store.keys, addEpoch: async () => { throw new Error('killed'); } } };
  await t.rejects(setUpDemo({ ...demo, ...line, store: broken }));
  const next = await setUpDemo({ ...demo, ...line });
  t.ok(await opens(line.store, line.sealing, next.passphrase));
});

t.test('A passphrase file of another line stops the start instead of losing what was sealed', async (t) => {
  const { secretsDir, open } = await place(t);
  const line = await open();
  const broken: Store = { ...line.store, keys: { ...line.store.keys, addEpoch: async () => { throw new Error('killed'); } } };
  await t.rejects(setUpDemo({ ...demo, ...line, store: broken }));
  await writeFile(join(secretsDir, 'demo-passphrase'), 'acid acorn actor agent album amber\n');
  await t.rejects(setUpDemo({ ...demo, ...line }), { code: 'HLP_SECRETS_UNREADABLE' });
});
