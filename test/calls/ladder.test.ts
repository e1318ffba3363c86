import fc from 'fast-check';
import t from 'tap';
import type { RotaRead } from '../../src/effects/calls/choose.ts';
import { climb, rungsOf, rungsOfTaken, STEP } from '../../src/effects/calls/ladder.ts';
import type { Advocate, Hex, Ring, Shift } from '../../src/store/store.ts';

const seed = Number(process.env['SEED'] ?? 20261122);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** A Monday, ten in the morning in Nairobi. */
const MADE = Date.parse('2026-11-23T07:00:00Z');
const ZONE = 'Africa/Nairobi';
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

const person = (id: Hex, languages: readonly string[] = ['en'], onDuty = false): Advocate => ({ id, name: id, languages, skills: [], onDuty, phone: new Uint8Array() });
const shift = (advocate: Hex, as: Shift['as'], change: Partial<Shift> = {}): Shift => ({ advocate, as, days: EVERY_DAY, from: 0, to: 1440, zone: ZONE, languages: null, skills: null, ...change });
const rotaOf = (people: readonly Advocate[], shifts: readonly Shift[], closures: RotaRead['closures'] = []): RotaRead => ({ advocates: [...people], shifts: [...shifts], closures, order: people.map(({ id }) => id) });

type Answers = (rings: readonly Ring[], colleague: Hex) => number | 'takes';

/** Rings up the ladder second by second, as the line does; how long each phone rings before it is refused is told by `answers`. */
function play(rota: RotaRead, until: number, { language = 'am', answers = () => 30, busyAt = () => new Set<Hex>() }: { language?: string; answers?: Answers; busyAt?: (now: number) => Set<Hex> } = {}) {
  const rings: Ring[] = [];
  const rungs = rungsOf(rota, language, MADE);
  let ringing: { ends: number; since: number } | undefined;
  for (let now = MADE; now < MADE + until; now += SECOND) {
    if (ringing && now >= ringing.ends) ringing = undefined;
    const { next } = climb(rungs, { since: MADE, rings }, busyAt(now), now);
    if (next === undefined || (ringing && next.opened <= ringing.since)) continue;
    const lasts = answers(rings, next.advocate);
    rings.push({ request: 'r', colleague: next.advocate, at: now, as: next.as, ended: null });
    if (lasts === 'takes') break;
    ringing = { since: now, ends: now + lasts * SECOND };
  }
  return rings.map(({ colleague, as, at }) => ({ who: colleague, as, at: (at - MADE) / SECOND }));
}

const DUTY = [person('amina', ['sw'], true), person('berhane', ['am'], true)];
const whole = rotaOf([...DUTY, person('b'), person('c')], [...DUTY.map(({ id }) => shift(id, 'duty')), shift('b', 'backup'), shift('c', 'coordinator')]);

t.test('who is on duty rings at once, their language first, the backup at two minutes, the coordinator at four, and at six it begins again', async (t) => {
  t.same(play(whole, 8 * MINUTE).map(({ who, at }) => `${at / 60} ${who}`), ['0 berhane', '0.5 amina', '2 b', '4 c', '6 berhane', '6.5 amina']);
  t.same(play(whole, 3 * MINUTE, { answers: () => 10 }).map(({ who, at }) => `${at} ${who}`), ['0 berhane', '10 amina', '120 b'], 'the next rings as soon as the one before refused');
  t.same(play(whole, MINUTE, { answers: (_rings, who) => (who === 'berhane' ? 'takes' : 30) }).map(({ who }) => who), ['berhane']);
});

t.test('an empty rung is skipped at once', async (t) => {
  const [amina] = DUTY as [Advocate];
  const cases: [string, RotaRead, string[]][] = [
    ['nobody on duty', rotaOf([person('b'), person('c')], [shift('b', 'backup'), shift('c', 'coordinator')]), ['0 b', '2 c', '4 b', '6 c']],
    ['no backup', rotaOf([amina, person('c')], [shift('amina', 'duty'), shift('c', 'coordinator')]), ['0 amina', '2 c', '4 amina', '6 c']],
    ['one person for all', rotaOf([amina], [shift('amina', 'duty'), shift('amina', 'backup'), shift('amina', 'coordinator')]), ['0 amina', '2 amina', '4 amina', '6 amina']],
    ['an empty rota', rotaOf([person('b')], []), []],
    ['a closed day: backup and coordinator hold, and who left themselves on duty stands behind', rotaOf([amina, person('b'), person('c')], [shift('amina', 'duty'), shift('b', 'backup'), shift('c', 'coordinator')], [{ from: '2026-11-23', until: '2026-11-23', name: 'A holiday' }]),
      ['0 b', '0.5 amina', '2 c', '4 b', '4.5 amina', '6 c']],
    ['a closed day elsewhere in the year', rotaOf([amina, person('b')], [shift('amina', 'duty'), shift('b', 'backup')], [{ from: '2026-11-24', until: '2026-12-31', name: 'Later' }]), ['0 amina', '2 b', '4 amina', '6 b']],
    ['hours of another time of the day', rotaOf([person('b'), person('c')], [shift('b', 'backup', { from: 0, to: 600 }), shift('c', 'coordinator', { from: 600, to: 1440 })]), ['0 c', '2 c', '4 c', '6 c']],
    ['hours of another weekday', rotaOf([person('b'), person('c')], [shift('b', 'backup', { days: [2] }), shift('c', 'coordinator', { days: [1] })]), ['0 c', '2 c', '4 c', '6 c']],
  ];
  for (const [what, rota, rings] of cases) t.same(play(rota, 8 * MINUTE).map(({ who, at }) => `${at / 60} ${who}`), rings, what);
});

