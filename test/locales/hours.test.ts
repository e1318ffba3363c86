import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { PARTS } from '../../machines/words.ts';
import { PART_HOURS } from '../../src/effects/duty.ts';
import { loadWords } from '../../src/render/words.ts';

const LOCALES = fileURLToPath(new URL('../../locales', import.meta.url));
const words = loadWords(LOCALES);
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const text = (form: string, key: string): string => words.text(form, `values.${key}`);
const forms = words.languages.flatMap((language) => [...new Set([language, words.form(language, 'latin')])]);

/** As Amharic and Kiswahili count: seven in the morning is one. */
const fromDawn = (hour: number): number => (hour + 6) % 12 || 12;
const western = (hour: number): number => hour % 12 || 12;
const numbersIn = (words: string): number[] => [...words.matchAll(/\d+/g)].map(([digits]) => Number(digits));
const SPELLED = ['', 'moja', 'mbili', 'tatu', 'nne', 'tano', 'sita', 'saba', 'nane', 'tisa', 'kumi', 'kumi na moja', 'kumi na mbili'];

for (const form of ['sw', 'am', 'am-Latn']) {
  t.test(`where hours count from dawn, ${form} reads every one back by both clocks, the part of the day named`, async (t) => {
    for (const hour of HOURS) {
      const back = text(form, `hoursReadBack.${hour}`);
      t.same(numbersIn(back), [fromDawn(hour), western(hour)], back);
      t.ok(back.endsWith(hour < 12 ? 'AM)' : 'PM)'), back);
      t.match(back.replace(/\(.*/, '').replace('saa', ''), /\p{L}{3}|\p{Script=Ethiopic}{2}/u, back);
    }
    for (const part of PARTS) {
      const [from, to] = PART_HOURS[part];
      t.same(numbersIn(text(form, `partReadBack.${part}`)), [fromDawn(from), fromDawn(to), western(from), western(to)], part);
    }
  });
}

t.test('both clocks are heard too', async (t) => {
  for (const hour of HOURS) {
    t.same(numbersIn(text('am', `hoursSay.${hour}`)), [fromDawn(hour), western(hour)]);
    const said = text('sw', `hoursSay.${hour}`);
    t.ok(said.startsWith(`saa ${SPELLED[fromDawn(hour)]} `) && said.endsWith(` saa ${SPELLED[western(hour)]}`), said);
  }
});

t.test('in no language are two hours of a day written or said alike', async (t) => {
  for (const form of forms) {
    for (const kind of ['hours', 'hoursReadBack', ...(form.endsWith('-Latn') ? [] : ['hoursSay'])]) {
      t.equal(new Set(HOURS.map((hour) => text(form, `${kind}.${hour}`))).size, 24, `${form} ${kind}`);
    }
  }
});

t.test('what Arabic says carries its vowel signs, what it writes does not', async (t) => {
  const spoken = ['opening.home.say', 'home.say', 'consent.say', 'booked.say', 'urgentCall.say', 'talk.say', 'topics.wages.text', 'topics.despair.text', 'topics.injury.text', 'calls.callerGate']
    .flatMap((key) => words.raw('ar', key) ?? []);
  t.ok(spoken.length >= 8);
  for (const line of spoken) {
    const each = line.replace(/\{\{\w+\}\}/g, '').match(/[\p{Script=Arabic}\p{M}]{4,}/gu) ?? [];
    const bare = each.filter((word) => !/\p{M}/u.test(word));
    t.ok(bare.length <= 0.05 * each.length, `${bare.length} of ${each.length} bare: ${bare.join(' ')}`);
  }
  for (const screen of ['home.text', 'consent.text', 'booked.text']) t.notMatch(words.written.raw('ar', screen), /[\u064b-\u0652]/, screen);
});
