import { asks, remember, rings, screen, when } from './setup.ts';
import type { TopicFrom } from './events.ts';
import type { Topic } from './words.ts';

const opens = (topic: Topic, topicFrom: TopicFrom) => ({ target: 'topic' as const, actions: remember({ topic, topicFrom }) });

const FROM: readonly TopicFrom[] = ['rightsPapers', 'rightsHours', 'rightsMore', 'rightsHome', 'rightsProof', 'rightsWho', 'rightsOther', 'agency'];
const backTo = (screens: readonly TopicFrom[]) => [...screens.map((target) => ({ target, guard: when({ topicFrom: target }) })), { target: 'rights' as const }];

/** Rights, read or heard. Nothing is kept of who read what. */
export const rights = {
  rights: screen({
    on: {
      'choose.wages': opens('wages', 'rights'),
      'choose.papers': 'rightsPapers',
      'choose.hours': 'rightsHours',
      'choose.violence': opens('violence', 'rights'),
      'choose.more': 'rightsMore',
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
  rightsMore: screen({
    on: {
      'choose.goHome': 'rightsHome',
      'choose.before': opens('before', 'rightsMore'),
      'choose.proof': 'rightsProof',
      'choose.who': 'rightsWho',
      'choose.more': 'rightsOther',
      back: 'rights',
    },
  }),
  rightsHome: screen({
    on: { 'choose.goHome': opens('home', 'rightsHome'), 'choose.exit': opens('exit', 'rightsHome'), back: 'rightsMore' },
  }),
  rightsProof: screen({
    on: {
      'choose.evidence': opens('evidence', 'rightsProof'),
      'choose.phone': opens('phone', 'rightsProof'),
      'choose.money': opens('money', 'rightsProof'),
      back: 'rightsMore',
    },
  }),
  rightsWho: screen({
    on: {
      'choose.embassy': opens('embassy', 'rightsWho'),
      'choose.union': opens('union', 'rightsWho'),
      'choose.lines': { target: 'guessCountry', actions: remember({ looking: 'lines', linesFrom: 'rightsWho' }) },
      back: 'rightsMore',
    },
  }),
  rightsOther: screen({
    on: {
      'choose.change': opens('change', 'rightsOther'),
      'choose.pregnancy': opens('pregnancy', 'rightsOther'),
      'choose.despair': opens('despair', 'rightsOther'),
      back: 'rightsMore',
    },
  }),
  topic: screen({
    on: { 'choose.talk': 'talk', 'choose.more': 'helped', 'choose.hear': 'hearIt', back: backTo(FROM) },
  }),
  /** Whoever cannot read has it read to them: the line calls, behind the same gate as every call. */
  hearIt: screen({ on: { 'choose.callMe': 'keepHearing', back: 'topic' } }),
  keepHearing: screen({ entry: [asks('hear'), rings('hear')], on: { 'answer.kept': 'hearing' } }),
  hearing: screen({ type: 'final' }),
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
