import { prompts } from '../../prompts/prompts.ts';
import { TEXT_PROFILE, type Profile } from './profiles.ts';
import { asWritten } from './alphabet.ts';
import { cut, type Page } from './pages.ts';
import type { SmsReply, UssdReply } from './reply.ts';
import { formOf, leadsBack, listLabel, offer, optionLabel, reading, valuesOf } from './screen.ts';
import type { Turn } from './turn.ts';
import { write } from './values.ts';
import type { Words } from './words.ts';

/** All pages of a turn as they are read. */
export function readable(turn: Turn, profile: Profile, all: Words): Page[] {
  const language = formOf(turn, all);
  const words = all.written;
  const { prompt, options, list } = offer(turn);
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(valuesOf(turn, language))) if (prompt.values?.includes(name)) values[name] = write(value, language, words);
  if (prompt.reading) values['topic'] = asWritten(reading(turn.world, language, turn.context.topic).short);

  const line = (key: string, label: string): string => words.text(language, 'keys.line', { key, label });
  const lines = options.filter((o) => !o.silent).map((o) => ({ key: o.key, text: line(o.key, optionLabel(turn, o, language, words, values)) }));
  const body = words.text(language, `${turn.screen}.text`, values, prompt.variant?.(turn.context));
  // What callers came for does not go away because of a wrong key.
  const choosing = !prompt.gate && !prompt.entry && !prompt.reading && !prompt.goal && lines.some((l) => l.key !== '0');
  const notice = turn.notice ? words.text(language, turn.notice === 'help' ? 'keys.helpText' : 'keys.wrong') : '';
  const tops = prompt.top ? [words.text(language, `${turn.screen}.top_place`, values), words.text(language, `${turn.screen}.top`)] : [];
  return cut({
    notices: (notice ? [notice] : tops).filter(Boolean), text: notice && choosing ? '' : body,
    list: list.map((choice) => listLabel(prompt, choice, language, words)),
    lines: lines.map((l) => l.text), always: lines.filter((l) => l.key === '0' || (prompt.list && l.key === '5')).map((l) => l.text),
    before: leadsBack({ prompt, options }) ? line('0', words.text(language, 'keys.back.label')) : '', more: line('9', words.text(language, 'keys.more.label')), line,
    // On a row that runs right to left nobody could tell which digit goes with which word.
    reading: prompt.reading && (words.raw(language, 'language.direction') === 'rtl' ? 'lines' : 'row'),
  }, profile.limit);
}

/** A last screen that takes several pages closes the session on the last of them. */
function show(turn: Turn, profile: Profile, words: Words): { text: string; ends: boolean } {
  const pages = readable(turn, profile, words);
  const page = Math.min(turn.page, pages.length - 1);
  return { text: pages[page]?.text ?? '', ends: prompts[turn.screen].ends === true && page === pages.length - 1 };
}

export const renderUssd = (turn: Turn, profile: Profile, words: Words): UssdReply => ({ channel: 'ussd', ...show(turn, profile, words) });

/** The warning comes before a page and makes it one part longer at most: how many pages there are must not hang on it, or 9 would mean something else in the next text. */
export function renderText(turn: Turn, all: Words): SmsReply {
  const { text, ends } = show(turn, TEXT_PROFILE, all);
  const stays = turn.first ? `${all.written.text(formOf(turn, all), 'keys.textsStay')}\n` : '';
  return { channel: 'sms', text: stays + text, ends };
}
