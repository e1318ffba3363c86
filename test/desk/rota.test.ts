import t from 'tap';
import { wrongClosure, wrongShift } from '../../src/desk/rota/check.ts';
import { holidaysOf } from '../../src/desk/rota/holidays.ts';
import type { RotaView, ShiftWanted } from '../../src/desk/wire.ts';
import type { Role } from '../../src/store/store.ts';
import { hours } from '../harness/rota.ts';
import { type Desk, openDesk, Visitor } from './harness.ts';

const BYTES = Buffer.alloc(32, 7);
const shift: ShiftWanted = hours({ days: [1, 2, 3], from: 540, to: 1020, zone: 'Africa/Nairobi' });
const NOBODY = 'ab'.repeat(16);

/** One desk for all tests of this file, two pages of one colleague; each test begins with the rota of a first start. */
let desk: Desk;
let visitor: Visitor;
let other: Visitor;
let roles: readonly Role[] | undefined;
let answer: 'begun' | 'unset' | 'underWay' = 'unset';

t.before(async () => {
  const monitor = { at: '09:00', start: async () => answer };
  desk = await openDesk({ options: { rota: { zone: () => 'Africa/Nairobi', country: () => 'KE', zones: () => ['Africa/Nairobi'], languages: () => ['en', 'am'], outgoing: () => '+999100199', monitor } } });
  [visitor, other] = [new Visitor(desk.url), new Visitor(desk.url)];
  for (const each of [visitor, other]) await each.signIn('demo', desk.passphrase);
  const { signedIn: known } = desk.store.desk;
  desk.store.desk.signedIn = async (id) => { const found = await known(id); return found && { ...found, roles: roles ?? found.roles }; };
});
t.beforeEach(async () => {
  roles = undefined;
  await desk.store.rota.setClosures([]);
  await desk.store.rota.setShifts(desk.advocate, [hours({ days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440, zone: 'Africa/Nairobi' })]);
});
t.teardown(() => desk.close());
const view = async (): Promise<RotaView> => (await visitor.ask('GET', 'rota')).body as RotaView;

t.test('a coordinator adds, changes and removes a shift, and callers are promised what then stands', async (t) => {
  const [first] = (await view()).shifts;
  t.match(first, { advocate: desk.advocate, as: 'duty', from: 0, to: 1440 });
  const wanted = (one: typeof first): ShiftWanted => ({ as: one!.as, days: one!.days, from: one!.from, to: one!.to, zone: one!.zone, languages: one!.languages, skills: one!.skills });
  const changed = await visitor.post('rota/shifts', { colleague: desk.advocate, remove: wanted(first), add: { ...shift, languages: ['am'], skills: ['legal'] } });
  t.equal(changed.status, 200);
  t.match((changed.body as RotaView).shifts, [{ days: [1, 2, 3], languages: ['am'], skills: ['legal'] }]);
  const night = { ...shift, as: 'backup', days: [7], from: 1320, to: 360 };
  t.match((await visitor.post('rota/shifts', { colleague: desk.advocate, add: night })).body.shifts, [{ as: 'duty' }, { as: 'backup', from: 1320, to: 360 }]);
  t.match((await desk.store.rota.read()).shifts.length, 2);
  const after = (await visitor.post('rota/shifts', { colleague: desk.advocate, remove: night })).body as RotaView;
  t.equal(after.shifts.length, 1);
  t.match(after.lacks, [{ what: 'noHours', language: 'en' }, { what: 'noBackup' }, { what: 'noCoordinator' }]);
});

