import type { FastifyReply } from 'fastify';
import { HlpError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { faultOf, type Log } from '../../log.ts';
import type { Snapshot } from '../wire.ts';

const BEAT_MS = 15_000;
/** However much happens, a page is told at most this often. */
const REST_MS = 300;
const MOST_STREAMS = 200;
const MOST_WAITING_BYTES = 1_000_000;

/** What a page follows: pages of one `key` see the same. */
export interface Followed { readonly key: string; take(): Promise<Snapshot>; alive(): Promise<boolean> }
interface Stream extends Followed { readonly reply: FastifyReply; shown: string | undefined }

/**
 * Pushes the queue to every open page when what it shows has changed, and every 15 s a beat: it tells a page that it is still
 * connected, and ends the stream of an advocate whose session is over. One snapshot serves all pages that see the same.
 */
export class Live {
  readonly #streams = new Set<Stream>();
  readonly #log: Log;
  readonly #stop: () => void;
  #pushing = false;
  #again = false;
  #resting: NodeJS.Timeout | undefined;

  constructor(store: Store, log: Log) {
    this.#log = log;
    const stopListening = store.onChange(() => this.#changed());
    const beat = setInterval(() => void this.#push(true), BEAT_MS);
    beat.unref();
    this.#stop = () => { stopListening(); clearInterval(beat); clearTimeout(this.#resting); };
  }

  /** Takes a connection over for server-sent events. False when there are too many. */
  open(reply: FastifyReply, followed: Followed): boolean {
    if (this.#streams.size >= MOST_STREAMS) return false;
    const stream: Stream = { ...followed, reply, shown: undefined };
    reply.hijack();
    reply.raw.writeHead(200, { ...reply.getHeaders() as Record<string, string>, 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
    reply.raw.write('retry: 3000\n\n');
    reply.raw.on('close', () => this.#streams.delete(stream));
    this.#streams.add(stream);
    void this.#push(false);
    return true;
  }

  close(): void {
    this.#stop();
    for (const { reply } of this.#streams) reply.raw.end();
    this.#streams.clear();
  }

  /** The first change is told at once, those that follow it together. */
  #changed(): void {
    if (this.#resting !== undefined) { this.#again = true; return; }
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      if (this.#again) this.#changed();
    }, REST_MS).unref();
    void this.#push(false);
  }

  /** Changes that come while snapshots are being taken are pushed with one more. */
  async #push(beat: boolean): Promise<void> {
    if (this.#pushing) { this.#again = true; return; }
    this.#pushing = true;
    this.#again = false;
    try {
      await this.#endDead();
      const taken = new Map<string, Snapshot>();
      for (const stream of [...this.#streams]) {
        const snapshot = taken.get(stream.key) ?? await stream.take();
        taken.set(stream.key, snapshot);
        this.#show(stream, snapshot, beat);
      }
    } catch (error) {
      this.#log(error instanceof HlpError ? { event: 'error', code: error.code, in: 'desk' } : faultOf(error, 'desk'));
    } finally {
      this.#pushing = false;
      if (this.#again && this.#resting === undefined) this.#changed();
    }
  }

  #show(stream: Stream, { now, ...rest }: Snapshot, beat: boolean): void {
    const { raw } = stream.reply;
    const shown = JSON.stringify(rest);
    if (shown === stream.shown) {
      if (beat) raw.write(`event: beat\ndata: {"now":${now}}\n\n`);
      return;
    }
    // A page that does not read would make the line hold every snapshot for it: it has to connect anew.
    if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy();
    else raw.write(`event: queue\ndata: {"now":${now},${shown.slice(1)}\n\n`);
    stream.shown = shown;
  }

  async #endDead(): Promise<void> {
    for (const stream of [...this.#streams]) {
      if (await stream.alive()) continue;
      this.#streams.delete(stream);
      stream.reply.raw.end('event: end\ndata: {}\n\n');
    }
  }
}
