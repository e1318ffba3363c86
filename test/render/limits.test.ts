import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Context } from '../../machines/events.ts';
import { SCREENS } from '../../machines/words.ts';
import { prompts } from '../../prompts/prompts.ts';
import { apologise } from '../../src/dialogue/apology.ts';
import { openEditions } from '../../src/editions.ts';
import { type Alphabet, fits, measure } from '../../src/render/alphabet.ts';
import { DEFAULT_PROFILE, formFor, PROFILES, type Profile, profileOf, TEXT_PROFILE } from '../../src/render/profiles.ts';
import type { Turn } from '../../src/render/turn.ts';
import { readable } from '../../src/render/ussd.ts';
import { loadWords } from '../../src/render/words.ts';
import { MONDAY } from '../harness/line.ts';
import { fillings } from './fillings.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const words = loadWords(join(ROOT, 'locales'));
const plain = openEditions({ contentDir: join(ROOT, 'content'), localesDir: join(ROOT, 'locales'), dataDir: t.testdir({}), clock: { now: () => MONDAY } }).current();
// A hotline of the longest length E.164 has in practice, as an operator may have.
const world = { ...plain, organisation: { ...plain.organisation, numbers: { ...plain.organisation.numbers, hotline: '+999100100100', complaints: '+999100100102' } } };

/** As an operator may write of a network of their own: few keys, and less room than any we know. */
const OWN = profileOf('64501', { 64501: { stages: 5, limit: { gsm7: 140, ucs2: 60 } } });
/** Networks that carry the same are one. */
const profiles: readonly Profile[] = [...new Map([DEFAULT_PROFILE, ...PROFILES.values(), OWN].map((profile) => [`${profile.limit.gsm7}/${profile.limit.ucs2}`, profile])).values(), TEXT_PROFILE];

interface Form { readonly name: string; readonly language: string; readonly script: Context['script'] }
const forms: readonly Form[] = words.languages.flatMap((language): Form[] => [
  { name: language, language, script: '' },
  ...(words.form(language, 'latin') === language ? [] : [{ name: words.form(language, 'latin'), language, script: 'latin' as const }]),
]);

interface Longest { units: number; screen: string }

t.test('an operator\'s own network with few keys, and every known one, is among those looked at', async (t) => {
  t.equal(formFor(OWN, 'short'), 'brief');
  for (const { limit } of [...PROFILES.values(), OWN, TEXT_PROFILE]) t.ok(profiles.some((profile) => profile.limit.gsm7 === limit.gsm7 && profile.limit.ucs2 === limit.ucs2));
});

