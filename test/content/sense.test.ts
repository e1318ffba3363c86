import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { senseless, wordedIn } from '../../src/content-sense.ts';
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
  t.equal(odd({ shownAs: { sw: 'Taarifa' } }), '/shownAs/en', 'a first screen with an empty name');
});
