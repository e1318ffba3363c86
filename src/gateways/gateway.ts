import type { FastifyInstance } from 'fastify';
import type { Reply, Spoken, Channel, Language } from '../render/reply.ts';

/** One request of a gateway about a session, stripped of its wire form. */
export interface Hop {
  readonly gateway: string;
  /** The gateway's id of the session, as received. */
  readonly session: string;
  readonly channel: Channel;
  /** E.164 with plus, or undefined: hidden, SIP address, or not to be trusted. */
  readonly number: string | undefined;
  /** Everything the caller has entered so far, one entry per key or text, SILENCE where nothing came. */
  readonly transcript: readonly string[];
  /** Country and network code (MCC+MNC), where the gateway says it. */
  readonly network?: string | undefined;
  /** The code or number that was dialled. */
  readonly dialled?: string | undefined;
}

/** A text that came in. `id` is the gateway's and the same however often it is delivered. */
export interface Text { readonly gateway: string; readonly id: string; readonly number: string; readonly text: string; readonly to?: string | undefined; readonly network?: string | undefined }

/** How a session ended without a key: hung up, timed out, or done. */
export interface SessionEnd {
  readonly gateway: string; readonly session: string; readonly channel: Channel;
  readonly outcome: 'done' | 'left' | 'failed';
  readonly transcript: readonly string[];
  readonly number: string | undefined;
}

/** Something a gateway tells of a call the line placed. Its session may be unknown: instructions can come before `/call` replies. */
export type LegEvent = { readonly gateway: string; readonly session: string; readonly called: string } & (
  /** Picked up, or asks what comes next. `state` is the word the line put in the callback path, undefined on the first. */
  | { readonly type: 'answered'; readonly state?: string | undefined }
  | { readonly type: 'keys'; readonly state: string; readonly keys: string }
  | { readonly type: 'silence'; readonly state: string }
  | { readonly type: 'ended'; readonly picked: boolean });

/** What to do next on a call the line placed. */
export interface LegReply {
  readonly say?: Spoken | undefined;
  readonly then:
    /** One key; the key or the silence comes back with `state`. */
    | { readonly do: 'gather'; readonly seconds: number; readonly state: string }
    /** Wait in a queue of one's own until the other side is there. Only ever an advocate. */
    | { readonly do: 'wait'; readonly queue: string }
    | { readonly do: 'join'; readonly queue: string }
    | { readonly do: 'end' };
}

/** What the line can do for a gateway. Handed to it by the app; a gateway imports nothing else of the line. */
export interface Line {
  /** At once where nothing has to be asked or kept. */
  hop(hop: Hop): Reply | Promise<Reply>;
  /** A sentence with a phone number, for when nothing else can be said: never throws, never waits. */
  trouble(channel: Channel, language?: Language): Reply;
  /** Logs, by its code alone, what could not be read or answered. */
  refused(error: unknown): void;
  /** Takes a text once; the answer goes out by `Carriage.text`. Resolves when it is stored. */
  text(text: Text): Promise<void>;
  left(end: SessionEnd): Promise<void>;
  leg(event: LegEvent): Promise<LegReply>;
  /** A call to the number that is always rejected and called back. */
  missed(call: { gateway: string; session: string; number: string | undefined }): Promise<void>;
  /** Delivery reports of texts the line sent. `final` means no further change may come. */
  delivered(report: { gateway: string; id: string; outcome: 'delivered' | 'failed' | 'on its way' }): Promise<void>;
  /** Voice carries its transcript sealed in the next callback's path, bound to its session. */
  sealTranscript(session: string, transcript: readonly string[]): string;
  openTranscript(session: string, sealed: string): readonly string[] | undefined;
  /** The path of a clip that says it, or undefined when the carrier's own English voice has to. */
  clip(spoken: Spoken): Promise<string | undefined>;
  /** The line's own numbers, by use; see content/organisation.json. */
  readonly numbers: Numbers;
  readonly publicUrl: string;
}

export interface Numbers {
  /** Published: people call it and hear the hotline. Never a caller id. */
  readonly hotline: string;
  /** Always rejected, then called back. */
  readonly missed: string;
  /** Unpublished: both legs of every call the line places come from it. */
  readonly outgoing: string;
  /** Texts come to it and go from it. */
  readonly texts: string;
  readonly codes: readonly string[];
}

/** What a gateway can carry outwards. */
export interface Carriage {
  /**
   * Sends one text. Resolves to the gateway's id once the gateway took it. Rejects with an HlpError: HLP_TEXT_REFUSED
   * (permanent), HLP_TEXT_UNCERTAIN (may have been sent: never retried).
   */
  text(to: string, words: string): Promise<{ id: string }>;
  /** Places a call from the unpublished number. Resolves to the gateway's session id. HLP_CALL_REFUSED, HLP_CALL_UNCERTAIN. */
  call(to: string): Promise<{ session: string }>;
}

/** A gateway: one folder and one line in app.ts. */
export interface Gateway {
  readonly name: string;
  /** Adds its routes under `/gateways/<name>/<token>/`. */
  routes(scope: FastifyInstance, line: Line, options: { token: string }): void;
}
