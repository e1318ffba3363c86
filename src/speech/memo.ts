/** A map that forgets what was set longest ago when it is full. */
export class Memo<T> {
  readonly #entries = new Map<string, T>();
  readonly #limit: number;
  constructor(limit: number) { this.#limit = limit; }

  get(key: string): T | undefined { return this.#entries.get(key); }

  set(key: string, value: T): void {
    this.#entries.delete(key);
    if (this.#entries.size >= this.#limit) for (const oldest of this.#entries.keys()) { this.#entries.delete(oldest); break; }
    this.#entries.set(key, value);
  }

  /** Forgets every key that stands for this value. */
  forget(value: T): void {
    for (const [key, entry] of this.#entries) if (entry === value) this.#entries.delete(key);
  }
}
