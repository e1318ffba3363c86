import { asks, remember, returnTo, rings, screen, when } from './setup.ts';
import { SCREENS, URGENT } from './words.ts';

const numbers = { target: 'guessCountry' as const, actions: remember({ looking: 'numbers' }) };
const INTERRUPTIBLE = SCREENS.filter((name) => !URGENT.includes(name));

/** Danger: reached by key 5 from anywhere, before any consent. Reaching it keeps nothing; 1 or 5 does. */
export const urgent = {
  urgent: screen({
    on: {
      'choose.callMe': 'dutyForUrgent',
      'choose.numbers': numbers,
      'choose.language': { target: 'languages', actions: remember({ languageFrom: 'urgent' }) },
      'choose.silent': 'raiseAlarm',
      back: returnTo('origin', INTERRUPTIBLE),
    },
  }),
  dutyForUrgent: screen({
    entry: asks('duty'),
    on: {
      'answer.duty': [
        { guard: when({ callable: 'yes' }), target: 'urgentCall', actions: 'learn' },
        { guard: when({ line: 'open' }), target: 'openStay', actions: 'learn' },
        { target: 'ourNumber', actions: 'learn' },
      ],
      'answer.open': { target: 'urgentShut', actions: 'learn' },
      'answer.none': { target: 'urgentShut', actions: 'learn' },
    },
  }),
  raiseAlarm: screen({
    entry: asks('alarm'),
    on: {
      'answer.duty': { target: 'alarm', actions: 'learn' },
      'answer.open': { target: 'alarmKept', actions: 'learn' },
      'answer.none': { target: 'alarmKept', actions: 'learn' },
    },
  }),
  alarm: screen({
    on: {
      'choose.callMe': [
        { guard: when({ callable: 'yes' }), target: 'wantCall' },
        { guard: when({ line: 'open' }), target: 'openStay' },
      ],
      'choose.doNotCall': 'alarmSilent',
      'choose.end': 'ended',
      'choose.undo': 'undoAlarm',
      back: 'undoAlarm',
    },
  }),
  alarmKept: screen({
    on: {
      'choose.later': { target: 'cover', actions: { type: 'beginOpening', params: { from: 'alarmKept' } } },
      'choose.numbers': numbers,
      'choose.doNotCall': 'alarmUnseen',
      'choose.end': 'ended',
      'choose.undo': 'undoAlarm',
      back: 'undoAlarm',
    },
  }),
  undoAlarm: screen({ entry: asks('withdraw'), on: { 'answer.done': 'urgent' } }),
  wantCall: screen({ entry: [asks('wantCall'), rings('urgent')], on: { 'answer.kept': 'urgentRinging' } }),
  urgentCall: screen({
    on: { 'choose.now': 'keepUrgent', 'choose.numbers': numbers, back: 'urgent' },
  }),
  keepUrgent: screen({ entry: [asks('urgent'), rings('urgent')], on: { 'answer.kept': 'urgentRinging' } }),
  urgentShut: screen({
    on: {
      'choose.later': { target: 'cover', actions: { type: 'beginOpening', params: { from: 'urgentShut' } } },
      'choose.numbers': numbers,
      'choose.end': 'ended',
      back: 'urgent',
    },
  }),
  urgentRinging: screen({ type: 'final' }),
  alarmSilent: screen({ type: 'final' }),
  alarmUnseen: screen({ type: 'final' }),
  ended: screen({ type: 'final' }),
};

const leaveLines = [{ guard: when({ linesFrom: 'callShut' }), target: 'callShut' as const }, { target: 'rightsWho' as const }];

/** The screens that ask for the country serve help lines too. */
const leave = [
  { guard: when({ looking: 'lines', linesFrom: 'rightsWho' }), target: 'rightsWho' as const },
  { guard: when({ looking: 'lines', linesFrom: 'callShut' }), target: 'callShut' as const },
  { target: 'urgent' as const },
];
const find = (...actions: readonly ('rememberWhere' | 'confirmWhere')[]) => [
  { guard: when({ looking: 'numbers' }), target: 'findNumbers' as const, actions },
  { target: 'findLines' as const, actions },
];
const another = (looking: 'numbers' | 'lines') => ({ target: 'countries' as const, actions: remember({ looking }) });

/** Emergency numbers and help lines, after the country is confirmed: a roaming SIM gives the wrong one. */
export const numbersOfCountry = {
  guessCountry: screen({
    entry: asks('where'),
    on: {
      'answer.known': { target: 'whereAreYou', actions: 'learn' },
      'answer.unknown': { target: 'countries', actions: 'learn' },
    },
  }),
  whereAreYou: screen({ on: { 'choose.yes': find('confirmWhere'), 'choose.another': 'countries', back: leave } }),
  countries: screen({ on: { pick: find('rememberWhere'), back: leave } }),
  findNumbers: screen({ entry: asks('numbers'), on: { 'answer.found': 'emergencyNumbers', 'answer.none': 'noNumbers' } }),
  emergencyNumbers: screen({ on: { 'choose.talk': 'talk', 'choose.another': another('numbers'), back: 'urgent' } }),
  noNumbers: screen({ on: { 'choose.talk': 'talk', 'choose.another': another('numbers'), back: 'urgent' } }),
  findLines: screen({
    entry: asks('lines'),
    on: {
      'answer.found': { target: 'helpLine', actions: ['learn', remember({ lineAt: '0' })] },
      'answer.none': 'noLines',
    },
  }),
  helpLine: screen({ on: { 'choose.next': { target: 'helpLine', actions: 'nextLine' }, 'choose.talk': 'talk', back: leaveLines } }),
  noLines: screen({ on: { 'choose.talk': 'talk', 'choose.another': another('lines'), back: leaveLines } }),
};
