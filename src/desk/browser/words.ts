import { en } from './words/en.ts';

/** Every sentence of the desk. A further language is one more file in words/ and one more line here. */
export type Words = typeof en;

const LANGUAGES: Readonly<Record<string, Words>> = { en };

/** The words for the first of these languages that there is, else English. */
export const wordsFor = (languages: readonly string[]): Words =>
  languages.map((language) => LANGUAGES[language.slice(0, 2)]).find((words) => words !== undefined) ?? en;

export const words: Words = wordsFor(typeof navigator === 'undefined' ? [] : navigator.languages);