t.test('a change of what somebody else has changed is refused with a word, and nothing is lost', async (t) => {
  await visitor.post('rota/shifts', { colleague: desk.advocate, add: shift });
  t.equal((await other.post('rota/shifts', { colleague: desk.advocate, remove: shift, add: { ...shift, to: 900 } })).status, 200);
  const late = await visitor.post('rota/shifts', { colleague: desk.advocate, remove: shift, add: { ...shift, to: 960 } });
  t.match([late.status, late.body], [409, { why: 'rotaChanged' }]);
  t.match((await desk.store.rota.read()).shifts.map(({ to }) => to), [1440, 900]);
  const both = await Promise.all([8, 9, 10, 11].map((hour) => (hour % 2 ? visitor : other).post('rota/shifts', { colleague: desk.advocate, add: { ...shift, from: hour * 60 } })));
  const refused = both.filter(({ status }) => status !== 200).length;
  t.equal((await desk.store.rota.read()).shifts.length, 6 - refused, 'what was said to be saved is there, whoever was at it beside');
  for (const { status, body } of both) t.ok(status === 200 || (body as { why: string }).why === 'rotaChanged');
  t.equal(await desk.store.rota.setShifts(desk.advocate, [], []), false, 'the store itself compares');
});

t.test('a shift or a closed day that cannot be meant is refused, each with a word of its own', async (t) => {
  const add = (more: object) => visitor.post('rota/shifts', { colleague: desk.advocate, add: { ...shift, ...more } });
  for (const [more, why] of [
    [{ from: 540, to: 540 }, 'rotaTimes'], [{ zone: 'Mars/Olympus' }, 'rotaZone'], [{ languages: ['xx'] }, 'rotaLanguage'], [{ languages: [] }, 'form'], [{ skills: ['magic'] }, 'form'],
    [{ days: [] }, 'form'], [{ days: [8] }, 'form'], [{ days: [1, 1] }, 'form'], [{ from: -1 }, 'form'], [{ to: 1441 }, 'form'], [{ as: 'boss' }, 'form'], [{ zone: '' }, 'form'], [{ from: 1.5 }, 'form'],
  ] as const) {
    const answer = await add(more);
    t.match([answer.status, answer.body?.why], [400, why], JSON.stringify(more));
  }
  t.match([(await visitor.post('rota/shifts', { colleague: NOBODY, add: shift })).body], [{ why: 'rotaColleague' }]);
  t.equal((await add({})).status, 200);
  t.match((await add({ days: [3, 2, 1] })).body, { why: 'rotaTwice' }, 'in whatever order the days stand');
  for (const [closure, why] of [
    [{ from: '2026-02-31', until: '2026-02-31', name: 'x' }, 'closureDates'], [{ from: '2999-12-26', until: '2999-12-25', name: 'x' }, 'closureDates'], [{ from: '2020-01-01', until: '2020-01-01', name: 'x' }, 'closurePast'],
    [{ from: '2999-01-01', until: '3002-01-01', name: 'x' }, 'closureDates'], [{ from: '2999-01-01', until: '2999-01-01', name: '  ' }, 'form'], [{ from: '1 May', until: '2 May', name: 'x' }, 'form'],
    [{ from: '2999-01-01', until: '2999-01-01', name: 'x'.repeat(61) }, 'form'],
  ] as const) t.match((await visitor.post('rota/closures', { add: closure })).body, { why }, JSON.stringify(closure));
  t.match(await desk.store.rota.read(), { shifts: { length: 2 }, closures: { length: 0 } });
});

t.test('there is an end to what can be added', async (t) => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => ({ ...shift, from: i }));
  t.equal(wrongShift(shift, many(29), ['en']), undefined);
  t.equal(wrongShift({ ...shift, from: 541 }, many(30), ['en']), 'rotaMany');
  const closed = Array.from({ length: 100 }, (_, i) => ({ from: '2026-12-25', until: '2026-12-25', name: `${i}` }));
  t.equal(wrongClosure({ from: '2026-12-25', until: '2026-12-25', name: 'x' }, closed, '2026-11-23'), 'rotaMany');
});

