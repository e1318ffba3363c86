import t from 'tap';
import { BLANK } from '../../machines/events.ts';
import type { Screen } from '../../machines/words.ts';
import { prompts } from '../../prompts/prompts.ts';
import { type Shown, understand } from '../../src/dialogue/understand.ts';
import { SILENCE, type Channel } from '../../src/render/reply.ts';

const shown = (screen: Screen, more: Partial<Shown> = {}, channel: Channel = 'ussd'): Shown => {
  const context = { ...BLANK, duty: 'open' as const, offered: 'today:night any:day', day: 'today' };
  return { screen, offer: { prompt: prompts[screen], options: prompts[screen].options.filter((o) => !o.when || o.when(context)), list: [] }, channel, listed: [], further: false, earlier: false, taken: false, helps: new Set(['help', 'msaada']), ...more };
};
const said = (input: string, s: Shown): string => {
  const u = understand(input, s);
  if (u.is !== 'meaning') return u.is;
  return ['option' in u.meaning ? `${u.meaning.type} ${u.meaning.option}` : u.meaning.type, u.typed].filter(Boolean).join(' = ');
};

const TABLE: [string, string, Shown, string][] = [
  ['a key on the list is that option', '1', shown('home'), 'choose.talk'],
  ['a key of an unbuilt branch means nothing', '4', shown('more'), 'wrong'],
  ['98 and 00 turn the network\'s own pages where it keeps them', '00', shown('talk', { taken: true }), 'back'],
  ['an hour is typed as two digits', '21', shown('hour'), 'pick 21'],
  ['midnight is the 24th hour, since 00 is home', '24', shown('hour'), 'pick 24'],
  ['00 is home on the screen of the hour too', '00', shown('hour'), 'home'],
  ['there is no 25th hour', '25', shown('hour'), 'wrong'],
  ['one digit is no hour', '8', shown('hour'), 'wrong'],
  ['5 is danger on the screen of the hour, 05 an hour', '5', shown('hour'), 'urgent'],
  ['05 is five in the morning', '05', shown('hour'), 'pick 05'],
  ['a text may ask for help in any language', 'Msaada', shown('home', {}, 'sms'), 'help'],
  ['the word for help is no word on a screen', 'msaada', shown('home'), 'wrong'],
  ['5 is danger on any screen', '5', shown('tips'), 'urgent'],
  ['5 on the urgent screen is the silent alarm', '5', shown('urgent'), 'choose.silent'],
  ['a further 5 means do not call', '5', shown('alarm'), 'choose.doNotCall'],
  ['0 is back where there is a way back', '0', shown('talk'), 'back'],
  ['0 on the alarm takes it back', '0', shown('alarm'), 'choose.undo'],
  ['00 is home', '00', shown('topic'), 'home'],
  ['9 turns the page while one follows', '9', shown('topic', { further: true }), 'page'],
  ['9 on the last page of a text goes on', '9', shown('topic'), 'choose.more'],
  ['0 turns it back where there is no other way back', '0', shown('languages', { earlier: true }), 'pageBefore'],
  ['98 and 99 turn the page too', '98', shown('about', { further: true }), 'page'],
  ['9 where nothing follows means nothing', '9', shown('home'), 'wrong'],
  ['9 turns the page first where an option has that key too', '9', shown('times', { further: true }), 'page'],
  ['and is that option on the last page', '9', shown('times'), 'choose.exact'],
  ['9 on consent tells more', '9', shown('consent'), 'choose.more'],
  ['spaces and a dot around a key do not matter', ' 1. ', shown('home'), 'choose.talk'],
  ['Arabic-Indic digits are digits', '١', shown('home'), 'choose.talk'],
  ['Eastern Arabic digits are digits', '۲', shown('home'), 'choose.rights'],
  ['Devanagari digits are digits', '४', shown('home'), 'choose.more'],
  ['an empty reply means nothing', '', shown('home'), 'wrong'],
  ['01 is not 1: zeros count', '01', shown('home'), 'wrong'],
  ['a reference is typed with or without spaces', '4821 7736', shown('reference'), 'enter = 48217736'],
  ['a reference may end with hash', '48217736#', shown('reference', {}, 'voice'), 'enter = 48217736'],
  ['seven digits are no reference', '4821773', shown('reference'), 'wrong'],
  ['a 1 on its own says the reference is lost', '1', shown('reference'), 'choose.lost'],
  ['a 5 on its own opens danger while typing', '5', shown('reference'), 'urgent'],
  ['a 5 inside an entry is not a key', '55555555', shown('reference'), 'enter = 55555555'],
  ['a name is typed', 'Ama 5', shown('coverName'), 'enter = Ama 5'],
  ['a story is not a name', 'x'.repeat(31), shown('coverName'), 'wrong'],
  ['digits are not a name', '12', shown('coverName'), 'wrong'],
  ['a listed country has the key of its place', '2', shown('countries', { listed: ['SA', 'AE'] }), 'pick AE'],
  ['a key past the list means nothing', '3', shown('countries', { listed: ['SA', 'AE'] }), 'wrong'],
  ['a day keeps its key whichever others are offered', '4', shown('days'), 'pick any'],
  ['a day that is not offered keeps its key reserved', '2', shown('days'), 'wrong'],
  ['star repeats on the line', '*', shown('home', {}, 'voice'), 'repeat'],
  ['star in a USSD session means nothing', '*', shown('home'), 'wrong'],
  ['silence is silence', SILENCE, shown('home', {}, 'voice'), 'silence'],
  ['silence is what a waiting caller says', SILENCE, shown('stay', {}, 'voice'), 'silence'],
];

for (const [sentence, input, where, meaning] of TABLE) t.test(sentence, async (t) => t.equal(said(input, where), meaning));
