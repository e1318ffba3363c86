import { prompts } from '../../prompts/prompts.ts';
import type { Option, Prompt } from '../../prompts/prompt.ts';
import type { Turn, World } from './turn.ts';
import type { Value } from './values.ts';
import type { Wordings, Words } from './words.ts';

/** What is on offer on a turn: the fixed options that hold here, and the list that content or the rota brings. */
export interface Offer { readonly prompt: Prompt; readonly options: readonly Option[]; readonly list: readonly string[] }

export function offer(turn: Pick<Turn, 'screen' | 'context' | 'world'>): Offer {
  const prompt = prompts[turn.screen];
  return { prompt, options: prompt.options.filter((o) => !o.when || o.when(turn.context)), list: listOf(prompt, turn) };
}

function listOf(prompt: Prompt, { world }: Pick<Turn, 'world'>): readonly string[] {
  if (prompt.list === undefined) return [];
  return prompt.list === 'languages' ? world.organisation.languages : world.organisation.countries;
}

/** Whether 0 leads from a page to the one before it: on a list that is the first screen of all, and has no other way back. */
export const leadsBack = ({ prompt, options }: Pick<Offer, 'prompt' | 'options'>): boolean => prompt.list !== undefined && !options.some((o) => o.key === '0');

/** Before a language is chosen, the operator's first one speaks. */
export const languageOf = ({ context, world }: Pick<Turn, 'context' | 'world'>): string =>
  context.language || (world.organisation.languages[0] ?? 'en');

/** In which form a turn is read. The question whether a script can be read is put in that script. */
export const formOf = (turn: Pick<Turn, 'context' | 'screen' | 'world'>, words: Words): string =>
  turn.screen === 'script' ? languageOf(turn) : words.form(languageOf(turn), turn.context.script);

/** A country has its name in values; a language names itself. */
export const listLabel = (prompt: Prompt, choice: string, language: string, words: Wordings): string =>
  prompt.list === 'languages' ? words.text(choice, 'language.romanised') : words.text(language, `values.countries.${choice}`);

/** Fixed options share their labels, unless a screen has its own. */
export function optionLabel(turn: Turn, option: Option, language: string, words: Wordings, values: Readonly<Record<string, string>>): string {
  const own = option.picks ? `${option.picks.label}.${option.word}` : `${turn.screen}.options.${option.word}`;
  return words.has(language, own) ? words.text(language, own, values) : words.text(language, `keys.${option.word}.label`);
}

/** All values of a turn: those the asks brought, and those of the operator. */
export function valuesOf(turn: Turn, language: string): Readonly<Record<string, Value>> {
  const { organisation: o, topics, office } = turn.world;
  const { topic, safeWord, texts, country, lineAt, looking, numbersIn, linesIn } = turn.context;
  const line = turn.world.lines[linesIn]?.[Number(lineAt)];
  const named = (names: Readonly<Record<string, string>>): Extract<Value, { is: 'text' }> => ({ is: 'text', text: names[language] ?? names['en'] ?? '' });
  return {
    svc: named(o.shownAs), org: named(o.name),
    line: { is: 'phone', number: o.numbers.hotline }, omb: { is: 'phone', number: o.numbers.complaints },
    n: { is: 'number', n: o.retention.numberDays }, days: { is: 'number', n: o.retention.noteDays }, old: { is: 'number', n: o.retention.oldCopyDays },
    // Who comes back to where no line was known may have looked up emergency numbers meanwhile.
    country: { is: 'country', code: looking === 'lines' || turn.screen === 'noLines' ? linesIn : numbersIn },
    place: { is: 'country', code: country },
    checked: { is: 'checked', iso: topics[topic]?.checked ?? '', old: topics[topic]?.old ?? true, sourced: topics[topic]?.sourced ?? false },
    numbers: { is: 'emergency', country: numbersIn, ...turn.world.emergency[numbersIn] },
    ...(line ? { helpLine: { is: 'helpLine', line } as const } : {}),
    office: office ? { is: 'office', ...office, name: named(office.name).text, called: office.name[language] ? language : 'en' } : { is: 'word', key: 'office.unknown' },
    word: { is: 'word', key: `safeWord.${safeWord}` }, sms: { is: 'word', key: `sms.${texts}` },
    cover: { is: 'word', key: `cover.${turn.context.cover}`, say: `coverSay.${turn.context.cover}` },
    ...turn.values,
  };
}

export const reading = (world: World, language: string, topic: string): { short: string; text: string } =>
  world.readings[language]?.[topic] ?? { short: '', text: '' };
