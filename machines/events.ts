import type { Branch, Screen } from './words.ts';

/** What a caller meant, or what an ask was answered. Never digits: prompts turn keys into these. */
export type Meaning =
  /** One of a screen's own options, such as `choose.later`. */
  | { type: `choose.${string}` }
  /** One of a list that comes from content or from the rota: a language, a country, a day, a time. */
  | { type: 'pick'; option: string }
  /** A complete typed value; the value itself stays outside. */
  | { type: 'enter' }
  | { type: 'back' }
  | { type: 'home' }
  | { type: 'silence' }
  /** Key 5, from anywhere. */
  | { type: 'urgent'; from: Screen }
  /** Too many keys that mean nothing, or too long silent. */
  | { type: 'lost'; from: Screen };

/** The answer to an ask: a word, and option words to remember. */
export interface Answer { type: `answer.${string}`; words?: Partial<Context> }

export type DialogueEvent = Meaning | Answer;

/** Screens that lead to a topic. */
export type TopicFrom = 'rights' | 'rightsPapers' | 'rightsHours' | 'rightsMore' | 'rightsHome' | 'rightsProof' | 'rightsWho' | 'rightsOther' | 'agency';

export interface Context {
  /** Empty until chosen. */
  language: string;
  /** Languages whose script not every phone shows, such as `am ar ne`: the caller is asked. */
  tests: string;
  /** In which letters the caller reads, once asked. */
  script: '' | 'native' | 'latin';
  /** Where the number that was dialled leads. */
  branch: '' | Branch;
  /** Topics that are not offered: without a source, and not confirmed. */
  withheld: string;
  /** How much a callback asks: by the operator's wish, and `brief` where the network allows few steps. */
  form: 'short' | 'full' | 'brief';
  /** Whether the caller is on a live telephone line: then a person can be put through. */
  line: 'open' | 'closed';
  /** Whether we know a number to call. */
  callable: 'yes' | 'no';
  /** Where key 5 was pressed. */
  origin: Screen;
  /** Where too many wrong keys came. */
  stuckAt: Screen;
  /** Where the language was asked for from. */
  languageFrom: '' | 'urgent';
  /** Whether an hour is known from which somebody is on duty. */
  duty: '' | 'duty' | 'open' | 'none';
  /** Two-letter country whose time counts, as guessed or said. */
  country: string;
  /** Whether the country may be taken for granted. */
  place: '' | 'sure' | 'unsure';
  /** Days and parts of the day that can be kept, such as `today:night tomorrow:morning,day any:day`. */
  offered: string;
  day: string;
  part: string;
  cover: '' | 'hangUp' | 'wrongNumber' | 'askName';
  /** What the booking screens are for: a new callback, a call when the desk opens, a change just after, a change with a reference. */
  purpose: '' | 'callback' | 'opening' | 'rebook' | 'change';
  errand: '' | 'status' | 'change' | 'keep' | 'erase';
  safeWord: '' | 'mango' | 'river' | 'market' | 'garden';
  whoCalls: '' | 'woman' | 'man' | 'anyone';
  forWhom: '' | 'me' | 'group' | 'other';
  texts: '' | 'no' | 'plain';
  subject: '' | 'pay' | 'papers' | 'hurt' | 'other';
  /** Nobody can call at the hour that was typed. */
  hourTaken: '' | 'yes';
  /** What a country is asked for. */
  looking: 'numbers' | 'lines';
  /** Where emergency numbers are looked up, and where other help lines: neither is the country of a callback, nor the other's. */
  numbersIn: string;
  linesIn: string;
  /** The country the caller last said they are in. */
  said: string;
  /** Where other help lines were asked for. */
  linesFrom: '' | 'rightsWho' | 'callShut';
  /** Which help line is shown, and of how many. */
  lineAt: string;
  lineCount: string;
  /** Where the booking of an urgent caller began. */
  bookingFrom: '' | 'alarmKept' | 'urgentShut';
  /** What the booking screens were for before an urgent caller asked for a call at opening. */
  purposeBefore: Context['purpose'];
  /** What was kept: who changes it and goes back has what they had. */
  keptCover: Context['cover'];
  keptCountry: string;
  keptPlace: Context['place'];
  topic: string;
  topicFrom: '' | TopicFrom;
  /** Which answer to "did this help" is being counted. */
  helped: '' | 'yes' | 'no' | 'trouble';
  resume: string;
}

export const BLANK: Context = {
  language: '', tests: '', script: '', branch: '', withheld: '', form: 'short', line: 'closed', callable: 'yes', origin: 'languages', stuckAt: 'languages', languageFrom: '', duty: '', country: '', place: '',
  offered: '', day: '', part: '', cover: '', purpose: '', errand: '', bookingFrom: '', topic: '', topicFrom: '', helped: '', resume: '',
  safeWord: '', whoCalls: '', forWhom: '', texts: '', subject: '', hourTaken: '', looking: 'numbers', numbersIn: '', linesIn: '', said: '', linesFrom: '', lineAt: '', lineCount: '', purposeBefore: '', keptCover: '', keptCountry: '', keptPlace: '',
};
