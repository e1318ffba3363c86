/** A clip as the carrier fetched it. */
export interface Clip { readonly bytes: Buffer; readonly type: string; readonly seconds: number }

const LARGEST = 5 * 1024 * 1024;
const KEPT = 200;
const PATIENCE = 10_000;

/** Fetches clips as the gateway does: once, as long as the HTTP cache headers allow. */
export class Clips {
  readonly #kept = new Map<string, { clip: Clip; until: number }>();
  readonly #now: () => number;
  readonly #closing = new AbortController();

  constructor(now: () => number) { this.#now = now; }
  close(): void { this.#closing.abort(); }

  /** The clip, or why nothing will sound. Never throws. */
  async fetch(url: string): Promise<Clip | { silent: string }> {
    const kept = this.#kept.get(url);
    if (kept && kept.until > this.#now()) return kept.clip;
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE), this.#closing.signal]);
      const answer = await fetch(url, { redirect: 'manual', signal });
      if (answer.status !== 200) { await answer.body?.cancel(); return { silent: `status ${answer.status}` }; }
      if (Number(answer.headers.get('content-length') ?? 0) > LARGEST) { await answer.body?.cancel(); return { silent: 'over 5 MB' }; }
      const type = (answer.headers.get('content-type') ?? '').split(';')[0]!.trim();
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (bytes.length > LARGEST) return { silent: 'over 5 MB' };
      if (!/^audio\//.test(type)) return { silent: `content type ${type || 'missing'}` };
      const seconds = wavSeconds(bytes) ?? mp3Seconds(bytes);
      if (seconds === undefined) return { silent: 'neither WAV nor MP3' };
      const clip: Clip = { bytes, type, seconds };
      const until = this.#now() + keepFor(answer.headers.get('cache-control') ?? '') * 1000;
      if (until > this.#now()) {
        this.#kept.delete(url);
        this.#kept.set(url, { clip, until });
        if (this.#kept.size > KEPT) this.#kept.delete([...this.#kept.keys()][0]!);
      }
      return clip;
    } catch { return { silent: 'cannot be fetched' }; }
  }
}

const keepFor = (header: string): number =>
  /no-store|no-cache/.test(header) ? 0 : Number(/max-age=(\d{1,9})/.exec(header)?.[1] ?? 0);

/** Length of a PCM WAV file in seconds, undefined when it is none. */
export function wavSeconds(bytes: Buffer): number | undefined {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') return undefined;
  let rate = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (name === 'fmt ' && at + 20 <= bytes.length) rate = bytes.readUInt32LE(at + 16);
    if (name === 'data') return rate > 0 ? Math.min(size, bytes.length - at - 8) / rate : undefined;
    at += 8 + size + (size % 2);
  }
  return undefined;
}

const KBITS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBITS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const HERTZ = [44100, 48000, 32000];

/** Length of an MPEG layer III file in seconds, by walking its frames; undefined when there are none. */
export function mp3Seconds(bytes: Buffer): number | undefined {
  let at = 0;
  if (bytes.length > 10 && bytes.toString('latin1', 0, 3) === 'ID3') {
    at = 10 + ((bytes[6]! << 21) | (bytes[7]! << 14) | (bytes[8]! << 7) | bytes[9]!);
  }
  let seconds = 0;
  while (at + 4 <= bytes.length) {
    const [a, b, c] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!];
    if (a !== 0xff || (b & 0xe6) !== 0xe2) { at += 1; continue; }
    const version = (b >> 3) & 3;
    const kbits = (version === 3 ? KBITS_1 : KBITS_2)[c >> 4] ?? 0;
    const base = HERTZ[(c >> 2) & 3];
    if (version === 1 || kbits === 0 || base === undefined) { at += 1; continue; }
    const hertz = base / (version === 3 ? 1 : version === 2 ? 2 : 4);
    const samples = version === 3 ? 1152 : 576;
    seconds += samples / hertz;
    at += Math.floor((samples / 8) * kbits * 1000 / hertz) + ((c >> 1) & 1);
  }
  return seconds > 0 ? seconds : undefined;
}

/** So many seconds of valid, silent MP3 (MPEG 2.5, 8 kHz mono, 8 kbit/s: frames of 72 bytes and 72 ms). */
export function silentMp3(seconds: number): Buffer {
  const frames = Math.min(2000, Math.max(1, Math.round(seconds / 0.072)));
  const file = Buffer.alloc(frames * 72);
  for (let n = 0; n < frames; n += 1) file.writeUInt32BE(0xffe318c4, n * 72);
  return file;
}
