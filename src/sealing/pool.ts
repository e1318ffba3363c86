import { randomFillSync } from 'node:crypto';
import { HlpError } from '../errors.ts';
import { prepareSodium, sealBox } from './desk-keys.ts';

interface RecordKey { readonly key: Buffer; readonly wrap: { readonly epoch: string; readonly sealed: Uint8Array } }

/** Between two turns of making, in ms. */
const PAUSE = 2;
/** Keys of one turn: one after another they cost less than each on its own, and a hop waits for under a millisecond. */
const AT_ONCE = 4;

/**
 * Record keys with their wraps, made a few at a time while the line is idle and held in memory only: the box costs more than
 * everything else a booking does.
 */
export class RecordKeys {
  readonly #size: number;
  readonly #pool: RecordKey[] = [];
  #desk: { epoch: string; publicKey: Uint8Array } | undefined;
  #loaded = false;
  #ready: Promise<void> | undefined;
  #filling = false;

  constructor(size: number) {
    this.#size = size;
  }

  /** Wraps from now on are for this desk key. Loads libsodium the first time. */
  use(epoch: string, publicKey: Uint8Array): void {
    if (this.#desk?.epoch === epoch && Buffer.compare(this.#desk.publicKey, publicKey) === 0) return;
    for (const { key } of this.#pool.splice(0)) key.fill(0);
    this.#desk = { epoch, publicKey };
    this.#ready ??= prepareSodium().then(() => {
      this.#loaded = true;
    });
    this.#ready.then(() => this.#fill(), () => undefined);
  }

  /** Resolves when a record can be sealed. Rejects HLP_SEAL_NOT_READY before `use`. */
  async ready(): Promise<void> {
    if (!this.#ready) throw new HlpError('HLP_SEAL_NOT_READY');
    await this.#ready;
  }

  /** How many are ready. */
  get pooled(): number {
    return this.#pool.length;
  }

  /** A key never used before, from the pool or made on the spot. The taker overwrites it. */
  take(): RecordKey {
    if (!this.#desk || !this.#loaded) throw new HlpError('HLP_SEAL_NOT_READY');
    const taken = this.#pool.pop() ?? this.#make(this.#desk);
    this.#fill();
    return taken;
  }

  #make(desk: { epoch: string; publicKey: Uint8Array }): RecordKey {
    const key = randomFillSync(Buffer.allocUnsafeSlow(32));
    return { key, wrap: { epoch: desk.epoch, sealed: sealBox(desk.publicKey, key) } };
  }

  /** A few keys and a moment apart, never in the turn that took one: hops in progress go first. */
  #fill(): void {
    if (this.#filling || this.#pool.length >= this.#size || this.#pool.length > Math.max(0, this.#size - AT_ONCE)) return;
    this.#filling = true;
    setTimeout(() => {
      this.#filling = false;
      if (!this.#desk) return;
      for (let n = 0; n < AT_ONCE && this.#pool.length < this.#size; n++) this.#pool.push(this.#make(this.#desk));
      this.#fill();
    }, PAUSE).unref();
  }
}
