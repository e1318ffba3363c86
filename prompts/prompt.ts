import type { Context } from '../machines/events.ts';

/** What a screen asks, in words. `say` and texts live in locales/ under the screen's name. */
export interface Prompt {
  /** The screen's name in the menu tree of docs/menu. */
  readonly tree: string;
  readonly options: readonly Option[];
  /** Choices that come from content; they take keys 1 to 4, page by page. */
  readonly list?: 'languages' | 'countries';
  /** Something typed. A fixed key counts as a key only when it is the whole reply. */
  readonly entry?: 'reference' | 'name' | 'hour';
  /** Consent, read-back, erase: accepts no key that was sent before it was shown. */
  readonly gate?: (context: Context) => boolean;
  /** Must fit one screen in every language: consent, urgent, read-back. */
  readonly fits?: true;
  /** Has words for a first line, and longer ones that say whose time it is: left out where they and the rest do not fit. A language may leave them empty. */
  readonly top?: true;
  /** A text to read: options stand under every page, on one line, or a line each where script runs right to left. */
  readonly reading?: true;
  /** Closes the session. */
  readonly ends?: true;
  /** What callers come for: counted once in a session that reaches it. Who leaves here has not broken off. */
  readonly goal?: true;
  /** What follows a goal, or only tells something: who leaves here has not broken off either. */
  readonly rests?: true;
  /** A caller who waits on the line: silence is what is expected. */
  readonly hold?: true;
  /** Puts the caller through. */
  readonly join?: true;
  /** Only where a caller can hear, or only where they read: never rendered on other channels. */
  readonly only?: 'voice' | 'writing';
  /** Another wording of the same screen, such as `never` where nobody will be on duty: `text_never`, `say_never`. */
  readonly variant?: (context: Context) => string | undefined;
  /** Values that enter at render, by name: `{{open}}` in the texts. */
  readonly values?: readonly string[];
}

export interface Option {
  /** The event is `choose.<word>`, but back, home, urgent and more mean themselves. */
  readonly word: string;
  readonly key: string;
  /** Not offered, its key reserved, where this does not hold. */
  readonly when?: (context: Context) => boolean;
  /** The event is `pick` with this word; its label stands in values under these names. */
  readonly picks?: { readonly label: string; readonly press: string };
  /** Heard but not listed: a second key for the same. */
  readonly silent?: true;
}

export const option = (key: string, word: string, when?: Option['when']): Option => (when ? { key, word, when } : { key, word });
export const BACK = option('0', 'back');
export const HOME = option('0', 'home');
export const URGENT = option('5', 'urgent');
