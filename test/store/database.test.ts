import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { openDatabase, PRAGMAS } from '../../src/store/database.ts';
import { open } from './fixtures.ts';

t.test('the store does not open unless a commit is on disk before it is acknowledged', async (t) => {
  const dir = t.testdir();
  const db = openDatabase(dir);
  t.equal(db.pragma('synchronous', { simple: true }), 2);
  t.equal(db.pragma('journal_mode', { simple: true }), 'wal');
  t.equal(db.pragma('secure_delete', { simple: true }), 1);
  db.close();
  const without = (pragma: string) => PRAGMAS.filter((p) => !p.startsWith(pragma));
  t.throws(() => openDatabase(dir, without('synchronous')), { code: 'HLP_STORE_UNSAFE' }, 'nor when it is opened again');
  // better-sqlite3 turns foreign keys on by itself
  for (const pragma of ['synchronous', 'secure_delete', 'trusted_schema']) t.throws(() => openDatabase(t.testdir({}), without(pragma)), { code: 'HLP_STORE_UNSAFE' }, `without ${pragma}`);
  t.throws(() => openDatabase(t.testdir({}), [...PRAGMAS, 'synchronous = NORMAL']), { code: 'HLP_STORE_UNSAFE' });
  t.throws(() => openDatabase(t.testdir({}), [...PRAGMAS, 'secure_delete = FAST']), { code: 'HLP_STORE_UNSAFE' });
  t.throws(() => openDatabase(t.testdir({}), [...PRAGMAS, 'journal_mode = DELETE']), { code: 'HLP_STORE_UNSAFE' });
});

t.test('a store of a newer version is left alone', async (t) => {
  const dir = t.testdir();
  openDatabase(dir).close();
  const db = new Database(join(dir, 'hakiline.db'));
  db.pragma('user_version = 99');
  db.close();
  t.throws(() => openDatabase(dir), { code: 'HLP_STORE_UNSAFE' });
});

t.test('several processes may start on one empty directory at once', async (t) => {
  for (let round = 0; round < 3; round++) {
    const dir = t.testdir({ [`round${round}`]: {} });
    const stores = await Promise.all(Array.from({ length: 4 }, () => open(t, join(dir, `round${round}`))));
    t.equal((await Promise.all(stores.map((store) => store.rota.read()))).length, 4);
  }
});

t.test('nobody else on the machine can read the file', async (t) => {
  const dir = join(t.testdir(), 'made', 'here');
  const store = await open(t, dir);
  await store.never.add('aa', 'call', 1);
  for (const file of ['hakiline.db', 'hakiline.db-wal', 'hakiline.db-shm']) t.equal(statSync(join(dir, file)).mode & 0o777, 0o600, file);
  t.equal(statSync(dir).mode & 0o777, 0o700);
});
