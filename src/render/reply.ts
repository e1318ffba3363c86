/**
 * What a hop answers, before a gateway writes it in its own wire form. Gateways and speech know this file and nothing
 * else of the dialogue.
 */
export type Channel = 'ussd' | 'voice' | 'sms';

/** A language folder under locales/, such as `am`. */
export type Language = string;

export type Reply = UssdReply | VoiceReply | SmsReply;

/** One screen, cut to the network's limit. `ends` closes the session. */
export interface UssdReply { readonly channel: 'ussd'; readonly text: string; readonly ends: boolean }

/** One text. `ends` closes the conversation. */
export interface SmsReply { readonly channel: 'sms'; readonly text: string; readonly ends: boolean }

/** One turn of a call: something is said, then one thing is done. */
export interface VoiceReply { readonly channel: 'voice'; readonly spoken: Spoken; readonly then: Then }

export type Then =
  /** Wait for keys. `digits` is how many, or 'typed' for a number ended by # or by silence. Silence comes back as SILENCE. */
  | { readonly do: 'gather'; readonly digits: number | 'typed'; readonly seconds: number }
  /** Take the advocate who waits in this queue out of it: both are connected. */
  | { readonly do: 'join'; readonly queue: string }
  /** Say it and let the call run out. */
  | { readonly do: 'end' };

/** Something said in one language: joined from segments into one clip, since a gateway plays one per key-gathering. */
export interface Spoken {
  readonly language: Language;
  readonly segments: readonly Segment[];
  /** The same in English, for the carrier's own voice, only when no clip can be made in time. */
  readonly english: string;
}

export interface Segment {
  /** Stable name of the recording, such as `home.say`, `home.say.talk`, `value.digit.4`. */
  readonly clip: string;
  /** The words, exactly as they are to be spoken. */
  readonly text: string;
  /** Where it is not that of the whole: on the language screen each language names itself in its own voice. */
  readonly language?: Language;
  /** Set on a segment that says a value of this caller: the join then has a random name and lives ten minutes. */
  readonly personal?: true;
}

/** The transcript entry of a caller who pressed nothing. No phone can send it: typed text is stripped of control signs. */
export const SILENCE = '\u0000';
