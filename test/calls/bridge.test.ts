import t, { type Test } from 'tap';
import type { LegReply } from '../../src/gateways/gateway.ts';
import { openScene, REQUEST, wanted, type Where } from './scene.ts';
import { ADVOCATES, CALLERS, GATEWAY, keepRequest } from './world.ts';

const [FIRST, SECOND, THIRD] = ADVOCATES as [string, string, string];
const CALLER = CALLERS[0] as string;

/** The same sentences hold on the store in memory and on SQLite; set by the loop below. */
let where: Where = 'in memory';
const world = (t: Test, onDuty?: number, kind?: 'now' | 'urgent') => openScene(t, where, onDuty, kind);
const said = (reply: LegReply) => reply.say?.segments[0]?.clip;

const sentences: [string, (t: Test) => Promise<void>][] = [];
const test = (sentence: string, told: (t: Test) => Promise<void>): void => void sentences.push([sentence, told]);

test('an advocate accepts by key, then the caller\'s phone rings, and key 1 joins them', async (t) => {
  const w = await world(t);
  const id = await w.begin();
  t.same(w.rung(), [FIRST], 'the advocate is rung first');
  t.match(await w.picksUp(FIRST), { say: { segments: [{ clip: 'advocateGate' }], language: 'am' }, then: { do: 'gather' } });
  t.same(w.rung(), [FIRST], 'picking up is not accepting');
  const waits = await w.presses(FIRST, '1');
  t.match(waits, { say: { segments: [{ clip: 'pleaseWait' }] }, then: { do: 'wait', queue: (await w.row(id))?.queue } });
  t.same(w.rung(), [FIRST, CALLER]);
  t.equal((await w.row(id))?.number, undefined, 'the number is gone before the phone is picked up');
  const gate = await w.picksUp(CALLER);
  t.match(gate, { say: { segments: [{ clip: 'callerGate' }], language: 'KE' }, then: { do: 'gather', seconds: 3 } });
  const joins = await w.presses(CALLER, '1');
  t.same(joins, { then: { do: 'join', queue: (await w.row(id))?.queue } }, 'nothing more is said before they are joined');
  t.equal(await w.state(id), 'joined');
  await w.hangsUp(CALLER);
  t.equal(await w.state(id), 'over');
  t.notMatch(JSON.stringify(w.log), /7700900/);
});

test('nobody who answers a caller\'s phone hears anything but the gate, twice, then the call ends', async (t) => {
  const w = await world(t);
  const id = await w.begin();
  await w.picksUp(FIRST); await w.presses(FIRST, '1');
  t.equal(said(await w.picksUp(CALLER)), 'callerGate');
  t.equal(said(await w.presses(CALLER)), 'callerGate');
  t.same(await w.presses(CALLER), { then: { do: 'end' } });
  t.equal(await w.state(id), 'notTaken', 'the advocate is told to hang up');
  await w.hangsUp(FIRST);
  t.equal(await w.state(id), 'over');
  t.same(w.rung(), [FIRST, CALLER]);
});

test('a wrong key at the gate is like no key', async (t) => {
  const w = await world(t);
  await w.begin();
  await w.picksUp(FIRST); await w.presses(FIRST, '1');
  await w.picksUp(CALLER);
  t.equal(said(await w.presses(CALLER, '3')), 'callerGate');
  t.same(await w.presses(CALLER, '#'), { then: { do: 'end' } });
});

test('key 9 at the gate: that phone is never called again', async (t) => {
  const w = await world(t);
  const id = await w.begin();
  await w.picksUp(FIRST); await w.presses(FIRST, '1'); await w.picksUp(CALLER);
  t.same(await w.presses(CALLER, '9'), { then: { do: 'end' } });
  t.equal(await w.state(id), 'notTaken');
  await w.hangsUp(FIRST);
  t.equal(await w.begin(), 'never', 'no advocate is rung for it either');
  t.same(w.rung(), [FIRST, CALLER]);
});

