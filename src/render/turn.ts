import type { Context } from '../../machines/events.ts';
import type { Branch, Screen } from '../../machines/words.ts';
import type { Profile } from './profiles.ts';
import type { HelpLine, Value } from './values.ts';

/** Where the dialogue stands after a hop: all a renderer needs, and nothing it has to look up elsewhere. */
export interface Turn {
  readonly screen: Screen;
  readonly context: Context;
  readonly page: number;
  /** The last input meant nothing: one line says so. */
  readonly notice: '' | 'wrong' | 'silence' | 'help';
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
  readonly topics: Readonly<Record<string, { readonly checked: string; readonly old: boolean; readonly sourced: boolean }>>;
  /** Topics that are not offered, space-separated. */
  readonly withheld: string;
  /** Other help lines, by the country where they can be rung. */
  readonly lines: Readonly<Record<string, readonly HelpLine[]>>;
  /** Who says whether an agency has a licence. */
  readonly office?: { readonly name: Readonly<Record<string, string>>; readonly number: string; readonly checked?: string };
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
  /** How much a callback asks: six keys, or eleven. */
  readonly form?: 'short' | 'full';
  /** Countries whose workers call: their own governments' lines are offered abroad. */
  readonly origins?: readonly string[];
  /** Numbers and codes that lead to a language or a branch. */
  readonly bound?: readonly { readonly dialled: string; readonly language?: string; readonly branch?: Branch }[];
  /** What the operator knows better of a network than `render/profiles`, by its code. */
  readonly networks?: Readonly<Record<string, Partial<Omit<Profile, 'name'>>>>;
  /** The directory's entry of the office that licenses agencies, and its name. */
  readonly licences?: { readonly entry: string; readonly name: Readonly<Record<string, string>> };
  readonly retention: { readonly numberDays: number; readonly noteDays: number; readonly oldCopyDays: number };
  /** A handset of the operator's own that the line rings each day at this hour of the operator's clock, as `09:00`. */
  readonly monitor?: { readonly number: string; readonly at: string };
  /** The desk shows no count under `least`: ten, unless said otherwise. */
  readonly counters?: { readonly least: number };
  /** Of how many weeks a report is: four, unless said otherwise. */
  readonly reports?: { readonly weeks: 1 | 4 | 13 };
}
