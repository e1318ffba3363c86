import { prompts } from '../../prompts/prompts.ts';
import type { Screen } from '../../machines/words.ts';
import type { Words } from '../render/words.ts';
import type { Saying } from './spoken.ts';

/** One clip as a speaker records it. */
export interface Line { readonly clip: string; readonly text: string; readonly meaning: string; readonly first: Saying['at']; readonly sequences: number }

/** Every clip of a language, in the order in which callers come to them. */
export function linesOf(language: string, list: readonly Saying[], words: Words): Line[] {
  const lines = new Map<string, { -readonly [K in keyof Line]: Line[K] }>();
  const english = new Map<string, string>();
  for (const { at, spoken } of list) {
    for (const segment of spoken.segments) {
      const tongue = segment.language ?? spoken.language;
      if (tongue === 'en') english.set(segment.clip, segment.text);
      if (tongue !== language || (segment.personal && !segment.clip.startsWith('value.'))) continue;
      const known = lines.get(segment.clip);
      if (known) known.sequences += 1;
      else lines.set(segment.clip, { clip: segment.clip, text: segment.text, meaning: '', first: at, sequences: 1 });
    }
  }
  return [...lines.values()].map((line) => ({ ...line, meaning: english.get(line.clip) ?? ownName(line.clip, language, words) }));
}

/** The one thing that is never said in English: a language's own name. */
const ownName = (clip: string, language: string, words: Words): string =>
  words.text('en', 'keys.press', { what: `For ${words.text(language, 'language.romanised')}`, key: clip.split('.').at(-1) ?? '' });

const HOW = {
  sentence: 'A whole sentence: calm and kind, as to somebody you know. Let the voice fall at the end.',
  choice: 'One choice of a list: first what it is for, then a short rest, then the key, clearly. All choices alike, so that none sounds more important.',
  slowly: 'Somebody may be in danger: slowly, low and clear, without alarm in the voice. Rest at every full stop.',
  part: 'A part of a sentence; another voice clip follows or comes before. Do not let the voice fall where the line has no full stop.',
  inside: 'A word that is joined into sentences: even tone, no falling end, no pause before or after.',
  digit: 'One digit or number: even tone, all of one length and loudness; callers write them down.',
  reading: 'A text to listen to: slowly, with a rest at every full stop, as if read to somebody who cannot read.',
  gate: 'Nobody knows who picks up: friendly and neutral, as any office would. No word of help or trouble in the tone.',
} as const;
type How = keyof typeof HOW;

const isScreen = (name: string): name is Screen => name in prompts;

export function howOf({ clip }: Pick<Line, 'clip'>): How {
  const [screen = ''] = clip.split('.');
  if (clip.startsWith('calls.')) return clip.endsWith('Gate') ? 'gate' : 'sentence';
  if (/^value\.(digits|number)\./.test(clip)) return 'digit';
  if (/^value\.(emergency|helpLine\.cautions)\./.test(clip)) return 'slowly';
  if (clip.startsWith('value.')) return 'inside';
  if (clip.startsWith('topics.')) return 'reading';
  if (/\.press(\.|$)|Press\./.test(clip)) return 'choice';
  if (isScreen(screen) && prompts[screen].tree.startsWith('D')) return 'slowly';
  return /\.\d+$/.test(clip) ? 'part' : 'sentence';
}

/** By the first letter of a screen's place in the menu tree. */
const BRANCHES: readonly (readonly [letters: string, title: string])[] = [
  ['LHKME', 'The start'], ['D', 'Danger'], ['T', 'Talking to a person'], ['CBW', 'A callback'], ['RG', 'Rights at work'], ['Q', 'A request'], ['A', 'About us'],
];
const BESIDE: Readonly<Record<string, string>> = {
  keys: 'Keys and notices of many screens', values: 'A callback', topics: 'Rights at work, read aloud', trouble: 'When something is wrong', again: 'When something is wrong',
  calls: 'Calls the line places', value: 'Words inside sentences',
};

export function branchOf({ clip }: Pick<Line, 'clip'>): string {
  const [name = ''] = clip.split('.');
  const letter = isScreen(name) ? prompts[name].tree[0] : undefined;
  return BRANCHES.find(([letters]) => letter !== undefined && letters.includes(letter))?.[1] ?? BESIDE[name] ?? 'Others';
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

/** A sheet to record a language from: every line as it is to be said, what it means, and how to say it. */
export function sheetOf(language: string, list: readonly Saying[], words: Words): string {
  const lines = linesOf(language, list, words);
  const branches = [...new Set([...BRANCHES.map(([, title]) => title), ...Object.values(BESIDE), 'Others'])];
  const inEnglish = language === 'en';
  const head = inEnglish ? ['| clip | say exactly | how | heard |', '|---|---|---|---|'] : ['| clip | say exactly | in English | how | heard |', '|---|---|---|---|---|'];
  const row = (line: Line): string =>
    `| ${[`\`${line.clip}\``, cell(line.text), ...(inEnglish ? [] : [cell(line.meaning)]), howOf(line), `${line.first}${line.sequences > 1 ? `, ${line.sequences} times` : ''}`].join(' | ')} |`;
  return [
    `# ${words.text(language, 'language.romanised')} (${language}): ${lines.length} lines to record`, '',
    'Made from the words by `npm run sheets`; change those, not this. How to record and where files go is in [audio/README.md](../README.md).',
    '*Heard* says where callers hear a line first, and in how many sequences it stands.',
    ...(inEnglish ? [] : [`A line is a draft until [review.json](../../locales/${language}/review.json) says who approved it: mend what is not said so before you record it.`]), '',
    '| how | |', '|---|---|', ...Object.entries(HOW).map(([how, words]) => `| ${how} | ${words} |`), '',
    ...branches.flatMap((branch) => {
      const mine = lines.filter((line) => branchOf(line) === branch);
      return mine.length === 0 ? [] : [`## ${branch}`, '', ...head, ...mine.map(row), ''];
    }),
  ].join('\n');
}
