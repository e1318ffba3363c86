import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import t from 'tap';
import type { Role } from '../../src/store/store.ts';
import { openScan } from '../privacy/scan.ts';
import { type Desk, makeRequest, openDesk, Visitor } from './harness.ts';

/** Somebody with these roles, signed in. Their keys open nothing: what is asked here is who may ask. */
async function colleague(desk: Desk, name: string, roles: readonly Role[]): Promise<Visitor> {
  const id = desk.sealing.newId();
  const proof = createHash('sha256').update(name).digest();
  const none = new Uint8Array(32);
  await desk.store.desk.addAdvocate({ id, name, roles, languages: ['en'], skills: [], onDuty: false, phone: desk.sealing.sealPhone(id, '+999700000003'), publicKey: none, wrappedSecret: none, salt: none, proof, deskSecrets: [] });
  const visitor = new Visitor(desk.url);
  await visitor.ask('GET', 'me');
  const { status } = await visitor.post('sign-in', { name, proof: proof.toString('base64') });
  if (status !== 200) throw new Error(`${name} was not signed in: ${status}`);
  return visitor;
}

const said = async (visitor: Visitor, query = ''): Promise<string[]> => {
  const { body } = await visitor.ask('GET', `audit${query}`);
  const names = new Map(body.colleagues.map(({ id, name }: { id: string; name: string }) => [id, name]));
  return body.entries.map(({ what, who, about }: Record<string, string>) => [names.get(who) ?? who, what, names.get(about) ?? (about ? 'request' : '')].filter(Boolean).join(' '));
};

t.test('An auditor reads who did what, and opens nothing else; an advocate does not read it', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const id = await makeRequest(desk, 'callback', { number: '+447700900123', coverName: 'Zebulonia' });
  const auditor = await colleague(desk, 'abena', ['auditor']);
  const advocate = await colleague(desk, 'amina', ['advocate']);
  for (const [path, body] of [[`requests/${id}/open`, {}], [`requests/${id}/call`, { inner: 'AAAA' }], [`requests/${id}/outcome`, { outcome: 'reached' }], ['duty', { onDuty: true }]] as const) {
    t.match(await auditor.post(path, body), { status: 403, body: { why: 'notYours' } }, path);
  }
  for (const path of ['queue', 'live']) t.equal((await auditor.ask('GET', path)).status, 403, path);
  t.equal((await auditor.ask('GET', 'audit')).status, 200);
  t.equal((await auditor.post('audit/verify')).status, 200);
  t.equal((await advocate.ask('GET', 'audit')).status, 403);
  t.equal((await advocate.post('audit/verify')).status, 403);
  for (const role of ['coordinator', 'operator'] as const) t.equal((await (await colleague(desk, role, [role])).ask('GET', 'audit')).status, 200, role);
  const stranger = new Visitor(desk.url);
  await stranger.ask('GET', 'me');
  t.equal((await stranger.ask('GET', 'audit')).status, 401);
  t.equal((await stranger.post('audit/verify')).status, 401);
});

t.test('Signing in, failing to, opening and signing out are written down, and nothing of the caller or of what was typed', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const number = '+447700900123';
  const id = await makeRequest(desk, 'callback', { number, coverName: 'Zebulonia' });
  const advocate = await colleague(desk, 'amina', ['advocate']);
  const other = new Visitor(desk.url);
  await other.ask('GET', 'me');
  const proof = Buffer.alloc(32, 1).toString('base64');
  for (const name of ['AMINA ', 'nobody', number, 'Zebulonia']) t.equal((await other.post('sign-in', { name, proof })).status, 401);
  await advocate.post(`requests/${id}/open`);
  await advocate.post(`requests/${'ab'.repeat(16)}/open`); // is not there: nobody opened it
  await advocate.post('sign-out');
  await desk.store.sweep(desk.clock.now() + 100 * 24 * 3_600_000);
  const coordinator = await colleague(desk, 'chidi', ['coordinator']);
  t.same(await said(coordinator), ['chidi signedIn', 'line erased', 'amina signedOut', 'amina opened request', 'unknown signInFailed amina', 'amina signedIn']);
  t.same(await said(coordinator, '?what=opened'), ['amina opened request']);
  t.same(await said(coordinator, '?who=unknown'), ['unknown signInFailed amina']);
  const { text, body } = await coordinator.ask('GET', 'audit');
  t.equal(body.entries.find(({ what }: { what: string }) => what === 'opened').about, id);
  const scan = openScan({ numbers: [number], words: ['Zebulonia', 'nobody', desk.passphrase] });
  t.same(scan(Buffer.from(text), 'the answer'), []);
  const db = new Database(join(desk.dir, 'hakiline.db'), { readonly: true });
  t.same(scan(Buffer.from(JSON.stringify(db.prepare('SELECT * FROM audit').all())), 'the table'), []);
  db.close();
  for (const bad of ['?before=0', '?before=x', '?what=%00', '?who=%2B447700900123']) t.match(await coordinator.ask('GET', `audit${bad}`), { status: 400, body: { why: 'form' } }, bad);
});

t.test('Who checks is told the first entry that does not hold, and that they checked is written down', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const auditor = await colleague(desk, 'abena', ['auditor']);
  desk.sealing.audit.putHead(await desk.store.audit.head()); // as the line does every few seconds
  t.match((await auditor.post('audit/verify')).body, { held: true, entries: 1, newer: 0 });
  const db = new Database(join(desk.dir, 'hakiline.db'));
  db.exec(`UPDATE audit SET at = at + 1 WHERE n = 2`);
  db.close();
  const [one, other] = await Promise.all([auditor.post('audit/verify'), auditor.post('audit/verify')]);
  for (const { body } of [one, other]) t.match(body, { held: false, why: 'changed', first: 2 });
  t.same((await auditor.ask('GET', 'audit?what=verified')).body.entries.map(({ detail }: { detail: object }) => detail), [{ held: false, first: 2 }, { held: false, first: 2 }, { held: true }]);

  // A year of entries: a page comes at once, whatever it is filtered by.
  const more = new Database(join(desk.dir, 'hakiline.db'));
  more.exec(`WITH RECURSIVE many (n) AS (SELECT 6 UNION ALL SELECT n + 1 FROM many WHERE n < 100000) INSERT INTO audit SELECT n, ${desk.clock.now()}, 'opened', '${desk.advocate}', '', '', zeroblob(32) FROM many`);
  more.close();
  const began = process.hrtime.bigint();
  t.equal((await auditor.ask('GET', 'audit')).body.entries.length, 50);
  t.equal((await auditor.ask('GET', 'audit?what=signedIn')).body.entries.length, 1, 'the oldest of a hundred thousand is found');
  const ms = Number(process.hrtime.bigint() - began) / 1e6;
  t.comment(`${Math.round(ms)} ms`);
  t.ok(ms < 3_000);
});
