import t from 'tap';
import { deriveKeys, makeOwnKeys } from '../../src/desk/browser/people/own-keys.ts';
import { fromBase64 } from '../../src/desk/browser/people/bytes.ts';
import type { Role } from '../../src/store/store.ts';
import { openDesk, Visitor, type Desk } from './harness.ts';

const ROLES: readonly Role[] = ['operator', 'coordinator', 'advocate', 'auditor'];
const A = 'anyone';
const ALL = 'operator coordinator advocate auditor';
const CALLING = 'coordinator advocate';
const AUDITING = 'operator coordinator auditor';
const HOLDERS = 'operator coordinator advocate';

/** Who may do what, said a second time: a route that is not here, or says otherwise there, fails. */
const TABLE: Readonly<Record<string, string>> = {
  'GET /': A, 'GET /assets/:name': A,
  'GET /api/me': A, 'POST /api/salt': A, 'POST /api/sign-in': A, 'POST /api/sign-in/code': A, 'POST /api/sign-in/passkey/begin': A, 'POST /api/sign-in/passkey': A,
  'POST /api/set-up': A, 'POST /api/join': A, 'POST /api/recovery/begin': A, 'POST /api/recovery': A, 'POST /api/recovery/:id': A,
  'POST /api/own/codes/begin': A, 'POST /api/own/codes': A, 'POST /api/own/passkey/begin': A, 'POST /api/own/passkey': A,
  'GET /api/own': ALL, 'POST /api/own/drop': ALL, 'POST /api/own/wrapped': ALL, 'POST /api/own/passphrase': ALL, 'POST /api/sign-out': ALL, 'POST /api/here': ALL,
  'GET /api/queue': CALLING, 'GET /api/live': CALLING, 'POST /api/duty': CALLING,
  'POST /api/requests/:id/open': CALLING, 'POST /api/requests/:id/call': CALLING, 'POST /api/requests/:id/outcome': CALLING,
  'GET /api/queue/choices': CALLING, 'POST /api/requests/:id/claim': CALLING, 'POST /api/requests/:id/release': CALLING, 'POST /api/requests/:id/hand-over': CALLING,
  'POST /api/requests/:id/note': CALLING, 'POST /api/requests/:id/take-over': 'coordinator', 'GET /api/requests/:id/rings': CALLING, 'GET /api/handover': CALLING,
  'GET /api/reports': ALL, 'GET /api/reports/:name': ALL,
  'GET /api/rota': ALL, 'GET /api/rota/holidays': 'operator coordinator', 'POST /api/rota/shifts': 'operator coordinator', 'POST /api/rota/closures': 'operator coordinator',
  'POST /api/rota/monitor': 'operator coordinator', 'POST /api/rota/monitor/shown': 'operator coordinator',
  'GET /api/audit': AUDITING, 'POST /api/audit/verify': AUDITING, 'GET /api/counts': ALL, 'GET /api/people': ALL,
  'POST /api/people': 'operator', 'POST /api/people/:id': 'operator', 'POST /api/people/:id/invite': 'operator', 'POST /api/people/:id/factors': 'operator', 'POST /api/people/:id/remove': 'operator',
  'POST /api/people/:id/vouch': HOLDERS, 'GET /api/keys': HOLDERS, 'POST /api/keys': HOLDERS, 'POST /api/keys/recovery': 'operator',
};

/** Somebody with these roles and nothing else, signed in. */
async function colleague(desk: Desk, roles: readonly Role[]): Promise<{ id: string; visitor: Visitor }> {
  const id = desk.sealing.newId();
  const name = roles.join(' ');
  const passphrase = 'lemon harbor quiet zebra candle';
  const { keys: { publicKey, wrappedSecret, salt, proof } } = await made(passphrase);
  const [own, box] = [{ publicKey: fromBase64(publicKey), wrappedSecret: fromBase64(wrappedSecret), salt: fromBase64(salt), proof: fromBase64(proof) }, desk.sealing.sealPhone(id, '+999700000009')];
  await desk.store.desk.addAdvocate({ id, name, roles, languages: ['en'], skills: [], onDuty: false, phone: box, ...own, deskSecrets: [] });
  const visitor = new Visitor(desk.url);
  await visitor.ask('GET', 'me');
  const derived = await deriveKeys(passphrase, salt);
  const answer = await visitor.post('sign-in', { name, proof: derived.proof });
  if (answer.status !== 200) throw new Error(answer.text);
  return { id, visitor };
}
let once: ReturnType<typeof makeOwnKeys> | undefined;
/** One pair for all of them: a passphrase takes a third of a second. */
const made = (passphrase: string): ReturnType<typeof makeOwnKeys> => (once ??= makeOwnKeys(passphrase));

t.test('Each route serves the roles it is for, and nobody else: strangers, other roles, a removed colleague', async (t) => {
  const routes: string[] = [];
  const desk = await openDesk({ onRoute: ({ method, url }) => { for (const each of [method].flat()) if (each !== 'HEAD') routes.push(`${each} ${url.replace(/^\/desk/, '').replace(/(.)\/$/, '$1') || '/'}`); } });
  t.teardown(() => desk.close());
  t.same([...new Set(routes)].sort(), Object.keys(TABLE).sort(), 'every route stands in the table');

  const stranger = new Visitor(desk.url);
  await stranger.ask('GET', 'me');
  const people = await Promise.all(ROLES.map(async (role) => ({ role, ...(await colleague(desk, [role])) })));
  const ask = (visitor: Visitor, route: string) => {
    const [method = '', path = ''] = route.split(' ');
    const at = path.replace(/^\/api\//, '').replace(/:id/g, 'ab'.repeat(16)).replace(/:\w+/g, 'x');
    return visitor.ask(method, at, method === 'GET' ? undefined : {});
  };
  // Signing out ends the session that asks: last.
  const guarded = Object.entries(TABLE).filter(([, who]) => who !== A).sort(([a], [b]) => Number(a.includes('sign-out')) - Number(b.includes('sign-out')));
  let refused = 0;
  for (const [route, who] of guarded) {
    if (route === 'GET /api/live') continue; // a stream that does not end; the queue has the same roles
    t.equal((await ask(stranger, route)).status, 401, `${route} by a stranger`);
    for (const { role, visitor } of people) {
      const { status, body } = await ask(visitor, route);
      const may = who.split(' ').includes(role);
      t.equal(status === 403 && body?.why === 'notYours', !may, `${route} by an ${role}: ${status} ${body?.why ?? ''}`);
      if (!may) refused += 1;
      else t.not(status, 401, `${route} by an ${role}`);
    }
  }
  t.ok(refused > 20, `${refused} combinations refused`);

  const { id, visitor } = await colleague(desk, ['coordinator', 'auditor']);
  t.equal((await visitor.ask('GET', 'queue')).status, 200, 'who has two roles may what either may');
  await desk.store.people.invite(id, { digest: new Uint8Array(32), until: 1 });
  for (const [route] of guarded.filter(([route]) => route !== 'GET /api/live')) {
    const { status, body } = await ask(visitor, route);
    // With the session its token went as well.
    t.ok(status === 401 || body?.why === 'stale', `${route} by somebody whose way in was shut`);
  }
});
