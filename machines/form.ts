import { asks, remember, screen } from './setup.ts';

/** What the operator may have asked besides: five questions and a read-back, before anything is kept. */
export const form = {
  safeWord: screen({
    on: {
      'choose.mango': { target: 'whoCalls', actions: remember({ safeWord: 'mango' }) },
      'choose.river': { target: 'whoCalls', actions: remember({ safeWord: 'river' }) },
      'choose.market': { target: 'whoCalls', actions: remember({ safeWord: 'market' }) },
      'choose.garden': { target: 'whoCalls', actions: remember({ safeWord: 'garden' }) },
      back: 'cover',
    },
  }),
  whoCalls: screen({
    on: {
      'choose.woman': { target: 'forWhom', actions: remember({ whoCalls: 'woman' }) },
      'choose.man': { target: 'forWhom', actions: remember({ whoCalls: 'man' }) },
      'choose.anyone': { target: 'forWhom', actions: remember({ whoCalls: 'anyone' }) },
      back: 'safeWord',
    },
  }),
  forWhom: screen({
    on: {
      'choose.me': { target: 'texts', actions: remember({ forWhom: 'me' }) },
      'choose.group': { target: 'texts', actions: remember({ forWhom: 'group' }) },
      'choose.other': { target: 'texts', actions: remember({ forWhom: 'other' }) },
      back: 'whoCalls',
    },
  }),
  texts: screen({
    on: {
      'choose.no': { target: 'subject', actions: remember({ texts: 'no' }) },
      'choose.plain': { target: 'subject', actions: remember({ texts: 'plain' }) },
      back: 'forWhom',
    },
  }),
  subject: screen({
    on: {
      'choose.pay': { target: 'proposing', actions: remember({ subject: 'pay' }) },
      'choose.papers': { target: 'proposing', actions: remember({ subject: 'papers' }) },
      'choose.hurt': { target: 'proposing', actions: remember({ subject: 'hurt' }) },
      'choose.other': { target: 'proposing', actions: remember({ subject: 'other' }) },
      back: 'texts',
    },
  }),
  proposing: screen({
    entry: asks('propose'),
    on: { 'answer.some': 'readBack', 'answer.none': 'windowsThere' },
  }),
  readBack: screen({ on: { 'choose.right': 'keepIt', 'choose.change': 'windowsThere' } }),
};
