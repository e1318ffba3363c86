import { SCREENS, type Screen } from '../../machines/words.ts';
import { prompts } from '../../prompts/prompts.ts';
import { measure } from '../render/alphabet.ts';
import { DEFAULT_PROFILE } from '../render/profiles.ts';
import { SILENCE } from '../render/reply.ts';
import { reading, valuesOf } from '../render/screen.ts';
import type { Turn, World } from '../render/turn.ts';
import { readable } from '../render/ussd.ts';
import { speak } from '../render/values.ts';
import { renderVoice } from '../render/voice.ts';
import type { Words } from '../render/words.ts';
import type { Standing } from '../dialogue/standing.ts';
import type { Place } from './places.ts';
import { TYPED } from './walk.ts';

/** Branches in the order of the tree, and the tree names of their screens in order. */
const BRANCHES: readonly (readonly [string, string])[] = [
  ['Language', 'L1 L3'], ['Home', 'H1 M1'], ['Urgent', 'D1 D2 D2x D3 D3x D4 D5a D5 D5b D5n D6 D6x END0'], ['Talk to a person', 'T1 T2 T3 T2x T5 T5x T6'],
  ['Consent', 'C1 C1m C2 C3'], ['Callback', 'B1 B1b B1c B2 B2z B2c B2b B3 B3b B4 W1 W2 B5 B6 B7 B8 B9'],
  ['Rights', 'R1 R2 R3 R4 R5 R6 R7 R8 R8n R9 RP RH RH1 G1 G2'], ['Agencies', 'K0'], ['My request', 'Q0 Q1 Q2 Q2b Q2k Q3 Q4 Q5 Q6'],
  ['About us and data', 'A1 A2 A3 A4'], ['When something goes wrong', 'E2 E3'],
];

/** Sentences that belong to no screen, by their keys in locales/. */
const WRITTEN = ['keys.wrong', 'keys.helpText', 'keys.textsStay', 'trouble.text', 'again.text', 'started.reference'];
const SPOKEN = ['keys.wrongSay', 'keys.silenceSay', 'trouble.say', 'again.say', 'calls.callerGate', 'calls.gone', 'calls.advocateGate', 'calls.alarmGate', 'calls.alarmTaken', 'calls.pleaseWait', 'calls.advocateNoLonger', 'calls.monitor'];

const PLACES_MOST = 5; // a key that leads to more screens leads back to where its caller came from
const FIRST_WORDS = 40; // characters

