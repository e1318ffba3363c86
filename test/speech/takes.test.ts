import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { howOf, linesOf, sheetOf } from '../../src/atlas/sheet.ts';
import { ROOT } from '../../src/root.ts';
import { readWav } from '../../src/speech/normalise/wav.ts';
import { sha256 } from '../../src/speech/recordings.ts';
import { everySaying, manifestOf, openingLines, PLACEHOLDERS_MOST, sheets } from '../../src/takes.ts';

const { list, words, languages } = await everySaying();

t.test('a speaker of any language finds the present words on its sheet', async (t) => {
  for (const { language, file, text } of await sheets()) {
    const current = existsSync(file) && readFileSync(file, 'utf8') === text;
    t.ok(current, `audio/${language}/sheet.md${current ? '' : ' is not current: npm run sheets'}`);
  }
});

t.test('a sheet says of every line what it means and how to say it', async (t) => {
  for (const language of languages) {
    const lines = linesOf(language, list, words);
    t.ok(lines.length > 400, `${language}: ${lines.length} lines`);
    t.same(lines.filter(({ meaning }) => meaning.trim() === '').map(({ clip }) => clip), [], language);
    t.equal(new Set(lines.map(({ clip }) => clip)).size, lines.length, 'each once');
    t.notMatch(sheetOf(language, list, words), /^## Others$/m, 'every line has its branch');
  }
  const [, row = ''] = /^(\| `home\.press\.talk` \|.*)$/m.exec(sheetOf('sw', list, words)) ?? [];
  t.match(row, /\| To talk to a person, press 1\. \| choice \| home \|$/);
});

t.test('how a line is said follows from what it is for', async (t) => {
  for (const [clip, how] of [
    ['home.say', 'sentence'], ['home.press.talk', 'choice'], ['keys.back.press', 'choice'], ['values.dayPress.today', 'choice'], ['urgent.say', 'slowly'], ['value.emergency.police.before', 'slowly'],
    ['consent.say.2', 'part'], ['value.countries.SA', 'inside'], ['value.hoursSay.7', 'inside'], ['value.digits.4', 'digit'], ['topics.wages', 'reading'], ['calls.callerGate', 'gate'], ['trouble.say', 'sentence'],
  ] as const) t.equal(howOf({ clip }), how, clip);
});

t.test('the opening clips kept here say the present words, all of them, and no more than 3 MB', async (t) => {
  let bytes = 0;
  for (const language of languages) {
    const folder = join(ROOT, 'audio', language);
    const takes = await manifestOf(language);
    const wanted = openingLines(list, words, languages).filter((line) => line.language === language);
    const stale = wanted.filter(({ clip, text }) => takes.find((take) => take.promptId === clip)?.textSha !== sha256(text)).map(({ clip }) => clip);
    t.same(stale, [], `${language}${stale.length > 0 ? ': stale or missing: npm run placeholders' : ''}`);
    t.same(takes.filter(({ promptId, kind }) => kind === 'placeholder' && !wanted.some(({ clip }) => clip === promptId)).map(({ promptId }) => promptId), [], `${language}: none is left over`);
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.wav')) : [];
    t.same(files.filter((file) => !takes.some(({ promptId }) => `${promptId}.wav` === file)), [], `${language}: every file is in the manifest`);
    for (const { promptId } of takes.filter(({ kind }) => kind === 'placeholder')) {
      const file = join(folder, `${promptId}.wav`);
      bytes += statSync(file).size;
      const { rate, samples } = readWav(readFileSync(file));
      t.ok(rate === 8_000 && samples.some((x) => Math.abs(x) > 0.3), `${language}/${promptId} is heard`);
    }
  }
  t.ok(bytes > 0 && bytes <= PLACEHOLDERS_MOST, `${(bytes / 1e6).toFixed(1)} MB`);
});
