import t from 'tap';
import { ADVOCATES, CALLERS } from './world.ts';
import { NUMBERS, wired } from './wired.ts';

const [DUTY, BACKUP, COORDINATOR] = ADVOCATES as [string, string, string];
const CALLER = CALLERS[0] as string;
const MINUTE = 60;
const HOUR = 60 * MINUTE;

t.test('an alarm rings who is on duty, two minutes later the backup, then the coordinator, from the unpublished number, until somebody takes it', async (t) => {
  const w = await wired(t);
  const id = await w.alarm();
  await w.wait(8 * MINUTE);
  t.same(w.log(), ['0 duty', '2 backup', '4 coordinator', '6 duty']);
  await w.wait(10);
  t.same(w.log().slice(4), ['8 backup']);
  t.same(await w.picksUp(BACKUP), { hears: 'alarmGate', then: 'gate' });
  t.match(await w.store.requests.one(id), { takenBy: null }, 'picking up is not taking');
  t.same(await w.presses(BACKUP, '1'), { hears: 'alarmTaken', then: 'ends' });
  t.match(await w.store.requests.one(id), { takenBy: w.people[1]?.id, takenName: 'advocate 1', status: 'waiting', callState: 'taken' });
  await w.hangsUp(BACKUP);
  await w.wait(HOUR, 20);
  t.equal(w.log().length, 5, 'and then no more');
  t.same(await w.rings(id), ['0 duty noAnswer', '1 backup noAnswer', '2 coordinator noAnswer', '0 duty noAnswer', '1 backup took']);
  t.same(await w.store.calls.live(w.clock.at), []);
  t.ok(w.rung.every(({ to, from }) => from === NUMBERS.outgoing && from !== NUMBERS.hotline && ADVOCATES.includes(to)), 'nobody is rung by the published number, and no caller at all');
});

t.test('no answer, another key and silence: the next rings, and each is on the record', async (t) => {
  const w = await wired(t, { as: ['duty', 'duty', 'backup'] });
  await w.store.rota.setDuty(w.people[1]!.id, true);
  const id = await w.alarm({ language: 'en' });
  await w.wait(5);
  await w.picksUp(DUTY);
  t.same(await w.presses(DUTY, '3'), { hears: 'alarmGate', then: 'gate' }, 'asked once more');
  t.same(await w.presses(DUTY, '3'), { hears: '', then: 'ends' });
  t.same(w.rung.map(({ to }) => to), [DUTY, BACKUP], 'the next on duty, at once');
  await w.hangsUp(DUTY);
  await w.wait(2 * MINUTE);
  t.same(await w.rings(id), ['0 duty refused', '1 duty noAnswer', '2 backup null']);
});

t.test('with nobody on duty the backup rings at once; with an empty rota nothing does, and the alarm stands at the desk', async (t) => {
  const w = await wired(t, { onDuty: false });
  await w.alarm();
  await w.wait(3 * MINUTE);
  t.same(w.log(), ['0 backup', '2 coordinator']);
  const empty = await wired(t, { onDuty: false, as: [] });
  const id = await empty.alarm();
  await empty.wait(5 * MINUTE, 20);
  t.same(empty.log(), []);
  t.match(await empty.store.requests.queue(empty.clock.at), [{ id, status: 'waiting', takenBy: null }]);
});

t.test('a colleague who comes on duty is rung at once, and who is engaged is passed over until free', async (t) => {
  const w = await wired(t, { onDuty: false, as: ['duty', 'backup'] });
  // The backup speaks with another caller.
  const other = await w.alarm({ call: 'yes', caller: 'aa' });
  await w.lines[0]!.begin({ kind: 'urgent', request: other, language: 'am', country: 'KE', number: CALLER });
  await w.settled();
  await w.picksUp(BACKUP); await w.presses(BACKUP, '1'); await w.picksUp(CALLER); await w.presses(CALLER, '1');
  const id = await w.alarm({ caller: 'bb' });
  await w.wait(30);
  t.same(w.log(), ['0 backup', '0 caller'], 'nobody is free');
  await w.store.rota.setDuty(w.people[0]!.id, true);
  await w.wait(10);
  t.same(w.log().slice(2), ['0.5 duty']);
  await w.hangsUp(DUTY);
  await w.hangsUp(BACKUP);
  await w.wait(MINUTE);
  t.equal(w.rung.at(-1)?.to, DUTY, 'the backup\'s turn has not come yet');
  await w.wait(MINUTE);
  t.match(w.log().slice(3), ['2 backup']);
  t.same(await w.rings(id), ['1 backup engaged', '0 duty refused', '1 backup noAnswer']);
});

