import type { Context } from '../machines/events.ts';
import type { Day, Screen, Topic } from '../machines/words.ts';
import { BACK, HOME, type Option, option, type Prompt, URGENT } from './prompt.ts';

const opens = (c: Context): boolean => c.duty === 'open' && c.callable === 'yes';
const never = (c: Context): string | undefined => (c.duty === 'none' ? 'never' : undefined);
const always = (): boolean => true;
const erases = (c: Context): boolean => c.errand === 'erase';
const writing = (c: Context): boolean => c.line === 'closed';
const withheld = (c: Context, topic: Topic): boolean => c.withheld.split(' ').includes(topic);
/** A list that has nothing to offer is not offered itself. */
const listing = (key: string, word: string, ...topics: readonly Topic[]): Option => option(key, word, (c) => topics.some((each) => !withheld(c, each)));
const topic = (key: string, word: Topic): Option => option(key, word, (c) => !withheld(c, word));

const DAY = { label: 'values.dayOption', press: 'values.dayPress' };
const REST_DAY = { label: 'values.days', press: 'values.daysPress' };
const PART = { label: 'values.partOption', press: 'values.partPress' };
const offeredDay = (word: string) => (c: Context): boolean => ` ${c.offered}`.includes(` ${word}:`);
const offeredPart = (word: string) => (c: Context): boolean => c.offered.split(' ').some((day) => day.startsWith(`${c.day}:`) && day.slice(c.day.length + 1).split(',').includes(word));
const pick = (key: string, word: string, picks: NonNullable<Option['picks']>, when: NonNullable<Option['when']>): Option => ({ key, word, picks, when });

const restDay = (key: string, day: Day): Option => pick(key, day, REST_DAY, offeredDay(day));

