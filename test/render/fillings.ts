import { BLANK, type Context } from '../../machines/events.ts';
import { DAYS, PARTS, type Screen, TOPICS, WEEKDAYS } from '../../machines/words.ts';
import { prompts } from '../../prompts/prompts.ts';
import { measure } from '../../src/render/alphabet.ts';
import type { Turn, World } from '../../src/render/turn.ts';
import { type Value, write } from '../../src/render/values.ts';
import type { Words } from '../../src/render/words.ts';
import { MONDAY } from '../harness/line.ts';

const ZONE = 'Africa/Nairobi';
const HOUR = 3_600_000;
const WEEK = Array.from({ length: 7 * 24 }, (_, h) => MONDAY + h * HOUR);
const DATES = Array.from({ length: 7 }, (_, d) => `2026-11-${23 + d}`);
const HOURS = Array.from({ length: 24 }, (_, h) => String(h + 1).padStart(2, '0'));
const OFFERED = DAYS.map((day) => `${day}:${PARTS.join(',')}`).join(' ');

const opens: readonly Value[] = WEEK.map((at) => ({ is: 'clock', at, zone: ZONE }));
/** Parts of a day, exact hours, and the hour at which the desk opens, on any day of a week. */
const whens: readonly Value[] = [
  ...['any', ...DATES].flatMap((day) => [...PARTS, ...HOURS].map((part): Value => ({ is: 'when', day, part, zone: ZONE }))),
  ...WEEK.map((at): Value => ({ is: 'when', day: '2026-11-24', part: 'open', at, zone: ZONE })),
];
const ref: Value = { is: 'reference', digits: '48217736' };
const KINDS = ['number', 'coverName', 'window', 'note', 'safeWord', 'whoCalls', 'forWhom', 'texts', 'subject'].map((kind) => `kinds.${kind}`);

/**
 * Every turn of a screen as one form of a language fills it, as far as its length can differ: of values that take the same
 * room, one stands for all. Screens that never come without an answer come with all of them.
 */
export function fillings(screen: Screen, of: { language: string; script: Context['script'] }, world: World, words: Words): Turn[] {
  const form = words.form(of.language || (world.organisation.languages[0] ?? 'en'), of.script);
  const written = (value: Value): string => write(value, form, words.written);
  const word = (key: string): string => words.written.text(form, `values.${key}`);
  const shows = new Set(prompts[screen].values);
  const turn = (context: Partial<Context> = {}, values: Turn['values'] = {}, more: Partial<Turn> = {}): Turn => ({
    screen, page: 0, notice: '', values, world,
    context: { ...BLANK, ...of, offered: OFFERED, day: 'any', country: 'KE', duty: 'open', topic: 'wages', cover: 'hangUp', safeWord: 'mango', texts: 'no', lineAt: '0', lineCount: '1', numbersIn: context.country ?? 'KE', linesIn: context.country ?? 'KE', ...context }, ...more,
  });
  const countries = distinct(world.organisation.countries, (country) => word(`countries.${country}`));

  if (screen === 'booked' || screen === 'requestChanged' || screen === 'readBack') {
    const covers = distinct(['hangUp', 'wrongNumber', 'askName'] as const, (cover) => word(`cover.${cover}`));
    const safeWords = shows.has('word') ? distinct(['mango', 'river', 'market', 'garden'] as const, (safe) => word(`safeWord.${safe}`)) : (['mango'] as const);
    const texts = shows.has('sms') ? distinct(['no', 'plain'] as const, (sms) => word(`sms.${sms}`)) : (['no'] as const);
    return distinct(whens, written).flatMap((when) => countries.flatMap((country) => covers.flatMap((cover) => safeWords.flatMap((safeWord) => texts.map((sms) =>
      turn({ country, cover, safeWord, texts: sms }, { when, proposed: when, ref }))))));
  }
  if (shows.has('status')) return ['waiting', 'read', 'tried', 'closed', 'withdrawn'].map((status) => turn({}, { status: { is: 'word', key: `status.${status}` } }));
  if (shows.has('kinds')) {
    const untils = distinct(Array.from({ length: 12 }, (_, m) => `2026-${String(m + 1).padStart(2, '0')}`).flatMap((month) => [`${month}-01`, `${month}-28`]).map((iso): Value => ({ is: 'date', iso })), written);
    return untils.flatMap((until) => [KINDS, KINDS.slice(0, 1)].map((keys) => turn({}, { kinds: { is: 'words', keys }, opened: { is: 'number', n: 12 }, until })));
  }
  if (screen === 'topic') return TOPICS.flatMap((topic) => AGES.flatMap((age) => (['yes', 'no'] as const).map((callable) => turn({ topic, callable }, {}, { world: aged(world, topic, age) }))));
  if (screen === 'helpLine') {
    return [world, confirmed(world)].flatMap((known) => Object.entries(known.lines).flatMap(([country, lines]) =>
      lines.map((_, i) => turn({ country, lineAt: String(i), lineCount: String(lines.length) }, {}, { world: known }))));
  }

  const all = [turn(), turn({ duty: 'none' }), turn({ callable: 'no' }), turn({ hourTaken: 'yes' }), turn({ form: 'brief' }), turn({ line: 'open' }), turn({ lineCount: '3' }), turn({ withheld: TOPICS.join(' ') })];
  const filled = shows.has('open') ? [...distinct(opens, written).map((open) => turn({}, { open })), turn({ duty: 'none' })]
    : shows.has('country') || shows.has('numbers') || screen === 'zone' ? [world, confirmed(world)].flatMap((known) => (shows.has('numbers') ? known.organisation.countries : countries).map((country) => turn({ country }, {}, { world: known })))
      : shows.has('office') ? [world, confirmed(world), { ...world, office: undefined } as unknown as World].map((known) => turn({}, {}, { world: known }))
        : screen === 'days' || screen === 'restDay' || screen === 'restDayOther' ? [...all, ...WEEKDAYS.map((day) => turn({ offered: `${day}:night` })), turn({ offered: 'any:day' })] : all;
  return [...filled, ...filled.map((each) => ({ ...each, notice: 'wrong' as const }))];
}

/** Values that take the same room in the same alphabet cannot differ in what fits. */
function distinct<T>(of: readonly T[], text: (one: T) => string): T[] {
  const by = new Map<string, T>();
  for (const one of of) {
    const { alphabet, units } = measure(text(one));
    by.set(`${alphabet} ${units}`, one);
  }
  return [...by.values()];
}

const AGES = [{}, { old: true }, { old: false, sourced: true }, { sourced: false }] as const;
const aged = (world: World, topic: string, age: (typeof AGES)[number]): World => ({ ...world, topics: { ...world.topics, [topic]: { ...world.topics[topic]!, checked: '2026-09-28', ...age } } });

/** The operator has rung them all, on a day whose name is long in most languages. */
const confirmed = (world: World): World => ({
  ...world,
  emergency: Object.fromEntries(Object.entries(world.emergency).map(([country, numbers]) => [country, { ...numbers, checked: '2026-09-28' }])),
  lines: Object.fromEntries(Object.entries(world.lines).map(([country, lines]) => [country, lines.map((line) => ({ ...line, checked: '2026-09-28' }))])),
  ...(world.office ? { office: { ...world.office, checked: '2026-09-28' } } : {}),
});
