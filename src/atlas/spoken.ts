import { BLANK, type Context } from '../../machines/events.ts';
import { DAYS, PARTS, type Screen, SCREENS, TOPICS } from '../../machines/words.ts';
import { prompts } from '../../prompts/prompts.ts';
import { apologise } from '../dialogue/apology.ts';
import type { Spoken } from '../render/reply.ts';
import { offer } from '../render/screen.ts';
import type { Turn, Values, World } from '../render/turn.ts';
import { speak, type Value } from '../render/values.ts';
import { renderVoice, spokenPages } from '../render/voice.ts';
import type { Words } from '../render/words.ts';

/** One thing the line can say, and where. */
export interface Saying { readonly at: Screen | 'errors' | 'calls' | 'values'; readonly spoken: Spoken }

/** What a caller meets in the first minute, whatever the language. */
const FIRST: readonly Screen[] = ['languages', 'home', 'urgent', 'talk', 'rights', 'callNow', 'stay', 'callShut', 'alarm', 'alarmKept', 'urgentCall', 'urgentShut', 'ended', 'agency', 'more'];

/** Where a caller can be before a language is chosen: said in all of them, one after the other. */
const BEFORE: readonly Screen[] = ['languages', 'urgent', 'alarm', 'alarmKept', 'urgentCall', 'urgentShut', 'alarmSilent', 'alarmUnseen', 'ended'];

/**
 * All that callers can hear, in every language, first what they meet in the first minute. Where a turn says a value of one
 * caller, a sample stands for it: only its parts can be made ahead. Not here, since their parts are: turns after a key that
 * meant nothing, or with some of the days or hours left out. Each thing comes once; the same content gives the same list.
 */
export function* sayings(words: Words, world: World, calls: readonly Spoken[]): Generator<Saying> {
  const said = new Set<string>();
  for (const saying of all(words, world, calls)) {
    const { spoken: { language, segments } } = saying;
    const name = JSON.stringify([language, segments]);
    if (segments.length === 0 || said.has(name)) continue;
    said.add(name);
    yield saying;
  }
}

function* all(words: Words, world: World, calls: readonly Spoken[]): Generator<Saying> {
  const { languages } = world.organisation;
  for (const screen of FIRST) yield* onScreen(screen, words, world);
  for (const what of ['trouble', 'again'] as const) {
    for (const language of languages) {
      const reply = apologise(what, 'voice', { language, script: '' }, world, words);
      if (reply.channel === 'voice') yield { at: 'errors', spoken: reply.spoken };
    }
  }
  for (const notice of ['wrong', 'silence'] as const) {
    for (const language of languages) yield { at: 'errors', spoken: aside(language, [{ clip: `keys.${notice}Say`, text: words.text(language, `keys.${notice}Say`) }]) };
  }
  for (const value of closedSets(world)) {
    // As if it were some caller's own: nobody hears it alone, so that only the part is wanted.
    for (const language of languages) yield { at: 'values', spoken: aside(language, speak(value, language, words).map((segment) => ({ ...segment, personal: true }))) };
  }
  for (const spoken of calls) yield { at: 'calls', spoken };
  for (const screen of SCREENS) if (!FIRST.includes(screen)) yield* onScreen(screen, words, world);
}

function* onScreen(screen: Screen, words: Words, world: World): Generator<Saying> {
  if (prompts[screen].only === 'writing') return;
  const languages = [...(BEFORE.includes(screen) ? [''] : []), ...world.organisation.languages];
  for (const context of contextsOf(screen, world)) {
    for (const language of languages) {
      const turn: Turn = { screen, context: { ...context, language }, page: 0, notice: '', values: SAMPLES, world };
      for (let page = 0; page < spokenPages(turn); page++) yield { at: screen, spoken: renderVoice({ ...turn, page }, words).spoken };
    }
  }
}

/** Answers to earlier screens, so that later ones have something to say. */
const CHOSEN: Partial<Context> = { line: 'open', offered: DAYS.map((day) => `${day}:${PARTS.join(',')}`).join(' '), day: 'any', cover: 'hangUp', safeWord: 'mango', texts: 'plain' };

