import type { Segment, Spoken } from '../../render/reply.ts';
import { speak } from '../../render/values.ts';
import type { World } from '../../render/turn.ts';
import type { Words } from '../../render/words.ts';
import type { CallWords } from './switchboard.ts';

/** What is said on calls the line places: nothing that names anybody before a key. */
export function callWords(words: Words, world: () => World): CallWords {
  const spoken = (language: string, key: string): Spoken => {
    const tongue = words.languages.includes(language) ? language : (words.languages[0] ?? 'en');
    return { language: tongue, segments: [{ clip: key, text: words.text(tongue, key) }], english: words.text('en', key) };
  };
  return {
    advocateGate: (language) => spoken(language, 'calls.advocateGate'),
    pleaseWait: (language) => spoken(language, 'calls.pleaseWait'),
    reading(topic, language) {
      const { readings, topics } = world();
      const tongue = readings[language] ? language : 'en';
      const said = (l: string): Segment[] => [
        { clip: `topics.${topic}`, text: readings[l]?.[topic]?.text ?? '' },
        ...speak({ is: 'checked', iso: topics[topic]?.checked ?? '', old: topics[topic]?.old ?? true, sourced: topics[topic]?.sourced ?? false }, l, words),
        { clip: 'keys.repeat', text: words.text(l, 'keys.repeat') },
      ];
      return { language: tongue, segments: said(tongue), english: said('en').map((s) => s.text).join(' ') };
    },
    gone: (language) => spoken(language, 'calls.gone'),
    advocateNoLonger: (language) => spoken(language, 'calls.advocateNoLonger'),
    callerGate: (country) => spoken(world().organisation.commonLanguage[country] ?? world().organisation.languages[0] ?? 'en', 'calls.callerGate'),
  };
}
