import type { Context } from './events.ts';
import { asks, remember, screen, when } from './setup.ts';

/** Consent, at the moment data is first kept. */
export const consent = {
  consent: screen({
    on: {
      'choose.agree': [
        { guard: when({ place: 'sure' }), target: 'whichDay' },
        { guard: when({ country: '' }), target: 'zoneCountries' },
        { guard: when({ form: 'brief' }), target: 'whichDay', actions: remember({ place: 'sure' }) },
        { target: 'zone' },
      ],
      'choose.no': 'refused',
      'choose.more': 'consentMore',
      back: 'talk',
    },
  }),
  consentMore: screen({ on: { back: 'consent' } }),
  refused: screen({ on: { 'choose.rights': 'rights', 'choose.ourNumber': 'ourNumber' } }),
  ourNumber: screen({ on: {} }),
};

const PARENTS = [
  { when: { purpose: 'rebook' }, target: 'booked' },
  { when: { purpose: 'change' }, target: 'request' },
  { when: {}, target: 'consent' },
] as const;
/** Whoever leaves a change keeps what was kept. */
const leave = (also: Partial<Context> = {}) => PARENTS.map(({ when: words, target }) => ({ guard: when({ ...words, ...also }), target, ...(target === 'booked' ? { actions: 'asKept' as const } : {}) }));
const leaveDays = leave();
const leaveTimes = [...leave({ form: 'brief' }), { target: 'days' as const }];

/** Windows were found: whose time is meant is asked where nobody can be sure. */
export const whoseTime = (actions: readonly ReturnType<typeof remember>[] = []) => [
  { guard: { type: 'unsure' as const, params: { known: true } }, target: 'zone' as const, actions: ['learn' as const, ...actions] },
  { guard: { type: 'unsure' as const, params: { known: false } }, target: 'zoneCountries' as const, actions: ['learn' as const, ...actions] },
  { target: 'whichDay' as const, actions: ['learn' as const, ...actions] },
];
const pickDay = { target: 'times' as const, actions: { type: 'rememberPick' as const, params: { as: 'day' as const } } };

/** When and how to call back: six keys after the language, kept at `booked`. */
export const callback = {
  zone: screen({
    on: {
      'choose.yes': { target: 'whichDay', actions: 'confirmZone' },
      'choose.another': 'zoneCountries',
      back: leaveDays,
    },
  }),
  zoneCountries: screen({
    on: {
      pick: { target: 'windowsThere', actions: 'pickZone' },
      back: [...leave({ country: '' }), { target: 'zone' }],
    },
  }),
  windowsThere: screen({
    entry: asks('windows'),
    on: { 'answer.some': whoseTime(), 'answer.none': { target: 'ourNumber', actions: 'learn' } },
  }),
  /** Where the network allows few steps, a call on any day is asked for. */
  whichDay: screen({ always: [{ guard: when({ form: 'brief' }), target: 'times', actions: remember({ day: 'any' }) }, { target: 'days' }] }),
  days: screen({ on: { pick: pickDay, 'choose.rest': 'restDay', back: leaveDays } }),
  restDay: screen({ on: { pick: pickDay, 'choose.other': 'restDayOther', back: 'days' } }),
  restDayOther: screen({ on: { pick: pickDay, back: 'restDay' } }),
  times: screen({
    on: {
      pick: { target: 'timeChosen', actions: { type: 'rememberPick', params: { as: 'part' } } },
      'choose.exact': { target: 'hour', actions: remember({ hourTaken: '' }) },
      back: leaveTimes,
    },
  }),
  hour: screen({ on: { pick: { target: 'checkHour', actions: { type: 'rememberPick', params: { as: 'part' } } }, back: 'times' } }),
  checkHour: screen({
    entry: asks('hour'),
    on: { 'answer.some': 'timeChosen', 'answer.none': { target: 'hour', actions: remember({ hourTaken: 'yes' }) } },
  }),
  timeChosen: screen({
    always: [
      { guard: when({ purpose: 'change' }), target: 'reference' },
      { guard: when({ form: 'brief' }), target: 'keepIt', actions: remember({ cover: 'hangUp' }) },
      { target: 'cover' },
    ],
  }),
  cover: screen({
    on: {
      'choose.hangUp': { target: 'covered', actions: remember({ cover: 'hangUp' }) },
      'choose.wrongNumber': { target: 'covered', actions: remember({ cover: 'wrongNumber' }) },
      'choose.askName': 'coverName',
      back: [
        { guard: when({ bookingFrom: 'alarmKept' }), target: 'alarmKept', actions: 'leaveOpening' },
        { guard: when({ bookingFrom: 'urgentShut' }), target: 'urgentShut', actions: 'leaveOpening' },
        { target: 'times' },
      ],
    },
  }),
  coverName: screen({ on: { enter: { target: 'covered', actions: remember({ cover: 'askName' }) }, back: 'cover' } }),
  covered: screen({ always: [{ guard: 'asksMore', target: 'safeWord' }, { target: 'keepIt' }] }),
  /** A change just after booking stays the same request under the same reference. */
  keepIt: screen({ always: [{ guard: when({ purpose: 'rebook' }), target: 'rebooking' }, { target: 'booking' }] }),
  booking: screen({
    entry: asks('book'),
    on: { 'answer.kept': { target: 'booked', actions: ['learn', 'rememberKept', remember({ bookingFrom: '' })] }, 'answer.late': { target: 'windowsThere', actions: remember({ purpose: 'callback' }) } },
  }),
  rebooking: screen({
    entry: asks('rebook'),
    on: { 'answer.kept': { target: 'booked', actions: ['learn', 'rememberKept'] }, 'answer.late': 'windowsThere' },
  }),
  booked: screen({
    on: { 'choose.tips': 'tips', 'choose.change': { target: 'windowsThere', actions: remember({ purpose: 'rebook' }) } },
  }),
  tips: screen({ on: {} }),
};
