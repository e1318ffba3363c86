import t from 'tap';
import { helpedOf, rowsOf, shownOf } from '../../src/desk/counts/small-groups.ts';
import { openDesk, Visitor, DAY, HOUR, type Desk } from './harness.ts';

type Sum = Parameters<typeof rowsOf>[0][number];
const sum = (n: number, more: Partial<Sum> = {}): Sum => ({ screen: 'home', channel: 'ussd', language: 'en', what: 'shown', ...more, n });
const hourOf = (at: number): number => at - (at % HOUR);

async function withCounts(t: { teardown(act: () => unknown): void }, least: number | undefined, days: readonly (readonly [daysAgo: number, rows: readonly Sum[]])[]): Promise<{ desk: Desk; visitor: Visitor }> {
  const desk = await openDesk({ options: { counting: { least: () => least, zone: () => 'Africa/Nairobi', languages: () => ['en', 'am'], screens: { home: { tree: 'H1', says: 'No name needed', goal: false } } } } });
  t.teardown(() => desk.close());
  for (const [ago, rows] of days) await desk.store.counters.add(rows.map((row) => ({ ...row, hour: hourOf(desk.clock.now() - ago * DAY) })));
  const visitor = new Visitor(desk.url);
  await visitor.signIn('demo', desk.passphrase);
  return { desk, visitor };
}

t.test('Nobody reads the counts without signing in, and nobody asks for other days than there are', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const visitor = new Visitor(desk.url);
  await visitor.ask('GET', 'me');
  t.same([(await visitor.ask('GET', 'counts?days=7')).status, (await visitor.ask('GET', 'counts')).status], [401, 401]);
  await visitor.signIn('demo', desk.passphrase);
  t.equal((await visitor.ask('GET', 'counts?days=7')).status, 200);
  for (const query of ['', '?days=1', '?days=8', '?days=x', '?days=-7']) t.equal((await visitor.ask('GET', `counts${query}`)).status, 400, query);
  t.equal((await visitor.ask('GET', 'counts?days=7', undefined, { 'sec-fetch-site': 'cross-site' })).status, 403);
});

t.test('An advocate of a line that hides nothing reads what was counted until now, by channel, language and in all', async (t) => {
  const { visitor } = await withCounts(t, 1, [
    [0, [sum(3), sum(1, { what: 'wrong' }), sum(2, { channel: 'voice', language: 'am' }), sum(1, { screen: 'topic.wages', what: 'yes' })]], [5, [sum(4)]], [20, [sum(100)]], [100, [sum(1000)]],
  ]);
  const { body } = await visitor.ask('GET', 'counts?days=7');
  t.match(body, { least: 1, days: 7, today: true, zone: 'Africa/Nairobi', screens: { home: { tree: 'H1' } }, languages: [{ code: 'en', name: 'English' }, { code: 'am', name: 'Amharic' }], helped: [{ topic: 'wages', yes: 1, no: 0 }] });
  const of = (channel: string, language: string) => body.rows.find((row: { channel: string; language: string }) => row.channel === channel && row.language === language);
  t.match(of('all', 'all'), { screen: 'home', shown: 9, wrong: 1, answered: 0 });
  t.match([of('ussd', 'en'), of('all', 'en'), of('voice', 'all')], [{ shown: 7 }, { shown: 7 }, { shown: 2 }]);
  t.equal(body.hours.reduce((all: number, n: number) => all + n, 0), 9);
  for (const [days, shown] of [[28, 109], [90, 109]]) t.match((await visitor.ask('GET', `counts?days=${days}`)).body.rows.find((row: { channel: string; language: string }) => row.channel === 'all' && row.language === 'all'), { shown });
});

