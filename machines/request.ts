import { asks, remember, screen, when } from './setup.ts';
import { whoseTime } from './callback.ts';
import { later } from './talk.ts';

/** The caller's hold on what we keep. What first, details next, the reference last: the carrier repeats all that was entered. */
export const request = {
  request: screen({
    on: {
      'choose.status': { target: 'reference', actions: remember({ errand: 'status', purpose: '' }) },
      'choose.change': 'windowsForChange',
      'choose.keep': { target: 'reference', actions: remember({ errand: 'keep', purpose: '' }) },
      'choose.erase': { target: 'reference', actions: remember({ errand: 'erase', purpose: '' }) },
      back: 'more',
    },
  }),
  windowsForChange: screen({
    entry: asks('windows'),
    on: {
      'answer.some': whoseTime([remember({ errand: 'change', purpose: 'change' })]),
      'answer.none': { target: 'ourNumber', actions: 'learn' },
    },
  }),
  reference: screen({
    on: {
      enter: [
        { guard: when({ errand: 'status' }), target: 'looking' },
        { guard: when({ errand: 'change' }), target: 'changing' },
        { guard: when({ errand: 'keep' }), target: 'listing' },
        { target: 'erasing' },
      ],
      'choose.lost': 'lostReference',
      back: 'request',
    },
  }),
  looking: screen({ entry: asks('look'), on: { 'answer.found': 'requestStatus', 'answer.wrong': 'referenceWrong' } }),
  changing: screen({
    entry: asks('change'),
    on: { 'answer.found': 'requestChanged', 'answer.wrong': 'referenceWrong', 'answer.late': 'windowsThere' },
  }),
  listing: screen({ entry: asks('keep'), on: { 'answer.found': 'requestKept', 'answer.wrong': 'referenceWrong' } }),
  erasing: screen({ entry: asks('erase'), on: { 'answer.found': 'requestErased', 'answer.wrong': 'referenceWrong' } }),
  requestStatus: screen({ type: 'final' }),
  requestChanged: screen({ type: 'final' }),
  requestKept: screen({ type: 'final' }),
  requestErased: screen({ type: 'final' }),
  referenceWrong: screen({ type: 'final' }),
  lostReference: screen({ on: { 'choose.yes': 'stoppingCalls', back: 'request' } }),
  stoppingCalls: screen({ entry: asks('eraseMine'), on: { 'answer.done': 'callsStopped' } }),
  callsStopped: screen({ on: {} }),
};

export const about = {
  about: screen({
    on: { 'choose.kept': 'aboutKept', 'choose.seen': 'aboutSeen', 'choose.complain': 'complain', 'choose.erase': 'request', back: 'more' },
  }),
  aboutKept: screen({ on: { 'choose.seen': 'aboutSeen', back: 'about' } }),
  aboutSeen: screen({ on: { back: 'about' } }),
  complain: screen({ on: { 'choose.callMe': later, back: 'about' } }),
};
