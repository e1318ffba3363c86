/** Who is waiting. */
export const queue = {
  queue: 'Queue',
  alarm: {
    one: 'An alarm is waiting',
    more: (n: number) => `${n} alarms are waiting`,
    open: 'Open it',
    openOldest: 'Open the oldest',
    takenBy: (name: string) => `Taken by ${name}`,
    /** One of several alarms from one phone. */
    nth: (n: number) => `${ordinal(n)} alarm from this phone this week`,
    announce: (language: string, country: string) => `New alarm: ${language}, ${country}.`,
  },
  announceNew: (kind: string, language: string) => `New: ${kind}, ${language}.`,
  sections: {
    urgent: 'Urgent',
    line: 'Waiting for a person now',
    open: 'Call now: safe window is open',
    soon: 'Opens within 2 hours',
    later: 'Later',
    over: 'Window is over',
    done: 'Noted in this sitting',
  },
  empty: {
    heading: 'Nobody is waiting',
    text: 'This page shows the next person by itself. You need not reload it.',
    choose: 'Choose somebody on the left.',
    chooseMore: 'Nothing is opened until you do.',
  },
  kind: { urgent: 'Alarm', alarm: 'Alarm', now: 'Call now', callback: 'Callback', missed: 'Missed call', line: 'On the line' } as Readonly<Record<string, string>>,
  channel: { ussd: 'USSD', voice: 'phone call', sms: 'text' } as Readonly<Record<string, string>>,
  /** How many of them are shown. */
  countOf: (found: number, all: number) => `${found} of ${all}`,
  more: (n: number) => `Show ${n} more`,
  yours: 'Yours',
  has: (name: string) => `${name} has it`,
  someone: 'A colleague who has left',
  asksFor: { woman: 'asks for a woman', man: 'asks for a man' } as Readonly<Record<string, string>>,
  forShort: { group: 'for a group', other: 'for somebody else: call only the one who called' } as Readonly<Record<string, string>>,
  safeWordShort: (word: string) => `safe word ${word}`,
  filters: {
    show: 'Filters',
    heading: 'Show only',
    language: 'Language', kind: 'Kind', subject: 'About', country: 'Country', whose: 'Whose',
    all: 'All', mineSpoken: 'Those I speak',
    whoseNames: { free: 'Free', mine: 'Mine' } as Readonly<Record<string, string>>,
    remove: (what: string) => `Remove the filter ${what}`,
    alarms: 'An alarm that nobody has is shown whatever is chosen here.',
    nothing: 'Nobody is found by these filters.',
  },
  noCallShort: 'Do not call',
  isNew: 'New',
  ago: {
    now: 'just now',
    minutes: (n: number) => `${n} min`,
    hours: (h: number, m: number) => (m === 0 ? `${h} h` : `${h} h ${m} min`),
    days: (n: number) => (n === 1 ? '1 day' : `${n} days`),
  },
};

function ordinal(n: number): string {
  const ending = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}
