import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { BLANK, type Context } from '../../machines/events.ts';
import { PARTS, SCREENS, type Screen } from '../../machines/words.ts';
import { prompts } from '../../prompts/prompts.ts';
import { openEditions } from '../../src/editions.ts';
import { fits, measure } from '../../src/render/alphabet.ts';
import { DEFAULT_PROFILE } from '../../src/render/profiles.ts';
import type { Turn } from '../../src/render/turn.ts';
import { readable } from '../../src/render/ussd.ts';
import type { Value } from '../../src/render/values.ts';
import { loadWords } from '../../src/render/words.ts';
import { MONDAY } from '../harness/line.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const words = loadWords(join(ROOT, 'locales'));
const plain = openEditions({ contentDir: join(ROOT, 'content'), localesDir: join(ROOT, 'locales'), dataDir: t.testdir({}), clock: { now: () => MONDAY } }).current();
// A hotline of the longest length E.164 has in practice, as an operator may have.
const world = { ...plain, organisation: { ...plain.organisation, numbers: { ...plain.organisation.numbers, hotline: '+999100100100', complaints: '+999100100102' } } };
const ZONE = 'Africa/Nairobi';
const HOUR = 3_600_000;

const week = Array.from({ length: 7 * 24 }, (_, h) => MONDAY + h * HOUR);
const dates = Array.from({ length: 7 }, (_, d) => `2026-11-${23 + d}`);
const opens: Value[] = week.map((at) => ({ is: 'clock', at, zone: ZONE }));
const whens: Value[] = [
  ...['any', ...dates].flatMap((day) => PARTS.map((part): Value => ({ is: 'when', day, part, zone: ZONE }))),
  ...week.map((at): Value => ({ is: 'when', day: '2026-11-24', part: 'open', at, zone: ZONE })),
];
const reference: Value = { is: 'reference', digits: '48217736' };

/** Every value a screen can be filled with, as far as it changes the length. */
function fillings(screen: Screen, language: string): Turn[] {
  const values = new Set(prompts[screen].values);
  const offered = 'today:morning,day,evening,night tomorrow:morning,day,evening,night any:morning,day,evening,night';
  const turn = (context: Partial<Context>, values: Turn['values'] = {}, notice: Turn['notice'] = ''): Turn =>
    ({ screen, context: { ...BLANK, language, offered, day: 'any', country: 'KE', duty: 'open', topic: 'wages', cover: 'hangUp', ...context }, page: 0, notice, values, world });
  const all: Turn[] = [turn({}), turn({ duty: 'none' }), turn({ callable: 'no' }), turn({}, {}, 'wrong')];
  if (values.has('open')) all.push(...opens.map((open) => turn({}, { open })), ...opens.map((open) => turn({}, { open }, 'wrong')));
  if (values.has('when')) all.push(...world.organisation.countries.flatMap((country) => (['hangUp', 'wrongNumber', 'askName'] as const).flatMap((cover) => whens.map((when) => turn({ country, cover }, { when, ref: reference })))));
  if (values.has('country') || values.has('numbers')) all.push(...world.organisation.countries.map((country) => turn({ country })));
  if (values.has('status')) all.push(...['waiting', 'read', 'tried', 'closed'].map((s) => turn({}, { status: { is: 'word', key: `status.${s}` } })));
  if (screen === 'topic') all.push(...Object.keys(world.topics).map((topic) => turn({ topic })));
  if (values.has('kinds')) all.push(turn({}, { kinds: { is: 'words', keys: ['kinds.number', 'kinds.coverName', 'kinds.window', 'kinds.note'] }, opened: { is: 'number', n: 12 }, until: { is: 'date', iso: '2026-12-28' } }));
  // Without an answer these screens are never shown.
  return all.filter((each) => (!values.has('open') || each.values['open'] !== undefined || each.context.duty === 'none') && (!values.has('when') || each.values['when'] !== undefined)
    && (!values.has('status') || each.values['status'] !== undefined) && (!values.has('kinds') || each.values['kinds'] !== undefined));
}

for (const language of ['', ...words.languages]) {
  t.test(`nothing a caller reads in ${language || 'no language yet'} is longer than a screen, and what must fit one screen does`, async (t) => {
    let longest = { units: 0, screen: '', alphabet: '' };
    for (const screen of SCREENS) {
      if (prompts[screen].only === 'voice') continue;
      for (const turn of fillings(screen, language)) {
        const pages = readable(turn, DEFAULT_PROFILE, words);
        for (const { text } of pages) {
          if (!fits(text, DEFAULT_PROFILE.limit)) t.fail(`${screen}: ${measure(text).units} in ${JSON.stringify(text)}`);
          if (/\{\{|undefined/.test(text)) t.fail(`${screen}: ${text}`);
          if (measure(text).units > longest.units) longest = { ...measure(text), screen };
        }
        if (prompts[screen].fits && pages.length > 1) t.fail(`${screen} takes ${pages.length} screens: ${JSON.stringify(pages.map((p) => p.text))}`);
      }
    }
    t.comment(`longest in ${language || '-'}: ${longest.screen}, ${longest.units} of ${DEFAULT_PROFILE.limit[longest.alphabet === 'ucs2' ? 'ucs2' : 'gsm7']} ${longest.alphabet}`);
    t.ok(longest.units > 0);
  });
}
