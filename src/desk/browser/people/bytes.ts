import type { Base64 } from '../../wire.ts';

export const toBase64 = (bytes: Uint8Array): Base64 => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
export const fromBase64 = (text: Base64): Uint8Array => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
