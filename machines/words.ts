/** The option words the dialogue knows. Words only: what a caller typed or was told never enters the machine. */

export const TOPICS = ['wages', 'violence', 'passport', 'contract', 'fees', 'nopapers', 'hours', 'injury', 'domestic', 'forced'] as const;
export type Topic = (typeof TOPICS)[number];

/** Topics a redial may go back to; the others would give a caller away to whoever holds the phone now. */
export const RESUMABLE: readonly Topic[] = ['wages', 'passport', 'contract', 'fees', 'nopapers', 'hours', 'injury', 'domestic', 'forced'];

export const PARTS = ['morning', 'day', 'evening', 'night'] as const;
export type Part = (typeof PARTS)[number];

export const DAYS = ['today', 'tomorrow', 'any'] as const;
export type Day = (typeof DAYS)[number];

export const SCREENS = [
  'languages', 'resume', 'home', 'more',
  'urgent', 'alarm', 'alarmKept', 'urgentCall', 'urgentShut', 'urgentRinging', 'whereAreYou', 'countries',
  'emergencyNumbers', 'noNumbers', 'alarmSilent', 'alarmUnseen', 'ended',
  'talk', 'callNow', 'ringing', 'callShut', 'stay', 'stayOver', 'joined',
  'consent', 'consentMore', 'refused', 'ourNumber',
  'zone', 'zoneCountries', 'days', 'times', 'cover', 'coverName', 'booked', 'tips',
  'rights', 'rightsPapers', 'rightsHours', 'topic', 'helped', 'thanks',
  'request', 'reference', 'requestStatus', 'requestChanged', 'requestKept', 'requestErased', 'referenceWrong', 'lostReference', 'callsStopped',
  'about', 'aboutKept', 'aboutSeen', 'complain',
  'stuck',
] as const;
export type Screen = (typeof SCREENS)[number];

/** Screens of the urgent branch: their way back is the screen the caller came from before all this. */
export const URGENT: readonly Screen[] = ['urgent', 'alarm', 'alarmKept', 'urgentCall', 'urgentShut', 'whereAreYou', 'countries', 'emergencyNumbers', 'noNumbers'];
