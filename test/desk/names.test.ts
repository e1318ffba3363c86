import t from 'tap';
import { languageName } from '../../src/desk/names.ts';

t.test('an advocate reads which language a caller speaks, also where the screen lacks its script', async (t) => {
  t.equal(languageName('am', 'አማርኛ'), 'Amharic (አማርኛ)');
  t.equal(languageName('en', 'English'), 'English', 'said once');
  t.equal(languageName('qqx', 'Ours'), 'Ours', 'a language nobody has listed');
  t.equal(languageName('am-12', 'Ours'), 'Ours', 'nor is it a code');
});