for (const form of [{ name: 'no language yet', language: '', script: '' as const }, ...forms]) {
  t.test(`nothing a caller reads in ${form.name} is longer than a screen of any network, and what must fit one screen does`, async (t) => {
    const longest = new Map<string, Longest>();
    const wrong: string[] = [];
    const look = (turn: Turn, profile: Profile): void => {
      const pages = readable(turn, profile, words);
      for (const { text } of pages) {
        const { alphabet, units } = measure(text);
        if (!fits(text, profile.limit)) wrong.push(`${turn.screen}: ${units} of ${profile.limit[alphabet]} in ${JSON.stringify(text)}`);
        if (/\{\{|undefined/.test(text)) wrong.push(`${turn.screen}: ${text}`);
        const name = nameOf(profile, alphabet);
        if (units > (longest.get(name)?.units ?? 0)) longest.set(name, { units, screen: turn.screen });
      }
      const roomy = profile.limit.gsm7 >= DEFAULT_PROFILE.limit.gsm7;
      if (prompts[turn.screen].fits && roomy && pages.length > 1) wrong.push(`${turn.screen} takes ${pages.length} screens: ${JSON.stringify(pages.map((p) => p.text))}`);
    };
    for (const screen of SCREENS) {
      if (prompts[screen].only === 'voice') continue;
      const turns = fillings(screen, form, world, words);
      t.ok(turns.length > 0, screen);
      for (const profile of profiles) {
        for (const turn of turns) look(turn, profile);
      }
    }
    const stays = words.written.text(form.name === 'no language yet' ? 'en' : form.name, 'keys.textsStay');
    t.ok(fits(`${stays}\n`, { gsm7: 153, ucs2: 67 }), 'the warning of the first text is one part more, not two');
    // It ends the session, so there is no second page to it.
    for (const what of ['trouble', 'again'] as const) {
      const reply = apologise(what, 'ussd', form, world, words);
      const text = reply.channel === 'voice' ? '' : reply.text;
      for (const profile of profiles) if (text === '' || !fits(text, profile.limit)) wrong.push(`${what}: ${measure(text).units} of ${profile.name} in ${JSON.stringify(text)}`);
    }
    t.same(wrong.slice(0, 20), [], `${wrong.length} that do not fit`);
    for (const [name, { screen, units }] of longest) t.comment(`longest in ${form.name}: ${screen}, ${units} of ${name}`);
    t.ok(longest.size >= profiles.length);
  });
}

t.test('where script runs right to left each choice stands on a line of its own, so that its digit is told from the next one\'s', async (t) => {
  const rows = ({ language, script }: Form): number[] => fillings('topic', { language, script }, world, words)
    .flatMap((turn) => readable(turn, DEFAULT_PROFILE, words)).map(({ text }) => text.split('\n').filter((line) => /^\d .* \d /u.test(line)).length);
  for (const form of forms) t.equal(Math.max(...rows(form)), words.raw(form.name, 'language.direction') === 'rtl' ? 0 : 1, form.name);
});

t.test('no page of emergency numbers parts the police\'s number from what they may do, and none stands before it is said whether it was checked', async (t) => {
  for (const { name, language, script } of forms) {
    const form = words.form(language, script);
    const part = (key: string): string[] => words.written.text(form, `values.emergency.${key}`, { number: '|', date: '|' }).split('|');
    for (const profile of profiles.filter(({ limit }) => limit.ucs2 >= DEFAULT_PROFILE.limit.ucs2)) {
      for (const turn of fillings('emergencyNumbers', { language, script }, world, words).filter(({ notice }) => notice === '')) {
        const pages = readable(turn, profile, words).map(({ text }) => text);
        const numbers = turn.world.emergency[turn.context.numbersIn]!;
        if (numbers.police) t.ok(pages.some((page) => page.includes(part('police').join(numbers.police))), `${name}, ${turn.context.numbersIn}: ${JSON.stringify(pages)}`);
        for (const number of [numbers.ambulance, numbers.women]) if (number) t.ok(pages.some((page) => page.includes(number)), `${name}, ${turn.context.numbersIn}: ${number}`);
        t.ok(part(numbers.checked ? 'checked' : 'notChecked').every((words) => pages[0]!.includes(words)), `${name}, ${turn.context.numbersIn}: ${pages[0]}`);
      }
    }
  }
});

t.test('nobody reads a number of another line before what is known of it', async (t) => {
  for (const { name, language, script } of forms) {
    const form = words.form(language, script);
    for (const profile of profiles) {
      for (const turn of fillings('helpLine', { language, script }, world, words)) {
        const line = turn.world.lines[turn.context.linesIn]![Number(turn.context.lineAt)]!;
        const read = readable(turn, profile, words).map(({ text }) => text).join(' ');
        const [label = ''] = words.written.text(form, `values.emergency.${line.checked ? 'checked' : 'notChecked'}`, { date: '|' }).split('|');
        t.ok(read.indexOf(label.trim()) < read.indexOf(line.number), `${name}, ${line.country}: ${read}`);
      }
    }
  }
});

t.test('the neutral name on the first screens is in every language and form on offer', async (t) => {
  const { shownAs, languages } = plain.organisation;
  t.same(forms.filter(({ language }) => languages.includes(language)).map(({ name }) => name).sort(), Object.keys(shownAs).sort());
  t.equal(new Set(Object.values(shownAs)).size, Object.keys(shownAs).length);
});

const nameOf = ({ name, limit }: Profile, alphabet: Alphabet): string => `${limit[alphabet]} ${alphabet === 'gsm7' ? 'septets' : 'UCS-2 units'} (${name})`;