test('key 9 holds even when the call is long over', async (t) => {
  const w = await world(t);
  await w.begin();
  await w.picksUp(FIRST); await w.presses(FIRST, '1'); await w.picksUp(CALLER);
  await w.wait(15 * 60, 15);
  t.equal(await w.state(), 'over');
  t.same(await w.presses(CALLER, '9'), { then: { do: 'end' } });
  t.equal(await w.begin(), 'never');
});

test('a phone that says "never" while an advocate\'s phone rings is not rung', async (t) => {
  const w = await world(t);
  const id = await w.begin();
  await w.picksUp(FIRST);
  await w.store.never.add(w.sealing.neverTag(CALLER), 'call', w.clock.now());
  await w.presses(FIRST, '1');
  t.same(w.rung(), [FIRST]);
  t.equal(await w.state(id), 'notTaken');
  t.equal((await w.row(id))?.number, undefined);
});

test('an advocate who does not answer, presses nothing or another key is followed by the next', async (t) => {
  const w = await world(t);
  const id = await w.begin({ language: 'en' });
  t.same(w.rung(), [FIRST], 'who speaks English comes first');
  await w.hangsUp(FIRST);
  t.same(w.rung(), [FIRST, THIRD], 'then the other who speaks it');
  await w.picksUp(THIRD);
  t.equal(said(await w.presses(THIRD)), 'advocateGate');
  await w.presses(THIRD, '2');
  t.same(w.rung(), [FIRST, THIRD, SECOND], 'then whoever is on duty');
  await w.wait(29);
  t.equal(await w.state(id), 'ringingAdvocate');
  await w.wait(1);
  t.equal(await w.state(id), 'unanswered');
  t.notOk(w.rung().includes(CALLER), 'the caller\'s phone never rang');
});

test('whose phone rang on after their turn may still accept', async (t) => {
  const w = await world(t, 1);
  const id = await w.begin();
  await w.wait(31);
  t.equal(await w.state(id), 'unanswered');
  await w.picksUp(FIRST);
  t.match(await w.presses(FIRST, '1'), { then: { do: 'wait' } });
  t.same(w.rung(), [FIRST, CALLER]);
});

test('an advocate who is too late is told so and not queued', async (t) => {
  const w = await world(t);
  await w.begin();
  await w.wait(31);
  t.same(w.rung(), [FIRST, SECOND]);
  await w.picksUp(SECOND); await w.presses(SECOND, '1');
  const late = await w.picksUp(FIRST);
  t.equal(said(late), 'advocateNoLonger');
  t.same(late.then, { do: 'end' });
});

test('the advocate hangs up before the caller takes it: the caller hears one honest sentence after the key', async (t) => {
  const w = await world(t);
  const id = await w.begin();
  await w.picksUp(FIRST); await w.presses(FIRST, '1');
  await w.hangsUp(FIRST);
  t.equal(await w.state(id), 'advocateGone');
  t.equal(said(await w.picksUp(CALLER)), 'callerGate', 'before the key nothing names the line');
  const reply = await w.presses(CALLER, '1');
  t.match(reply, { say: { language: 'am', segments: [{ clip: 'gone' }] }, then: { do: 'end' } });
  t.equal(await w.state(id), 'over');
});

test('the caller\'s phone rings 25 seconds; taken a little later it still joins while the advocate is there', async (t) => {
  const w = await world(t);
  const id = await w.begin();
  await w.picksUp(FIRST); await w.presses(FIRST, '1');
  await w.wait(24);
  t.equal(await w.state(id), 'ringingCaller');
  await w.wait(1);
  t.equal(await w.state(id), 'notTaken');
  await w.picksUp(CALLER);
  t.match(await w.presses(CALLER, '1'), { then: { do: 'join' } });
  t.equal(await w.state(id), 'joined');
});

test('a caller whose number cannot be called is not promised a second ring', async (t) => {
  const w = await world(t);
  const id = await w.begin();
  await w.picksUp(FIRST);
  w.carrier.answers = ['refused'];
  await w.presses(FIRST, '1');
  t.equal(await w.state(id), 'notTaken');
  await w.wait(60);
  t.same(w.rung(), [FIRST]);
});

