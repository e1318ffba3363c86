import { DateTime } from 'luxon';
import type { Oracle } from '../../src/atlas/walk.ts';
import { openDuty } from '../../src/effects/duty.ts';
import type { Channel } from '../../src/render/reply.ts';
import type { Advocate, Shift } from '../../src/store/store.ts';
import { MONDAY } from '../harness/line.ts';

/** A day at the line: who calls from where, and who is there. The oracle says what the asks are answered on such a day. */
export interface Scene {
  readonly name: string;
  readonly channels: readonly Channel[];
  readonly onDuty: boolean;
  readonly shifts: readonly { readonly days: readonly number[]; readonly from: number; readonly to: number }[];
  readonly network: string;
  readonly number: 'unknown country' | 'british' | 'hidden';
  readonly reference: 'right' | 'wrong';
  /** The phone was in another session just before: in this language, by these keys, at this topic or at none. */
  readonly redials?: { readonly language: string; readonly keys: readonly string[]; readonly topic: string };
  readonly oracle: Oracle;
}

const ZONE = 'Africa/Nairobi';
const ALL_HOURS = [{ days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440 }];
const OFFICE = [{ days: [2, 3, 4, 5], from: 8 * 60, to: 17 * 60 }]; // closed on Mondays
const ALL: readonly Channel[] = ['ussd', 'voice', 'sms'];

type Day = Omit<Scene, 'oracle'> & { country?: string; place?: 'sure' | 'unsure' };

async function scene(day: Day): Promise<Scene> {
  const advocate: Advocate = { id: 'a', name: 'demo', languages: ['en', 'am'], onDuty: day.onDuty, phone: new Uint8Array() };
  const shifts: Shift[] = day.shifts.map((s) => ({ ...s, advocate: 'a', zone: ZONE }));
  const duty = await openDuty({ rota: { read: async () => ({ advocates: [advocate], shifts, order: ['a'] }) } as never, onChange: () => () => undefined });
  const state = duty.now(MONDAY);
  const offered = duty.offered(MONDAY, ZONE, 'en');
  const { country = 'KE', place = 'sure' } = day;
  const base = { is: 'text', text: DateTime.fromMillis(MONDAY, { zone: ZONE }).toISODate() ?? '' } as const;
  const words = { duty: state, country: country || 'KE' };
  const found = day.reference === 'right' ? 'found' : 'wrong';
  const oracle: Oracle = (ask, context) => {
    switch (ask) {
      case 'begin': return [{ word: day.redials ? 'earlier' : 'fresh', words: { line: 'closed', callable: day.number === 'hidden' ? 'no' : 'yes', ...(day.redials ? { language: day.redials.language, resume: day.redials.topic ? 'topic' : 'home', topic: day.redials.topic } : {}) } }];
      case 'duty': case 'alarm': return [{ word: state, words }];
      case 'windows': return [{ word: offered ? 'some' : 'none', words: context.place === 'sure' ? { offered } : { offered, country, place }, values: { base } }];
      case 'where': return [{ word: country ? 'known' : 'unknown', words: { country } }];
      case 'numbers': return [{ word: NUMBERED.has(context.country) ? 'found' : 'none' }];
      case 'look': case 'keep': case 'erase': case 'change': return [{ word: found }];
      case 'waiting': return [{ word: 'wait' }, { word: 'ready' }, { word: 'nobody' }];
      case 'withdraw': case 'count': case 'eraseMine': return [{ word: 'done' }];
      default: return [{ word: 'kept' }];
    }
  };
  return { ...day, oracle };
}

/** Countries with an emergency number in the directory. */
const NUMBERED = new Set(['KE', 'SA', 'AE', 'QA', 'KW', 'BH', 'OM', 'JO', 'LB']);

const BASE = { channels: ALL, onDuty: true, shifts: ALL_HOURS, network: '99999', number: 'unknown country', reference: 'right' } as const;

export const scenes: Promise<readonly Scene[]> = Promise.all([
  scene({ ...BASE, name: 'somebody on duty' }),
  scene({ ...BASE, name: 'closed until tomorrow', onDuty: false, shifts: OFFICE }),
  scene({ ...BASE, name: 'nobody on the rota', onDuty: false, shifts: [] }),
  scene({ ...BASE, name: 'a hidden number', number: 'hidden', channels: ['ussd', 'voice'] }),
  scene({ ...BASE, name: 'a roaming phone', number: 'british', network: '63902', place: 'unsure', channels: ['ussd'] }),
  scene({ ...BASE, name: 'an unknown network', network: '12345', country: '', place: 'unsure', channels: ['ussd'] }),
  scene({ ...BASE, name: 'a wrong reference', reference: 'wrong' }),
  scene({ ...BASE, name: 'a redial', redials: { language: 'en', keys: ['1'], topic: '' }, channels: ['ussd'] }),
  scene({ ...BASE, name: 'a redial in Amharic', redials: { language: 'am', keys: ['2'], topic: '' }, channels: ['ussd'] }),
  scene({ ...BASE, name: 'a redial at a topic', redials: { language: 'en', keys: ['1', '2', '1'], topic: 'wages' }, channels: ['ussd'] }),
  scene({ ...BASE, name: 'a redial at a topic in Amharic', redials: { language: 'am', keys: ['2', '2', '1'], topic: 'wages' }, channels: ['ussd'] }),
]);
