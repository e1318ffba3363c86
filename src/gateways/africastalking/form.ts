import { HlpError } from '../../errors.ts';

/** What a callback said: each name once. */
export type Fields = ReadonlyMap<string, string>;

const MOST_FIELDS = 60;

/**
 * The fields of a form body, decoded. Own code because the wire is exact here: a repeated field, a body that is not UTF-8 or
 * not a form at all is refused (HLP_WIRE_INVALID) instead of being guessed at. Unknown fields are ignored by the readers.
 */
export function readForm(body: unknown): Fields {
  const fields = new Map<string, string>();
  if (!Buffer.isBuffer(body)) return fields;
  const text = body.toString('latin1');
  const decode = HIGH.test(text) ? decodeHigh : decodePlain;
  for (let at = 0, end = 0, count = 1; at <= text.length; at = end + 1, count++) {
    if (count > MOST_FIELDS) throw new HlpError('HLP_WIRE_INVALID', 'too many fields');
    end = next(text, '&', at, text.length);
    if (end === at) continue;
    const cut = next(text, '=', at, end);
    const name = decode(text.slice(at, cut));
    if (fields.has(name)) throw new HlpError('HLP_WIRE_INVALID', 'repeated field');
    fields.set(name, decode(text.slice(cut + 1, end)));
  }
  return fields;
}

/** Where the sign stands next, at the latest at `end`. */
function next(text: string, sign: string, from: number, end: number): number {
  const found = text.indexOf(sign, from);
  return found < 0 || found > end ? end : found;
}

const HIGH = /[\u0080-\u00ff]/;

/** Unescaped bytes above ASCII came in as Latin-1 units; they are escaped so that all of it is checked as UTF-8. */
const decodeHigh = (raw: string): string => decodePlain(raw.replace(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`));

function decodePlain(raw: string): string {
  const spaced = raw.includes('+') ? raw.replaceAll('+', ' ') : raw;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw new HlpError('HLP_WIRE_INVALID', 'not UTF-8');
  }
}

/**
 * A caller's number, E.164 with plus, or undefined: hidden, a SIP address, or unreadable. A number that lost its plus to
 * form decoding begins with a space and is not trusted: it could be anybody's.
 */
export function callerNumber(field: string | undefined): string | undefined {
  return field !== undefined && /^\+?[1-9]\d{6,14}$/.test(field) ? (field.startsWith('+') ? field : `+${field}`) : undefined;
}

/** Country and network (ITU-T E.212): five or six digits, or nothing that is known. It is kept in clear, so nothing else may pass for it. */
export const networkCode = (code: string | undefined): string | undefined => (code !== undefined && /^\d{5,6}$/.test(code) ? code : undefined);

/** What was dialled: a number of the line's own, which may have lost its plus too, or a code. */
export const calledNumber = (field: string | undefined): string | undefined => callerNumber(field?.trim()) ?? field;
