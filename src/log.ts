import type { Code } from './errors.ts';

/**
 * What may be logged, and nothing else: typed events of closed words and counts. There is no free text, so no number,
 * token or transcript can get in. A new event is a new line here.
 */
export type LogEvent =
  | { event: 'started'; mode: string; ms: number }
  | { event: 'stopping' } | { event: 'stopped' }
  | { event: 'error'; code: Code; in: 'hop' | 'leg' | 'text' | 'desk' | 'outbox' | 'speech' | 'store' | 'sealing' | 'sweep' | 'http' | 'audit' }
  /** `where` is a file of the operator's content and a place in it, `content/organisation.json /numbers/hotline`. */
  | { event: 'contentInvalid'; code: 'HLP_CONTENT_INVALID'; where: string }
  /** Something unforeseen. `kind` is the error's class name; where it arose is a file and line of our own code. */
  | { event: 'fault'; in: string; kind: string; where: string }
  | { event: 'refused'; gateway: string; why: 'token' | 'form' | 'repeatedField' | 'utf8' | 'tooLarge' | 'session' | 'diverged' | 'number' | 'tooLong' | 'version' }
  | { event: 'slow'; in: 'hop'; ms: number }
  | { event: 'clips'; ready: number; total: number }
  | { event: 'swept'; erased: number }
  | { event: 'keysRotated' }
  | { event: 'tell'; tell: 'text' | 'ring'; outcome: 'sent' | 'refused' | 'uncertain' | 'lapsed' }
  | { event: 'call'; kind: string; state: string }
  /** An advocate was there, but the caller's phone must not ring any more. */
  | { event: 'notRung'; why: 'never' | 'outOfWindow' | 'triedThisWindow' | 'triedToday' | 'noCall' | 'gone' | 'trouble' };

export type Log = (event: LogEvent) => void;

/** One JSON object a line. */
export const jsonLog = (write: (line: string) => void, now: () => number): Log => (event) =>
  write(`${JSON.stringify({ at: new Date(now()).toISOString(), ...event })}\n`);

/** Where one of our own functions failed, without its message: messages can hold values. */
export function faultOf(error: unknown, within: string): LogEvent {
  const e = error instanceof Error ? error : new Error();
  const where = /(?:dist|src|machines|prompts)\/[\w./-]+:\d+/.exec(e.stack ?? '')?.[0] ?? 'unknown';
  return { event: 'fault', in: within, kind: e.name.replace(/\W/g, ''), where };
}
