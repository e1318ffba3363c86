import { asks, remember, screen, when } from './setup.ts';

/** A session begins: the language, or where this phone broke off. */
export const opening = {
  opening: screen({
    entry: asks('begin'),
    on: {
      'answer.fresh': { target: 'languages', actions: 'learn' },
      'answer.earlier': { target: 'resume', actions: 'learn' },
    },
  }),
  languages: screen({
    on: {
      pick: [
        { guard: when({ languageFrom: 'urgent' }), target: 'urgent', actions: [{ type: 'rememberPick', params: { as: 'language' } }, remember({ languageFrom: '' })] },
        { target: 'home', actions: { type: 'rememberPick', params: { as: 'language' } } },
      ],
    },
  }),
  resume: screen({
    on: {
      'choose.goOn': [
        { guard: 'resumesTopic', target: 'topic', actions: remember({ resume: '', topicFrom: 'rights' }) },
        { target: 'home', actions: remember({ resume: '' }) },
      ],
      'choose.startAgain': { target: 'languages', actions: remember({ resume: '', topic: '', language: '' }) },
    },
  }),
};

export const home = {
  home: screen({
    entry: remember({ topic: '', topicFrom: '', errand: '', purpose: '', bookingFrom: '', offered: '', day: '', part: '', cover: '', duty: '', helped: '' }),
    on: { 'choose.talk': 'talk', 'choose.rights': 'rights', 'choose.more': 'more', 'choose.exit': 'ended' },
  }),
  more: screen({
    on: { 'choose.request': 'request', 'choose.about': 'about', 'choose.language': 'languages', back: 'home' },
  }),
};
