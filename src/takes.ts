import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesOf, sheetOf } from './atlas/sheet.ts';
import { type Saying, sayings } from './atlas/spoken.ts';
import { systemClock } from './clock.ts';
import { openEditions } from './editions.ts';
import { callWords, everyCallWord } from './render/calls.ts';
import type { Spoken } from './render/reply.ts';
import { loadWords, type Words } from './render/words.ts';
import { ROOT } from './root.ts';
import { writeMuLaw } from './speech/normalise/mu-law.ts';
import { readWav } from './speech/normalise/wav.ts';
import { openSpeech } from './speech/open.ts';
import { sha256, type Take } from './speech/recordings.ts';

/** What audio/ holds for all languages together, in bytes: the repository is fetched over slow lines too. */
export const PLACEHOLDERS_MOST = 3_000_000;
/** The clips a caller meets before all others, the most needed first. */
const OPENING: readonly Saying['at'][] = ['languages', 'home', 'urgent'];

export interface Sheet { readonly language: string; readonly file: string; readonly text: string }

/** Everything that can be said with the content of the repository. No text is out of date, whenever this runs. */
export async function everySaying(): Promise<{ list: Saying[]; words: Words; languages: readonly string[] }> {
  const words = loadWords(join(ROOT, 'locales'));
  const dataDir = await mkdtemp(join(tmpdir(), 'hakiline-takes-'));
  try {
    const world = openEditions({ contentDir: join(ROOT, 'content'), localesDir: join(ROOT, 'locales'), dataDir, clock: { now: () => 0 } }).current();
    return { list: [...sayings(words, world, everyCallWord(callWords(words, () => world), world))], words, languages: world.organisation.languages };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The recording sheet of every language, for speakers. */
export async function sheets(): Promise<Sheet[]> {
  const { list, words, languages } = await everySaying();
  return languages.map((language) => ({ language, file: join(ROOT, 'audio', language, 'sheet.md'), text: sheetOf(language, list, words) }));
}

export async function writeSheets(): Promise<string> {
  const all = await sheets();
  for (const { language, file, text } of all) {
    await mkdir(join(ROOT, 'audio', language), { recursive: true });
    await writeFile(file, text);
  }
  return all.map(({ language }) => `audio/${language}/sheet.md`).join('\n');
}

/** The clips of the opening screens, each once. */
export function openingLines(list: readonly Saying[], words: Words, languages: readonly string[]): { language: string; clip: string; text: string; at: Saying['at'] }[] {
  return OPENING.flatMap((at) => languages.flatMap((language) => linesOf(language, list.filter((saying) => saying.at === at), words).map(({ clip, text }) => ({ language, clip, text, at }))))
    .filter((line, i, all) => all.findIndex(({ language, clip }) => language === line.language && clip === line.clip) === i);
}

export const manifestOf = async (language: string): Promise<Take[]> =>
  JSON.parse(await readFile(join(ROOT, 'audio', language, 'manifest.json'), 'utf8').catch(() => '[]')) as Take[];

/** Makes the placeholders that are missing or stale, screen by screen in all languages, until there is no more room. Human takes stay as they are. */
export async function writePlaceholders(): Promise<string> {
  const { list, words, languages } = await everySaying();
  const lines = openingLines(list, words, languages);
  const manifests = new Map(await Promise.all(languages.map(async (language) => [language, await manifestOf(language)] as const)));
  const sounds = await makeAll(list.filter(({ at }) => OPENING.includes(at)).map(({ spoken }) => spoken));

  const kept = new Map<string, Take[]>(languages.map((language) => [language, (manifests.get(language) ?? []).filter(({ kind }) => kind !== 'placeholder')]));
  let bytes = 0;
  for (const { language, clip, text } of lines) {
    const takes = kept.get(language)!;
    if (takes.some(({ promptId, kind }) => promptId === clip && kind === 'human')) continue;
    const file = join(ROOT, 'audio', language, `${clip}.wav`);
    const before = manifests.get(language)?.find((take) => take.promptId === clip && take.kind === 'placeholder');
    // What is current stays, byte by byte: the engine never says a thing twice alike.
    const made = sounds.get(`${language}/${clip}`);
    const sound = (before?.textSha === sha256(text) ? await readFile(file).catch(() => undefined) : undefined) ?? (made && writeMuLaw(readWav(made)));
    if (!sound || bytes + sound.length > PLACEHOLDERS_MOST) continue;
    bytes += sound.length;
    await mkdir(join(ROOT, 'audio', language), { recursive: true });
    await writeFile(file, sound);
    takes.push({ promptId: clip, textSha: sha256(text), kind: 'placeholder' });
  }
  for (const language of languages) {
    const takes = kept.get(language)!;
    for (const { promptId, kind } of manifests.get(language) ?? []) {
      if (kind === 'placeholder' && !takes.some((take) => take.promptId === promptId)) await rm(join(ROOT, 'audio', language, `${promptId}.wav`), { force: true });
    }
    if (takes.length > 0) await writeFile(join(ROOT, 'audio', language, 'manifest.json'), `[\n${takes.map((take) => `  ${JSON.stringify(take)}`).join(',\n')}\n]\n`);
  }
  const counts = languages.map((language) => `${language} ${kept.get(language)!.filter(({ kind }) => kind === 'placeholder').length}`);
  return `${counts.join(', ')} of ${lines.length} clips; ${(bytes / 1e6).toFixed(1)} MB`;
}

/** The parts of what is said, as the line itself makes them, by `<language>/<clip>`. */
async function makeAll(list: readonly Spoken[]): Promise<Map<string, Buffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'hakiline-takes-'));
  const speech = openSpeech({ dataDir: folder, volatileDir: join(folder, 'volatile'), clock: systemClock });
  try {
    for (const spoken of list) if (await speech.pathFor(spoken, 60_000) === undefined) throw new Error('the speech engine does not work');
    const files = (await readdir(join(folder, 'clips'), { recursive: true })).filter((file) => file.endsWith('.wav'));
    return new Map(await Promise.all(files.map(async (file) => [file.replace(/\.[0-9a-f]{8}\.wav$/, ''), await readFile(join(folder, 'clips', file))] as const)));
  } finally {
    await speech.close();
    await rm(folder, { recursive: true, force: true });
  }
}