t.test('an alarm its caller takes back while a phone rings is no longer wanted, and rings nobody further', async (t) => {
  const w = await wired(t);
  const id = await w.alarm();
  await w.wait(5);
  await w.record({ do: 'withdraw', id, now: w.clock.at });
  t.same(await w.picksUp(DUTY), { hears: 'advocateNoLonger', then: 'ends' });
  await w.wait(5 * MINUTE);
  t.same(w.log(), ['0 duty']);
});

t.test('an alarm somebody opens at the desk stops ringing: whose phone rings hears so, also at the gate, and cannot take it', async (t) => {
  const w = await wired(t);
  const id = await w.alarm({ wrap: { epoch: '2026-11', sealed: Buffer.alloc(80) } });
  await w.wait(5);
  await w.picksUp(DUTY);
  t.match(await w.store.requests.open(id, w.clock.at, w.people[2]!.id), { row: { status: 'read', takenBy: w.people[2]!.id } });
  t.same(await w.presses(DUTY, '1'), { hears: 'advocateNoLonger', then: 'ends' });
  await w.wait(5 * MINUTE);
  t.same(w.log(), ['0 duty']);
  t.match(await w.store.requests.one(id), { takenBy: w.people[2]!.id, callState: 'over' });
  t.same(await w.rings(id), ['0 duty late']);
  t.equal(await w.store.requests.taken(id, w.people[0]!.id, w.clock.at), false, 'it is not taken twice');
  const next = await w.alarm();
  await w.wait(5);
  await w.store.requests.taken(next, w.people[2]!.id, w.clock.at);
  t.same(await w.picksUp(DUTY), { hears: 'advocateNoLonger', then: 'ends' }, 'picked up at that very moment');
});

t.test('two who press 1: the first has it, the other hears that it is no longer wanted', async (t) => {
  const w = await wired(t);
  const id = await w.alarm();
  await w.wait(5);
  await w.picksUp(DUTY);
  await w.wait(2 * MINUTE);
  await w.picksUp(BACKUP);
  const [one, two] = [await w.presses(DUTY, '1'), await w.presses(BACKUP, '1')];
  t.same([one.hears, two.hears], ['alarmTaken', 'advocateNoLonger']);
  t.match(await w.store.requests.one(id), { takenBy: w.people[0]!.id });
});

t.test('a silent alarm whose caller then wants a call goes on as one: the phone that rings is not rung again, and brings them', async (t) => {
  const w = await wired(t);
  const id = await w.alarm();
  await w.wait(10);
  await w.record({ do: 'wantCall', id });
  await w.lines[0]!.begin({ kind: 'urgent', request: id, language: 'am', country: 'KE', number: CALLER });
  await w.settled();
  await w.wait(10);
  t.same(w.log(), ['0 duty']);
  t.same(await w.picksUp(DUTY), { hears: 'advocateGate', then: 'gate' });
  t.same(await w.presses(DUTY, '1'), { hears: 'pleaseWait', then: 'queue' });
  t.same(w.rung.map(({ to }) => to), [DUTY, CALLER]);
  t.match(await w.store.requests.one(id), { takenBy: w.people[0]!.id, attempts: 1 }, 'who brings the caller has the alarm');
  await w.wait(5 * MINUTE);
  t.equal(w.rung.length, 2);
  t.same(await w.rings(id), ['0 duty took']);
});

t.test('an urgent call nobody took in its 15 minutes goes on ringing as an alarm, without the number', async (t) => {
  const w = await wired(t);
  const id = await w.alarm({ call: 'yes' });
  await w.lines[0]!.begin({ kind: 'urgent', request: id, language: 'am', country: 'KE', number: CALLER });
  await w.settled();
  await w.wait(15 * MINUTE, 10);
  t.same(w.log(), ['0 duty', '2 backup', '4 coordinator', '6 duty', '8 backup', '10 coordinator', '12 duty', '14 backup']);
  await w.wait(2 * MINUTE, 10);
  t.same(w.log().slice(8), ['16 coordinator']);
  const [call] = await w.store.calls.live(w.clock.at);
  t.match(call, { kind: 'alarm', number: undefined, request: id });
  t.same(await w.picksUp(COORDINATOR), { hears: 'alarmGate', then: 'gate' });
  t.same(await w.presses(COORDINATOR, '1'), { hears: 'alarmTaken', then: 'ends' });
  await w.wait(10 * MINUTE, 30);
  t.equal(w.rung.length, 9);
  t.notOk(w.rung.some(({ to }) => to === CALLER));
});

