/** The option words the dialogue knows. Words only: what a caller typed or was told never enters the machine. */

export const TOPICS = [
  'wages', 'violence', 'passport', 'contract', 'fees', 'nopapers', 'hours', 'injury', 'domestic', 'forced',
  'home', 'exit', 'before', 'evidence', 'phone', 'money', 'embassy', 'union', 'change', 'pregnancy', 'despair',
] as const;
export type Topic = (typeof TOPICS)[number];

/** Topics a redial may go back to; the others would give a caller away to whoever holds the phone now. */
const SECRET: ReadonlySet<Topic> = new Set(['violence', 'pregnancy', 'despair', 'exit']);
export const RESUMABLE: readonly Topic[] = TOPICS.filter((topic) => !SECRET.has(topic));

export const PARTS = ['morning', 'day', 'evening', 'night'] as const;
export type Part = (typeof PARTS)[number];

/** Days of the week as ISO 8601 counts them, Monday first: a caller's rest day. */
export const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;
export const DAYS = ['today', 'tomorrow', 'any', ...WEEKDAYS] as const;
export type Day = (typeof DAYS)[number];

/** Where a number printed on a card may lead, once the language is chosen. */
export const BRANCHES = ['talk', 'rights', 'agency', 'urgent', ...TOPICS] as const;
export type Branch = (typeof BRANCHES)[number];

export const SCREENS = [
  'languages', 'script', 'resume', 'home', 'more', 'agency',
  'urgent', 'alarm', 'alarmKept', 'urgentCall', 'urgentShut', 'urgentRinging', 'whereAreYou', 'countries',
  'emergencyNumbers', 'noNumbers', 'alarmSilent', 'alarmUnseen', 'ended',
  'talk', 'callNow', 'ringing', 'callShut', 'stay', 'stayOver', 'joined', 'helpLine', 'noLines',
  'consent', 'consentMore', 'refused', 'ourNumber',
  'zone', 'zoneCountries', 'days', 'restDay', 'restDayOther', 'times', 'hour', 'cover', 'coverName',
  'safeWord', 'whoCalls', 'forWhom', 'texts', 'subject', 'readBack', 'booked', 'tips',
  'rights', 'rightsPapers', 'rightsHours', 'rightsMore', 'rightsHome', 'rightsProof', 'rightsWho', 'rightsOther',
  'topic', 'hearIt', 'hearing', 'helped', 'thanks',
  'request', 'reference', 'requestStatus', 'requestChanged', 'requestKept', 'requestErased', 'referenceWrong', 'lostReference', 'callsStopped',
  'about', 'aboutKept', 'aboutSeen', 'complain',
  'stuck',
] as const;
export type Screen = (typeof SCREENS)[number];

/** Screens of the urgent branch: their way back is the screen the caller came from before all this. */
export const URGENT: readonly Screen[] = ['urgent', 'alarm', 'alarmKept', 'urgentCall', 'urgentShut', 'whereAreYou', 'countries', 'emergencyNumbers', 'noNumbers'];