/** One of each kind of value that only one caller hears. */
const SAMPLES: Values = {
  open: { is: 'clock', at: 0, zone: 'UTC' }, when: { is: 'when', day: 'any', part: 'day', zone: 'UTC' }, proposed: { is: 'when', day: 'any', part: 'day', zone: 'UTC' }, ref: { is: 'reference', digits: '0' },
  status: { is: 'word', key: 'status.waiting' }, kinds: { is: 'words', keys: ['kinds.number'] }, opened: { is: 'number', n: 0 }, until: { is: 'text', text: '' },
};

/** Every context in which a screen says something else, by what it offers and what its values are about. */
function contextsOf(screen: Screen, world: World): Context[] {
  const { values = [], variant } = prompts[screen];
  const topics = values.includes('topic') ? TOPICS.filter((topic) => !world.withheld.split(' ').includes(topic)) : [''];
  const about = values.some((name) => name === 'country' || name === 'numbers' || name === 'helpLine') || screen === 'zone' || screen === 'noLines';
  const { country: home, countries: listed, zones } = world.organisation;
  const led = [...new Set([...listed, ...Object.keys(zones)])].filter((country) => ABOUT[screen]?.(world, country) ?? true);
  // Content may change under the running line: a screen that no country leads to today is made for one.
  const countries = about && led.length > 0 ? led : [home];
  const lines = (country: string): number => world.lines[country]?.length ?? 0;
  const contexts: Context[] = [];
  for (const country of countries) {
    for (const topic of topics) {
      for (let at = 0; at < (values.includes('helpLine') ? lines(country) : 1); at++) {
        const here = { ...BLANK, ...CHOSEN, withheld: world.withheld, topic, country, numbersIn: country, linesIn: country, lineAt: String(at), lineCount: String(lines(country)) };
        for (const duty of ['duty', 'open', 'none'] as const) for (const callable of ['yes', 'no'] as const) for (const hourTaken of ['', 'yes'] as const) contexts.push({ ...here, duty, callable, hourTaken });
      }
    }
  }
  const apart = new Map(contexts.map((context) => [
    JSON.stringify([offer({ screen, context, world }).options.map(({ word }) => word), variant?.(context), context.topic, context.country, context.lineAt]), context,
  ]));
  return [...apart.values()];
}

/** Screens that only some countries lead to. */
const ABOUT: Partial<Record<Screen, (world: World, country: string) => boolean>> = {
  emergencyNumbers: (world, country) => Object.keys(world.emergency[country] ?? {}).length > 0,
  noNumbers: (world, country) => Object.keys(world.emergency[country] ?? {}).length === 0,
  noLines: (world, country) => !world.lines[country]?.length,
};

/** The values that callers hear as parts of a sentence. Dates are not among them: few are ever said. */
function* closedSets({ organisation }: World): Generator<Value> {
  yield { is: 'reference', digits: '0123456789' };
  yield { is: 'phone', number: '+' };
  yield { is: 'when', day: 'any', part: 'day', zone: 'UTC' };
  // Any week will do, here one that begins on the first: days are named, not dated.
  for (let day = 1; day <= 7; day++) yield { is: 'when', day: `2024-01-0${day}`, part: PARTS[day % PARTS.length]!, zone: 'UTC' };
  for (let hour = 0; hour < 24; hour++) yield { is: 'when', day: 'any', part: String(hour).padStart(2, '0'), zone: 'UTC' };
  for (const key of WORDS) yield { is: 'word', key };
  yield { is: 'words', keys: KINDS.map((kind) => `kinds.${kind}`) };
  for (let n = 0; n < 10; n++) yield { is: 'number', n };
  for (const code of organisation.countries) yield { is: 'country', code };
}

const WORDS = [
  ...['waiting', 'read', 'tried', 'closed', 'withdrawn'].map((word) => `status.${word}`), ...['hangUp', 'wrongNumber', 'askName'].map((word) => `coverSay.${word}`),
  ...['mango', 'river', 'market', 'garden'].map((word) => `safeWord.${word}`), ...['no', 'plain'].map((word) => `sms.${word}`), 'office.unknown',
];
const KINDS = ['number', 'coverName', 'window', 'note', 'safeWord', 'whoCalls', 'forWhom', 'texts', 'subject'];

const aside = (language: string, segments: Spoken['segments']): Spoken => ({ language, segments, english: segments.map(({ text }) => text).join(' ') });
