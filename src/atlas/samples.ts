import type { Ask } from '../../machines/effects.ts';
import type { Context } from '../../machines/events.ts';
import { DAYS, PARTS } from '../../machines/words.ts';
import type { World } from '../render/turn.ts';
import type { Value } from '../render/values.ts';
import type { Oracle } from './walk.ts';

const ZONE = 'Africa/Nairobi';
const OPENS: Value = { is: 'clock', at: Date.parse('2026-11-24T05:00:00Z'), zone: ZONE }; // a Tuesday, eight in the morning there
const WHEN: Value = { is: 'when', day: '2026-11-24', part: 'evening', zone: ZONE };
const REFERENCE: Value = { is: 'reference', digits: '48217736' };
const OFFERED = DAYS.map((day) => `${day}:${PARTS.join(',')}`).join(' ');

type Answers = ReturnType<Oracle>;

const at = (looking: Context['looking'], country: string): Partial<Context> => (looking === 'lines' ? { linesIn: country } : { numbersIn: country });

/**
 * Every answer an ask can have, each with values as a caller might meet them: whatever leads anywhere can be walked.
 * Sessions begin as told.
 */
export function everyAnswer(world: World, begins: Partial<Context>): Oracle {
  const lines = (country: string): number => world.lines[country]?.length ?? 0;
  const duty: Answers = (['duty', 'open', 'none'] as const).map((word) => ({ word, words: { duty: word }, ...(word === 'open' ? { values: { open: OPENS } } : {}) }));
  const windows = ({ place }: Context): Answers => [
    ...(place === 'sure' ? [{ word: 'some', words: { offered: OFFERED } }]
      : [{ country: 'KE', place: 'sure' as const }, { country: 'KE', place: 'unsure' as const }, { country: '', place: 'unsure' as const }].map((known) => ({ word: 'some', words: { ...known, offered: OFFERED } }))),
    { word: 'none', words: { offered: '' } },
  ];
  const told: Readonly<Record<Ask, (context: Context) => Answers>> = {
    begin: () => [{ word: begins.resume ? 'earlier' : 'fresh', words: begins }],
    duty: () => duty, alarm: () => duty, windows,
    where: ({ looking }) => [{ word: 'known', words: at(looking, 'KE') }, { word: 'unknown', words: at(looking, '') }],
    numbers: () => [{ word: 'found' }, { word: 'none' }],
    lines: ({ linesIn }) => [...(lines(linesIn) > 0 ? [{ word: 'found', words: { lineCount: String(lines(linesIn)) } }] : []), { word: 'none' }],
    withdraw: () => [{ word: 'done' }], count: () => [{ word: 'done' }], eraseMine: () => [{ word: 'done' }],
    wantCall: () => [{ word: 'kept' }], urgent: () => [{ word: 'kept' }], now: () => [{ word: 'kept' }], hear: () => [{ word: 'kept' }], stay: () => [{ word: 'kept' }],
    hour: () => [{ word: 'some' }, { word: 'none' }],
    propose: () => [{ word: 'some', values: { proposed: WHEN } }, { word: 'none' }],
    book: () => [{ word: 'kept', values: { when: WHEN, ref: REFERENCE } }, { word: 'late' }],
    rebook: () => [{ word: 'kept', values: { when: WHEN, ref: REFERENCE } }, { word: 'late' }],
    look: () => [{ word: 'found', values: { status: { is: 'word', key: 'status.waiting' } } }, { word: 'wrong' }],
    change: () => [{ word: 'found', values: { when: WHEN } }, { word: 'wrong' }, { word: 'late' }],
    keep: () => [{ word: 'found', values: { kinds: { is: 'words', keys: ['kinds.number', 'kinds.window'] }, opened: { is: 'number', n: 2 }, until: { is: 'date', iso: '2027-02-21' } } }, { word: 'wrong' }],
    erase: () => [{ word: 'found' }, { word: 'wrong' }],
    waiting: () => [{ word: 'wait' }, { word: 'ready', values: { queue: { is: 'text', text: 'line' } } }, { word: 'nobody' }],
  };
  return (ask, context) => told[ask](context);
}