test('instructions that come before the reply of /call, and a reply that never comes, change nothing', async (t) => {
  const w = await world(t);
  const id = await w.begin({});
  await w.hangsUp(FIRST);
  await w.wait(1);
  w.carrier.answers = ['lost'];
  await w.hangsUp(SECOND);
  t.equal(w.rung().at(-1), THIRD);
  await w.picksUp(THIRD);
  w.carrier.answers = ['lost'];
  t.match(await w.presses(THIRD, '1'), { then: { do: 'wait' } });
  await w.picksUp(CALLER);
  t.match(await w.presses(CALLER, '1'), { then: { do: 'join' } });
  t.equal(await w.state(id), 'joined');
});

test('the same key delivered twice has the same answer and rings nobody twice', async (t) => {
  const w = await world(t);
  await w.begin();
  await w.picksUp(FIRST);
  const key = w.carrier.presses(w.carrier.phone(FIRST), '1');
  const [one, two] = [await w.tell(key), await w.tell(key)];
  t.same(one, two);
  t.same(w.rung(), [FIRST, CALLER]);
  await w.picksUp(CALLER);
  const takes = w.carrier.presses(w.carrier.phone(CALLER), '1');
  t.same(await w.tell(takes), await w.tell(takes));
});

test('a key that repeats from an earlier call accepts nothing for a later one', async (t) => {
  const w = await world(t, 1);
  await w.begin();
  await w.picksUp(FIRST);
  const key = w.carrier.presses(w.carrier.phone(FIRST), '1');
  await w.tell(key); await w.picksUp(CALLER); await w.presses(CALLER, '1'); await w.hangsUp(CALLER);
  await keepRequest(w.store, w.clock, 'dd'.repeat(16));
  await w.begin({ request: 'dd'.repeat(16), number: CALLERS[1] });
  t.same(await w.tell(key), { then: { do: 'end' } });
  t.same(w.rung(), [FIRST, CALLER, FIRST]);
});

test('what an advocate\'s phone did uses up no ring of the caller\'s; their own phone does', async (t) => {
  const w = await world(t, 1);
  const rings = async () => (await w.store.requests.one(REQUEST))?.attempts;
  await w.begin();
  await w.hangsUp(FIRST);
  t.equal(await rings(), 0, 'nobody picked up');
  await w.begin({ advocate: 'a0'.padEnd(32, '0') });
  await w.picksUp(FIRST);
  t.equal(await rings(), 0, 'nobody pressed the key');
  await w.presses(FIRST, '1');
  t.same(w.rung(), [FIRST, FIRST, CALLER]);
  t.equal(await rings(), 1);
});

test('a caller whose request is gone while an advocate\'s phone rings is not rung', async (t) => {
  const w = await world(t);
  const id = await w.begin();
  await w.picksUp(FIRST);
  await w.store.requests.close(REQUEST, w.clock.now());
  await w.presses(FIRST, '1');
  t.same(w.rung(), [FIRST]);
  t.equal(await w.state(id), 'notTaken', 'the advocate is told to hang up');
  t.equal((await w.row(id))?.number, undefined);
});

test('a call that ended while another was being begun does not stand in its way', async (t) => {
  const w = await world(t, 1);
  const first = await w.begin();
  await w.picksUp(FIRST); await w.presses(FIRST, '1'); await w.hangsUp(CALLER);
  t.equal(await w.state(first), 'notTaken');
  const { live } = w.store.calls;
  w.store.calls.live = async (now) => { const rows = await live.call(w.store.calls, now); await w.hangsUp(FIRST); w.store.calls.live = live; return rows; };
  t.match(await w.begin(), /^[0-9a-f]{32}$/);
  t.equal(await w.state(first), 'over');
});

