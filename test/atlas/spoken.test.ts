import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { prompts } from '../../prompts/prompts.ts';
import { BLANK } from '../../machines/events.ts';
import { SCREENS, URGENT } from '../../machines/words.ts';
import { type Saying, sayings } from '../../src/atlas/spoken.ts';
import { type Oracle, walk } from '../../src/atlas/walk.ts';
import { openAutomaton } from '../../src/dialogue/automaton.ts';
import { openShow } from '../../src/dialogue/show.ts';
import { openEditions } from '../../src/editions.ts';
import { callWords, everyCallWord } from '../../src/render/calls.ts';
import { SILENCE, type Spoken } from '../../src/render/reply.ts';
import { bare } from '../../src/render/values.ts';
import type { Turn, World } from '../../src/render/turn.ts';
import { renderVoice } from '../../src/render/voice.ts';
import { loadWords } from '../../src/render/words.ts';
import { isPersonal, MAX_SEGMENTS } from '../../src/speech/clips.ts';
import { MONDAY } from '../harness/line.ts';
import { scenes } from '../transcripts/scenes.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const words = loadWords(join(ROOT, 'locales'));
const world = openEditions({ contentDir: join(ROOT, 'content'), localesDir: join(ROOT, 'locales'), dataDir: mkdtempSync(join(tmpdir(), 'hakiline-')), clock: { now: () => MONDAY } }).current();
const listFor = (of: World): Saying[] => [...sayings(words, of, everyCallWord(callWords(words, () => of), of))];
const list = listFor(world);

const partsOf = ({ language, segments }: Spoken): string[] => segments.filter((s) => !s.personal || s.clip.startsWith('value.')).map((s) => JSON.stringify([s.language ?? language, s.clip, s.text]));
const nameOf = ({ language, segments }: Spoken): string => JSON.stringify([language, segments]);
const wholes = (of: readonly Saying[]): Set<string> => new Set(of.map(({ spoken }) => nameOf(spoken)));
const piecesIn = (of: readonly Saying[]): Set<string> => new Set(of.flatMap(({ spoken }) => partsOf(spoken)));
const parts = piecesIn(list);

/** What is asked on such a day, by a caller who hears: a help line of the country, an hour that can be kept or not. */
const hearing = (oracle: Oracle): Oracle => (ask, context) => {
  const lines = world.lines[context.linesIn]?.length ?? 0;
  if (ask === 'lines') return [lines > 0 ? { word: 'found', words: { lineCount: String(lines) } } : { word: 'none' }];
  if (ask === 'numbers') return [{ word: Object.keys(world.emergency[context.numbersIn] ?? {}).length > 0 ? 'found' : 'none' }];
  if (ask === 'hour' || ask === 'propose') return [{ word: 'some' }, { word: 'none' }];
  return oracle(ask, context).map((answer) => (ask === 'begin' ? { ...answer, words: { ...answer.words, line: 'open' as const } } : answer));
};

/** How much a rota offers is another every hour: such lists are joined when they are heard. */
const BY_THE_HOUR = new Set(['days', 'restDay', 'restDayOther', 'times']);
const CLOSED = ['value.digits.', 'value.days.', 'value.hoursSay.', 'value.partSay.', 'value.any', 'value.status.', 'value.coverSay.', 'value.safeWord.', 'value.sms.', 'value.kinds.', 'value.countries.'];

t.test('no caller of any scene waits for a sentence to be made', async (t) => {
  // The ways are the same in every language: two of them take a third of the time.
  const bilingual = { ...world, organisation: { ...world.organisation, languages: ['en', 'ne'] } };
  const [made, ready] = [wholes(listFor(bilingual)), piecesIn(listFor(bilingual))];
  for (const scene of (await scenes).filter(({ channels }) => channels.includes('voice'))) {
    const automaton = openAutomaton();
    const show = openShow(automaton, words);
    const by = { channel: 'voice', network: scene.network, world: bilingual } as const;
    // What a scene does not answer stands in braces; a date or a count is another for every caller.
    let heard = 0;
    const missing: string[] = [];
    for (const { standing } of walk({ automaton, show, showing: by, oracle: hearing(scene.oracle('voice')), most: 20_000 })) {
      const reply = show.reply(standing, by);
      if (reply.channel !== 'voice') continue;
      heard += 1;
      const { screen, context } = standing.edge.node;
      missing.push(...partsOf(reply.spoken).filter((part) => !ready.has(part) && !/value\.(date|number|text)|\}\}/.test(part)));
      // A screen in all languages that leads on from danger, is joined when it is heard.
      if (isPersonal(reply.spoken) || nameOf(reply.spoken).includes('}}') || context.language === '' || BY_THE_HOUR.has(screen)) continue;
      if (!made.has(nameOf(reply.spoken))) missing.push(`${screen} in ${context.language}`);
    }
    t.ok(heard > 200, `${scene.name}: ${heard} turns`);
    t.same([...new Set(missing)], [], scene.name);
  }
});

/** Offered only to who reads. */
const NOT_HEARD = new Set(['topic.hear', 'cover.askName']);

t.test('every spoken word of every language is in some clip', async (t) => {
  const said = new Set([...parts].map((part) => (JSON.parse(part) as string[])[2] ?? ''));
  for (const language of world.organisation.languages) {
    const missing: string[] = [];
    for (const screen of SCREENS.filter((name) => prompts[name].only !== 'writing')) {
      const { options, variant } = prompts[screen];
      for (const key of [`${screen}.say`, ...(variant ? [`${screen}.say_never`, `${screen}.say_taken`] : [])].filter((name) => words.has(language, name))) {
        for (const part of (words.raw(language, key) ?? '').split(/\{\{\w+\}\}/).filter((piece) => /[\p{L}\p{N}]/u.test(piece))) if (!said.has(bare(part))) missing.push(key);
      }
      for (const { word, key, silent, picks } of options) {
        const own = picks ? `${picks.press}.${word}` : `${screen}.press.${word}`;
        const what = words.text(language, words.has(language, own) ? own : `keys.${word}.press`);
        const text = words.text(language, 'keys.press', { what, key: words.text(language, `values.keysSpoken.${key}`) });
        if (!silent && what !== '' && !said.has(text) && !NOT_HEARD.has(`${screen}.${word}`)) missing.push(`${screen}.${word}`);
      }
    }
    t.same(missing, [], language);
  }
});

