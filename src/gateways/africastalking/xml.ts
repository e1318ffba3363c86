import { HlpError } from '../../errors.ts';

/** One action of a voice document. Only `document` makes text of it, so nothing reaches the wire unescaped. */
export interface Action {
  readonly tag: string;
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly inside?: string | Action;
}

/** A whole answer to a voice callback. Throws HLP_CONTENT_INVALID when a word or URL holds a sign XML 1.0 forbids. */
export const document = (actions: readonly Action[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${actions.map(write).join('')}</Response>`;

export const play = (url: string): Action => ({ tag: 'Play', attributes: { url } });

/** The carrier's own English voice: only when there is no clip. */
export const say = (text: string): Action => ({ tag: 'Say', inside: text });

/** No key means no callback: always followed by `redirect`. `finishOnKey` is written only where given. */
export const getDigits = (ask: { saying: Action; callbackUrl: string; timeout: number; numDigits?: number | undefined; finishOnKey?: string | undefined }): Action => ({
  tag: 'GetDigits',
  attributes: { timeout: ask.timeout, numDigits: ask.numDigits, finishOnKey: ask.finishOnKey, callbackUrl: ask.callbackUrl },
  inside: ask.saying,
});

/** The URL becomes the callback for the rest of the call. */
export const redirect = (url: string): Action => ({ tag: 'Redirect', inside: url });

/** A leg in a queue can be neither spoken to nor ended: only ever an advocate's. It hears `holdMusic` over and over. */
export const enqueue = (name: string, holdMusic?: string): Action => ({ tag: 'Enqueue', attributes: { holdMusic, name } });

/** Takes who waits in that queue of that number; with nobody there the carrier hangs up. */
export const dequeue = (phoneNumber: string, name: string): Action => ({ tag: 'Dequeue', attributes: { phoneNumber, name } });

/** Free of charge, and only as the one action of a document. */
export const reject = (): Action => ({ tag: 'Reject' });

function write({ tag, attributes = {}, inside }: Action): string {
  const named = Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escape(String(value))}"`))
    .join('');
  if (inside === undefined) return `<${tag}${named}/>`;
  return `<${tag}${named}>${typeof inside === 'string' ? escape(inside) : write(inside)}</${tag}>`;
}

// Lone surrogates and these control signs make the whole document unreadable to the carrier, escaped or not.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]|\p{Surrogate}/u;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

function escape(text: string): string {
  if (FORBIDDEN.test(text)) throw new HlpError('HLP_CONTENT_INVALID', 'voice document');
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
}
