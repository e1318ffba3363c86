import type { Spoken } from '../render/reply.ts';

/** Where words become telephone audio. Opened once per process; the engine runs in a process of its own. */
export interface Speech {
  /**
   * The path of a clip that says this, `/audio/<language>/<clip>.<hash8>.mp3`, made now if it is not cached.
   * Undefined when it could not be made within `ms` (default 2,000): the gateway's own English voice then says it.
   * A join with a personal segment gets a random name, lives under VOLATILE_DIR and is deleted after ten minutes.
   */
  pathFor(spoken: Spoken, ms?: number): Promise<string | undefined>;
  /** The bytes behind a path under `/audio/`, and their type; undefined for an unknown or lapsed one. `.wav`, and `.mp3`, which is encoded when it is first asked for. */
  read(path: string): Promise<{ bytes: Buffer; type: 'audio/mpeg' | 'audio/wav'; personal: boolean } | undefined>;
  /** How far the background work on the given list is, and whether an engine works at all. */
  progress(): { ready: number; total: number; engine: 'working' | 'starting' | 'failed' };
  /**
   * Starts making these in the background, in this order (first screens first), as wave files. Of what says a caller's own
   * value only the parts that others may hear too. May be called once.
   */
  prepare(list: readonly Spoken[]): void;
  /** Calls back whenever progress changed. Returns how to stop. */
  onProgress(listener: () => void): () => void;
  close(): Promise<void>;
}
