import { SCREENS, URGENT, type Screen } from '../../machines/words.ts';
import { prompts } from '../../prompts/prompts.ts';
import { type Stop, walk } from '../../src/atlas/walk.ts';
import { openAutomaton } from '../../src/dialogue/automaton.ts';
import { openShow } from '../../src/dialogue/show.ts';
import type { Channel } from '../../src/render/reply.ts';
import type { World } from '../../src/render/turn.ts';
import type { Words } from '../../src/render/words.ts';
import type { Scene } from './scenes.ts';

/** One way to one screen and on: what a golden file holds. */
export interface Way {
  readonly scene: Scene; readonly channel: Channel; readonly language: string;
  readonly screen: Screen; readonly variant: string;
  readonly path: readonly string[];
  /** Keys to press there, with what they mean. */
  readonly options: readonly { readonly key: string; readonly word: string }[];
  readonly answers: Stop['answers'];
}

/** Every (screen, option, channel, language): generated from machine and prompts, so that a new one without its golden file fails. */
export function ways(scenes: readonly Scene[], channel: Channel, world: World, words: Words): Way[] {
  const found = new Map<string, Way>();
  const automaton = openAutomaton();
  const show = openShow(automaton, words);
  for (const scene of scenes) {
    if (!scene.channels.includes(channel)) continue;
    const showing = { channel, world, network: scene.network };
    const oracle: Scene['oracle'] = (ask, context) => scene.oracle(ask, context).map((a) => (ask === 'begin' && channel === 'voice' ? { ...a, words: { ...a.words, line: 'open' as const } } : a));
    for (const stop of walk({ automaton, show, showing, oracle, most: 9_000, stumbles: STUMBLES })) {
      const { screen, context } = stop.standing.edge.node;
      const { language } = context;
      if (language === '' && !URGENT.includes(screen) && screen !== 'languages' && screen !== 'resume') continue;
      const { offer: { prompt, options }, listed, further } = show.shown(stop.standing, showing);
      const { notice, page } = stop.standing;
      const variant = [notice, prompt.variant?.(context) ?? '', page > 0 ? `page ${page + 1}` : '', options.map((o) => o.key).join('')].filter(Boolean).join(' ');
      const name = `${channel} ${language} ${screen} ${screen === 'topic' || screen === 'resume' ? context.topic : ''} ${variant}`;
      if (found.has(name)) continue;
      found.set(name, {
        scene, channel, language, screen, variant, path: stop.path, answers: stop.answers,
        options: [
          ...options.map((o) => ({ key: o.key, word: o.word })), ...listed.map((item, i) => ({ key: String(i + 1), word: item })),
          ...(further ? [{ key: '9', word: 'next page' }] : []),
          ...(prompt.entry === 'reference' ? [{ key: '48217736', word: 'typed' }] : prompt.entry === 'name' ? [{ key: 'Ada', word: 'typed' }] : []),
        ],
      });
    }
  }
  return [...found.values()];
}

/** What must be there: every screen, on every channel that can show it, in every language. */
export function wanted(channel: Channel, languages: readonly string[]): string[] {
  return languages.flatMap((language) => SCREENS
    .filter((screen) => !prompts[screen].only || prompts[screen].only === channel)
    .filter((screen) => !(channel === 'voice' && (screen === 'coverName' || screen === 'stuck')))
    .filter((screen) => !ONLY_USSD.has(screen) || channel === 'ussd')
    .map((screen) => `${channel} ${screen === 'languages' ? '' : language} ${screen}`));
}

/** Screens on which a caller also presses what means nothing: a list, an urgent one, one that must fit, one to type on. */
const STUMBLES: readonly Screen[] = ['home', 'urgent', 'consent', 'reference'];

/** A session that was cut is offered again; where the country is not sure only a USSD network can say so. */
const ONLY_USSD: ReadonlySet<Screen> = new Set(['resume', 'zone', 'zoneCountries']);