t.test('who is engaged is passed over, said to be, and rung when free', async (t) => {
  const busyAt = (now: number) => new Set(now < MADE + 50 * SECOND ? ['berhane', 'amina'] : []);
  t.same(play(whole, 3 * MINUTE, { busyAt }).map(({ who, at }) => `${at} ${who}`), ['0 b', '50 berhane', '80 amina', '120 b']);
  t.same(climb(rungsOf(whole, 'am', MADE), { since: MADE, rings: [] }, new Set(['berhane']), MADE), { next: { advocate: 'amina', as: 'duty', opened: MADE, times: 0 }, engaged: [{ advocate: 'berhane', as: 'duty' }] });
});

t.test('a taken alarm whose caller asks for a call rings who took it, then who is on duty, and wakes nobody', async (t) => {
  t.same(rungsOfTaken(whole, 'c').map(({ people }) => people.map(({ id }) => id)), [['c', 'amina', 'berhane']]);
  t.same(rungsOfTaken(rotaOf([person('b')], []), 'gone'), []);
});

// Anybody on any rung, at any hours, closed or not, engaged now and then; phones that ring for any time up to half a minute.
const IDS = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5'];
const plays = fc.record({
  people: fc.array(fc.record({ speaks: fc.boolean(), onDuty: fc.boolean(), as: fc.subarray<Shift['as']>(['duty', 'backup', 'coordinator']) }), { minLength: 1, maxLength: IDS.length }),
  closed: fc.boolean(), seconds: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
  engaged: fc.array(fc.record({ who: fc.constantFrom(...IDS), from: fc.nat(600), lasts: fc.nat(200) }), { maxLength: 4 }),
});

t.test(`whatever the rota: everybody who can be rung is, nobody twice in two minutes or while engaged, no higher rung before its time (seed ${seed})`, async (t) => {
  const MINUTES = 12;
  fc.assert(fc.property(plays, ({ people, closed, seconds, engaged }) => {
    const advocates = people.map(({ speaks, onDuty }, n) => person(IDS[n] ?? '', speaks ? ['am'] : ['en'], onDuty));
    const rota = rotaOf(advocates, people.flatMap(({ as }, n) => as.map((one) => shift(IDS[n] ?? '', one))), closed ? [{ from: '2026-11-23', until: '2026-11-23', name: '' }] : []);
    const busyAt = (now: number): Set<Hex> => new Set(engaged.filter(({ from, lasts }) => now >= MADE + from * SECOND && now < MADE + (from + lasts) * SECOND).map(({ who }) => who));
    const rings = play(rota, MINUTES * MINUTE, { answers: (before) => seconds[before.length % seconds.length] ?? 1, busyAt });
    const wrong = (what: string): never => { throw new Error(`${what}: ${JSON.stringify(rings)}`); };
    for (const [n, { who, at }] of rings.entries()) {
      const before = rings.slice(0, n).findLast((one) => one.who === who);
      if (before && at - before.at < STEP / SECOND) wrong('rung twice in two minutes');
      if (busyAt(MADE + at * SECOND).has(who)) wrong('rung while engaged');
    }
    const rungs = rungsOf(rota, 'am', MADE);
    const listed = rungs.flatMap((rung) => rung.people.map(({ id }) => id));
    if (new Set(listed).size !== listed.length) wrong('on two rungs');
    for (const id of listed) {
      const everFree = Array.from({ length: 360 }, (_, s) => s).some((s) => s > 300 && !busyAt(MADE + s * SECOND).has(id));
      if (everFree && !rings.some(({ who }) => who === id)) wrong(`${id} was never rung`);
    }
    for (const id of rings.map(({ who }) => who)) if (!listed.includes(id)) wrong('rung without hours or duty');
    const [first] = rings;
    if (listed.some((id) => !busyAt(MADE).has(id)) && first?.at !== 0) wrong('nobody rang at once');
    if (engaged.length === 0) {
      rungs.forEach((rung, n) => { for (const { id } of rung.people) if ((rings.find(({ who }) => who === id)?.at ?? Infinity) < n * 120) wrong('a rung opened early'); });
      const [lowest] = rungs;
      // Until the next rung opens, the first rings in its order.
      const order = rings.filter(({ at }) => at < 120).map(({ who }) => who);
      if (JSON.stringify(order) !== JSON.stringify(lowest?.people.map(({ id }) => id).slice(0, order.length) ?? [])) wrong('not in order');
    }
  }), { seed, numRuns: 200 });
  t.pass('200 rotas');
});

t.test('the clock may be set back: who rang in its future rings again', async (t) => {
  const rings: Ring[] = [{ request: 'r', colleague: 'berhane', at: MADE + 3_600_000, as: 'duty', ended: 'noAnswer' }];
  t.equal(climb(rungsOf(whole, 'am', MADE), { since: MADE + 60_000, rings }, new Set(), MADE).next?.advocate, 'berhane');
});
