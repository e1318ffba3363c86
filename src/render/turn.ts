import type { Context } from '../../machines/events.ts';
import type { Screen } from '../../machines/words.ts';
import type { Value } from './values.ts';

/** Where the dialogue stands after a hop: all a renderer needs, and nothing it has to look up elsewhere. */
export interface Turn {
  readonly screen: Screen;
  readonly context: Context;
  readonly page: number;
  /** The last input meant nothing: one line says so. */
  readonly notice: '' | 'wrong' | 'silence';
  readonly values: Values;
  readonly world: World;
  /** The first text of a conversation says that texts stay on the phone. */
  readonly first?: true;
}

export type Values = Readonly<Record<string, Value>>;

/** The operator's facts of one edition: fixed for as long as a session lasts. */
export interface World {
  readonly edition: string;
  readonly organisation: Organisation;
  readonly topics: Readonly<Record<string, { readonly checked: string; readonly old: boolean }>>;
  readonly emergency: Readonly<Record<string, { readonly ambulance?: string; readonly women?: string; readonly police?: string; readonly checked?: string }>>;
  /** Words of topics, by language: in the edition, so that a change does not reach a reader between two pages. */
  readonly readings: Readonly<Record<string, Readonly<Record<string, { readonly short: string; readonly text: string }>>>>;
}

export interface Organisation {
  readonly name: Readonly<Record<string, string>>;
  readonly shownAs: Readonly<Record<string, string>>;
  readonly country: string;
  readonly commonLanguage: Readonly<Record<string, string>>;
  readonly languages: readonly string[];
  readonly numbers: { readonly hotline: string; readonly missed: string; readonly outgoing: string; readonly texts: string; readonly complaints: string; readonly codes: readonly string[] };
  readonly countries: readonly string[];
  readonly zones: Readonly<Record<string, string>>;
  readonly retention: { readonly numberDays: number; readonly noteDays: number; readonly oldCopyDays: number };
}
