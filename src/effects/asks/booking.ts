import { DateTime } from 'luxon';
import type { Value } from '../../render/values.ts';
import type { NewRequest, Windows } from '../../store/store.ts';
import { zoneOf } from '../place.ts';
import { type AskFile, callerOf, fact, type Reach, type Situation } from './ask.ts';
import { lifting } from './urgent.ts';
import { languageOf, whereIs } from './whereabouts.ts';
import { textOf } from './text.ts';

const CONSENT = 'consent.v1'; // raise when the wording of what is kept changes
const OPENING_HOURS = 3; // hours after the desk opens in which a call "at <open>" is kept

const text = (value: Value | undefined): string => (value?.is === 'text' ? value.text : '');

/** The windows of what the caller chose, or of the hour at which the desk opens. */
export function chosen(s: Situation, { duty }: Reach): { windows: Windows; when: Value } | undefined {
  const open = s.values['open'];
  const { day, part, purpose, country } = s.context;
  if (purpose === 'opening') {
    if (open?.is !== 'clock' || open.at + OPENING_HOURS * 3_600_000 <= s.now) return undefined;
    const { zone } = open;
    const date = DateTime.fromMillis(open.at, { zone }).toISODate() ?? '';
    return { windows: { day: date, part: 'open', zone, first: { from: open.at, to: open.at + OPENING_HOURS * 3_600_000 } }, when: { is: 'when', day: date, part: 'open', at: open.at, zone } };
  }
  const zone = zoneOf(country, s.world);
  const windows = duty.windows({ day, part, base: text(s.values['base']), zone, language: languageOf(s) }, s.now);
  return windows && { windows, when: { is: 'when', day: windows.day, part: windows.part, zone } };
}

const countryOf = ({ context, world }: Situation): string => context.country || world.organisation.country;

/** What the form did not ask stays unsaid. */
const asked = (word: string): string | undefined => word || undefined;

async function request(s: Situation, reach: Reach, id: string, windows: Windows, country: string): Promise<NewRequest> {
  const { cover, safeWord, whoCalls, forWhom, texts, subject } = s.context;
  await reach.sealing.ready();
  const coverName = cover === 'askName' ? text(s.values['typed']) : undefined;
  const sealed = reach.sealing.sealRecord(id, { number: s.hop.number, coverName, safeWord: asked(safeWord), whoCalls: asked(whoCalls), forWhom: asked(forWhom), texts: asked(texts) });
  const caller = callerOf(s, reach);
  const { numberDays, noteDays } = s.world.organisation.retention;
  return {
    id, kind: 'callback', channel: s.hop.channel, language: languageOf(s), country, zone: windows.zone, call: 'yes', windows, ...sealed,
    ...(cover ? { cover } : {}), ...(subject ? { subject } : {}), ...(caller === undefined ? {} : { caller }), consent: s.context.purpose === 'opening' ? 'urgent' : CONSENT,
    madeAt: s.now, numberUntil: s.now + numberDays * 86_400_000, eraseAt: s.now + noteDays * 86_400_000,
  };
}

/** Whether somebody can call at the hour that was typed. */
export const hour: AskFile = (s, reach) => fact(chosen(s, reach) ? 'some' : 'none');

/** What would be kept: nothing is, until the caller says that it is right. */
export const propose: AskFile = (s, reach) => {
  const choice = chosen(s, reach);
  return choice ? fact('some', { values: { proposed: choice.when } }) : fact('none');
};

/** Keeps a callback and gives its reference. A second booking from one phone is taken without a word about the first. */
export const book: AskFile = async (s, reach) => {
  const choice = chosen(s, reach);
  if (!choice) return fact('late');
  const id = reach.sealing.newId();
  const reference = reach.sealing.newReference();
  const opening = s.context.purpose === 'opening';
  const country = opening ? await whereIs(s) : countryOf(s);
  const kept = { word: 'kept', ...(opening ? { words: { country } } : {}), values: { request: { is: 'text', text: id }, ref: { is: 'reference', digits: reference }, when: choice.when } } as const;
  const act = { do: 'keep', request: { ...(await request(s, reach, id, choice.windows, country)), reference: reach.sealing.referenceTag(reference) }, lift: lifting(s, reach), texts: s.context.texts === 'plain' } as const;
  return { act, outcomes: { kept }, tells: textOf(s, reach, id, reference), tellOn: ['kept'] };
};

/** The same request under the same reference, kept anew: its key was forgotten, so every field is sealed again. */
export const rebook: AskFile = async (s, reach) => {
  const choice = chosen(s, reach);
  if (!choice) return fact('late');
  const kept = { word: 'kept', values: { when: choice.when } } as const;
  return { act: { do: 'replace', request: await request(s, reach, text(s.values['request']), choice.windows, countryOf(s)) }, outcomes: { kept, gone: { word: 'late' } } };
};