test('a call nobody accepts stays for somebody who comes on duty, and lapses after 15 minutes', async (t) => {
  const w = await world(t, 0, 'now');
  const id = await w.begin({ kind: 'now' });
  t.equal(await w.state(id), 'unanswered');
  await w.wait(60);
  t.same(w.rung(), []);
  await w.store.rota.setDuty('a2'.padEnd(32, '0'), true);
  await w.wait(1);
  t.same(w.rung(), [THIRD]);
  await w.hangsUp(THIRD);
  await w.wait(15 * 60, 15);
  t.equal(await w.state(id), 'over');
  t.equal((await w.row(id))?.number, undefined);
  t.equal((await w.store.requests.one(REQUEST))?.outcome, 'closed');
  t.same(w.rung(), [THIRD]);
});

test('an urgent request is not closed when its call lapses', async (t) => {
  const w = await world(t, 0);
  const id = await w.begin();
  await w.wait(15 * 60, 15);
  t.equal(await w.state(id), 'over');
  t.equal((await w.store.requests.one(REQUEST))?.outcome, null);
});

test('who presses Call at the desk is rung alone, on duty or not', async (t) => {
  const w = await world(t, 1);
  const id = await w.begin({ advocate: 'a2'.padEnd(32, '0') });
  t.same(w.rung(), [THIRD]);
  t.equal(await w.begin({ advocate: 'a0'.padEnd(32, '0') }), 'underWay', 'a colleague is being rung for it');
  await w.hangsUp(THIRD);
  t.equal(await w.state(id), 'unanswered');
  t.same(w.rung(), [THIRD]);
});

test('a "now" that nobody accepted is taken up at the desk without its number leaving the line', async (t) => {
  const w = await world(t, 1);
  const id = await w.begin({ kind: 'now' });
  await w.hangsUp(FIRST);
  t.equal(await w.state(id), 'unanswered');
  t.equal(await w.begin({ kind: 'now', number: undefined, advocate: 'a0'.padEnd(32, '0') }), id);
  t.same(w.rung(), [FIRST, FIRST]);
  await w.picksUp(FIRST); await w.presses(FIRST, '1');
  t.equal(w.rung().at(-1), CALLER);
  t.equal(await w.begin({ kind: 'now', request: 'aa'.repeat(16), number: undefined }), 'noNumber');
});

test('an advocate who speaks with somebody is not rung for the next caller', async (t) => {
  const w = await world(t, 2);
  await w.begin();
  await w.picksUp(FIRST); await w.presses(FIRST, '1'); await w.picksUp(CALLER); await w.presses(CALLER, '1');
  await keepRequest(w.store, w.clock, 'dd'.repeat(16));
  await w.begin({ request: 'dd'.repeat(16), number: CALLERS[1] });
  t.same(w.rung(), [FIRST, CALLER, SECOND]);
});

test('a caller who holds the line is joined when the advocate waits, and no phone of theirs is rung', async (t) => {
  const w = await world(t);
  const session = 'cc'.repeat(16);
  const id = await w.begin({ kind: 'line', number: undefined, request: undefined, session });
  t.same(await w.calls.waiting(session), { state: 'wait' });
  await w.picksUp(FIRST); await w.presses(FIRST, '1');
  t.same(w.rung(), [FIRST]);
  const ready = { state: 'ready', queue: (await w.row(id))?.queue };
  t.same(await w.calls.waiting(session), ready);
  t.same(await w.calls.waiting(session), ready, 'the same hop twice');
  await w.hangsUp(FIRST);
  t.same(await w.calls.waiting(session), { state: 'nobody' });
});

test('a caller on the line is told at once that nobody is there, or that the advocate left', async (t) => {
  const w = await world(t, 1);
  const session = 'cc'.repeat(16);
  await w.begin({ kind: 'line', number: undefined, request: undefined, session });
  await w.picksUp(FIRST); await w.presses(FIRST, '1');
  await w.hangsUp(FIRST);
  t.same(await w.calls.waiting(session), { state: 'nobody' });
  t.same(await w.calls.waiting('dd'.repeat(16)), { state: 'nobody' });
});

