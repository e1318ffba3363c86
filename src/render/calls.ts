import type { Language, Spoken } from './reply.ts';
import type { World } from './turn.ts';
import { spokenTopic } from './voice.ts';
import type { Words } from './words.ts';

export interface CallWords {
  /** To an advocate who picks up: which key accepts. */
  advocateGate(language: Language): Spoken;
  /** To a colleague whom an alarm wakes: which key takes it. */
  alarmGate(language: Language): Spoken;
  /** To a colleague who took it. */
  alarmTaken(language: Language): Spoken;
  /** To an advocate who accepted, before the queue. */
  pleaseWait(language: Language): Spoken;
  /** All that is said before the key to whoever answers a caller's phone, in the country's common language. */
  callerGate(country: string): Spoken;
  /** A topic, whole, to a caller who asked to hear it; `monitor` to whoever took the operator's own test call. */
  reading(topic: string, language: Language): Spoken;
  /** To a caller who took the call after the advocate had left. */
  gone(language: Language): Spoken;
  /** To an advocate who is too late. */
  advocateNoLonger(language: Language): Spoken;
}

/** What is said on calls the line places: nothing that names anybody before a key. */
export function callWords(words: Words, world: () => World): CallWords {
  const spoken = (language: string, key: string): Spoken => {
    const tongue = words.languages.includes(language) ? language : (words.languages[0] ?? 'en');
    return { language: tongue, segments: [{ clip: key, text: words.text(tongue, key) }], english: words.text('en', key) };
  };
  return {
    advocateGate: (language) => spoken(language, 'calls.advocateGate'),
    alarmGate: (language) => spoken(language, 'calls.alarmGate'),
    alarmTaken: (language) => spoken(language, 'calls.alarmTaken'),
    pleaseWait: (language) => spoken(language, 'calls.pleaseWait'),
    reading: (topic, language) => (topic === 'monitor' ? spoken(language, 'calls.monitor') : spokenTopic(topic, language, world(), words)),
    gone: (language) => spoken(language, 'calls.gone'),
    advocateNoLonger: (language) => spoken(language, 'calls.advocateNoLonger'),
    callerGate: (country) => spoken(world().organisation.commonLanguage[country] ?? world().organisation.languages[0] ?? 'en', 'calls.callerGate'),
  };
}

/** All that can be said on calls the line places, gates first. */
export const everyCallWord = (say: CallWords, { organisation, topics, withheld }: World): Spoken[] => [
  ...organisation.languages.flatMap((language) => [say.advocateGate(language), say.alarmGate(language), say.alarmTaken(language), say.pleaseWait(language)]),
  ...organisation.countries.map((country) => say.callerGate(country)),
  ...organisation.languages.flatMap((language) => [say.gone(language), say.advocateNoLonger(language), say.reading('monitor', language)]),
  ...Object.keys(topics).filter((topic) => !withheld.split(' ').includes(topic)).flatMap((topic) => organisation.languages.map((language) => say.reading(topic, language))),
];
