import { HlpError, type Code } from '../../errors.ts';

/** The HTTP status of a send says little: a refused sender id comes with 201. Only a recipient with 100-102 was taken. */
export function judgeText(body: unknown): { id: string } {
  const answer = field(field(body, 'SMSMessageData'), 'Recipients');
  if (!Array.isArray(answer)) throw new HlpError('HLP_TEXT_UNCERTAIN', 'answer');
  const recipient: unknown = answer[0];
  const code = field(recipient, 'statusCode');
  if (recipient === undefined) throw new HlpError('HLP_TEXT_REFUSED', 'no recipient');
  if (code === 500 || code === 501) throw new HlpError('HLP_TEXT_BUSY', String(code));
  if (typeof code !== 'number') throw new HlpError('HLP_TEXT_UNCERTAIN', 'answer');
  if (code < 100 || code > 102) throw new HlpError('HLP_TEXT_REFUSED', String(code));
  const id = field(recipient, 'messageId');
  return { id: typeof id === 'string' && id !== 'None' ? id : '' };
}

/** Only an entry that is queued and names its session was placed for certain. */
export function judgeCall(body: unknown): { session: string } {
  const entries = field(body, 'entries');
  const status = field(Array.isArray(entries) ? entries[0] : undefined, 'status');
  if (status === undefined) {
    const error = field(body, 'errorMessage');
    throw new HlpError(typeof error === 'string' && error !== 'None' ? 'HLP_CALL_REFUSED' : 'HLP_CALL_UNCERTAIN', 'answer');
  }
  if (status !== 'Queued') throw new HlpError('HLP_CALL_REFUSED', 'status');
  const session = field((entries as unknown[])[0], 'sessionId');
  if (typeof session !== 'string' || session === '' || session === 'None') throw new HlpError('HLP_CALL_UNCERTAIN', 'session');
  return { session };
}

/** What an exception means. Only a connection that was never made, or a clear "no", is certain. */
export function judgeFailure(what: 'text' | 'call', failure: unknown): Code {
  const word = what === 'text' ? 'TEXT' : 'CALL';
  // Nothing left the house: the SDK refused the words itself (a string or a plain Error), or nobody listens there.
  const code = field(failure, 'code');
  const status = field(field(failure, 'response'), 'status');
  if (UNREACHED.has(String(code)) || status === 429) return what === 'text' ? 'HLP_TEXT_BUSY' : 'HLP_CALL_REFUSED';
  if (typeof status === 'number' && status >= 400 && status < 500 && status !== 408) return `HLP_${word}_REFUSED`;
  return `HLP_${word}_UNCERTAIN`;
}

const UNREACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const field = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null ? (of as Record<string, unknown>)[name] : undefined;