t.test('Ten is the least that is shown, every figure is rounded down to tens, and today is not in it', async (t) => {
  const { visitor } = await withCounts(t, undefined, [[0, [sum(500)]], [2, [sum(19), sum(9, { channel: 'voice' }), sum(9, { what: 'dropped' }), sum(9, { screen: 'alarm', language: 'am' }), sum(9, { screen: 'topic.despair', what: 'trouble' })]]]);
  const { body, text } = await visitor.ask('GET', 'counts?days=7');
  t.match(body, { least: 10, today: false });
  t.same(body.rows.map(({ channel, language, shown, dropped }: Record<string, unknown>) => [channel, language, shown, dropped]), [['ussd', 'en', 10, 0], ['ussd', 'all', 10, 0], ['all', 'en', 20, 0], ['all', 'all', 20, 0]]);
  t.same(body.helped, []);
  t.ok(body.hours.every((n: number) => n % 10 === 0));
  t.notMatch(text, /alarm|despair|"9"|:9\b|19/, 'not even the name of a screen that few have seen');
});

t.test('No small group can be worked out by taking figures from sums', async (t) => {
  let seed = 7;
  const dice = (most: number): number => { seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648; return Math.floor((seed / 2_147_483_648) * most); };
  const channels = ['ussd', 'voice', 'sms'];
  const languages = ['', 'en', 'sw', 'am', 'ar', 'fr', 'ne'];
  const least = 10;
  let small = 0;
  for (let round = 0; round < 400; round++) {
    const real = channels.flatMap((channel) => languages.map((language) => sum(dice(2) ? dice(10) : dice(60), { channel, language }))).filter(({ n }) => n > 0);
    const rows = rowsOf(real, least);
    const told = (channel: string, language: string): number => rows.find((row) => row.channel === channel && row.language === language)?.shown ?? 0;
    // Whoever knows the rule: tens may be up to nine too low, anything else is exact. From each sum the others are taken, at their most and at their least.
    const most = (n: number): number => (n % least === 0 ? n + least - 1 : n);
    const bounds = new Map<string, { low: number; high: number }>();
    for (const channel of channels) for (const language of languages) bounds.set(`${channel} ${language}`, { low: told(channel, language), high: most(told(channel, language)) });
    const at = (channel: string, language: string) => bounds.get(`${channel} ${language}`)!;
    const sums = [
      ...channels.map((channel) => ({ of: languages.map((language) => at(channel, language)), told: told(channel, 'all') })),
      ...languages.map((language) => ({ of: channels.map((channel) => at(channel, language)), told: told('all', language) })),
      { of: [...bounds.values()], told: told('all', 'all') },
    ];
    for (let again = 0; again < 6; again++) {
      for (const { of, told: sumTold } of sums) {
        for (const one of of) {
          const rest = of.filter((other) => other !== one);
          one.low = Math.max(one.low, sumTold - rest.reduce((all, { high }) => all + high, 0));
          one.high = Math.min(one.high, most(sumTold) - rest.reduce((all, { low }) => all + low, 0));
        }
      }
    }
    for (const { channel, language, n } of real) {
      if (n >= least) continue;
      small += 1;
      const { low, high } = at(channel, language);
      if (low === high) t.fail(`${n} of ${channel} ${language} is known to be ${low}`);
      if (low > n || high < n) t.fail('the reckoning is wrong');
    }
  }
  t.ok(small > 2_000, `${small} small groups stayed unknown`);
});

t.test('What is shown of a count is never more than it was, and nothing where it is small', async (t) => {
  t.same([0, 1, 9, 10, 19, 20, 999].map((n) => shownOf(n, 10)), [0, 0, 0, 10, 10, 20, 990]);
  t.same([0, 1, 9].map((n) => shownOf(n, 1)), [0, 1, 9]);
  t.same(rowsOf([sum(9), sum(5, { what: 'somethingElse' })], 10), []);
  t.same(helpedOf([sum(12, { screen: 'topic.fees', what: 'no' }), sum(11, { screen: 'topic.fees', what: 'no', channel: 'sms' }), sum(9, { screen: 'topic.fees', what: 'yes' })], 10), [{ topic: 'fees', yes: 0, no: 20, trouble: 0 }]);
});
