import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { openAutomaton } from '../../src/dialogue/automaton.ts';
import { openShow } from '../../src/dialogue/show.ts';
import { type Answer, begin, hear, type Standing, told } from '../../src/dialogue/standing.ts';
import { openEditions } from '../../src/editions.ts';
import { loadWords } from '../../src/render/words.ts';
import { MONDAY } from '../harness/line.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const world = openEditions({ contentDir: join(ROOT, 'content'), localesDir: join(ROOT, 'locales'), dataDir: t.testdir({}), clock: { now: () => MONDAY } }).current();
const automaton = openAutomaton();
const show = openShow(automaton, loadWords(join(ROOT, 'locales')));
const by = { channel: 'ussd', world } as const;

const FRESH: Answer = { word: 'fresh', words: { line: 'open', callable: 'yes' } };
const SOME: Answer = { word: 'some', words: { offered: 'any:day', country: 'KE', place: 'sure' }, values: { base: { is: 'text', text: '2026-11-23' } } };

/** As far as the rota is asked which days can be kept: what follows is consent. */
function atWindows(): Standing {
  let s = told(automaton, begin(automaton), FRESH);
  for (const key of ['1', '1', '2']) s = hear(automaton, s, key, 'ussd', (at) => show.shown(at, by));
  t.same(s.wants?.for === 'ask' && s.wants.ask, 'windows');
  return s;
}

t.test('what brings a caller to consent also says what was typed before it was shown', async (t) => {
  const s = told(automaton, atWindows(), { ...SOME, shown: 5 });
  t.match({ screen: s.edge.node.screen, wants: s.wants, position: s.position }, { screen: 'consent', wants: undefined, position: 5 }, 'two keys too many count for nothing');
});

t.test('where it does not say so, that consent was shown is a fact of its own', async (t) => {
  const asked = told(automaton, atWindows(), SOME);
  t.same(asked.wants, { for: 'gate' });
  const apart = told(automaton, asked, { word: 'shown', shown: 5 });
  t.same(apart, told(automaton, atWindows(), { ...SOME, shown: 5 }), 'and both ways lead to the same');
});