t.test('closed days are added, kept in order of date, and opened again', async (t) => {
  const later = { from: '2998-12-25', until: '2998-12-26', name: ' Christmas ' };
  await visitor.post('rota/closures', { add: { ...later, from: '2998-12-31', until: '2998-12-31', name: 'New Year’s Eve' } });
  t.match((await visitor.post('rota/closures', { add: later })).body.closures, [{ name: 'Christmas' }, { name: 'New Year’s Eve' }]);
  t.match((await visitor.post('rota/closures', { add: { ...later, name: 'Christmas' } })).body, { why: 'rotaTwice' });
  t.match((await visitor.post('rota/closures', { remove: { ...later, name: 'Easter' } })).body, { why: 'rotaChanged' });
  await visitor.post('rota/closures', { remove: { ...later, name: 'Christmas' } });
  t.match((await desk.store.rota.read()).closures, [{ name: 'New Year’s Eve' }]);
});

t.test('everybody who is signed in reads the rota; only operator and coordinator change it', async (t) => {
  for (const each of [['advocate'], ['auditor']] as const) {
    roles = each;
    const read = await visitor.ask('GET', 'rota');
    t.match([read.status, read.body.mayChange], [200, false]);
    t.notMatch(read.text, /publicKey|phone|salt/, 'nothing of their keys or phones');
    for (const [path, body] of [['rota/shifts', { colleague: desk.advocate, add: shift }], ['rota/closures', {}], ['rota/monitor', {}], ['rota/monitor/shown', { id: NOBODY, shown: 'hidden' }]] as const) t.match([(await visitor.post(path, body)).body], [{ why: 'notYours' }], `${each} ${path}`);
    t.equal((await visitor.ask('GET', 'rota/holidays')).status, 403);
  }
  roles = ['operator'];
  t.equal((await view()).mayChange, true);
});

t.test('public holidays are suggested where the country is known, and those that follow the moon are told apart', async (t) => {
  const kenya = await holidaysOf('KE', '2026-11-23');
  t.match(kenya[0], { from: '2026-12-12', until: '2026-12-12', name: 'Jamhuri Day', moves: false });
  t.ok(kenya.some(({ name, moves }) => /Eid/.test(name) && moves));
  t.ok(kenya.every(({ until }) => until >= '2026-11-23'));
  t.same(await holidaysOf('QA', '2026-11-23'), [], 'a country it does not know');
  const { body: { holidays: [first] } } = await visitor.ask('GET', 'rota/holidays');
  const { moves: _, ...closure } = first;
  await visitor.post('rota/closures', { add: closure });
  t.not((await visitor.ask('GET', 'rota/holidays')).body.holidays[0].from, first.from, 'what is closed is not suggested again');
});

t.test('a test call is begun by hand, its end is told, and what the handset showed is kept with it', async (t) => {
  t.match(await view(), { monitor: { at: '09:00', last: null } });
  t.match((await visitor.post('rota/monitor')).body, { why: 'monitorUnset' });
  answer = 'underWay';
  t.match((await visitor.post('rota/monitor')).body, { why: 'monitorOn' });
  const now = desk.clock.now();
  const tell = { id: NOBODY, tell: 'ring', about: NOBODY, sealed: BYTES, due: now, expires: now + 900_000 } as const;
  t.equal(await desk.store.monitors.begin({ day: null, at: now, since: now - 60_000 }, tell), true);
  t.equal(await desk.store.monitors.begin({ day: null, at: now + 1, since: now - 60_000 }, { ...tell, id: 'cd'.repeat(16) }), false, 'not twice within a minute');
  t.match(await view(), { monitor: { last: { at: now, state: 'underWay', shown: null } } });
  await desk.store.outbox.done(NOBODY, 'refused');
  t.match((await view()).monitor.last, { state: 'notRung' });
  t.match((await visitor.post('rota/monitor/shown', { id: NOBODY, shown: 'published' })).body.monitor.last, { shown: 'published' });
  t.match((await visitor.post('rota/monitor/shown', { id: 'ef'.repeat(16), shown: 'hidden' })).body, { why: 'unknown' });
});
