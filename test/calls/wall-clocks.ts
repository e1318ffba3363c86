/** What clocks on walls show, as ICU writes it out: the code under test works times out the other way round, with luxon. */
const MINUTE = 60_000;
const DAY = 86_400_000;

/** Forty zones: where callers and desks are, and every odd way to keep time. */
export const ZONES = [
  // Callers and where they come from: no summer time, halves and quarters of an hour, Friday midnights.
  'Africa/Nairobi', 'Africa/Addis_Ababa', 'Africa/Kampala', 'Africa/Dar_es_Salaam', 'Africa/Lagos', 'Africa/Accra', 'Africa/Johannesburg',
  'Asia/Riyadh', 'Asia/Dubai', 'Asia/Qatar', 'Asia/Kuwait', 'Asia/Bahrain', 'Asia/Muscat', 'Asia/Amman', 'Asia/Kathmandu', 'Asia/Kolkata', 'Asia/Dhaka', 'Asia/Manila', 'Asia/Singapore', 'Asia/Hong_Kong',
  // Change at midnight, at one, at two, at three; by an hour, by half of one, backwards in winter.
  'Asia/Beirut', 'Africa/Cairo', 'Asia/Jerusalem', 'Europe/London', 'Europe/Berlin', 'Europe/Dublin', 'Europe/Chisinau', 'Atlantic/Azores', 'Africa/Casablanca',
  'America/New_York', 'America/St_Johns', 'America/Santiago', 'America/Havana', 'America/Nuuk',
  'Australia/Lord_Howe', 'Australia/Adelaide', 'Pacific/Chatham', 'Pacific/Auckland', 'Pacific/Apia', 'Pacific/Kiritimati',
] as const;

export interface Shown { readonly date: string; readonly hour: number; readonly minute: number; /** Minutes ahead of UTC. */ readonly offset: number }

const clocks = new Map<string, Intl.DateTimeFormat>();

export function showing(zone: string, at: number): Shown {
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  clocks.set(zone, clock);
  const shown = clock.format(at); // 2026-11-23 09:05
  const [date, hour, minute] = [shown.slice(0, 10), Number(shown.slice(11, 13)), Number(shown.slice(14, 16))];
  return { date, hour, minute, offset: (Date.parse(`${date}T00:00Z`) + (hour * 60 + minute) * MINUTE - Math.floor(at / MINUTE) * MINUTE) / MINUTE };
}

/** When the clocks of a zone change between two moments, found by looking at them. */
export function changesOf(zone: string, since: number, until: number): number[] {
  const found: number[] = [];
  for (let at = since; at < until; at += 7 * DAY) {
    let [low, high] = [at, at + 7 * DAY];
    const before = showing(zone, low).offset;
    if (showing(zone, high).offset === before) continue;
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (showing(zone, middle).offset === before) low = middle; else high = middle;
    }
    found.push(high);
  }
  return found;
}

const HOURS: Readonly<Record<string, readonly [number, number]>> = { morning: [6, 11], day: [11, 16], evening: [16, 21], night: [21, 24] };
const daysApart = (date: string, other: string): number => (Date.parse(date) - Date.parse(other)) / DAY;
const dayBefore = (date: string): string => new Date(Date.parse(date) - DAY).toISOString().slice(0, 10);

/**
 * The day whose window a moment lies in, by the words the caller chose and the clock where they are; undefined where it lies in
 * none. An hour before five is of the night that began the day before.
 */
export function insideByWords({ day, part, base, zone }: { day: string; part: string; base: string; zone: string }, asked: number, at: number): string | undefined {
  const { date, hour } = showing(zone, at);
  const small = !(part in HOURS) && Number(part) < 5;
  const [from, to] = HOURS[part] ?? [Number(part), Number(part) + 1];
  if (hour < from || hour >= to) return undefined;
  const of = small ? dayBefore(date) : date;
  if (day === 'today') return of === (small && showing(zone, asked).hour < 5 ? dayBefore(base) : base) ? of : undefined;
  if (day === 'tomorrow') return daysApart(of, base) === 1 ? of : undefined;
  if (daysApart(of, base) < 0 || daysApart(of, base) > 20) return undefined;
  return day === 'any' || new Date(Date.parse(of)).getUTCDay() === Number(day) % 7 ? of : undefined;
}
