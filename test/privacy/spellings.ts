import { gzipSync } from 'node:zlib';
import { bcd } from './scan.ts';

const national = (n: string): string => n.replace(/^\+44/, '0');
const spaced = (n: string): string => `${n.slice(0, 3)} ${n.slice(3, 7)} ${n.slice(7)}`;

/** Every way of writing a number that the promise names, as bytes. */
export const SPELLINGS: Readonly<Record<string, (number: string) => Buffer>> = {
  'E.164': (n) => Buffer.from(n),
  'without plus': (n) => Buffer.from(n.slice(1)),
  'with 00': (n) => Buffer.from(`00${n.slice(1)}`),
  national: (n) => Buffer.from(national(n)),
  spaced: (n) => Buffer.from(spaced(n)),
  dashed: (n) => Buffer.from(spaced(n).replaceAll(' ', '-')),
  'national, spaced': (n) => Buffer.from(national(n).replace(/^(.{5})(.{3})/, '$1 $2 ')),
  'percent-encoded': (n) => Buffer.from(encodeURIComponent(n)),
  'reversed BCD': (n) => bcd(n.slice(1), true),
  'reversed BCD, national': (n) => bcd(national(n), true),
  'UTF-16LE': (n) => Buffer.from(n, 'utf16le'),
  'UTF-16BE': (n) => Buffer.from(n, 'utf16le').swap16(),
  hex: (n) => Buffer.from(Buffer.from(n).toString('hex')),
  'upper-case hex': (n) => Buffer.from(Buffer.from(n).toString('hex').toUpperCase()),
  'base64, offset 0': (n) => Buffer.from(Buffer.from(n).toString('base64')),
  'base64, offset 1': (n) => Buffer.from(Buffer.from(`~${n}`).toString('base64')),
  'base64, offset 2': (n) => Buffer.from(Buffer.from(`~~${n}?>`).toString('base64')),
  base64url: (n) => Buffer.from(Buffer.from(`?>${n}~~`).toString('base64url')),
  gzip: (n) => gzipSync(Buffer.from(`a line with ${n} in it`)),
};
