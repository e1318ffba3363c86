import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { DAYS, PARTS, type Screen } from '../../machines/words.ts';
import { everyAnswer } from '../../src/atlas/samples.ts';
import { type Oracle, stepper } from '../../src/atlas/walk.ts';
import { openAutomaton } from '../../src/dialogue/automaton.ts';
import { openGreeting } from '../../src/dialogue/greeting.ts';
import { openShow } from '../../src/dialogue/show.ts';
import { openEditions } from '../../src/editions.ts';
import { formFor, profileOf } from '../../src/render/profiles.ts';
import type { World } from '../../src/render/turn.ts';
import { loadWords } from '../../src/render/words.ts';
import { MONDAY } from '../harness/line.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'hakiline-stages-'));
t.teardown(() => rmSync(dataDir, { recursive: true }));
const words = loadWords(join(ROOT, 'locales'));
const plain = openEditions({ contentDir: join(ROOT, 'content'), localesDir: join(ROOT, 'locales'), dataDir, clock: { now: () => MONDAY } }).current();
const { languages } = plain.organisation;
const OFFERED = DAYS.map((day) => `${day}:${PARTS.join(',')}`).join(' ');
const NETWORK = '63907';

/** Where a caller who books goes through; the walk leaves out all else. */
const WAY = new Set<Screen>(['languages', 'script', 'home', 'talk', 'callNow', 'callShut', 'consent', 'zone', 'days', 'times', 'cover', 'safeWord', 'whoCalls', 'forWhom', 'texts', 'subject', 'readBack']);

/** Fewest keys from dialling to a saved callback, by language and letters, on a network with so many stages. */
function keysTo(stages: number, wished: 'short' | 'full', place: 'sure' | 'unsure'): Map<string, number> {
  const networks = { [NETWORK]: { stages } };
  const world: World = { ...plain, edition: `${stages} ${wished}`, organisation: { ...plain.organisation, form: wished, networks } };
  const automaton = openAutomaton();
  const show = openShow(automaton, words);
  const showing = { channel: 'ussd', network: NETWORK, world } as const;
  const base = everyAnswer(world, openGreeting(words)({ phone: 'a', network: NETWORK, bound: null }, 'ussd', world).words ?? {});
  const oracle: Oracle = (ask, context) => (ask === 'windows' && context.place !== 'sure' ? [{ word: 'some', words: { offered: OFFERED, country: 'KE', place } }] : base(ask, context));
  const { first, next } = stepper({ automaton, show, showing, oracle });
  const fewest = new Map<string, number>();
  const seen = new Set<string>();
  for (let queue = first(); queue.length > 0;) {
    queue = queue.flatMap((stop) => {
      const { edge: { node: { screen, context } }, page } = stop.standing;
      const name = `${context.language} ${context.script}`;
      if (screen === 'booked') { if (!fewest.has(name)) fewest.set(name, stop.path.length); return []; }
      if (!WAY.has(screen) || seen.has(`${screen} ${page} ${name}`)) return [];
      seen.add(`${screen} ${page} ${name}`);
      const { offer, listed, further } = show.shown(stop.standing, showing);
      return [...offer.options.map(({ key }) => key), ...listed.map((_, i) => String(i + 1)), ...(further ? ['9'] : [])].flatMap((key) => next(stop, key));
    });
  }
  return fewest;
}

t.test('whoever books on a network that allows few keys gets to the end, in every language, at home and abroad', async (t) => {
  for (const wished of ['short', 'full'] as const) {
    const forms = new Set<string>();
    for (let stages = 6; stages <= 20; stages++) {
      const form = formFor(profileOf(NETWORK, { [NETWORK]: { stages } }), wished);
      for (const place of ['sure', 'unsure'] as const) {
        const fewest = keysTo(stages, wished, place);
        t.equal(new Set([...fewest.keys()].map((name) => name.split(' ')[0])).size, languages.length);
        const most = Math.max(...fewest.values());
        t.ok(most <= stages, `${most} of ${stages} keys for the ${form} form, ${place}`);
        if (place === 'unsure' && most === stages) forms.add(form);
      }
    }
    t.ok(forms.has('short') && forms.has(wished), 'and no key is left over where a longer form begins');
  }
  t.equal(Math.min(...keysTo(5, 'short', 'unsure').values()), 5, 'in five, where the language stands on the first page');
});
