/** Timers that run `speedup` times faster than a real network's, all gone at once when the carrier closes. */
export class Pace {
  readonly speedup: number;
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(speedup: number) {
    if (!(speedup > 0)) throw new RangeError('speedup must be above 0');
    this.speedup = speedup;
  }

  /** Calls `act` after so many of the network's seconds; the returned function cancels. */
  after(seconds: number, act: () => void): () => void {
    if (this.#closed) return () => {};
    const timer = setTimeout(() => { this.#timers.delete(timer); act(); }, Math.max(0, seconds * 1000 / this.speedup));
    this.#timers.add(timer);
    return () => { clearTimeout(timer); this.#timers.delete(timer); };
  }

  /** Resolves after so many of the network's seconds; rejects with the signal's reason when that comes first. */
  wait(seconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = (): void => { cancel(); reject(signal?.reason); };
      const cancel = this.after(seconds, () => { signal?.removeEventListener('abort', stop); resolve(); });
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

/** Resolves or rejects as `promise` does, unless the signal comes first: then rejects with its reason. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