t.test('every value a sentence is joined with is there in every language', async (t) => {
  const values = JSON.parse(readFileSync(join(ROOT, 'locales/en/values.json'), 'utf8')) as Record<string, Record<string, string> | string>;
  const names = new Set([...parts].map((part) => { const [language, clip] = JSON.parse(part) as string[]; return `${language} ${clip}`; }));
  for (const language of world.organisation.languages) {
    for (const set of CLOSED.map((name) => name.split('.')[1] ?? '')) {
      const keys = typeof values[set] === 'string' ? [`value.${set}`] : Object.keys(values[set] ?? {}).map((key) => `value.${set}.${key}`);
      const offered = set === 'countries' ? keys.filter((key) => world.organisation.countries.includes(key.slice(-2))) : keys;
      t.same(offered.filter((key) => !names.has(`${language} ${key}`)), [], `${language}: ${set}`);
    }
  }
});

t.test('what a caller meets in the first minute comes first, in every language', async (t) => {
  const automaton = openAutomaton();
  const show = openShow(automaton, words);
  const by = { channel: 'voice', world } as const;
  const [scene] = await scenes;
  const soon = new Set<string>();
  for (const { standing, path } of walk({ automaton, show, showing: by, oracle: hearing(scene!.oracle('voice')), most: 400 })) {
    const keys = path.filter((key) => key !== SILENCE);
    const reply = show.reply(standing, by);
    // The language and one more key; before a language is chosen all of them are said, which takes longer than a minute.
    if (keys.length <= 2 && reply.channel === 'voice' && standing.notice === '' && standing.edge.node.context.language !== '') soon.add(nameOf(reply.spoken));
  }
  const first = list.findIndex(({ at }) => at === 'values');
  const before = new Set(list.slice(0, first).map(({ spoken }) => nameOf(spoken)));
  t.ok(soon.size >= 6 * 5, `${soon.size} turns within two keys`);
  t.same([...soon].filter((name) => !before.has(name)), []);
  t.ok(first < list.length / 6, `${first} of ${list.length}`);
});

t.test('whatever is said to a caller without a language is one clip, in whatever country', async (t) => {
  const most = new Map<string, number>();
  for (const screen of ['languages', ...URGENT, 'talk', 'callShut', 'ourNumber', 'helpLine', 'stayOver'] as const) {
    if (prompts[screen].only === 'writing') continue;
    for (const country of world.organisation.countries) {
      const turn: Turn = { screen, context: { ...BLANK, numbersIn: country, linesIn: country, country, lineAt: '0', lineCount: '1', duty: 'open', offered: 'any:day' }, page: 0, notice: 'wrong', values: {}, world };
      most.set(screen, Math.max(most.get(screen) ?? 0, renderVoice(turn, words).spoken.segments.length));
    }
  }
  t.same([...most].filter(([, segments]) => segments > MAX_SEGMENTS), []);
  t.ok((most.get('emergencyNumbers') ?? 0) > 100, `${most.get('emergencyNumbers')} parts`);
});

t.test('the list is the same each time, and nothing stands in it twice', async (t) => {
  t.same([...sayings(words, world, [])].map(({ spoken }) => nameOf(spoken)), [...sayings(words, world, [])].map(({ spoken }) => nameOf(spoken)));
  t.equal(wholes(list).size, list.length);
  t.notOk(list.some(({ spoken }) => spoken.segments.some(({ text }) => text.includes('{{'))), 'and nothing is to be said in braces');
  t.ok(list.every(({ spoken }) => spoken.segments.every((s) => s.text.trim() !== '' && /^[A-Za-z][\w-]*(\.[\w-]+)*$/.test(s.clip))), 'every clip has a name and words');
});

/** As it is once the operator has rung each number, each on another day; and when the topics have not been looked at for long. */
let day = 0;
const another = (): string => new Date(Date.UTC(2026, 0, 1 + day++ % 300)).toISOString().slice(0, 10);
const confirmed: World = {
  ...world, edition: 'confirmed',
  emergency: Object.fromEntries(Object.entries(world.emergency).map(([country, numbers]) => [country, { ...numbers, checked: another() }])),
  lines: Object.fromEntries(Object.entries(world.lines).map(([country, lines]) => [country, lines.map((line) => ({ ...line, checked: another() }))])),
  ...(world.office ? { office: { ...world.office, checked: another() } } : {}),
};
const old: World = { ...world, edition: 'old', topics: Object.fromEntries(Object.entries(world.topics).map(([topic, known]) => [topic, { ...known, old: true }])) };

t.test('a clip\'s name stands for one line in each language, so that it can be recorded', async (t) => {
  const lines = new Map<string, Set<string>>();
  for (const part of [...parts, ...piecesIn(listFor(confirmed)), ...piecesIn(listFor(old))]) {
    const [language, clip, text] = JSON.parse(part) as [string, string, string];
    lines.set(`${language} ${clip}`, (lines.get(`${language} ${clip}`) ?? new Set()).add(text));
  }
  t.same([...lines].filter(([, texts]) => texts.size > 1), []);
  t.ok(readdirSync(join(ROOT, 'locales')).length > 0);
});
