import type { FastifyReply } from 'fastify';
import { HlpError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { faultOf, type Log } from '../../log.ts';
import type { Snapshot } from '../wire.ts';

const BEAT_MS = 15_000;
const MOST_STREAMS = 200;
const MOST_WAITING_BYTES = 1_000_000;

interface Stream { readonly reply: FastifyReply; readonly alive: () => Promise<boolean> }

/**
 * Pushes the queue to every open page when something changed, and every 15 s: the beat shows a page that it is still
 * connected, and ends the stream of an advocate whose session is over. One snapshot serves all pages.
 */
export class Live {
  readonly #streams = new Set<Stream>();
  readonly #take: () => Promise<Snapshot>;
  readonly #log: Log;
  readonly #stop: () => void;
  #pushing = false;
  #again = false;

  constructor(store: Store, take: () => Promise<Snapshot>, log: Log) {
    this.#take = take;
    this.#log = log;
    const stopListening = store.onChange(() => void this.#push());
    const beat = setInterval(() => void this.#push(), BEAT_MS);
    beat.unref();
    this.#stop = () => { stopListening(); clearInterval(beat); };
  }

  /** Takes a connection over for server-sent events. False when there are too many. */
  open(reply: FastifyReply, alive: () => Promise<boolean>): boolean {
    if (this.#streams.size >= MOST_STREAMS) return false;
    const stream = { reply, alive };
    reply.hijack();
    reply.raw.writeHead(200, { ...reply.getHeaders() as Record<string, string>, 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
    reply.raw.write('retry: 3000\n\n');
    reply.raw.on('close', () => this.#streams.delete(stream));
    this.#streams.add(stream);
    void this.#push();
    return true;
  }

  close(): void {
    this.#stop();
    for (const { reply } of this.#streams) reply.raw.end();
    this.#streams.clear();
  }

  /** Changes that come while a snapshot is being taken are pushed with one more. */
  async #push(): Promise<void> {
    if (this.#pushing) { this.#again = true; return; }
    this.#pushing = true;
    try {
      do {
        this.#again = false;
        await this.#endDead();
        if (this.#streams.size > 0) this.#write(`event: queue\ndata: ${JSON.stringify(await this.#take())}\n\n`);
      } while (this.#again);
    } catch (error) {
      this.#log(error instanceof HlpError ? { event: 'error', code: error.code, in: 'desk' } : faultOf(error, 'desk'));
    } finally {
      this.#pushing = false;
    }
  }

  #write(event: string): void {
    for (const { reply } of this.#streams) {
      // A page that does not read would make the line hold every snapshot for it: it has to connect anew.
      if (reply.raw.writableLength > MOST_WAITING_BYTES) reply.raw.destroy();
      else reply.raw.write(event);
    }
  }

  async #endDead(): Promise<void> {
    for (const stream of [...this.#streams]) {
      if (await stream.alive()) continue;
      this.#streams.delete(stream);
      stream.reply.raw.end('event: end\ndata: {}\n\n');
    }
  }
}
