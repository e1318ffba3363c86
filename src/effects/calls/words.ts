import { TOPICS } from '../../../machines/words.ts';
import type { Spoken } from '../../render/reply.ts';
import type { World } from '../../render/turn.ts';
import type { Words } from '../../render/words.ts';
import type { CallWords } from './switchboard.ts';

/** What is said on calls the line places: nothing that names anybody before a key. */
export function callWords(words: Words, world: () => World, reading: CallWords['reading']): CallWords {
  const spoken = (language: string, key: string): Spoken => {
    const tongue = words.languages.includes(language) ? language : (words.languages[0] ?? 'en');
    return { language: tongue, segments: [{ clip: key, text: words.text(tongue, key) }], english: words.text('en', key) };
  };
  return {
    advocateGate: (language) => spoken(language, 'calls.advocateGate'),
    pleaseWait: (language) => spoken(language, 'calls.pleaseWait'),
    reading,
    gone: (language) => spoken(language, 'calls.gone'),
    advocateNoLonger: (language) => spoken(language, 'calls.advocateNoLonger'),
    callerGate: (country) => spoken(world().organisation.commonLanguage[country] ?? world().organisation.languages[0] ?? 'en', 'calls.callerGate'),
  };
}

/** All that can be said on calls the line places, gates first. */
export const everyCallWord = (say: CallWords, { organisation, withheld }: World): Spoken[] => [
  ...organisation.languages.flatMap((language) => [say.advocateGate(language), say.pleaseWait(language)]),
  ...organisation.countries.map((country) => say.callerGate(country)),
  ...organisation.languages.flatMap((language) => [say.gone(language), say.advocateNoLonger(language)]),
  ...TOPICS.filter((topic) => !withheld.split(' ').includes(topic)).flatMap((topic) => organisation.languages.map((language) => say.reading(topic, language))),
];
