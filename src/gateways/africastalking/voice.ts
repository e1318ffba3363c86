import { type Reply, SILENCE } from '../../render/reply.ts';
import type { Hop, Line, SessionEnd } from '../gateway.ts';
import { calledNumber, callerNumber, type Fields } from './form.ts';
import { dequeue, document, getDigits, play, redirect, say, type Action } from './xml.ts';

const GATEWAY = 'africastalking';
const MOST_KEYS = 32; // of one entry: more means nothing anyway, and 200 entries have to fit into the next callback's address
const TYPED_WAIT = 10; // seconds; the carrier counts it anew for each digit

/** What a voice callback's path says: keys go to `k/<sealed>`, silence to `n/<sealed>`. */
export interface VoicePath { readonly kind: 'k' | 'n'; readonly sealed: string }

export function readPath(rest: string): VoicePath | undefined {
  const [kind, sealed, ...more] = rest.split('/');
  return (kind === 'k' || kind === 'n') && sealed && more.length === 0 ? { kind, sealed } : undefined;
}

/** The hop of a caller's own call. Undefined when the path's seal is not this session's. */
export function readVoice(f: Fields, path: VoicePath | undefined, line: Pick<Line, 'openTranscript'>): Hop | undefined {
  const session = f.get('sessionId');
  if (!session) return undefined;
  const before = path ? line.openTranscript(session, path.sealed) : [];
  if (!before) return undefined;
  const keys = path?.kind === 'k' ? f.get('dtmfDigits') : undefined;
  // A request that comes for keys and brings none is a silence all the same.
  const transcript = path ? [...before, keys && keys !== 'None' ? keys.slice(0, MOST_KEYS) : SILENCE] : [];
  return { gateway: GATEWAY, session, channel: 'voice', number: callerNumber(f.get('callerNumber')), transcript, dialled: calledNumber(f.get('destinationNumber')) };
}

/** The document of one turn. `voiceUrl` is the voice callback with its token, without a trailing slash. */
export async function writeVoice(reply: Reply, transcript: readonly string[], session: string, line: Pick<Line, 'clip' | 'numbers' | 'publicUrl' | 'sealTranscript'>, voiceUrl: string): Promise<string> {
  if (reply.channel !== 'voice') return document([]);
  const { spoken, then } = reply;
  const path = spoken.segments.length > 0 ? await line.clip(spoken) : undefined;
  const saying: Action = path === undefined ? say(spoken.english || '.') : play(`${line.publicUrl}${path}`);
  if (then.do === 'end') return document([saying]);
  if (then.do === 'join') return document([saying, dequeue(line.numbers.outgoing, then.queue)]);
  const sealed = line.sealTranscript(session, transcript);
  const silence = redirect(`${voiceUrl}/n/${sealed}`);
  const typed = then.digits === 'typed';
  const gather = getDigits({
    saying, callbackUrl: `${voiceUrl}/k/${sealed}`, timeout: typed ? TYPED_WAIT : then.seconds,
    ...(typed ? { finishOnKey: '#' } : { numDigits: then.digits as number }),
  });
  return document([gather, silence]);
}

/** Final for certain, as `legs.ts` has it: a caller's own call is over. */
export function readVoiceEnd(f: Fields, path: VoicePath | undefined, line: Pick<Line, 'openTranscript'>): SessionEnd | undefined {
  const session = f.get('sessionId');
  if (!session || f.get('durationInSeconds') === undefined && f.get('hangupCause') === undefined) return undefined;
  const transcript = path ? line.openTranscript(session, path.sealed) : [];
  const outcome = f.get('status') === 'Success' ? 'done' : 'left';
  return { gateway: GATEWAY, session, channel: 'voice', outcome, transcript: transcript ?? [], number: callerNumber(f.get('callerNumber')) };
}
