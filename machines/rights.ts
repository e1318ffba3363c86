import { asks, remember, screen, when } from './setup.ts';
import type { Context } from './events.ts';
import type { Topic } from './words.ts';

const opens = (topic: Topic, topicFrom: Context['topicFrom']) => ({ target: 'topic' as const, actions: remember({ topic, topicFrom }) });

/** Rights, read or heard. Nothing is kept of who read what. */
export const rights = {
  rights: screen({
    on: {
      'choose.wages': opens('wages', 'rights'),
      'choose.papers': 'rightsPapers',
      'choose.hours': 'rightsHours',
      'choose.violence': opens('violence', 'rights'),
      back: 'home',
    },
  }),
  rightsPapers: screen({
    on: {
      'choose.passport': opens('passport', 'rightsPapers'),
      'choose.contract': opens('contract', 'rightsPapers'),
      'choose.fees': opens('fees', 'rightsPapers'),
      'choose.nopapers': opens('nopapers', 'rightsPapers'),
      back: 'rights',
    },
  }),
  rightsHours: screen({
    on: {
      'choose.hours': opens('hours', 'rightsHours'),
      'choose.injury': opens('injury', 'rightsHours'),
      'choose.domestic': opens('domestic', 'rightsHours'),
      'choose.forced': opens('forced', 'rightsHours'),
      back: 'rights',
    },
  }),
  topic: screen({
    on: {
      'choose.talk': 'talk',
      'choose.more': 'helped',
      back: [
        { guard: when({ topicFrom: 'rightsPapers' }), target: 'rightsPapers' },
        { guard: when({ topicFrom: 'rightsHours' }), target: 'rightsHours' },
        { target: 'rights' },
      ],
    },
  }),
  helped: screen({
    on: {
      'choose.yes': { target: 'countHelped', actions: remember({ helped: 'yes' }) },
      'choose.no': { target: 'countHelped', actions: remember({ helped: 'no' }) },
      'choose.trouble': { target: 'countHelped', actions: remember({ helped: 'trouble' }) },
    },
  }),
  countHelped: screen({
    entry: asks('count'),
    on: { 'answer.done': [{ guard: when({ helped: 'yes' }), target: 'thanks' }, { target: 'talk' }] },
  }),
  thanks: screen({ on: { 'choose.talk': 'talk' } }),
};
