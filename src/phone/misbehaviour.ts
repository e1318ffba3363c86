/** What networks and gateways do wrong, each off unless asked for: for one phone or for all. */
export interface Misbehaviour {
  /** Every request twice, byte for byte: at the same moment, or a second after the first was answered. */
  duplicate: 'off' | 'concurrent' | 'later';
  /** The line answered and the answer is lost: for good, or until the network sends the same request again. */
  loseReply: 'off' | 'lost' | 'retried';
  /** End-of-session events, final notifications and delivery reports. */
  events: 'on time' | 'late' | 'twice' | 'missing';
  /** Keys pressed in a call are not heard. */
  noInput: boolean;
  /** The query string of a callbackUrl is dropped. */
  dropQuery: boolean;
  /** Every text is refused as InvalidSenderId, with HTTP status 201. */
  invalidSenderId: boolean;
  /** An API request is carried out and its answer never sent ('never'), or sent after so many seconds; 0 is off. */
  apiSilence: 'never' | number;
  /** The first instruction request of a call comes before the answer to /call. */
  instructionFirst: boolean;
  /** Numbers come without their plus. */
  noPlus: boolean;
  /** What voice callbacks say of who calls: the number, nothing, or a SIP address. */
  caller: 'shown' | 'hidden' | 'sip';
  /** The request after Record says isActive=0 although the call goes on. */
  recordingInactive: boolean;
}

export const WELL_BEHAVED: Misbehaviour = {
  duplicate: 'off', loseReply: 'off', events: 'on time', noInput: false, dropQuery: false, invalidSenderId: false,
  apiSilence: 0, instructionFirst: false, noPlus: false, caller: 'shown', recordingInactive: false,
};

const flag = (value: unknown): boolean => typeof value === 'boolean';
const one = (...words: string[]) => (value: unknown): boolean => typeof value === 'string' && words.includes(value);

const ALLOWED: Record<keyof Misbehaviour, (value: unknown) => boolean> = {
  duplicate: one('off', 'concurrent', 'later'),
  loseReply: one('off', 'lost', 'retried'),
  events: one('on time', 'late', 'twice', 'missing'),
  noInput: flag, dropQuery: flag, invalidSenderId: flag,
  apiSilence: (value) => value === 'never' || (typeof value === 'number' && value >= 0 && value <= 600),
  instructionFirst: flag, noPlus: flag,
  caller: one('shown', 'hidden', 'sip'),
  recordingInactive: flag,
};

/** Reads switches from a request. Throws a RangeError naming the switch that does not exist or cannot have that value. */
export function readMisbehaviour(body: unknown): Partial<Misbehaviour> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new RangeError('expected an object of switches');
  for (const [name, value] of Object.entries(body)) {
    if (!Object.hasOwn(ALLOWED, name)) throw new RangeError(`no such switch: ${name.slice(0, 40)}`);
    if (!ALLOWED[name as keyof Misbehaviour](value)) throw new RangeError(`${name} cannot have that value`);
  }
  return body as Partial<Misbehaviour>;
}
