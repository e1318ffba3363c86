import t, { type Test } from 'tap';
import { HlpError } from '../../src/errors.ts';
import type { NewRequest } from '../../src/store/store.ts';
import { openScene } from './scene.ts';
import { ADVOCATES, CALLERS } from './world.ts';

const [FIRST] = ADVOCATES as [string];
const [CALLER] = CALLERS as [string];
const BYTES = Buffer.alloc(32, 7);
const MINUTE = 60_000;

/** A callback in a window that closes in ten minutes, and an advocate who pressed Call. */
async function pressed(t: Test) {
  const w = await openScene(t, 'on disk', 1);
  const now = w.clock.now();
  const request: NewRequest = {
    id: 'ca'.repeat(16), kind: 'callback', channel: 'ussd', language: 'am', country: 'KE', zone: 'Africa/Nairobi', call: 'yes', cover: 'hangUp', fields: {}, consent: 'c',
    windows: { day: 'any', part: 'day', zone: 'Africa/Nairobi', first: { from: now, to: now + 10 * MINUTE } }, madeAt: now, numberUntil: now + 86_400_000, eraseAt: now + 86_400_000,
  };
  await w.store.answers.record({ slot: { session: request.id, position: 0, nth: 0, prefix: 'cd'.repeat(16) }, now, act: { do: 'keep', request }, outcomes: { kept: BYTES } });
  const id = await w.begin({ kind: 'callback', request: request.id, advocate: 'a0'.padEnd(32, '0') });
  await w.picksUp(FIRST);
  const notRung = async (t: Test, why: string): Promise<void> => {
    t.same(w.rung(), [FIRST]);
    t.equal(await w.state(id), 'notTaken', 'the advocate is told to hang up');
    t.equal((await w.row(id))?.number, undefined);
    t.same(w.log.filter(({ event }) => event === 'notRung'), [{ event: 'notRung', why }], 'and the log says why');
  };
  return { ...w, request: request.id, notRung };
}

t.test('a window that is open when the advocate accepts has its ring, and no second one', async (t) => {
  const w = await pressed(t);
  await w.presses(FIRST, '1');
  t.same(w.rung(), [FIRST, CALLER]);
  t.match(await w.store.requests.one(w.request), { attempts: 1 });
  t.equal(await w.store.requests.mayRing(w.request, w.clock.now()), 'triedThisWindow');
});

t.test('a window that closed while the advocate\'s phone rang leaves the caller\'s silent', async (t) => {
  const w = await pressed(t);
  w.clock.at += 10 * MINUTE;
  await w.presses(FIRST, '1');
  await w.notRung(t, 'outOfWindow');
  t.match(await w.store.requests.one(w.request), { attempts: 0 });
});

t.test('a caller who was rung by somebody else meanwhile is not rung again', async (t) => {
  const w = await pressed(t);
  t.equal(await w.store.requests.attempt(w.request, w.clock.now()), 'allowed');
  await w.presses(FIRST, '1');
  await w.notRung(t, 'triedThisWindow');
});

t.test('a phone that is never to be called uses up no ring', async (t) => {
  const w = await pressed(t);
  await w.store.never.add(w.sealing.neverTag(CALLER), 'call', w.clock.now());
  await w.presses(FIRST, '1');
  await w.notRung(t, 'never');
  t.match(await w.store.requests.one(w.request), { attempts: 0 });
});

t.test('a caller of whom the store cannot say whether they may be rung is not, and the advocate learns it at once', async (t) => {
  const w = await pressed(t);
  const { attempt } = w.store.requests;
  w.store.requests.attempt = () => Promise.reject(new HlpError('HLP_STORE_BUSY'));
  await w.presses(FIRST, '1');
  await w.notRung(t, 'trouble');
  w.store.requests.attempt = attempt;
  t.match(await w.store.requests.one(w.request), { attempts: 0 });
});
