import { placeOf, zoneOf } from '../place.ts';
import { type AskFile, fact } from './ask.ts';
import { languageOf, whereIs } from './whereabouts.ts';

const OPENS_WITHIN = 10_000; // ms

/** Is somebody on duty, and if not, from when on, by the clock of where the caller is? An urgent one is never asked where that is. */
export const duty: AskFile = async (s, { duty: rota }) => {
  await rota.there();
  const state = rota.now(s.now);
  const at = rota.opensAt(s.now);
  return fact(state, {
    words: { duty: state },
    ...(state === 'open' && at !== undefined ? { values: { open: { is: 'clock', at, zone: zoneOf(await whereIs(s), s.world) } } } : {}),
  });
};

/** Which windows the rota can keep where the caller is. `base` is the date that `today` stands for from here on. */
export const windows: AskFile = async (s, { duty: rota }) => {
  await rota.there();
  const place = s.context.place === 'sure' ? { country: s.context.country, zone: zoneOf(s.context.country, s.world), sure: true } : await placeOf(s.hop, s.world);
  const offered = rota.offered(s.now, place.zone, languageOf(s));
  const base = rota.today(s.now, place.zone);
  return fact(offered ? 'some' : 'none', {
    words: { offered, country: place.country, place: place.sure ? 'sure' : 'unsure' },
    values: { base: { is: 'text', text: base } },
  });
};

export const where: AskFile = async (s) => {
  const { country } = await placeOf(s.hop, s.world);
  return fact(country ? 'known' : 'unknown', { words: s.context.looking === 'lines' ? { linesIn: country } : { numbersIn: country } });
};

export const numbers: AskFile = (s) => {
  const found = s.world.emergency[s.context.numbersIn];
  return fact(found && (found.ambulance || found.women || found.police) ? 'found' : 'none');
};

export const lines: AskFile = (s) => {
  const known = s.world.lines[s.context.linesIn]?.length ?? 0;
  return known > 0 ? fact('found', { words: { lineCount: String(known) } }) : fact('none');
};

/** Is the advocate there? Asked each time a waiting caller has heard the sentence again. */
export const waiting: AskFile = async (s, { waiting: look }) => {
  const call = await look(s.session);
  const since = s.values['stayedAt'];
  // The tell that opens the call is carried out after the commit that brought it: until then nobody is not yet the answer.
  if (call.state === 'nobody' && since?.is === 'number' && s.now - since.n < OPENS_WITHIN) return fact('wait');
  return call.state === 'ready' ? fact('ready', { values: { queue: { is: 'text', text: call.queue } } }) : fact(call.state);
};
