import { asks, remember, screen, when } from './setup.ts';

/** A session begins: the language, or where this phone broke off. */
export const opening = {
  opening: screen({
    entry: asks('begin'),
    on: {
      'answer.fresh': { target: 'greeted', actions: 'learn' },
      'answer.earlier': { target: 'resume', actions: 'learn' },
    },
  }),
  languages: screen({
    on: {
      pick: { target: 'greeted', actions: { type: 'rememberPick', params: { as: 'language' } } },
    },
  }),
  /** A number may be bound to a language. */
  greeted: screen({
    always: [{ guard: when({ language: '' }), target: 'languages' }, { guard: 'mustTest', target: 'script' }, { target: 'entered' }],
  }),
  script: screen({
    on: {
      'choose.yes': { target: 'entered', actions: remember({ script: 'native' }) },
      'choose.no': { target: 'entered', actions: remember({ script: 'latin' }) },
      // In no language yet: the list would else stand in letters that may not show.
      back: { target: 'languages', actions: remember({ language: '' }) },
    },
  }),
  /** And to a branch: a code printed on a card. */
  entered: screen({
    always: [
      { guard: when({ languageFrom: 'urgent' }), target: 'urgent', actions: remember({ languageFrom: '' }) },
      { guard: when({ branch: 'talk' }), target: 'talk', actions: remember({ branch: '' }) },
      { guard: when({ branch: 'rights' }), target: 'rights', actions: remember({ branch: '' }) },
      { guard: when({ branch: 'agency' }), target: 'agency', actions: remember({ branch: '' }) },
      { guard: when({ branch: 'urgent' }), target: 'urgent', actions: remember({ branch: '', origin: 'home' }) },
      { guard: 'leadsToTopic', target: 'topic', actions: 'followBranch' },
      { target: 'home', actions: remember({ branch: '' }) },
    ],
  }),
  resume: screen({
    on: {
      'choose.goOn': [
        { guard: 'resumesTopic', target: 'topic', actions: remember({ resume: '', topicFrom: 'rights' }) },
        { guard: when({ resume: 'agency' }), target: 'agency', actions: remember({ resume: '' }) },
        { target: 'home', actions: remember({ resume: '' }) },
      ],
      'choose.startAgain': { target: 'languages', actions: remember({ resume: '', topic: '', language: '' }) },
    },
  }),
};

export const home = {
  home: screen({
    entry: remember({ topic: '', topicFrom: '', errand: '', purpose: '', purposeBefore: '', bookingFrom: '', offered: '', day: '', part: '', cover: '', duty: '', helped: '', linesFrom: '', hourTaken: '', languageFrom: '', branch: '', safeWord: '', whoCalls: '', forWhom: '', texts: '', subject: '' }),
    on: { 'choose.talk': 'talk', 'choose.rights': 'rights', 'choose.agency': 'agency', 'choose.more': 'more', 'choose.exit': 'ended' },
  }),
  /** Until licence lists are imported: whom to ask, and what to do meanwhile. */
  agency: screen({
    on: { 'choose.steps': { target: 'topic', actions: remember({ topic: 'before', topicFrom: 'agency' }) }, back: 'home' },
  }),
  more: screen({
    on: { 'choose.request': 'request', 'choose.about': 'about', 'choose.language': 'languages', back: 'home' },
  }),
};
