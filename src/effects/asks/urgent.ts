import type { Hex, NewRequest } from '../../store/store.ts';
import { placeOf, zoneOf } from '../place.ts';
import { type AskFile, callerOf, fact, type Prepared, type Reach, type Situation } from './ask.ts';
import { duty } from './facts.ts';
import { MINUTES_15, ring } from './ring.ts';
import { languageOf, whereIs } from './whereabouts.ts';

async function alert(s: Situation, reach: Reach, call: 'yes' | 'no', language: string, country: string): Promise<NewRequest> {
  const id = reach.sealing.newId();
  await reach.sealing.ready();
  const sealed = reach.sealing.sealRecord(id, { number: s.hop.number });
  const caller = callerOf(s, reach);
  const { numberDays, noteDays } = s.world.organisation.retention;
  return {
    id, kind: 'urgent', channel: s.hop.channel, language, country, zone: zoneOf(country, s.world), call, ...sealed, consent: 'urgent',
    ...(caller === undefined ? {} : { caller }), madeAt: s.now, numberUntil: s.now + numberDays * 86_400_000, eraseAt: s.now + noteDays * 86_400_000,
  };
}

/** A silent alarm: kept as "no call" as soon as its screen is shown; hanging up keeps it. */
export const alarm: AskFile = async (s, reach) => {
  const now = Object.values((await duty(s, reach)).outcomes)[0];
  const request = await alert(s, reach, 'no', languageOf(s), await whereIs(s));
  return { act: { do: 'keep', request }, outcomes: { kept: { ...now, word: now?.word ?? 'none', values: { ...now?.values, alarm: { is: 'text', text: request.id } } } } };
};

/** The alarm of this session. A callback it booked has a name of its own: a change must not reach the other. */
const kept = (s: Situation): string | undefined => (s.values['alarm']?.is === 'text' ? s.values['alarm'].text : undefined);

export const withdraw: AskFile = (s) => {
  const id = kept(s);
  return id === undefined ? fact('done') : { act: { do: 'withdraw', id, now: s.now }, outcomes: { gone: { word: 'done' } } };
};

export const wantCall: AskFile = async (s, reach) => {
  const id = kept(s);
  if (id === undefined) return urgent(s, reach);
  const word = { word: 'kept' };
  return { act: { do: 'wantCall', id, lift: lifting(s, reach) }, outcomes: { kept: word, gone: word }, tells: ring(s, reach, { request: id, language: languageOf(s), country: await whereIs(s) }), tellOn: ['kept'] };
};

/** An urgent request that wants a call: kept before it is said, then advocates are rung. */
export const urgent: AskFile = async (s, reach) => {
  const country = await whereIs(s);
  const request = await alert(s, reach, 'yes', languageOf(s), country);
  return {
    act: { do: 'keep', request, lift: lifting(s, reach) }, outcomes: { kept: { word: 'kept' } },
    tells: ring(s, reach, { request: request.id, language: request.language, country }), tellOn: ['kept'],
  };
};

/** A call within minutes: nothing but the outbox holds the number, and that for 15 minutes. */
export const now: AskFile = async (s, reach): Promise<Prepared> => {
  const country = await whereIs(s);
  const caller = callerOf(s, reach);
  const request: NewRequest = {
    id: reach.sealing.newId(), kind: 'now', channel: s.hop.channel, language: languageOf(s), country, zone: zoneOf(country, s.world), call: 'yes', fields: {},
    consent: 'now.v1', ...(caller === undefined ? {} : { caller }), madeAt: s.now, numberUntil: s.now + MINUTES_15, eraseAt: s.now + MINUTES_15,
  };
  return {
    act: { do: 'keep', request, lift: lifting(s, reach) }, outcomes: { kept: { word: 'kept' } },
    tells: ring(s, reach, { request: request.id, language: request.language, country }), tellOn: ['kept'],
  };
};

/** A topic to be read aloud: nothing but the outbox, and then the call, holds the number, and that for 15 minutes. */
export const hear: AskFile = async (s, reach) => {
  const lift = lifting(s, reach);
  // Asking is what lifts it, as with every call: and it may be asked twice.
  if (lift !== undefined) await reach.store.never.lift(lift, 'call');
  const country = (await placeOf(s.hop, s.world)).country || s.world.organisation.country;
  return {
    outcomes: { kept: { word: 'kept' } },
    tells: ring(s, reach, { topic: s.context.topic, language: languageOf(s), country }), tellOn: ['kept'],
  };
};

/** A caller on the line waits for a person: no number is needed. */
export const stay: AskFile = async (s, reach) => ({
  outcomes: { kept: { word: 'kept', values: { stayedAt: { is: 'number', n: s.now } } } },
  tells: ring(s, reach, { language: languageOf(s), country: await whereIs(s) }), tellOn: ['kept'],
});

/** "Never call again" holds until that phone itself asks again. */
export const lifting = (s: Situation, { sealing }: Reach): Hex | undefined => (s.hop.number === undefined ? undefined : sealing.neverTag(s.hop.number));
