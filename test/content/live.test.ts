import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { BLANK } from '../../machines/events.ts';
import { type Screen, TOPICS } from '../../machines/words.ts';
import { openEditions } from '../../src/editions.ts';
import { offer } from '../../src/render/screen.ts';
import type { World } from '../../src/render/turn.ts';
import { MONDAY } from '../harness/line.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const shipped = <T>(file: string): T => JSON.parse(readFileSync(join(ROOT, 'content', file), 'utf8')) as T;

function world(t: Test, mode: 'demo' | 'live', own: Record<string, unknown> = {}): World {
  const dataDir = t.testdir();
  mkdirSync(join(dataDir, 'content'));
  for (const [file, content] of Object.entries(own)) writeFileSync(join(dataDir, 'content', file), JSON.stringify(content));
  return openEditions({ mode, contentDir: join(ROOT, 'content'), localesDir: join(ROOT, 'locales'), dataDir, clock: { now: () => MONDAY } }).current();
}

const topicsOffered = (of: World): string[] => [...new Set((['rights', 'rightsPapers', 'rightsHours', 'rightsMore', 'rightsHome', 'rightsProof', 'rightsWho', 'rightsOther'] as const)
  .flatMap((screen) => offer({ screen, context: { ...BLANK, withheld: of.withheld }, world: of }).options.map(({ word }) => (word === 'goHome' && screen === 'rightsHome' ? 'home' : word)))
  .filter((word) => (TOPICS as readonly string[]).includes(word)))];

t.test('in the demo all 21 topics are offered, and one without a source says so', async (t) => {
  const demo = world(t, 'demo');
  t.same(topicsOffered(demo).sort(), [...TOPICS].sort());
  t.same(TOPICS.filter((topic) => !demo.topics[topic]?.sourced), ['change', 'pregnancy', 'despair']);
});

t.test('live offers no topic without a source until the operator has reviewed it', async (t) => {
  t.same(TOPICS.filter((topic) => !topicsOffered(world(t, 'live')).includes(topic)), ['change', 'pregnancy', 'despair']);
  const { topics, ...rest } = shipped<{ topics: Record<string, object> }>('topics.json');
  const reviewed = { ...rest, topics: { ...topics, despair: { ...topics['despair'], reviewed: { by: 'the operator', on: '2026-11-23' } } } };
  t.ok(topicsOffered(world(t, 'live', { 'topics.json': reviewed })).includes('despair'));
});

t.test('no list is offered that has nothing in it', async (t) => {
  const of = world(t, 'live');
  const on = (screen: Screen): string[] => offer({ screen, context: { ...BLANK, withheld: of.withheld }, world: of }).options.map(({ word }) => word).filter((word) => word !== 'back');
  for (const [list, from, word] of [['rightsPapers', 'rights', 'papers'], ['rightsHours', 'rights', 'hours'], ['rightsHome', 'rightsMore', 'goHome'], ['rightsProof', 'rightsMore', 'proof'], ['rightsOther', 'rightsMore', 'more']] as const) {
    t.equal(on(from).includes(word), on(list).length > 0, list);
  }
  t.same(on('rightsOther'), [], 'as it is shipped: its three topics have no source');
});

t.test('every topic has a date, a day it expires, and a review mark', async (t) => {
  for (const [id, topic] of Object.entries(shipped<{ topics: Record<string, object> }>('topics.json').topics)) t.match(topic, { checked: /^\d{4}-\d\d-\d\d$/, expires: /^\d{4}-\d\d-\d\d$/, reviewed: null }, id);
});

t.test('the demo shows numbers that nobody confirmed and says so; live shows the confirmed alone', async (t) => {
  const demo = world(t, 'demo');
  t.match(demo.emergency['SA'], { police: '911', ambulance: '997', checked: undefined });
  t.ok((demo.lines['SA']?.length ?? 0) > 1);
  t.ok(demo.office);
  const live = world(t, 'live');
  t.same(live.emergency['SA'], {});
  t.same(live.lines['SA'], []);
  t.equal(live.office, undefined);
  const directory = shipped<{ entries: { id: string; confirmed: string | null }[] }>('directory.json');
  const confirmed = { ...directory, entries: directory.entries.map((e) => (['sa-2', 'sa-3', 'ke-2'].includes(e.id) ? { ...e, confirmed: '2026-11-20' } : e)) };
  const own = world(t, 'live', { 'directory.json': confirmed });
  t.same(own.emergency['SA'], { ambulance: '997', checked: '2026-11-20' });
  t.match(own.lines['SA'], [{ number: '19911', checked: '2026-11-20' }]);
  t.match(own.office, { number: '0800222223', checked: '2026-11-20' });
});

t.test('an ambulance and a line for women are shown without a warning, so none is one the police answer', async (t) => {
  const { entries } = shipped<{ entries: { id: string; role: string; name: string; caution?: string }[] }>('directory.json');
  t.same(entries.filter(({ role, name, caution }) => ['ambulance', 'women'].includes(role) && /police|internal security|papers|runaway/i.test(`${name} ${caution}`)).map(({ id }) => id), []);
});

t.test('no help line is one the police answer, and none is of those the sources warn of', async (t) => {
  const { entries } = shipped<{ entries: { id: string; role: string; name: string; number: string }[] }>('directory.json');
  const lines = entries.filter(({ role }) => ['labour', 'ngo', 'union', 'consular', 'home'].includes(role));
  t.same(lines.filter(({ name }) => /police/i.test(name)).map(({ id }) => id), []);
  t.same(lines.filter(({ number }) => ['80060', '80077000', '17710652', '96966595'].includes(number)).map(({ id }) => id), []);
});
