import { asks, remember, rings, screen, when } from './setup.ts';

/** A callback can be promised only to a number. */
export const later = [{ guard: when({ callable: 'no' }), target: 'ourNumber' as const }, { target: 'findWindows' as const }];

/** Who came here from danger may not have chosen a language yet. */
const home = [{ guard: when({ language: '' }), target: 'languages' as const }, { target: 'home' as const }];

/** Talking to a person: now, later, or by staying on the line. */
export const talk = {
  talk: screen({
    on: {
      'choose.now': 'dutyForTalk',
      'choose.later': later,
      back: home,
    },
  }),
  dutyForTalk: screen({
    entry: asks('duty'),
    on: {
      'answer.duty': [
        { guard: when({ callable: 'yes' }), target: 'callNow', actions: 'learn' },
        { guard: when({ line: 'open' }), target: 'openStay', actions: 'learn' },
        { target: 'ourNumber', actions: 'learn' },
      ],
      'answer.open': { target: 'callShut', actions: 'learn' },
      'answer.none': { target: 'callShut', actions: 'learn' },
    },
  }),
  callNow: screen({ on: { 'choose.yes': 'keepNow', 'choose.later': later, back: 'talk' } }),
  keepNow: screen({ entry: [asks('now'), rings('now')], on: { 'answer.kept': 'ringing' } }),
  ringing: screen({ type: 'final' }),
  callShut: screen({ on: { 'choose.later': later, 'choose.lines': { target: 'guessCountry', actions: remember({ looking: 'lines', linesFrom: 'callShut' }) }, back: 'talk' } }),
  /** And only if the rota has a window to keep it in. */
  findWindows: screen({
    entry: asks('windows'),
    on: {
      'answer.some': { target: 'consent', actions: ['learn', remember({ purpose: 'callback', errand: '' })] },
      'answer.none': { target: 'ourNumber', actions: 'learn' },
    },
  }),
};

/** Waiting on the line for a person: for callers without a number, and for those who press nothing. */
export const stay = {
  dutyForStay: screen({
    entry: asks('duty'),
    on: {
      'answer.duty': { target: 'openStay', actions: 'learn' },
      'answer.open': { target: 'callShut', actions: 'learn' },
      'answer.none': { target: 'callShut', actions: 'learn' },
    },
  }),
  openStay: screen({ entry: [asks('stay'), rings('line')], on: { 'answer.kept': 'stay' } }),
  stay: screen({ on: { silence: 'lookForAdvocate' } }),
  lookForAdvocate: screen({
    entry: asks('waiting'),
    on: { 'answer.wait': 'stay', 'answer.ready': 'joined', 'answer.nobody': 'stayOver' },
  }),
  joined: screen({ type: 'final' }),
  stayOver: screen({ on: { 'choose.again': 'dutyForStay', back: home } }),
};
