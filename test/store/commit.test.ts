import { join } from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { Marks } from '../../src/store/changes.ts';
import { GroupCommit } from '../../src/store/commit.ts';
import { openDatabase } from '../../src/store/database.ts';
import { parts } from '../../src/store/parts.ts';
import { stopwatch, type Done, type Job } from '../../src/store/verbs.ts';
import { NOON, open } from './fixtures.ts';

t.test('what waits together is one transaction, and nobody is told before it is on disk', async (t) => {
  const dir = t.testdir();
  const db = openDatabase(dir);
  const elsewhere = new Database(join(dir, 'hakiline.db'), { readonly: true });
  const told: { done: readonly Done[]; onDisk: unknown }[] = [];
  const marks = new Marks(db);
  const commits = new GroupCommit(db, parts(db, marks), marks, {
    done: (done) => told.push({ done, onDisk: elsewhere.prepare('SELECT count(*) FROM never').pluck().get() }),
    changed: () => t.fail('nothing the desk shows'),
    erased: () => t.fail('nothing erased'),
  });
  const job = (id: number): Job => [id, 'never', 'add', [`tag${id}`, 'call', NOON], stopwatch() + 1000];
  commits.add(Array.from({ length: 300 }, (_, id) => job(id)));
  commits.run();
  t.same(told.map(({ done, onDisk }) => [done.length, onDisk]), [[256, 256], [44, 300]]);
  t.ok(commits.idle);
  commits.add([[1, 'never', 'add', ['late', 'call', NOON], stopwatch() - 1], [2, 'nothing', 'known', [], stopwatch() + 1000], job(301)]);
  commits.run();
  t.same(told.slice(2).flatMap(({ done }) => done).map(([id, , code]) => [id, code]), [[1, 'HLP_STORE_BUSY'], [2, 'fault'], [301, undefined]]);
  t.equal(told.at(-1)?.onDisk, 301);
  elsewhere.close();
  db.close();
});

t.test('a store that does not open says why', async (t) => {
  const dir = t.testdir();
  await (await open(t, dir)).close();
  const db = new Database(join(dir, 'hakiline.db'));
  db.pragma('user_version = 99');
  db.close();
  await t.rejects(open(t, dir), { code: 'HLP_STORE_UNSAFE' });
  await t.rejects(open(t, t.testdir({ 'hakiline.db': 'this is no database at all'.repeat(100) })), { name: 'StoreFault' });
});
