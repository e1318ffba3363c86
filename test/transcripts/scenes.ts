import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DateTime } from 'luxon';
import type { Oracle } from '../../src/atlas/walk.ts';
import { openDuty } from '../../src/effects/duty.ts';
import type { Channel } from '../../src/render/reply.ts';
import type { Advocate, Shift } from '../../src/store/store.ts';
import { MONDAY } from '../harness/line.ts';
import type { Context } from '../../machines/events.ts';
import { boundTo, openGreeting } from '../../src/dialogue/greeting.ts';
import { openEditions } from '../../src/editions.ts';
import type { Organisation, Values, World } from '../../src/render/turn.ts';
import type { Value } from '../../src/render/values.ts';
import { loadWords } from '../../src/render/words.ts';
import { hours } from '../harness/rota.ts';

/** A day at the line: who calls from where, and who is there. The oracle says what the asks are answered on such a day. */
export interface Scene {
  readonly name: string;
  readonly channels: readonly Channel[];
  readonly onDuty: boolean;
  readonly shifts: readonly { readonly days: readonly number[]; readonly from: number; readonly to: number }[];
  readonly network: string;
  readonly number: 'unknown country' | 'french' | 'hidden';
  readonly reference: 'right' | 'wrong';
  /** The phone was in another session just before: in this language, by these keys, at this topic or at none. */
  readonly redials?: { readonly language: string; readonly keys: readonly string[]; readonly resume: 'home' | 'agency' | 'topic'; readonly topic: string };
  /** What the operator set otherwise. */
  readonly content?: Partial<Organisation>;
  /** Stops to look at, where only the beginning differs from other days. */
  readonly most?: number;
  /** Nobody has entered a number into the directory. */
  readonly unknown?: true;
  /** Another code than the usual one. */
  readonly dialled?: string;
  readonly world: World;
  readonly oracle: (channel: Channel) => Oracle;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const words = loadWords(join(ROOT, 'locales'));
const greeting = openGreeting(words);
const plain = openEditions({ contentDir: join(ROOT, 'content'), localesDir: join(ROOT, 'locales'), dataDir: mkdtempSync(join(tmpdir(), 'hakiline-scenes-')), clock: { now: () => MONDAY } }).current();

const ZONE = 'Africa/Nairobi';
const ALL_HOURS = [{ days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440 }];
const OFFICE = [{ days: [2, 3, 4, 5], from: 8 * 60, to: 17 * 60 }]; // closed on Mondays
const ALL: readonly Channel[] = ['ussd', 'voice', 'sms'];

const REFERENCE: Value = { is: 'reference', digits: '48217736' };

type Day = Omit<Scene, 'oracle' | 'world'> & { country?: string; place?: 'sure' | 'unsure' };

async function scene(day: Day): Promise<Scene> {
  const bare = day.unknown ? { emergency: {}, lines: {} } : {};
  const world: World = { ...plain, edition: day.name, organisation: { ...plain.organisation, ...day.content }, ...bare };
  const advocate: Advocate = { id: 'a', name: 'demo', languages: plain.organisation.languages, skills: [], onDuty: day.onDuty, phone: new Uint8Array() };
  const shifts: Shift[] = day.shifts.map((s) => ({ advocate: 'a', ...hours({ ...s, zone: ZONE }) }));
  const duty = await openDuty({ rota: { read: async () => ({ advocates: [advocate], shifts, closures: [], order: ['a'] }) } as never, onChange: () => () => undefined });
  const state = duty.now(MONDAY);
  const offered = duty.offered(MONDAY, ZONE, 'en');
  const { country = 'KE', place = 'sure' } = day;
  const base = { is: 'text', text: DateTime.fromMillis(MONDAY, { zone: ZONE }).toISODate() ?? '' } as const;
  const words = { duty: state };
  const opensAt = duty.opensAt(MONDAY);
  const open: Value | undefined = opensAt === undefined ? undefined : { is: 'clock', at: opensAt, zone: ZONE };
  const when = ({ purpose, day, part, country, language }: Context): Value | undefined => {
    const zone = world.organisation.zones[country] ?? ZONE;
    if (purpose === 'opening' && opensAt !== undefined) return { is: 'when', day: DateTime.fromMillis(opensAt, { zone }).toISODate() ?? '', part: 'open', at: opensAt, zone };
    const windows = duty.windows({ day, part, base: base.text, zone, language }, MONDAY);
    return windows && { is: 'when', day: windows.day, part: windows.part, zone };
  };
  const said = (name: 'when' | 'proposed', context: Context): { values: Values } => { const value = when(context); return { values: value ? { [name]: value } : {} }; };
  const found = day.reference === 'right' ? 'found' : 'wrong';
  const greet = (channel: Channel): Partial<Context> =>
    greeting({ phone: day.number === 'hidden' ? null : 'a', network: day.network, bound: boundTo(day.dialled, world) }, channel, world).words ?? {};
  const oracle = (channel: Channel): Oracle => (ask, context) => {
    switch (ask) {
      case 'begin': return [{ word: day.redials ? 'earlier' : 'fresh', words: { ...greet(channel), ...(day.redials ? { language: day.redials.language, script: 'native', resume: day.redials.resume, topic: day.redials.topic } : {}) } }];
      case 'duty': case 'alarm': return [{ word: state, words, ...(open ? { values: { open } } : {}) }];
      case 'windows': return [{ word: offered ? 'some' : 'none', words: context.place === 'sure' ? { offered } : { offered, country, place }, values: { base } }];
      case 'where': return [{ word: country ? 'known' : 'unknown', words: context.looking === 'lines' ? { linesIn: country } : { numbersIn: country } }];
      case 'lines': {
        const lines = world.lines[context.linesIn]?.length ?? 0;
        return [lines > 0 ? { word: 'found', words: { lineCount: String(lines) } } : { word: 'none' }];
      }
      case 'hour': return [{ word: duty.windows({ day: context.day, part: context.part, base: base.text, zone: ZONE, language: 'en' }, MONDAY) ? 'some' : 'none' }];
      case 'propose': return [{ word: 'some', ...said('proposed', context) }];
      case 'book': case 'rebook': return [{ word: 'kept', ...(context.purpose === 'opening' ? { words: { country: country || 'KE' } } : {}), values: { ...said('when', context).values, ...(ask === 'book' ? { ref: REFERENCE } : {}) } }];
      case 'numbers': return [{ word: numbered(world, context.numbersIn) ? 'found' : 'none' }];
      case 'change': return [{ word: found, ...said('when', context) }];
      case 'look': case 'keep': case 'erase': return [{ word: found }];
      case 'waiting': return [{ word: 'wait' }, { word: 'ready', values: { queue: { is: 'text', text: 'line' } } }, { word: 'nobody' }];
      case 'withdraw': case 'count': case 'eraseMine': return [{ word: 'done' }];
      default: return [{ word: 'kept' }];
    }
  };
  return { ...day, world, oracle };
}

const numbered = ({ emergency }: World, country: string): boolean => ['ambulance', 'women', 'police'].some((kind) => kind in (emergency[country] ?? {}));

const BASE = { channels: ALL, onDuty: true, shifts: ALL_HOURS, network: '99999', number: 'unknown country', reference: 'right' } as const;

export const scenes: Promise<readonly Scene[]> = Promise.all([
  scene({ ...BASE, name: 'somebody on duty' }),
  scene({ ...BASE, name: 'closed until tomorrow', onDuty: false, shifts: OFFICE }),
  scene({ ...BASE, name: 'nobody on the rota', onDuty: false, shifts: [] }),
  scene({ ...BASE, name: 'a hidden number', number: 'hidden', channels: ['ussd', 'voice'] }),
  scene({ ...BASE, name: 'a roaming phone', number: 'french', network: '63902', place: 'unsure', channels: ['ussd', 'sms'] }),
  scene({ ...BASE, name: 'a country not served', number: 'french', network: '12345', country: '', place: 'unsure' }),
  scene({ ...BASE, name: 'a wrong reference', reference: 'wrong' }),
  scene({ ...BASE, name: 'an empty directory', unknown: true }),
  scene({ ...BASE, name: 'the full form', content: { form: 'full' } }),
  scene({ ...BASE, name: 'a network that allows few keys', content: { networks: { 63907: { stages: 5 } } }, network: '63907', channels: ['ussd'] }),
  scene({ ...BASE, name: 'a code for one language', dialled: '*384*71#', channels: ['ussd'] }),
  scene({ ...BASE, name: 'a code for pay', dialled: '*384*72#', channels: ['ussd'] }),
  ...plain.organisation.languages.flatMap((language, i) => {
    const keys = [...(i < 4 ? [String(i + 1)] : ['9', String(i - 3)]), ...(words.form(language, 'latin') === language ? [] : ['1'])];
    return [
      scene({ ...BASE, name: `a redial in ${language}`, redials: { language, keys, resume: 'home', topic: '' }, most: 20, channels: ['ussd'] }),
      scene({ ...BASE, name: `a redial at a topic in ${language}`, redials: { language, keys: [...keys, '2', '1'], resume: 'topic', topic: 'wages' }, most: 20, channels: ['ussd'] }),
      ...(i === 0 ? [scene({ ...BASE, name: 'a redial at the agency check', redials: { language, keys: [...keys, '3'], resume: 'agency', topic: '' }, most: 20, channels: ['ussd'] })] : []),
    ];
  }),
]);