t.test('ten alarms of one phone within an hour ring people as often as one, are linked, and are taken together', async (t) => {
  const [w, alone] = [await wired(t), await wired(t)];
  await alone.alarm({ caller: 'cc' });
  const ids: string[] = [];
  for (let n = 0; n < 10; n++) {
    ids.push(await w.alarm({ caller: 'cc' }));
    await w.wait(5 * MINUTE, 30);
    await alone.wait(5 * MINUTE, 30);
  }
  t.same(w.log(), alone.log());
  const rows = await w.store.requests.queue(w.clock.at);
  t.same(rows.map(({ nth, linked }) => [nth, linked.length]), ids.map((_, n) => [n + 1, 9]));
  t.notMatch(JSON.stringify(rows), /"caller"|"cc"/, 'the pseudonym stays in the store');
  await w.wait(10);
  const last = w.rung.at(-1)!.to;
  await w.picksUp(last);
  t.equal((await w.presses(last, '1')).hears, 'alarmTaken');
  t.ok((await w.store.requests.queue(w.clock.at)).every(({ takenBy }) => takenBy !== null));
  const many = w.rung.length;
  await w.wait(5 * MINUTE, 30);
  t.equal(w.rung.length, many);
  await w.alarm({ caller: 'cc' });
  await w.wait(5);
  t.equal(w.rung.length, many + 1, 'a further alarm rings again');
});

t.test('another alarm of a phone, with a call wanted, goes on in the call that rings already', async (t) => {
  const w = await wired(t);
  const first = await w.alarm({ caller: 'dd' });
  await w.wait(10);
  const second = await w.alarm({ caller: 'dd', call: 'yes' });
  await w.lines[0]!.begin({ kind: 'urgent', request: second, language: 'am', country: 'KE', number: CALLER });
  await w.settled();
  await w.picksUp(DUTY);
  await w.presses(DUTY, '1');
  t.same(w.rung.map(({ to }) => to), [DUTY, CALLER]);
  for (const id of [first, second]) t.match(await w.store.requests.one(id), { takenBy: w.people[0]!.id });
});

t.test('after a day an alarm stands at the desk and rings no more', async (t) => {
  const w = await wired(t, { onDuty: false, as: ['backup'] });
  await w.alarm();
  w.clock.at += 24 * HOUR * 1000 - 60_000;
  await w.wait(50);
  t.equal(w.rung.length, 1, 'until then it rings');
  await w.wait(5 * MINUTE);
  t.equal(w.rung.length, 1);
  t.same(await w.store.calls.live(w.clock.at), []);
  t.equal((await w.store.requests.queue(w.clock.at)).length, 1);
});

t.test('two processes on one directory ring each phone once, whoever of them is told what', async (t) => {
  const w = await wired(t, { processes: 2 });
  await w.alarm({ caller: 'ee' });
  await w.alarm({ caller: 'ee' });
  await w.wait(7 * MINUTE);
  t.same(w.log(), ['0 duty', '2 backup', '4 coordinator', '6 duty']);
  await w.picksUp(DUTY);
  const both = await Promise.all([w.presses(DUTY, '1'), w.presses(DUTY, '1')]);
  t.same(both.map(({ hears }) => hears), ['alarmTaken', 'alarmTaken'], 'a key that is told twice gets one answer');
  await w.wait(7 * MINUTE, 20);
  t.equal(w.rung.length, 4);
});

t.test('a process that is gone leaves the ladder where it stands, and the next goes on', async (t) => {
  const w = await wired(t);
  await w.alarm();
  await w.wait(10);
  w.lines.splice(0, 1, w.openProcess());
  await w.wait(4 * MINUTE);
  t.same(w.log(), ['0 duty', '2 backup', '4 coordinator']);
  // One that died right after the ring was committed, and before the phone was dialled.
  const [call] = await w.store.calls.live(w.clock.at);
  await w.wait(50);
  t.ok(await w.store.calls.move(call!.id, 'unanswered', 'ringingAdvocate', w.clock.at, { advocateId: w.people[1]!.id }));
  await w.wait(10);
  t.equal((await w.store.calls.one(call!.id))?.state, 'unanswered');
  t.equal(w.rung.length, 3, 'nothing is dialled for it');
});
