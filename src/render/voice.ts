import type { Segment, Spoken, Then, VoiceReply } from './reply.ts';
import { languageOf, leadsBack, offer, reading, valuesOf } from './screen.ts';
import type { Turn, World } from './turn.ts';
import { bare, speak } from './values.ts';
import type { Words } from './words.ts';

const MENU_WAIT = 7; // seconds of silence at a list of choices (interaction.md 2.3: 7 s)
const TYPE_WAIT = 10; // seconds to begin typing a number
const HOLD_WAIT = 5; // seconds before a waiting caller is told again, and the advocate is looked for
const LIST_MOST = 4;

/** How many list items stand on one spoken page. */
export const spokenPages = (turn: Turn): number => Math.max(1, Math.ceil(offer(turn).list.length / LIST_MOST));
export const spokenList = (turn: Turn): readonly string[] => offer(turn).list.slice(turn.page * LIST_MOST, (turn.page + 1) * LIST_MOST);

/** One turn of a call: meaning first, key last; one clip in all. */
export function renderVoice(turn: Turn, words: Words): VoiceReply {
  const { prompt } = offer(turn);
  const language = languageOf(turn);
  // Before a language is chosen, danger is spoken in every opening language.
  const tongues = turn.context.language === '' && turn.screen !== 'languages' ? turn.world.organisation.languages : [language];
  const segments = tongues.flatMap((tongue) => sayTurn(turn, tongue, words).map((s) => (tongue === language || s.language ? s : { ...s, language: tongue })));
  return { channel: 'voice', spoken: { language, segments, english: sayTurn(turn, 'en', words, true).map((s) => s.text).join(' ') }, then: next() };

  function next(): Then {
    const queue = turn.values['queue'];
    if (prompt.join && queue?.is === 'text') return { do: 'join', queue: queue.text };
    if (prompt.hold) return { do: 'gather', digits: 1, seconds: HOLD_WAIT };
    if (prompt.ends) return { do: 'end' };
    return prompt.entry ? { do: 'gather', digits: 'typed', seconds: TYPE_WAIT } : { do: 'gather', digits: 1, seconds: MENU_WAIT };
  }
}

/** A topic, whole, as a call reads it to whoever asked to hear it. */
export function spokenTopic(topic: string, language: string, { readings, topics }: World, words: Words): Spoken {
  const tongue = readings[language] ? language : 'en';
  const known = topics[topic];
  const said = (l: string): Segment[] => [
    { clip: `topics.${topic}`, text: readings[l]?.[topic]?.text ?? '' },
    ...speak({ is: 'checked', iso: known?.checked ?? '', old: known?.old ?? true, sourced: known?.sourced ?? false }, l, words),
    { clip: 'keys.repeat', text: words.text(l, 'keys.repeat') },
  ];
  return { language: tongue, segments: said(tongue), english: said('en').map((s) => s.text).join(' ') };
}

function sayTurn(turn: Turn, language: string, words: Words, forCarrier = false): Segment[] {
  const { prompt, options, list } = offer(turn);
  const press = (clip: string, what: string, k: string, tongue = language): Segment =>
    ({ clip, text: words.text(tongue, 'keys.press', { what, key: words.text(tongue, `values.keysSpoken.${k}`) }), ...(tongue === language ? {} : { language: tongue }) });
  const notice: Segment[] = turn.notice ? [{ clip: `keys.${turn.notice}Say`, text: words.text(language, `keys.${turn.notice}Say`) }] : [];

  const listed = spokenList(turn).map((choice, i) => {
    const k = String(i + 1);
    return prompt.list === 'languages'
      ? forCarrier
        // The carrier's English voice cannot read other scripts.
        ? press(`languages.press.${choice}.${k}`, words.text(choice, 'language.romanised'), k)
        : press(`languages.press.${choice}.${k}`, words.text(choice, 'language.press'), k, choice)
      : press(`countries.press.${choice}.${k}`, words.text(language, `values.countries.${choice}`), k);
  });
  const more = list.length > (turn.page + 1) * LIST_MOST ? [press('keys.more.press', words.text(language, 'keys.more.press'), '9')] : [];
  const chosen = options.filter((o) => !o.silent).map((o) => {
    const own = o.picks ? `${o.picks.press}.${o.word}` : `${turn.screen}.press.${o.word}`;
    return words.has(language, own) ? press(own, words.text(language, own), o.key) : press(`keys.${o.word}.press`, words.text(language, `keys.${o.word}.press`), o.key);
  });
  const typed: Segment[] = prompt.entry ? [{ clip: 'keys.hash', text: words.text(language, 'keys.hash') }] : [];
  const again: Segment[] = turn.screen === 'home' ? [{ clip: 'keys.repeat', text: words.text(language, 'keys.repeat') }] : [];
  const before = turn.page > 0 && leadsBack({ prompt, options }) ? [press('keys.back.press', words.text(language, 'keys.back.press'), '0')] : [];
  return [...notice, ...body(turn, language, words), ...typed, ...listed, ...more, ...chosen, ...before, ...again].filter((s) => s.text.trim() !== '');
}

/** A wording is cut at its values, so that each part can be a recording of its own. */
function body(turn: Turn, language: string, words: Words): Segment[] {
  const { prompt } = offer(turn);
  const variant = prompt.variant?.(turn.context);
  const template = words.raw(language, `${turn.screen}.say`, variant) ?? '';
  const values = valuesOf(turn, language);
  const clip = `${turn.screen}.say${variant ? `_${variant}` : ''}`;
  return template.split(/(\{\{\w+\}\})/).flatMap((part, i): Segment[] => {
    const name = /^\{\{(\w+)\}\}$/.exec(part)?.[1];
    if (name === 'topic') return [{ clip: `topics.${turn.context.topic}`, text: reading(turn.world, language, turn.context.topic).text }];
    const value = name === undefined ? undefined : values[name];
    if (value) return speak(value, language, words);
    return /[\p{L}\p{N}]/u.test(part) ? [{ clip: i === 0 && !template.includes('{{') ? clip : `${clip}.${i}`, text: name === undefined ? bare(part) : part }] : [];
  });
}
