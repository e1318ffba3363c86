import type { Screen } from '../../machines/words.ts';
import { prompts } from '../../prompts/prompts.ts';
import type { Wordings } from './words.ts';

const MOST = 6; // words

export interface ScreenName { readonly tree: string; readonly says: string; readonly goal: boolean }

/** What to call screens where people speak of them: their name in the menu tree, and how their English text begins. */
export const screenNames = (words: Wordings): Readonly<Record<Screen, ScreenName>> =>
  Object.fromEntries(Object.entries(prompts).map(([screen, { tree, goal }]) => [screen, { tree, says: beginningOf(words.raw('en', `${screen}.text`) ?? ''), goal: goal === true }])) as Record<Screen, ScreenName>;

/** Up to the first place for a value or the end of a sentence, or six words; what begins with a value begins after it. */
function beginningOf(text: string): string {
  const [first = ''] = text.replace(/^(?:\{\{\w+\}\}\W*)+/, '').split(/\{\{|[.:?!](?:\s|$)/);
  return first.trim().split(/\s+/).slice(0, MOST).join(' ');
}
