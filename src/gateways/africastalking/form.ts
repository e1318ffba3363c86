import { HlpError } from '../../errors.ts';
import type { Fields } from './legs.ts';

const MOST_FIELDS = 60;

/**
 * The fields of a form body, decoded. Own code because the wire is exact here: a repeated field, a body that is not UTF-8 or
 * not a form at all is refused (HLP_WIRE_INVALID) instead of being guessed at. Unknown fields are ignored by the readers.
 */
export function readForm(body: unknown): Fields {
  if (!Buffer.isBuffer(body)) return {};
  const parts = body.toString('latin1').split('&');
  if (parts.length > MOST_FIELDS) throw new HlpError('HLP_WIRE_INVALID', 'too many fields');
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const part of parts) {
    if (part === '') continue;
    const cut = part.indexOf('=');
    const name = decode(cut < 0 ? part : part.slice(0, cut));
    if (name in fields) throw new HlpError('HLP_WIRE_INVALID', 'repeated field');
    fields[name] = cut < 0 ? '' : decode(part.slice(cut + 1));
  }
  return fields;
}

function decode(raw: string): string {
  if (!CODED.test(raw)) return raw;
  try {
    // Unescaped bytes above ASCII came in as Latin-1 units; they are escaped so that all of it is checked as UTF-8.
    return decodeURIComponent(raw.replace(/\+/g, ' ').replace(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`));
  } catch {
    throw new HlpError('HLP_WIRE_INVALID', 'not UTF-8');
  }
}

const CODED = /[%+\u0080-\u00ff]/;

/**
 * A caller's number, E.164 with plus, or undefined: hidden, a SIP address, or unreadable. A number that lost its plus to
 * form decoding begins with a space and is not trusted: it could be anybody's.
 */
export function callerNumber(field: string | undefined): string | undefined {
  return field !== undefined && /^\+?[1-9]\d{6,14}$/.test(field) ? (field.startsWith('+') ? field : `+${field}`) : undefined;
}