/** Every screen's prompt: the compiler proves that none is missing. Keys are fixed for good: people learn them by heart. */
export const prompts: Readonly<Record<Screen, Prompt>> = {
  languages: { tree: 'L1', list: 'languages', options: [URGENT], values: ['svc'] },
  script: { tree: 'L3', only: 'writing', fits: true, options: [option('1', 'yes'), option('2', 'no'), BACK] },
  resume: { tree: 'E3', only: 'writing', options: [option('1', 'goOn'), option('2', 'startAgain')] },
  home: { tree: 'H1', options: [option('1', 'talk'), option('2', 'rights'), option('3', 'agency'), option('4', 'more'), URGENT, option('0', 'exit')], values: ['svc'] },
  agency: { tree: 'K0', goal: true, options: [option('1', 'steps', (c) => !withheld(c, 'before')), BACK], values: ['office'] },
  more: { tree: 'M1', options: [option('1', 'request'), option('2', 'about'), option('3', 'language'), URGENT, BACK] },

  urgent: { tree: 'D1', fits: true, options: [option('1', 'callMe'), option('2', 'numbers'), option('3', 'language'), option('5', 'silent'), BACK] },
  alarm: {
    tree: 'D2', goal: true, fits: true,
    options: [option('1', 'callMe', (c) => c.callable === 'yes' || c.line === 'open'), option('2', 'doNotCall'), { key: '5', word: 'doNotCall', silent: true }, option('3', 'end'), option('0', 'undo')],
  },
  alarmKept: {
    tree: 'D2x', goal: true, fits: true, variant: never, values: ['open'],
    options: [option('1', 'later', opens), option('2', 'numbers'), { key: '5', word: 'doNotCall', silent: true }, option('3', 'end'), option('0', 'undo')],
  },
  urgentCall: { tree: 'D3', fits: true, options: [option('1', 'now'), option('2', 'numbers'), BACK] },
  urgentShut: { tree: 'D3x', fits: true, variant: never, values: ['open'], options: [option('1', 'later', opens), option('2', 'numbers'), option('3', 'end'), BACK] },
  urgentRinging: { tree: 'D4', goal: true, fits: true, ends: true, options: [], values: ['line'] },
  whereAreYou: { tree: 'D5a', fits: true, options: [option('1', 'yes'), option('2', 'another'), BACK], values: ['country'] },
  countries: { tree: 'D5b', list: 'countries', options: [BACK] },
  emergencyNumbers: { tree: 'D5', goal: true, options: [option('1', 'talk'), option('2', 'another'), BACK], values: ['numbers'] },
  noNumbers: { tree: 'D5n', options: [option('1', 'talk'), option('2', 'another'), BACK], values: ['country'] },
  alarmSilent: { tree: 'D6', fits: true, ends: true, options: [] },
  alarmUnseen: { tree: 'D6x', fits: true, ends: true, options: [], variant: never, values: ['open'] },
  ended: { tree: 'END0', fits: true, ends: true, options: [] },

  talk: { tree: 'T1', options: [option('1', 'now'), option('2', 'later'), URGENT, BACK] },
  callNow: { tree: 'T2', fits: true, options: [option('1', 'yes'), option('2', 'later'), BACK] },
  ringing: { tree: 'T3', goal: true, ends: true, fits: true, options: [] },
  callShut: { tree: 'T2x', options: [option('1', 'later', opens), option('2', 'lines'), URGENT, BACK], variant: never, values: ['open'] },
  helpLine: { tree: 'R8', goal: true, options: [option('1', 'next', (c) => Number(c.lineCount) > 1), option('2', 'talk'), BACK], values: ['helpLine'] },
  noLines: { tree: 'R8n', options: [option('1', 'talk'), option('2', 'another'), BACK], values: ['country'] },
  stay: { tree: 'T5', only: 'voice', hold: true, options: [] },
  stayOver: { tree: 'T5x', only: 'voice', options: [option('1', 'again'), URGENT, BACK] },
  joined: { tree: 'T6', goal: true, only: 'voice', ends: true, join: true, options: [] },

  consent: { tree: 'C1', gate: always, fits: true, options: [option('1', 'agree'), option('2', 'no'), option('9', 'more'), BACK], values: ['n', 'days'] },
  consentMore: { tree: 'C1m', options: [BACK] },
  refused: { tree: 'C2', options: [option('1', 'rights'), option('2', 'ourNumber'), URGENT, HOME] },
  ourNumber: { tree: 'C3', rests: true, options: [HOME], values: ['line'] },

  zone: { tree: 'B2z', options: [option('1', 'yes'), option('2', 'another'), BACK], values: ['place'] },
  zoneCountries: { tree: 'B2c', list: 'countries', options: [BACK] },
  days: { tree: 'B1', options: [pick('1', 'today', DAY, offeredDay('today')), pick('2', 'tomorrow', DAY, offeredDay('tomorrow')), option('3', 'rest', (c) => ['1', '2', '3', '4', '5', '6', '7'].some((day) => offeredDay(day)(c))), pick('4', 'any', DAY, offeredDay('any')), BACK] },
  restDay: { tree: 'B1b', options: [restDay('1', '5'), restDay('2', '6'), restDay('3', '7'), option('4', 'other', (c) => ['1', '2', '3', '4'].some((day) => offeredDay(day)(c))), BACK] },
  restDayOther: { tree: 'B1c', options: [restDay('1', '1'), restDay('2', '2'), restDay('3', '3'), restDay('4', '4'), BACK] },
  times: { tree: 'B2', options: [...['morning', 'day', 'evening', 'night'].map((word, i) => pick(String(i + 1), word, PART, offeredPart(word))), option('9', 'exact', (c) => c.form !== 'brief'), BACK] },
  hour: { tree: 'B2b', entry: 'hour', options: [BACK], variant: (c) => (c.hourTaken === 'yes' ? 'taken' : undefined) },
  cover: { tree: 'B3', options: [option('1', 'hangUp'), option('2', 'wrongNumber'), option('3', 'askName', writing), BACK] },
  coverName: { tree: 'B3b', only: 'writing', entry: 'name', options: [BACK] },
  safeWord: { tree: 'B4', options: [option('1', 'mango'), option('2', 'river'), option('3', 'market'), option('4', 'garden'), BACK] },
  whoCalls: { tree: 'W1', options: [option('1', 'woman'), option('2', 'man'), option('3', 'anyone'), BACK] },
  forWhom: { tree: 'W2', options: [option('1', 'me'), option('2', 'group'), option('3', 'other'), BACK] },
  texts: { tree: 'B5', options: [option('1', 'no'), option('2', 'plain'), BACK] },
  subject: { tree: 'B6', options: [option('1', 'pay'), option('2', 'papers'), option('3', 'hurt'), option('4', 'other'), BACK] },
  readBack: { tree: 'B7', gate: always, fits: true, top: true, options: [option('1', 'right'), option('2', 'change'), HOME], values: ['proposed', 'place', 'cover', 'word', 'sms'] },
  booked: { tree: 'B8', goal: true, gate: always, fits: true, top: true, options: [option('1', 'tips'), option('2', 'change'), HOME], values: ['when', 'place', 'cover', 'ref'] },
  tips: { tree: 'B9', rests: true, options: [HOME] },

  rights: { tree: 'R1', options: [topic('1', 'wages'), listing('2', 'papers', 'passport', 'contract', 'fees', 'nopapers'), listing('3', 'hours', 'hours', 'injury', 'domestic', 'forced'), topic('4', 'violence'), option('9', 'more'), BACK] },
  rightsPapers: { tree: 'R2', options: [topic('1', 'passport'), topic('2', 'contract'), topic('3', 'fees'), topic('4', 'nopapers'), BACK] },
  rightsHours: { tree: 'R3', options: [topic('1', 'hours'), topic('2', 'injury'), topic('3', 'domestic'), topic('4', 'forced'), BACK] },
  rightsMore: { tree: 'R4', options: [listing('1', 'goHome', 'home', 'exit'), topic('2', 'before'), listing('3', 'proof', 'evidence', 'phone', 'money'), option('4', 'who'), listing('9', 'more', 'change', 'pregnancy', 'despair'), BACK] },
  rightsHome: { tree: 'R5', options: [option('1', 'goHome', (c) => !withheld(c, 'home')), topic('2', 'exit'), BACK] },
  rightsProof: { tree: 'R6', options: [topic('1', 'evidence'), topic('2', 'phone'), topic('3', 'money'), BACK] },
  rightsWho: { tree: 'R7', options: [topic('1', 'embassy'), topic('2', 'union'), option('3', 'lines'), BACK] },
  rightsOther: { tree: 'R9', options: [topic('1', 'change'), topic('2', 'pregnancy'), topic('3', 'despair'), BACK] },
  topic: { tree: 'RP', goal: true, reading: true, options: [option('9', 'more'), option('1', 'talk'), option('2', 'hear', (c) => writing(c) && c.callable === 'yes'), BACK], values: ['topic', 'checked'] },
  hearIt: { tree: 'RH', only: 'writing', fits: true, options: [option('1', 'callMe'), BACK] },
  hearing: { tree: 'RH1', goal: true, only: 'writing', fits: true, ends: true, options: [] },
  helped: { tree: 'G1', rests: true, options: [option('1', 'yes'), option('2', 'no'), option('3', 'trouble'), HOME] },
  thanks: { tree: 'G2', rests: true, options: [option('1', 'talk'), HOME] },

  request: { tree: 'Q0', options: [option('1', 'status'), option('2', 'change'), option('3', 'keep'), option('4', 'erase'), BACK] },
  reference: { tree: 'Q1', gate: erases, entry: 'reference', options: [option('1', 'lost'), BACK] },
  requestStatus: { tree: 'Q2', goal: true, ends: true, options: [], values: ['status'] },
  requestChanged: { tree: 'Q2b', goal: true, ends: true, fits: true, options: [], values: ['when', 'place'] },
  requestKept: { tree: 'Q2k', goal: true, ends: true, options: [], values: ['kinds', 'opened', 'until'] },
  requestErased: { tree: 'Q4', goal: true, ends: true, options: [], values: ['old'] },
  referenceWrong: { tree: 'Q6', ends: true, options: [] },
  lostReference: { tree: 'Q3', gate: always, fits: true, options: [option('3', 'yes'), BACK] },
  callsStopped: { tree: 'Q5', goal: true, options: [HOME] },

  about: { tree: 'A1', options: [option('1', 'kept'), option('2', 'seen'), option('3', 'complain'), option('4', 'erase'), BACK], values: ['org'] },
  aboutKept: { tree: 'A2', rests: true, options: [option('2', 'seen'), BACK], values: ['n', 'days'] },
  aboutSeen: { tree: 'A3', rests: true, options: [BACK] },
  complain: { tree: 'A4', rests: true, options: [option('1', 'callMe', (c) => c.callable === 'yes'), BACK], values: ['omb'] },

  stuck: { tree: 'E2', only: 'writing', options: [option('1', 'callMe'), option('2', 'list'), URGENT, HOME] },
};

/** Whoever leaves here wanted something else, and did not get it. */
export const breaksOff = (screen: Screen): boolean => {
  const { ends, goal, rests } = prompts[screen];
  return !ends && !goal && !rests;
};
