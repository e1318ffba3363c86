import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { senseless, wordedIn } from '../../src/content-sense.ts';
import { misshapen } from '../../src/content-shape.ts';
import type { Organisation } from '../../src/render/turn.ts';

const ROOT = new URL('../../', import.meta.url);
const ours = JSON.parse(readFileSync(new URL('content/organisation.json', ROOT), 'utf8')) as Organisation;
const worded = wordedIn(fileURLToPath(new URL('locales', ROOT)));
const odd = (change: Partial<Organisation>): string | undefined => senseless({ ...ours, ...change }, worded);

t.test('an organisation that callers could not read, or would be called by at another hour, is told where', async (t) => {
  t.equal(senseless(ours, worded), undefined);
  t.equal(odd({ languages: ['en', 'pt'] }), '/languages/1', 'nobody wrote words in it');
  t.equal(odd({ languages: ['en', 'sw'], shownAs: { en: 'Info line' } }), '/bound/2/language', 'a number leads to a language that is not offered');
  t.equal(odd({ countries: [...ours.countries, 'XK'] }), '/countries/XK', 'without a name');
  const { AE: _, ...zones } = ours.zones;
  t.equal(odd({ zones }), '/zones/AE', 'its callers would be called by the clock of another country');
  t.equal(odd({ monitor: { number: ours.numbers.outgoing, at: '09:00' } }), '/monitor/number', 'the line would ring itself');
  t.equal(odd({ monitor: { number: '+999700000044', at: '09:00' } }), undefined);
  t.equal(odd({ shownAs: { sw: 'Taarifa' } }), '/shownAs/en', 'a first screen with an empty name');
});

t.test('a handset for test calls without a whole number or an hour of the day is told where', async (t) => {
  const where = (monitor: object): string | undefined => misshapen('organisation', { ...ours, monitor });
  t.equal(where({ number: '+999700000044', at: '09:00' }), undefined);
  t.same([{ number: '0700', at: '09:00' }, { number: '+999700000044', at: '9:00' }, { number: '+999700000044', at: '24:00' }, { number: '+999700000044' }].map(where),
    ['/monitor/number', '/monitor/at', '/monitor/at', '/monitor/at']);
});
