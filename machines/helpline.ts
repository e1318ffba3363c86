import { callback, consent } from './callback.ts';
import { form } from './form.ts';
import { BLANK } from './events.ts';
import { home, opening } from './opening.ts';
import { about, request } from './request.ts';
import { rights } from './rights.ts';
import { dialogue, returnTo, screen, when } from './setup.ts';
import { stay, talk } from './talk.ts';
import { numbersOfCountry, urgent } from './urgent.ts';
import { SCREENS } from './words.ts';

/** Two wrong keys on a screen, or three silences on the line: leave the loop. */
const stuck = {
  stuck: screen({
    on: {
      'choose.callMe': [{ guard: 'stuckInUrgent', target: 'dutyForUrgent' }, { target: 'dutyForTalk' }],
      'choose.list': returnTo('stuckAt', SCREENS),
    },
  }),
};

/** The whole dialogue. Raise `version` when a key would mean something else than before, or answers are kept otherwise: sessions under way start again. */
export const helpline = dialogue.createMachine({
  id: 'helpline',
  version: '4',
  context: BLANK,
  initial: 'opening',
  options: { maxIterations: 100 },
  on: {
    urgent: { target: '.urgent', actions: 'rememberOrigin' },
    home: [{ guard: when({ language: '' }), target: '.languages' }, { target: '.home' }],
    lost: [
      { guard: when({ line: 'open' }), target: '.dutyForStay' },
      { target: '.stuck', actions: 'rememberStuck' },
    ],
  },
  states: { ...opening, ...home, ...urgent, ...numbersOfCountry, ...talk, ...stay, ...consent, ...callback, ...form, ...rights, ...request, ...about, ...stuck },
});
