import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, inflateRawSync } from 'node:zlib';

/** What must be nowhere: phones as E.164, references of 8 digits, words such as names. */
export interface Canaries { readonly numbers: readonly string[]; readonly references?: readonly string[]; readonly words?: readonly string[] }
export interface Hit { readonly where: string; readonly as: string; readonly what: string }
export type Scan = (bytes: Buffer, where: string) => Hit[];

const COUNTRY = '44';
const SIGNIFICANT = 10; // digits of a British number after its country code: all spellings have them in common

/** Looks for all canaries at once, in every spelling that a slip of the code could write them in. */
export function openScan({ numbers, references = [], words = [] }: Canaries): Scan {
  const significant = new Set(numbers.map((number) => number.slice(-SIGNIFICANT)));
  const known = new Set(references);
  const stems = bcdStems(numbers);

  function inText(text: string): string[] {
    const found: string[] = words.filter((word) => text.includes(word));
    for (const [run] of text.matchAll(/\d(?:[ .()\-\u00a0]{0,2}\d){7,}/g)) {
      const digits = run.replace(/\D/g, '');
      for (let at = 0; at + SIGNIFICANT <= digits.length; at++) if (significant.has(digits.slice(at, at + SIGNIFICANT))) found.push(digits.slice(at, at + SIGNIFICANT));
      if (digits.length === 8 && known.has(digits)) found.push(digits);
    }
    return found;
  }

  function inBcd(bytes: Buffer): string[] {
    const found: string[] = [];
    for (const [stem, whole] of stems) {
      const start = Buffer.from(stem, 'latin1');
      for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at + 1)) {
        const number = whole.get(bytes.toString('latin1', at, at + 6));
        if (number) found.push(number);
      }
    }
    return found;
  }

  return function scan(bytes, where): Hit[] {
    const hits: Hit[] = inBcd(bytes).map((what) => ({ where, as: 'BCD', what }));
    for (const [as, text] of views(bytes)) for (const what of inText(text)) hits.push({ where, as, what });
    for (let at = bytes.indexOf(GZIP); at >= 0; at = bytes.indexOf(GZIP, at + 1)) {
      const inside = unzip(bytes.subarray(at));
      if (inside) hits.push(...scan(inside, `${where} (gzip at ${at})`));
    }
    return hits;
  };
}

interface Scanned { hits: Hit[]; files: number; bytes: number }
const TRIES = 20;

/**
 * All files below the directories. Each is read whole: the database, its log and its index are files like any other. Where one
 * got its final name in the meantime (clips do, when they are ready), everything is read again: none may slip through.
 */
export function scanFiles(scan: Scan, directories: readonly string[]): Scanned {
  for (let left = TRIES; ; left--) {
    try {
      return readAll(scan, directories);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || left === 0) throw error;
    }
  }
}

function readAll(scan: Scan, directories: readonly string[]): Scanned {
  const total: Scanned = { hits: [], files: 0, bytes: 0 };
  for (const directory of directories) {
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath ?? entry.path, entry.name);
      const bytes = readFileSync(path);
      total.files += 1;
      total.bytes += bytes.length;
      total.hits.push(...scan(bytes, path), ...scan(Buffer.from(path), `the name ${path}`));
    }
  }
  return total;
}

/** The bytes as text in each way they could be meant. */
function* views(bytes: Buffer): Generator<readonly [string, string]> {
  const plain = bytes.toString('latin1');
  yield ['plain', plain];
  if (plain.includes('%')) yield ['percent', plain.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))];
  yield ['UTF-16LE', [...plain.matchAll(/(?:[\x20-\x7e]\0){7,}/g)].map(([run]) => run.replaceAll('\0', '')).join('\n')];
  yield ['UTF-16BE', [...plain.matchAll(/(?:\0[\x20-\x7e]){7,}/g)].map(([run]) => run.replaceAll('\0', '')).join('\n')];
  yield ['hex', decoded(plain, /[0-9a-f]{14,}|[0-9A-F]{14,}/g, 2, (run) => Buffer.from(run, 'hex'))];
  // Four starts: an offset of one byte in three moves the digits within their group of four signs.
  yield ['base64', decoded(plain, /[A-Za-z0-9+/]{10,}|[A-Za-z0-9_-]{10,}/g, 4, (run) => Buffer.from(run, 'base64'))];
}

function decoded(text: string, runs: RegExp, starts: number, decode: (run: string) => Buffer): string {
  const out: string[] = [];
  for (const [run] of text.matchAll(runs)) for (let at = 0; at < starts; at++) out.push(decode(run.slice(at)).toString('latin1'), '\n');
  return out.join('');
}

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);

/** One member, whatever follows it (RFC 1952, 2.3): node's own gunzip refuses a file that goes on otherwise. */
function unzip(bytes: Buffer): Buffer | undefined {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + bytes.readUInt16LE(at);
  for (const field of [8, 16]) if (flags & field) at = bytes.indexOf(0, at) + 1;
  try {
    const inside = inflateRawSync(bytes.subarray(at), { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * 1024 * 1024 });
    return inside.length > 0 ? inside : undefined;
  } catch {
    return undefined;
  }
}

/** Two digits a byte, as written and nibbles swapped (3GPP TS 23.040, 9.1.2.5), international and national: by their first four bytes. */
function bcdStems(numbers: readonly string[]): Map<string, Map<string, string>> {
  const stems = new Map<string, Map<string, string>>();
  for (const number of numbers) {
    const digits = number.replace('+', '');
    for (const form of [digits, digits.replace(new RegExp(`^${COUNTRY}`), '0')]) {
      for (const swapped of [true, false]) {
        const whole = bcd(form, swapped).toString('latin1');
        const stem = stems.get(whole.slice(0, 4)) ?? new Map<string, string>();
        stems.set(whole.slice(0, 4), stem.set(whole, number.slice(-SIGNIFICANT)));
      }
    }
  }
  return stems;
}

export function bcd(digits: string, swapped: boolean): Buffer {
  const even = digits.length % 2 ? `${digits}f` : digits;
  return Buffer.from(swapped ? even.replace(/(.)(.)/g, '$2$1') : even, 'hex');
}
