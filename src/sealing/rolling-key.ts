import type { Clock } from '../clock.ts';
import { destroyKey, keyNames, readKey, readOrMakeKey } from './key-files.ts';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/**
 * A key that is replaced every period and destroyed, in memory and on disk, when the period after it has ended: what is
 * sealed now can be opened for one whole period at least and for two at most. Files are named for their period, so that
 * processes on one directory agree.
 */
export class RollingKey {
  readonly #dir: string;
  readonly #name: string;
  readonly #length: number;
  readonly #shift: number;
  readonly #clock: Clock;
  /** By period; null where none was ever made. */
  readonly #held = new Map<number, Buffer | null>();

  /** `length` and `shift` in ms; `shift` moves where a period starts. */
  constructor(dir: string, name: string, length: number, clock: Clock, shift = 0) {
    this.#dir = dir;
    this.#name = name;
    this.#length = length;
    this.#clock = clock;
    this.#shift = shift;
  }

  current(): Buffer {
    const period = this.#period();
    return this.#held.get(period) ?? this.#make(period);
  }

  /** The current key and, where it still exists, the one before: what may still have to be opened or compared. */
  recent(): Buffer[] {
    const before = this.#find(this.#period() - 1);
    return before ? [this.current(), before] : [this.current()];
  }

  /** Makes what is needed, a little ahead of time, and destroys what is past. True when a key was destroyed. */
  rotate(): boolean {
    const period = this.#period();
    this.current();
    const left = (period + 1) * this.#length - this.#shift - this.#clock.now();
    if (left < 2 * MINUTE) this.#make(period + 1); // so that no caller's hop waits for a disk when the period turns
    // A clock set back leaves keys of a future nobody is in: they go too, or they would live too long.
    const past = (p: number): boolean => p < period - 1 || p > period + 1;
    for (const [p, key] of this.#held) {
      if (!past(p)) continue;
      key?.fill(0);
      this.#held.delete(p);
    }
    let destroyed = false;
    for (const file of keyNames(this.#dir)) {
      const p = this.#periodOf(file);
      if (p === undefined || !past(p)) continue;
      destroyKey(this.#dir, file);
      destroyed = true;
    }
    return destroyed;
  }

  #period(): number {
    return Math.floor((this.#clock.now() + this.#shift) / this.#length);
  }

  /** Also of a draft a killed process left behind: it may be a second name of the key itself. */
  #periodOf(file: string): number | undefined {
    const [name, period] = file.split('.');
    return name === this.#name && /^\d+$/.test(period ?? '') ? Number(period) : undefined;
  }

  #find(period: number): Buffer | null {
    let key = this.#held.get(period);
    if (key === undefined) {
      key = readKey(this.#dir, `${this.#name}.${period}`) ?? null;
      this.#held.set(period, key);
    }
    return key;
  }

  #make(period: number): Buffer {
    const key = this.#held.get(period) ?? readOrMakeKey(this.#dir, `${this.#name}.${period}`);
    this.#held.set(period, key);
    return key;
  }
}
