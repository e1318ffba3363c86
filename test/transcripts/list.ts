import { SCREENS, URGENT, type Screen } from '../../machines/words.ts';
import { prompts } from '../../prompts/prompts.ts';
import { stepper, type Stop, TYPED, walk } from '../../src/atlas/walk.ts';
import { openAutomaton } from '../../src/dialogue/automaton.ts';
import { openShow } from '../../src/dialogue/show.ts';
import type { Channel, Reply } from '../../src/render/reply.ts';
import type { Words } from '../../src/render/words.ts';
import type { Scene } from './scenes.ts';

/** One way to one screen and on: what a golden file holds. */
export interface Way {
  readonly scene: Scene; readonly channel: Channel; readonly language: string;
  readonly screen: Screen; readonly variant: string;
  readonly path: readonly string[];
  /** Keys to press there, with what they mean, and where each may lead. */
  readonly options: readonly { readonly key: string; readonly word: string; readonly replies: () => readonly Reply[] }[];
  readonly answers: Stop['answers'];
  /** What the walk stands on, rendered: the way has to lead there over the wire too. */
  readonly reply: Reply;
}

/** Every (screen, option, channel, language): generated from machine and prompts, so that a new one without its golden file fails. */
export function ways(scenes: readonly Scene[], channel: Channel, words: Words): Way[] {
  const found = new Map<string, Way>();
  const automaton = openAutomaton();
  const show = openShow(automaton, words);
  for (const scene of scenes) {
    if (!scene.channels.includes(channel)) continue;
    const showing = { channel, world: scene.world, network: scene.network };
    const oracle = scene.oracle(channel);
    const { next } = stepper({ automaton, show, showing, oracle });
    for (const stop of walk({ automaton, show, showing, oracle, most: scene.most ?? MOST, stumbles: STUMBLES })) {
      const { screen, context } = stop.standing.edge.node;
      const language = channel === 'voice' || screen === 'script' ? context.language : words.form(context.language, context.script);
      if (language === '' && !URGENT.includes(screen) && screen !== 'languages' && screen !== 'resume') continue;
      const { offer: { prompt, options }, listed, further, earlier } = show.shown(stop.standing, showing);
      const { notice, page } = stop.standing;
      const variant = [notice, prompt.variant?.(context) ?? '', page > 0 ? `page ${page + 1}` : '', options.map((o) => o.key).join('')].filter(Boolean).join(' ');
      const name = `${channel} ${language} ${screen} ${screen === 'topic' || screen === 'resume' ? context.topic : ''} ${variant}`;
      if (found.has(name)) continue;
      found.set(name, {
        scene, channel, language, screen, variant, path: stop.path, answers: stop.answers, reply: show.reply(stop.standing, { ...showing, first: stop.path.length === 0 }),
        options: [
          ...options.map((o) => ({ key: o.key, word: o.word })), ...listed.map((item, i) => ({ key: String(i + 1), word: item })),
          ...(further ? [{ key: '9', word: 'next page' }] : []), ...(earlier ? [{ key: '0', word: 'page before' }] : []),
          ...(prompt.entry ? [{ key: TYPED[prompt.entry], word: 'typed' }] : []),
        ].map((option) => ({ ...option, replies: () => next(stop, option.key).map(({ standing }) => show.reply(standing, showing)) })),
      });
    }
  }
  return [...found.values()];
}

const MOST = 60_000; // stops of one scene, in all languages and letters

/** What must be there: every screen, on every channel that can show it, in every language. */
export function wanted(channel: Channel, languages: readonly string[], words: Words): string[] {
  const forms = channel === 'voice' ? languages : languages.flatMap((language) => [...new Set([language, words.form(language, 'latin')])]);
  return forms.flatMap((language) => SCREENS
    .filter((screen) => !prompts[screen].only || (prompts[screen].only === 'voice') === (channel === 'voice'))
    .filter((screen) => !NOT_ON[channel].includes(screen))
    .filter((screen) => screen !== 'script' || (!words.languages.includes(language) ? false : words.form(language, 'latin') !== language))
    .filter((screen) => screen !== 'resume' || words.languages.includes(language))
    .map((screen) => `${channel} ${screen === 'languages' ? '' : language} ${screen}`));
}

/** Screens on which a caller also presses what means nothing: a list, an urgent one, one that must fit, one to type on. */
const STUMBLES: readonly Screen[] = ['home', 'urgent', 'consent', 'reference'];

/** A session that was cut is offered again by USSD alone; that a phone is abroad its network says, which no call tells of. */
const NOT_ON: Readonly<Record<Channel, readonly Screen[]>> = { ussd: [], sms: ['resume'], voice: ['zone'] };
