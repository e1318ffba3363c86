import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { PARTS, TOPICS } from '../../machines/words.ts';
import { walk } from '../../src/atlas/walk.ts';
import { apologise } from '../../src/dialogue/apology.ts';
import { openAutomaton } from '../../src/dialogue/automaton.ts';
import { openShow, wordsOf } from '../../src/dialogue/show.ts';
import { callWords } from '../../src/render/calls.ts';
import { startedText } from '../../src/render/started.ts';
import { speak, type Value, write } from '../../src/render/values.ts';
import { loadWords, type Wordings, type Words } from '../../src/render/words.ts';
import { scenes } from '../transcripts/scenes.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LOCALES = join(ROOT, 'locales');
const real = loadWords(LOCALES, ['en']);
const seen = new Set<string>();
const absent = new Set<string>();

/** The words, noting each that is asked for; a variant counts as its own wording where there is one. */
const noting = (words: Wordings): Wordings => {
  const note = (key: string, variant?: string): void => { seen.add(variant && words.has('en', `${key}_${variant}`) ? `${key}_${variant}` : key); };
  return {
    text: (language, key, values, variant) => { note(key, variant); if (language === 'en' && !words.has('en', key)) absent.add(key); return words.text(language, key, values, variant); },
    raw: (language, key, variant) => { note(key, variant); return words.raw(language, key, variant); },
    has: (language, key) => words.has(language, key),
  };
};
const words: Words = { ...real, ...noting(real), written: noting(real.written), form: (language) => language };

const ABOUT = new Set(['review.json', 'glossary.json']);

function keysOf(file: string): string[] {
  const found: string[] = [];
  const add = (at: string, value: unknown): void => {
    if (typeof value === 'string') { if (value !== '') found.push(at); } else for (const [key, inner] of Object.entries(value as object)) add(at ? `${at}.${key}` : key, inner);
  };
  const own = ['keys.json', 'values.json', 'topics.json', 'language.json', 'calls.json', 'started.json'].includes(file) ? file.replace('.json', '') : '';
  add(own, JSON.parse(readFileSync(join(LOCALES, 'en', file), 'utf8')));
  return found;
}

/** One of each kind of value, and of each way it may be said. */
const line = { called: 'labour', name: 'Labour', country: 'KE', number: '19911', cautions: ['reports', 'airtime', 'old', 'slow', 'inside'] } as const;
const VALUES: readonly Value[] = [
  { is: 'when', day: 'any', part: 'day', zone: 'UTC' }, { is: 'when', day: '2026-11-24', part: '21', zone: 'UTC' }, { is: 'clock', at: 0, zone: 'UTC' },
  { is: 'date', iso: '2026-12-01' }, { is: 'date', iso: '2026-12-02' }, { is: 'words', keys: ['kinds.number', 'kinds.window'] },
  ...[true, false].flatMap((old) => [true, false].map((sourced): Value => ({ is: 'checked', iso: '2026-11-22', old, sourced }))),
  { is: 'helpLine', line }, { is: 'helpLine', line: { ...line, called: 'home', checked: '2026-11-22' } },
  { is: 'office', name: 'Office', number: '0800' }, { is: 'office', name: 'Office', number: '0800', checked: '2026-11-22' }, { is: 'word', key: 'office.unknown' },
  { is: 'emergency', country: 'KE', ambulance: '1', women: '2', police: '3', checked: '2026-11-22' },
  ...['hangUp', 'wrongNumber', 'askName'].map((word): Value => ({ is: 'word', key: `cover.${word}`, say: `coverSay.${word}` })),
  ...['mango', 'river', 'market', 'garden'].map((word): Value => ({ is: 'word', key: `safeWord.${word}` })), ...['no', 'plain'].map((word): Value => ({ is: 'word', key: `sms.${word}` })),
];

/** Values are read off the calendar, the clock and the content: their sets are closed, and each has its place in the code. */
const to = (from: number, last: number): string[] => Array.from({ length: last - from + 1 }, (_, i) => String(from + i));
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  days: to(1, 7), dayShort: to(1, 7), daysPress: to(1, 7), months: to(1, 12), hours: to(0, 23), hoursReadBack: to(0, 23), hoursSay: to(0, 23),
  partOption: PARTS, partPress: PARTS, partReadBack: PARTS, partSay: PARTS, digits: [...to(0, 9), 'plus'], keysSpoken: ['0', '1', '2', '3', '4', '5', '9'],
  status: ['waiting', 'read', 'tried', 'closed', 'withdrawn'], kinds: ['number', 'coverName', 'window', 'note', 'safeWord', 'whoCalls', 'forWhom', 'texts', 'subject'],
};

t.test('every English wording is one that a caller can meet, and none that they meet is missing', async (t) => {
  const days = await scenes;
  for (const scene of days) {
    if (scene.redials && scene.redials.language !== 'en') continue;
    const automaton = openAutomaton();
    const show = openShow(automaton, words);
    const world = { ...scene.world, organisation: { ...scene.world.organisation, languages: ['en'] } };
    for (const channel of scene.channels) {
      const showing = { channel, world, network: scene.network };
      for (const { standing } of walk({ automaton, show, showing, oracle: scene.oracle(channel), most: 4_000, stumbles: ['home', 'consent'] })) {
        for (const notice of ['', 'wrong', channel === 'voice' ? 'silence' : 'help'] as const) show.reply({ ...standing, notice }, { ...showing, first: true });
      }
    }
  }
  const world = days[0]!.world;
  for (const channel of ['ussd', 'voice'] as const) for (const what of ['trouble', 'again'] as const) apologise(what, channel, { language: 'en', script: '' }, world, words);
  startedText(words, { language: 'en', script: '' }, '48217736');
  const say = callWords(words, () => world);
  say.reading('monitor', 'en');
  for (const said of [say.advocateGate, say.alarmGate, say.alarmTaken, say.pleaseWait, say.gone, say.advocateNoLonger, say.callerGate]) said('en');

  for (const value of VALUES) { write(value, 'en', words.written); speak(value, 'en', words); }
  for (const what of ['stop', 'help'] as const) wordsOf(what, words);

  const all = readdirSync(join(LOCALES, 'en')).filter((file) => file.endsWith('.json') && !ABOUT.has(file)).flatMap(keysOf);
  const isClosed = (key: string): boolean => { const [file, group = '', word = ''] = key.split('.'); return file === 'values' && (CLOSED[group]?.includes(word) ?? false); };
  const elsewhere = new Set([
    'language.name', 'language.direction', // the desk, and whoever draws a page
    'script.text', 'script.options.yes', 'script.options.no', // asked in languages that are read in two alphabets
    'zone.say', 'zone.press.yes', 'zone.press.another', // a gateway may know the network a call came from
  ]);
  const country = /^values\.countries\.[A-Z]{2}$/; // an operator may serve any of them
  t.same(all.filter((key) => !seen.has(key) && !isClosed(key) && !country.test(key) && !elsewhere.has(key) && !/^topics\.\w+\.(short|text)$/.test(key)), []);
  t.same([...absent], []);
  t.same(Object.keys(JSON.parse(readFileSync(join(LOCALES, 'en', 'topics.json'), 'utf8')) as object).sort(), [...TOPICS].sort());
});
