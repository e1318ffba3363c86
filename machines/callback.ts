import { asks, remember, screen, when } from './setup.ts';

/** Consent, at the moment data is first kept. */
export const consent = {
  consent: screen({
    on: {
      'choose.agree': [
        { guard: when({ place: 'sure' }), target: 'days' },
        { guard: when({ country: '' }), target: 'zoneCountries' },
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

const leaveDays = [
  { guard: when({ purpose: 'rebook' }), target: 'booked' as const },
  { guard: when({ purpose: 'change' }), target: 'request' as const },
  { target: 'consent' as const },
];

/** A change just after booking stays the same request under the same reference. */
const books = (actions: ReturnType<typeof remember>) => [
  { guard: when({ purpose: 'rebook' }), target: 'rebooking' as const, actions },
  { target: 'booking' as const, actions },
];

/** When and how to call back: six keys after the language, kept at `booked`. */
export const callback = {
  zone: screen({
    on: {
      'choose.yes': { target: 'days', actions: remember({ place: 'sure' }) },
      'choose.another': 'zoneCountries',
      back: leaveDays,
    },
  }),
  zoneCountries: screen({
    on: {
      pick: { target: 'windowsThere', actions: [{ type: 'rememberPick', params: { as: 'country' } }, remember({ place: 'sure' })] },
      back: [{ guard: when({ country: '' }), target: 'consent' }, { target: 'zone' }],
    },
  }),
  windowsThere: screen({
    entry: asks('windows'),
    on: { 'answer.some': { target: 'days', actions: 'learn' }, 'answer.none': { target: 'ourNumber', actions: 'learn' } },
  }),
  days: screen({
    on: { pick: { target: 'times', actions: { type: 'rememberPick', params: { as: 'day' } } }, back: leaveDays },
  }),
  times: screen({
    on: {
      pick: [
        { guard: when({ purpose: 'change' }), target: 'reference', actions: { type: 'rememberPick', params: { as: 'part' } } },
        { target: 'cover', actions: { type: 'rememberPick', params: { as: 'part' } } },
      ],
      back: 'days',
    },
  }),
  cover: screen({
    on: {
      'choose.hangUp': books(remember({ cover: 'hangUp' })),
      'choose.wrongNumber': books(remember({ cover: 'wrongNumber' })),
      'choose.askName': { target: 'coverName', actions: remember({ cover: 'askName' }) },
      back: [
        { guard: when({ bookingFrom: 'alarmKept' }), target: 'alarmKept', actions: remember({ bookingFrom: '', purpose: '' }) },
        { guard: when({ bookingFrom: 'urgentShut' }), target: 'urgentShut', actions: remember({ bookingFrom: '', purpose: '' }) },
        { target: 'times' },
      ],
    },
  }),
  coverName: screen({ on: { enter: books(remember({ cover: 'askName' })), back: 'cover' } }),
  booking: screen({
    entry: asks('book'),
    on: { 'answer.kept': { target: 'booked', actions: ['learn', remember({ bookingFrom: '' })] }, 'answer.late': { target: 'windowsThere', actions: remember({ purpose: 'callback' }) } },
  }),
  rebooking: screen({
    entry: asks('rebook'),
    on: { 'answer.kept': { target: 'booked', actions: 'learn' }, 'answer.late': 'windowsThere' },
  }),
  booked: screen({
    on: { 'choose.tips': 'tips', 'choose.change': { target: 'windowsThere', actions: remember({ purpose: 'rebook' }) } },
  }),
  tips: screen({ on: {} }),
};
