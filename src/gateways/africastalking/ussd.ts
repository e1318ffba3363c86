import type { Reply } from '../../render/reply.ts';
import type { Hop, SessionEnd } from '../gateway.ts';
import { callerNumber, networkCode, type Fields } from './form.ts';

const GATEWAY = 'africastalking';

/** `text` is empty first, then everything entered, joined by `*`. Empty parts and zeros count. */
export const splitText = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split('*'));

/** Undefined when it is no session callback. */
export function readUssd(f: Fields): Hop | undefined {
  const session = f.get('sessionId');
  if (!session) return undefined;
  return { gateway: GATEWAY, session, channel: 'ussd', number: callerNumber(f.get('phoneNumber')), transcript: splitText(f.get('text')), network: networkCode(f.get('networkCode')), dialled: f.get('serviceCode') };
}

/** CON keeps the session open, END closes it; the body must begin with it at the first byte. */
export const writeUssd = (reply: Reply): string => (reply.channel === 'voice' ? 'END .' : `${reply.ends ? 'END' : 'CON'} ${reply.text}`);

const OUTCOMES: Readonly<Record<string, SessionEnd['outcome']>> = { Success: 'done', Incomplete: 'left', Failed: 'failed' };

/** The only word of a caller who hung up. Late, twice or never; an unknown status counts as failed. */
export function readUssdEnd(f: Fields): SessionEnd | undefined {
  const session = f.get('sessionId');
  if (!session) return undefined;
  return { gateway: GATEWAY, session, channel: 'ussd', outcome: OUTCOMES[f.get('status') ?? ''] ?? 'failed', transcript: splitText(f.get('input')), number: callerNumber(f.get('phoneNumber')) };
}