/** One language, or its form in Latin letters (`am-Latn`), as text for people who speak it: every screen in the order of the tree. */
export function treeOf(form: string, places: ReadonlyMap<string, Place>, world: World, words: Words): string {
  const [language = form] = form.split('-');
  const latin = form !== language;
  const rightToLeft = !latin && words.raw(language, 'language.direction') === 'rtl';
  const turnOf = ({ edge: { node: { screen, context } }, values }: Standing): Turn =>
    ({ screen, context: { ...context, language: context.language && language, script: latin ? 'latin' : 'native' }, page: 0, notice: '', values, world });

  const ordered = (tree: string): Place[] => [...places.values()].filter(({ screen }) => prompts[screen].tree === tree);
  const parts = BRANCHES.flatMap(([branch, trees]) => {
    const shown = trees.split(' ').flatMap(ordered).filter(({ screen, written, spoken }) => (screen === 'script' ? !latin && words.form(language, 'latin') !== language : written ?? (latin ? undefined : spoken)));
    return shown.length === 0 ? [] : [`## ${branch}`, ...shown.map(drawn)];
  });
  return `${[heading(), ...parts, besides()].join('\n\n')}\n`;

  function heading(): string {
    const name = words.text(language, 'language.name');
    const title = latin ? `${name} in Latin letters (${form})` : `${name} (${form})`;
    const heard = latin ? `Callers who cannot read their own letters see this. What they hear stands in [${language}.md](${language}.md).` : 'What is shown by USSD, page by page, and what is said on a call.';
    return `# ${title}\n\nFor native readers: every screen of the line. ${heard} Dates, hours and numbers are examples.\nFrom every screen \`5\` leads to D1 and \`00\` to H1; \`*\` says it again on a call. A page holds ${DEFAULT_PROFILE.limit.gsm7} letters where all are in the telephone's Latin alphabet, else ${DEFAULT_PROFILE.limit.ucs2}.\n\n`
      + `Made by \`npm run menus\` from \`locales/${form}/\`: mend words there.${form === 'en' ? '' : ` They are drafts until [review.json](../../locales/${form}/review.json) says who approved them.`}`;
  }

  function drawn(place: Place): string {
    const { screen, variant, written, spoken } = place;
    const title = `### ${prompts[screen].tree} · ${inWords(screen)}${variant ? `: ${variant}` : ''}`;
    const pages = written ? readable(turnOf(written), DEFAULT_PROFILE, words).map(({ text }) => text) : [];
    const said = spoken && !latin ? saidOf(turnOf(spoken)) : [];
    const leads = [...(pages.length > 1 ? ['- `9` → the next page, until the last'] : []), ...[...place.leads].sort(([a], [b]) => rank(a) - rank(b)).map(([key, to]) => lead(place, key, [...to]))];
    return [
      title,
      ...pages.flatMap((page, i) => [`Shown${pages.length > 1 ? `, page ${i + 1} of ${pages.length}` : ''} (${roomOf(page)}):`, block(page)]),
      ...(said.length > 0 ? ['Said:', block(said.join('\n'))] : []),
      leads.length > 0 ? leads.join('\n') : prompts[screen].ends ? 'Ends here.' : '',
    ].filter(Boolean).join('\n\n');
  }

  /** The sentence with its stops, which no clip of a part has; then each choice on a line. */
  function saidOf(turn: Turn): string[] {
    const values = valuesOf(turn, language);
    const value = (name: string): string => (name === 'topic' ? reading(world, language, turn.context.topic).text : values[name] ? speak(values[name], language, words).map(({ text }) => text).join(' ') : '');
    const sentence = (words.raw(language, `${turn.screen}.say`, prompts[turn.screen].variant?.(turn.context)) ?? '').replace(/\{\{(\w+)\}\}/g, (_, name: string) => value(name));
    const choices = renderVoice(turn, words).spoken.segments.filter(({ clip }) => /^keys\.|press(\.|$)/i.test(clip)).map(({ text }) => text);
    return [sentence, ...choices].filter(Boolean);
  }

  function lead(place: Place, key: string, to: readonly string[]): string {
    const pressed = key === SILENCE ? 'No key' : isTyped(place.screen, key) ? `\`${key}\` typed` : `\`${key}\``;
    if (to.length > PLACES_MOST) return `- ${pressed} → where the caller came from`;
    return `- ${pressed} → ${to.map((name) => target(places.get(name))).join(', or ')}`;
  }

  function target(place: Place | undefined): string {
    if (!place) return '?';
    const { tree } = prompts[place.screen];
    return [tree, place.variant && `(${place.variant})`, firstWords(place)].filter(Boolean).join(' ');
  }

  function firstWords({ written, spoken }: Place): string {
    const text = written ? readable(turnOf(written), DEFAULT_PROFILE, words)[0]?.text : spoken && saidOf(turnOf(spoken))[0];
    const [line = ''] = (text ?? '').split('\n');
    const cut = line.length > FIRST_WORDS ? `${line.slice(0, line.lastIndexOf(' ', FIRST_WORDS))} …` : line;
    return rightToLeft ? `<span dir="rtl">${cut}</span>` : `“${cut}”`;
  }

  /** Each line keeps its own place; a line of a right-to-left language begins on the right, its number first. */
  function block(text: string): string {
    const fenced = `\`\`\`text\n${text}\n\`\`\``;
    return rightToLeft ? `<div dir="rtl">\n\n${fenced}\n\n</div>` : fenced;
  }

  function besides(): string {
    const line = (key: string): string | undefined => {
      const text = (latin ? words.written : words).raw(form, key)?.replaceAll('{{line}}', world.organisation.numbers.hotline).replaceAll('{{ref}}', '48217736');
      return text && `- \`${key}\`: ${rightToLeft ? `<span dir="rtl">${text}</span>` : text}`;
    };
    const list = (title: string, keys: readonly string[]): string[] => {
      const lines = keys.flatMap((key) => line(key) ?? []);
      return lines.length > 0 ? [title, lines.join('\n')] : [];
    };
    return ['## Sentences besides', ...list('Shown:', WRITTEN), ...(latin ? [] : list('Said:', SPOKEN))].join('\n\n');
  }
}

/** The forms there are of the languages on offer. */
export const formsOf = (world: World, words: Words): string[] =>
  world.organisation.languages.flatMap((language) => [...new Set([language, words.form(language, 'latin')])]);

/** Screens that stand in no branch: none. */
export const strays = (): Screen[] => SCREENS.filter((screen) => !BRANCHES.some(([, trees]) => trees.split(' ').includes(prompts[screen].tree)));

function roomOf(page: string): string {
  const { alphabet, units } = measure(page);
  return `${units} of ${DEFAULT_PROFILE.limit[alphabet]}`;
}

/** As keys stand on a screen: back at the end, then what is typed. */
const rank = (key: string): number => (key === '0' ? 10 : key.length > 1 ? 11 : Number(key) || 0);

const inWords = (screen: Screen): string => screen.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const isTyped = (screen: Screen, key: string): boolean => { const { entry } = prompts[screen]; return entry !== undefined && TYPED[entry] === key; };
