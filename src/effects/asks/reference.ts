import { DateTime } from 'luxon';
import type { Value } from '../../render/values.ts';
import { type AskFile, callerOf, type Content, type Reach, type Situation } from './ask.ts';
import { chosen } from './booking.ts';

const WRONG: Content = { word: 'wrong' };

const typed = (s: Situation): string => (s.values['typed']?.is === 'text' ? s.values['typed'].text : '');
/** A caller without a number shares one count of tries with all others like them. */
const trier = (s: Situation, reach: Reach): string => callerOf(s, reach) ?? 'hidden';
const asked = (s: Situation, reach: Reach) => ({ reference: reach.sealing.referenceTag(typed(s)), caller: trier(s, reach), now: s.now });

export const look: AskFile = async (s, reach) => {
  const job = asked(s, reach);
  const found = await reach.store.requests.look(job.reference);
  const status = found ? ({ word: 'found', values: { status: { is: 'word', key: `status.${found.status}` } } } as const) : WRONG;
  return { act: { do: 'look', ...job }, outcomes: { found: status, wrong: WRONG } };
};

export const keep: AskFile = async (s, reach) => {
  const job = asked(s, reach);
  const found = await reach.store.requests.look(job.reference);
  const kinds = found ? [...found.fields, ...(found.windows ? ['window'] : []), ...(found.subject ? ['subject'] : [])].map((kind) => `kinds.${kind}`) : [];
  const until: Value = { is: 'date', iso: DateTime.fromMillis(found?.eraseAt ?? s.now).toISODate() ?? '' };
  const kept = found ? ({ word: 'found', values: { kinds: { is: 'words', keys: kinds }, opened: { is: 'number', n: found.opened }, until } } as const) : WRONG;
  return { act: { do: 'look', ...job }, outcomes: { found: kept, wrong: WRONG } };
};

export const change: AskFile = async (s, reach) => {
  const choice = chosen(s, reach);
  if (!choice) return { outcomes: { late: { word: 'late' } } };
  return { act: { do: 'change', ...asked(s, reach), windows: choice.windows, country: s.context.country || s.world.organisation.country }, outcomes: { changed: { word: 'found', values: { when: choice.when } }, wrong: WRONG } };
};

export const erase: AskFile = (s, reach) => ({ act: { do: 'erase', ...asked(s, reach) }, outcomes: { erased: { word: 'found' }, wrong: WRONG } });

/** By the network's word for the number. Always the same answer, so that nobody learns whether there was anything. */
export const eraseMine: AskFile = (s, { sealing }) => {
  const done = { done: { word: 'done' } };
  if (s.hop.number === undefined) return { outcomes: done };
  return { act: { do: 'eraseCaller', callers: sealing.pseudonyms(s.hop.number), never: sealing.neverTag(s.hop.number), now: s.now }, outcomes: done };
};

/** Counted, never kept with anything else. */
export const count: AskFile = (s) => ({
  act: { do: 'count', screen: `topic.${s.context.topic}`, what: s.context.helped, channel: s.hop.channel, language: s.context.language, now: s.now },
  outcomes: { counted: { word: 'done' } },
});