test('a caller who hangs up while the advocate is rung wakes nobody further', async (t) => {
  const w = await world(t, undefined, 'now');
  const session = 'cc'.repeat(16);
  const id = await w.begin({ kind: 'line', number: undefined, request: undefined, session });
  await w.calls.left(session);
  t.equal(await w.state(id), 'over');
  const reply = await w.picksUp(FIRST);
  t.equal(said(reply), 'advocateNoLonger');
  await w.wait(60);
  t.same(w.rung(), [FIRST]);
});

test('a process that died between two steps leaves nobody rung twice and nobody waiting', async (t) => {
  for (const [state, legs, after] of [
    ['nextAdvocate', [], 'ringingAdvocate'],
    ['ringingAdvocate', [], 'ringingAdvocate'],
    ['advocateWaits', ['advocate'], 'ringingCaller'],
    ['ringingCaller', ['advocate'], 'notTaken'],
    ['ringingCaller', ['advocate', 'caller'], 'notTaken'],
  ] as const) {
    await t.test(`${state} with ${legs.length} legs: ${after}`, async (t) => {
      const w = await world(t);
      const [id, advocate] = ['bb'.repeat(16), 'a0'.padEnd(32, '0')];
      await w.store.calls.create({ ...wanted, number: w.sealing.sealPending(id, CALLER), id, queue: 'q', madeAt: w.clock.now(), expires: w.clock.now() + 900_000 });
      if (state !== 'nextAdvocate') await w.store.calls.move(id, 'nextAdvocate', state, w.clock.now(), { advocateId: advocate, tried: advocate });
      for (const role of legs) {
        const [number, up] = role === 'caller' ? [CALLER, 'dialling'] as const : [FIRST, 'up'] as const;
        await w.store.calls.addLeg({ id: w.sealing.newId(), call: id, role, advocate, called: w.sealing.legTag(number), session: w.sealing.newId(), state: up, madeAt: w.clock.now() });
      }
      await w.wait(26);
      t.equal(await w.state(id), after);
      t.equal(w.rung().filter((to) => to === CALLER).length, after === 'ringingCaller' ? 1 : 0);
    });
  }
});

test('a tell that rings: its words are opened in memory, and what has lapsed is not rung', async (t) => {
  const w = await world(t);
  const tell = (id: string, words: string, expires = w.clock.now() + 900_000) => ({ id, tell: 'ring' as const, about: REQUEST, sealed: w.sealing.sealPending(id, words), due: 0, expires, tries: 1 });
  t.equal(await w.calls.ring(tell('01'.repeat(16), JSON.stringify({ ...wanted, kind: 'missed' }))), 'sent');
  await w.calls.settled();
  t.same(w.rung(), [FIRST]);
  t.equal(await w.calls.ring(tell('02'.repeat(16), JSON.stringify(wanted))), 'refused', 'one about the same request is under way');
  t.equal(await w.calls.ring(tell('03'.repeat(16), 'not json')), 'lapsed');
  t.equal(await w.calls.ring(tell('04'.repeat(16), JSON.stringify({ ...wanted, request: 'aa' }), w.clock.now())), 'lapsed');
  t.equal(await w.calls.ring({ ...tell('05'.repeat(16), JSON.stringify(wanted)), id: '06'.repeat(16) }), 'lapsed');
  t.same(w.rung(), [FIRST]);
});

test('what the line knows nothing of ends without a word', async (t) => {
  const w = await world(t);
  for (const event of [{ type: 'answered' }, { type: 'keys', state: 'advocate', keys: '1' }, { type: 'silence', state: 'caller' }, { type: 'ended', picked: true }] as const) {
    t.same(await w.calls.leg({ gateway: GATEWAY, session: 'ATVId_x', called: CALLER, ...event }), { then: { do: 'end' } });
  }
});

for (const store of ['in memory', 'on disk'] as const) {
  t.test(store, async (t) => {
    where = store;
    for (const [sentence, told] of sentences) await t.test(sentence, told);
  });
}
