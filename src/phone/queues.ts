import type { Leg } from './leg.ts';

interface Waiting { readonly leg: Leg; readonly since: number; taken(by: Leg): void }

/** Who waits in which queue. A queue belongs to a number of the line and has a name. */
export class Queues {
  readonly #queues = new Map<string, Waiting[]>();

  /** Puts a leg at the end of a queue; the returned function takes it out again. */
  enter(number: string, name: string, waiting: Waiting): () => void {
    const key = `${number}|${name}`;
    this.#queues.set(key, [...(this.#queues.get(key) ?? []), waiting]);
    return () => {
      const rest = (this.#queues.get(key) ?? []).filter((one) => one !== waiting);
      if (rest.length > 0) this.#queues.set(key, rest);
      else this.#queues.delete(key);
    };
  }

  first(number: string, name: string): Waiting | undefined { return this.#queues.get(`${number}|${name}`)?.[0]; }

  get size(): number { return this.#queues.size; }
}
