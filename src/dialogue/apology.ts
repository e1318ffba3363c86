import type { Context } from '../../machines/events.ts';
import type { Channel, Reply } from '../render/reply.ts';
import type { World } from '../render/turn.ts';
import type { Words } from '../render/words.ts';

/** A true sentence with a phone number, for when the dialogue cannot go on. Needs no store and never throws. */
export function apologise(what: 'trouble' | 'again', channel: Channel, { language, script }: Pick<Context, 'language' | 'script'>, world: World, words: Words): Reply {
  const tongue = language || (world.organisation.languages[0] ?? 'en');
  const line = world.organisation.numbers.hotline;
  if (channel === 'voice') {
    const say = (l: string): string => words.text(l, `${what}.say`);
    return { channel, spoken: { language: tongue, segments: [{ clip: `${what}.say`, text: say(tongue) }], english: say('en') }, then: { do: 'end' } };
  }
  return { channel, text: words.written.text(words.form(tongue, script), `${what}.text`, { line }), ends: true };
}
