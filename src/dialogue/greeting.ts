import type { Context } from '../../machines/events.ts';
import { formFor, profileOf } from '../render/profiles.ts';
import type { Channel } from '../render/reply.ts';
import type { World } from '../render/turn.ts';
import type { Words } from '../render/words.ts';
import type { Beginning } from '../store/store.ts';
import type { Answer } from './standing.ts';

const MOST = 2_000; // greetings remembered: editions, channels and bound numbers are few

/**
 * What a dialogue knows as it begins, by how the session began and the content of its edition, and by nothing else: so every
 * process greets the same session with the same words, without asking anybody.
 */
export function openGreeting(words: Words) {
  const known = new Map<string, Answer>();

  return function greet({ phone, network, bound }: Pick<Beginning, 'phone' | 'network' | 'bound'>, channel: Channel, world: World): Answer {
    const wished = world.organisation.form ?? 'short';
    const form = channel === 'ussd' ? formFor(profileOf(network ?? undefined, world.organisation.networks), wished) : wished;
    const brief = form === 'brief';
    const name = `${world.edition} ${channel} ${phone === null} ${form} ${bound ?? ''}`;
    const before = known.get(name);
    if (before) return before;
    if (known.size >= MOST) known.clear();
    const to = world.organisation.bound?.find(({ dialled }) => dialled === bound);
    const greeting: Partial<Context> = {
      line: channel === 'voice' ? 'open' : 'closed', callable: phone === null ? 'no' : 'yes', withheld: world.withheld,
      form, language: to?.language ?? '', branch: to?.branch ?? '',
      // Where every key counts, nobody is asked what they can read: Latin letters show on every phone.
      tests: brief ? '' : twoForms(world), script: brief ? 'latin' : '',
    };
    const answer = { word: 'fresh', words: greeting };
    known.set(name, answer);
    return answer;
  };

  function twoForms(world: World): string {
    return world.organisation.languages.filter((language) => words.form(language, 'latin') !== language).join(' ');
  }
}

/** The operator's own number or code that was dialled, if it leads somewhere. */
export const boundTo = (dialled: string | undefined, { organisation }: World): string | null =>
  organisation.bound?.find((to) => to.dialled === dialled)?.dialled ?? null;
