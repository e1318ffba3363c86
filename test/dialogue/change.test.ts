import t from 'tap';
import { call, dial, newSession, text } from '../harness/caller.ts';
import { gatewayApi } from '../harness/gateway-api.ts';
import { startLine } from '../harness/line.ts';
import { goOn, press } from '../harness/press.ts';
import { closedUntil } from '../harness/rota.ts';
import { form, post } from '../harness/wire.ts';

t.test('who begins to change a callback and goes back, reads what is kept, not what was not', async (t) => {
  for (const form of ['short', 'full'] as const) {
    const line = await startLine({ organisation: { form } });
    t.teardown(() => line.close());
    const phone = dial(line);
    const more = form === 'full' ? ['1', '1', '1', '1', '1'] : [];
    const saved = await press(phone, '1', '1', '2', '1', '4', '2', '1', ...more, ...(form === 'full' ? ['1'] : []));
    t.match(saved, /^CON Saved: any day, day 11-4, Kenya time\. Another answers: we hang up/);
    t.match(await goOn(phone, '2', '2', '3'), /Who answers hears/);
    if (form === 'full') {
      t.match(await goOn(phone, '2', ...more), /^CON Kenya time\.\nWe call Tue, evening 4-9\. Another answers: wrong number/);
      await phone.press('2');
    } else {
      await phone.press('0');
      await phone.press('0');
    }
    t.equal(await phone.press('0'), saved, form);
    const [row] = await line.app.store.requests.queue(line.clock.now());
    t.match(row, { day: 'any', part: 'day', cover: 'hangUp' });
  }
});

t.test('a card\'s code leads where the card says, also just after another session of that phone', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  await press(dial(line, { number: '+999700000021' }), '1', '2');
  t.match(await press(dial(line, { number: '+999700000021', code: '*384*72#' }), '1'), /^CON Your pay is yours/);
  await press(dial(line, { number: '+999700000022' }), '1');
  t.match(await press(dial(line, { number: '+999700000022', code: '*384*71#' })), /^CON Taarifa/);
});

t.test('who asked for another language in danger, and went home, has it changed at home', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  t.match(await press(dial(line), '1', '5', '3', '00', '4', '3', '2'), /^CON Taarifa\. Jina si lazima/);
});

t.test('the first text is read by the same rules as every other', async (t) => {
  const api = await gatewayApi();
  const line = await startLine({ apiUrl: api.url });
  t.teardown(async () => { await line.close(); await api.close(); });
  const first = (words: string, n: number) => text(line, (to) => api.next(to), { number: `+99970000004${n}` }).press(words);
  t.match(await first('HELP!', 1), /Answer with a number from the list/);
  t.match(await first('5.', 2), /\nUrgent\?/);
  t.match(await first('٥', 3), /\nUrgent\?/);
  t.match(await first('५', 4), /\nUrgent\?/);
});

t.test('a change after an alarm moves the callback, and leaves the alarm what it is', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  const phone = dial(line);
  await press(phone, '1', '1', '2', '1', '4', '2', '1');
  t.match(await goOn(phone, '5', '5', '0', '0'), /^CON Saved: any day, day 11-4/, 'undone, and back');
  t.match(await goOn(phone, '2', '4', '4', '2'), /^CON Saved: any day, night 9-12.*wrong number/s);
  const rows = await line.app.store.requests.queue(line.clock.now());
  t.match(rows.filter(({ kind }) => kind === 'callback'), [{ part: 'night', cover: 'wrongNumber' }]);
});

t.test('who looks at a call when the desk opens while changing a callback, still changes that one', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  await closedUntil(line, 20, 24);
  const phone = dial(line);
  const saved = await press(phone, '1', '1', '2', '1', '4', '3', '1');
  t.match(saved, /^CON Saved: any day, evening 4-9/);
  const days = await phone.press('2');
  t.equal(await goOn(phone, '5', '1', '1', '0', '0', '0'), days);
  t.equal(await phone.press('0'), saved);
  await goOn(phone, '2', '4', '4', '2');
  t.match(await line.app.store.requests.queue(line.clock.now()), [{ part: 'night', cover: 'wrongNumber' }]);
  t.equal((await line.app.store.requests.queue(line.clock.now())).length, 1);
});

t.test('who is lost among the urgent screens finds back to where key 5 was pressed', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  const phone = dial(line);
  const home = await press(phone, '1');
  t.match(await goOn(phone, '5', '7', '7'), /^CON Still not a choice/);
  await phone.press('5');
  t.equal(await phone.press('0'), home);
});

t.test('a caller without a language is offered a callback all the same, and finds back to the list of languages', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  const phone = dial(line);
  t.match(await press(phone, '7', '7'), /^CON Still not a choice/);
  t.match(await goOn(phone, '1', '2', '1'), /^CON Which day is safe/);
  const other = dial(line, { number: '+999700000024' });
  t.match(await press(other, '5', '2', '1', '1'), /1 Talk to a person now/);
  t.match(await other.press('0'), /1 English/, 'not to a home in a language nobody chose');
});

t.test('whoever listens to the second page of the languages can hear the first again', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  const phone = call(line);
  const first = await phone.begin();
  const heard = (said: string): string[] => line.said.get(/<Play url="[^"]*(\/audio\/[^"]+)"/.exec(said)?.[1] ?? '')?.segments.map(({ clip }) => clip) ?? [];
  t.ok(heard(await phone.press('9')).includes('keys.back.press'));
  t.same(heard(await phone.press('0')), heard(first));
});

t.test('who once sent STOP, and later says yes to texts, gets the number they were promised', async (t) => {
  const api = await gatewayApi();
  const line = await startLine({ apiUrl: api.url, organisation: { form: 'full' } });
  t.teardown(async () => { await line.close(); await api.close(); });
  const number = '+447700900704';
  await post(`${line.at}/sms`, form('sms', { number, network: '99999', id: 'ATXid_stop', text: 'STOP' }));
  const came = api.next(number);
  const saved = await press(dial(line, { number }), '1', '1', '2', '1', '4', '2', '1', '2', '1', '3', '2', '1', '1');
  t.match(await came, new RegExp(/\b(\d{4})(\d{4})\b/.exec(saved)?.slice(1).join(' ') ?? '-'));
});

t.test('a phone that rings twice is never picked up, and called once', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  for (const to of ['+999100101', '+999100101', '999100101']) {
    const body = form('voice', { number: '+999700000025', session: newSession('ATVId'), to, state: 'Ringing' });
    t.match((await post(`${line.at}/voice`, body)).text, /<Reject/, to);
  }
  t.same(line.log.filter(({ event }) => event === 'error' || event === 'fault'), []);
});
