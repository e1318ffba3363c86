import type { Meaning } from '../../machines/events.ts';
import type { Screen } from '../../machines/words.ts';
import type { Channel } from '../render/reply.ts';
import { SILENCE } from '../render/reply.ts';
import type { Offer } from '../render/screen.ts';

/** What a phone sent, as a meaning, or as something that leaves the dialogue where it is. */
export type Understood =
  | { readonly is: 'meaning'; readonly meaning: Meaning; readonly typed?: string }
  | { readonly is: 'page' | 'pageBefore' }
  | { readonly is: 'repeat' }
  | { readonly is: 'wrong' | 'silence' | 'help' };

export interface Shown {
  readonly screen: Screen;
  readonly offer: Offer;
  readonly channel: Channel;
  /** List items on the page now shown: their keys start at 1. */
  readonly listed: readonly string[];
  /** Whether another page follows. */
  readonly further: boolean;
  /** Whether 0 leads to the page before: of a screen that has no other way back. */
  readonly earlier: boolean;
  /** The network keeps 98 and 00 for pages of its own: who presses them means its next page, or the one before. */
  readonly taken: boolean;
  /** Words a text may ask for help with. */
  readonly helps: ReadonlySet<string>;
}

const NAME_MOST = 30; // letters of a cover name: more is a mistake or a story, and stories are not kept
const REFERENCE = /^\d{8}$/;
const HOUR = /^(0[1-9]|1\d|2[0-4])$/; // two digits, 01 to 24: 00 is home

/** Pure. Fixed keys count as keys only when they are the whole reply. */
export function understand(input: string, shown: Shown): Understood {
  const { screen, offer: { prompt, options }, channel } = shown;
  if (input === SILENCE) return prompt.hold ? meaning({ type: 'silence' }) : { is: 'silence' };
  const typed = tidy(input);
  const key = typed === '00' && shown.taken ? '0' : typed;
  if (channel === 'voice' && key === '*') return { is: 'repeat' };

  const chosen = options.find((o) => o.key === key);
  if (chosen && !(key === '9' && shown.further)) return meaning(chosen.picks ? { type: 'pick', option: chosen.word } : chose(chosen.word, screen));
  if (key === '0' && shown.earlier) return { is: 'pageBefore' };
  if (key === '00') return meaning({ type: 'home' });
  if (key === '5') return meaning({ type: 'urgent', from: screen });
  if (key === '9' || key === '98' || key === '99') {
    if (shown.further) return { is: 'page' };
    const more = options.find((o) => o.key === '9');
    return more ? meaning(chose('more', screen)) : { is: 'wrong' };
  }
  const choice = /^[1-4]$/.test(key) ? shown.listed[Number(key) - 1] : undefined;
  if (choice !== undefined) return meaning({ type: 'pick', option: choice });
  if (prompt.entry === 'reference') {
    const digits = key.replace(/[\s.#-]/g, '');
    if (REFERENCE.test(digits)) return meaning({ type: 'enter' }, digits);
  }
  if (prompt.entry === 'hour' && HOUR.test(key)) return meaning({ type: 'pick', option: key });
  if (channel === 'sms' && shown.helps.has(asWord(key))) return { is: 'help' };
  if (prompt.entry === 'name' && /\p{L}/u.test(key) && [...key].length <= NAME_MOST) return meaning({ type: 'enter' }, key);
  return { is: 'wrong' };
}

/** As lists of words have it: "Help!" is the word help. */
export const asWord = (typed: string): string => typed.toLowerCase().replace(/[\p{P}\s]+$/u, '');

const meaning = (m: Meaning, typed?: string): Understood => ({ is: 'meaning', meaning: m, ...(typed === undefined ? {} : { typed }) });

function chose(word: string, from: Screen): Meaning {
  if (word === 'back' || word === 'home') return { type: word };
  if (word === 'urgent') return { type: 'urgent', from };
  return { type: `choose.${word}` };
}

const OTHER_DIGITS = /[٠-٩۰-۹०-९０-９]/gu;
const PLAIN = /^(\d{1,2}|\*)$/; // what nearly everybody presses
const ZEROS = [0x660, 0x6f0, 0x966, 0xff10];

/** Digits of other scripts become ASCII; `1.` and `1)` are 1; signs no keypad has are dropped. */
export function tidy(input: string): string {
  if (PLAIN.test(input)) return input;
  const plain = input
    .replace(OTHER_DIGITS, (d) => { const code = d.codePointAt(0) ?? 0; return String(code - (ZEROS.findLast((zero) => code >= zero) ?? code)); })
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
  return /^\d{1,2}[.)#]$/.test(plain) ? plain.slice(0, -1) : plain;
}
