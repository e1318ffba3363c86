import t from 'tap';
import { Visitor } from '../desk/harness.ts';
import { dial } from '../harness/caller.ts';
import { startLine } from '../harness/line.ts';

t.test('A report that leaves the desk as a file is written down, with who took it and of which week', async (t) => {
  const line = await startLine();
  t.teardown(() => line.close());
  const phone = dial(line, {});
  await phone.begin();
  for (const key of ['5', '5']) await phone.press(key);
  const { passphrase = '', advocate } = await line.app.ready;
  const visitor = new Visitor(line.url);
  await visitor.signIn('demo', passphrase);
  const { body: { periods } } = await visitor.ask('GET', 'reports');
  const [{ from }] = periods;
  t.equal((await visitor.ask('GET', `reports/${from}.csv`)).status, 200);
  const { entries } = await line.app.store.audit.page({ most: 5, what: 'exported' });
  t.match(entries, [{ what: 'exported', who: advocate, detail: { from: /^\d{4}-W\d\d$/, form: 'csv' } }]);
});
