import type { Limit } from './alphabet.ts';
import { fits } from './alphabet.ts';

/** One screen of several: its text, and which list items it shows (their keys start at 1 on every page). */
export interface Page { readonly text: string; readonly listFrom: number; readonly listTo: number }

export interface Sheet {
  /** One line on top of every page, the first of these there is room for; none where there is no room. */
  readonly notices: readonly string[];
  readonly text: string;
  /** Items of a list; numbered from 1 on each page, at most four. */
  readonly list: readonly string[];
  /** Option lines in order, key first. */
  readonly lines: readonly string[];
  /** The line that turns the page, such as `9 More`. */
  readonly more: string;
  /** Option lines that stand on every page (the way back), a subset of `lines`. */
  readonly always: readonly string[];
  /** The line that leads to the page before, such as `0 Back`; stands on every page but the first. Empty where `always` has a way back. */
  readonly before: string;
  /** A text to read: all lines stand under every page, on one row, or each on its own. Undefined on every other screen. */
  readonly reading: 'row' | 'lines' | undefined;
  readonly line: (key: string, label: string) => string;
}

const LIST_MOST = 4; // keys 1 to 4; 5 stays free for danger

/** Cuts a screen into pages within the limit, after its keys are counted. Never truncates. */
export function cut(sheet: Sheet, limit: Limit): Page[] {
  const noticed = (text: string): string => [...sheet.notices, ''].map((notice) => join([notice, text])).find((whole) => fits(whole, limit)) ?? text;
  if (sheet.list.length <= LIST_MOST) {
    const text = noticed(join([sheet.text, ...numbered(sheet, 0, sheet.list.length), ...tail(sheet)]));
    if (fits(text, limit)) return [{ text, listFrom: 0, listTo: sheet.list.length }];
  }
  const pages = sheet.reading ? cutReading(sheet, limit) : sheet.before ? cutWithBefore(sheet, limit) : cutLines(sheet, limit);
  return pages.map((page) => ({ ...page, text: noticed(page.text) }));
}

const tail = (sheet: Sheet): readonly string[] => (sheet.reading === 'row' ? [sheet.lines.join(' ')] : sheet.lines);
const join = (parts: readonly string[]): string => parts.filter(Boolean).join('\n');
const numbered = (sheet: Sheet, from: number, to: number): string[] => sheet.list.slice(from, to).map((label, i) => sheet.line(String(i + 1), label));

function cutReading(sheet: Sheet, limit: Limit): Page[] {
  const foot = join(tail(sheet));
  return fill(pieces(sheet.text, (piece) => fits(join([piece, foot]), limit)), ' ', (body) => fits(join([body, foot]), limit))
    .map((body) => ({ text: join([body, foot]), listFrom: 0, listTo: 0 }));
}

/** Room for the way to the page before is kept on every page, and left empty on the first. */
function cutWithBefore(sheet: Sheet, limit: Limit): Page[] {
  const pages = cutLines({ ...sheet, always: [...sheet.always, sheet.before] }, limit);
  return pages.map((page, i) => (i === 0 ? { ...page, text: page.text.slice(0, -`\n${sheet.before}`.length) } : page));
}

/** Text, then list items, then options; each page ends with the way on and the way back. */
function cutLines(sheet: Sheet, limit: Limit): Page[] {
  const foot = [sheet.more, ...sheet.always];
  const room = (body: string): boolean => fits(join([body, ...foot]), limit);
  const pages: Page[] = [];
  const bodies = fill(pieces(sheet.text, room), ' ', room);
  let body = bodies.pop() ?? '';
  for (const text of bodies) pages.push({ text: join([text, ...foot]), listFrom: 0, listTo: 0 });

  let from = 0;
  for (let to = 0; to < sheet.list.length; to++) {
    const shown = numbered(sheet, from, to + 1);
    if (to + 1 - from <= LIST_MOST && room(join([body, ...shown]))) continue;
    if (to === from && body === '') continue;
    pages.push({ text: join([body, ...numbered(sheet, from, to), ...foot]), listFrom: from, listTo: to });
    from = to; body = '';
    to--;
  }
  let last = join([body, ...numbered(sheet, from, sheet.list.length)]);
  let listed = { listFrom: from, listTo: sheet.list.length };
  const lines = sheet.lines.filter((line) => !sheet.always.includes(line));
  for (const line of lines) {
    if (room(join([last, line])) || fits(join([last, line, ...rest(lines, line), ...sheet.always]), limit)) { last = join([last, line]); continue; }
    pages.push({ text: join([last, ...foot]), ...listed });
    last = line; listed = { listFrom: sheet.list.length, listTo: sheet.list.length };
  }
  return [...pages, { text: join([last, ...sheet.always]), ...listed }];
}

const rest = (lines: readonly string[], line: string): readonly string[] => lines.slice(lines.indexOf(line) + 1);

/** Sentences, or words where a sentence alone is too long, or graphemes where a word is. */
function pieces(text: string, room: (piece: string) => boolean): string[] {
  if (!text) return [];
  return (text.match(/[^.!?።፧।؟]+[.!?።፧।؟]*\s*/gu) ?? [text]).map((s) => s.trim()).filter(Boolean).flatMap((sentence) =>
    room(sentence) ? [sentence] : sentence.split(/\s+/).flatMap((word) => (room(word) ? [word] : [...GRAPHEMES.segment(word)].map((g) => g.segment))));
}

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function fill(parts: readonly string[], glue: string, room: (body: string) => boolean): string[] {
  const bodies: string[] = [];
  let body = '';
  for (const part of parts) {
    const longer = body ? `${body}${glue}${part}` : part;
    if (room(longer)) { body = longer; continue; }
    if (body) bodies.push(body);
    body = part;
  }
  return body ? [...bodies, body] : bodies;
}
