import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type i18n } from 'i18next';
import { HlpError } from '../errors.ts';
import { asWritten } from './alphabet.ts';

/** Wordings by language, or by its written form in Latin letters, such as `am-Latn` (BCP 47). */
export interface Wordings {
  /** A wording with its values filled in. `variant` picks `<key>_<variant>` where that exists. */
  text(language: string, key: string, values?: Readonly<Record<string, string>>, variant?: string): string;
  /** The wording with its `{{places}}` untouched; undefined when there is none. */
  raw(language: string, key: string, variant?: string): string | undefined;
  has(language: string, key: string): boolean;
}

/** The words of every built language, as they are spoken. A language is a folder under locales/: adding one needs no code. */
export interface Words extends Wordings {
  readonly languages: readonly string[];
  /** The same as a screen or a text shows them; see `asWritten`. */
  readonly written: Wordings;
  /** The form a caller reads: the language's own letters, or Latin ones where there is such a form. */
  form(language: string, script: string): string;
}

/** Reads locales/<language>/*.json; each file's keys share one space. Throws HLP_CONTENT_INVALID naming the file. */
export function loadWords(folder: string, languages?: readonly string[]): Words {
  const found = readdirSync(folder, { withFileTypes: true }).filter((f) => f.isDirectory()).map((f) => f.name);
  const built = languages ? found.filter((l) => languages.includes(l.replace(LATIN, ''))) : found;
  const instance: i18n = i18next.createInstance();
  void instance.init({
    lng: built[0] ?? 'en', fallbackLng: false, initAsync: false, returnEmptyString: true, showSupportNotice: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
    resources: Object.fromEntries(built.map((language) => [language, { translation: readLanguage(join(folder, language)) }])),
  } as Parameters<i18n['init']>[0]);

  const forms = new Set(built.filter((form) => form.endsWith(LATIN)));
  return {
    ...wordings(instance, (wording) => wording), written: wordings(instance, asWritten),
    languages: built.filter((language) => !forms.has(language)),
    form: (language, script) => (script === 'latin' && forms.has(language + LATIN) ? language + LATIN : language),
  };
}

/** Ends the name of a form in Latin letters. */
const LATIN = '-Latn';

function wordings(instance: i18n, as: (wording: string) => string): Wordings {
  const raw = (language: string, key: string, variant?: string): string | undefined => {
    const found: unknown = (variant && instance.getResource(language, 'translation', `${key}_${variant}`)) ?? instance.getResource(language, 'translation', key);
    return typeof found === 'string' ? as(found) : undefined;
  };
  // Found and cut once: a screen with a caller's own values is written anew each time, and finding cost far more than filling in.
  const known = new Map<string, readonly string[]>();
  const wordingOf = (language: string, key: string, variant: string | undefined): readonly string[] | undefined => {
    const name = `${language} ${key} ${variant ?? ''}`;
    const before = known.get(name);
    if (before) return before;
    const wording = raw(language, key, variant);
    const parts = wording === undefined ? undefined : cut(wording);
    if (parts) known.set(name, parts);
    return parts;
  };
  return {
    raw,
    has: (language, key) => wordingOf(language, key, undefined) !== undefined,
    text(language, key, values, variant) {
      const parts = wordingOf(language, key, variant);
      if (!parts || (values && 'count' in values)) return as(instance.t(key, { lng: language, ...values, ...(variant ? { context: variant } : {}) }));
      let text = '';
      for (const [i, part] of parts.entries()) text += i % 2 === 0 ? part : (values?.[part] ?? `{{${part}}}`);
      return text;
    },
  };
}

/** Words and names of places by turns, words first. Undefined where more than plain places is wanted: that is i18next's to fill in. */
function cut(wording: string): readonly string[] | undefined {
  const parts = wording.split(/\{\{(\w+)\}\}/);
  return parts.some((part, i) => i % 2 === 0 && /\{\{|\$t\(/.test(part)) ? undefined : parts;
}

/** review.json and glossary.json are about the words, not words callers meet. */
const ABOUT = new Set(['review.json', 'glossary.json']);

function readLanguage(folder: string): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.json') && !ABOUT.has(f))) {
    try {
      const read = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
      Object.assign(all, OWN_KEY.has(file) ? { [file.replace('.json', '')]: read } : read);
    } catch {
      throw new HlpError('HLP_CONTENT_INVALID', `locales ${folder.split('/').pop() ?? ''}/${file}`);
    }
  }
  return all;
}

/** Files whose keys are not screens stand under their own name: `values.days.1`. */
const OWN_KEY = new Set(['keys.json', 'values.json', 'topics.json', 'language.json', 'calls.json', 'started.json']);
