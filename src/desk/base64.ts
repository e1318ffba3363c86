import type { Base64 } from './wire.ts';

/** Bytes of a base64 word; the routes' schemas have checked its form. */
export const fromBase64 = (text: Base64): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

export const toBase64 = (bytes: Uint8Array): Base64 => Buffer.from(bytes).toString('base64');
