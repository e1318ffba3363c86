import type { Clip } from './clip.ts';
import { type Misbehaviour } from './misbehaviour.ts';
import { carrierOf } from './networks.ts';

/** What the phone is doing. `waiting`: a request is with the network. `screen`: a USSD screen that expects an answer. */
export type State = 'idle' | 'waiting' | 'screen' | 'ended' | 'calling' | 'ringing' | 'call' | 'connected' | 'error';

/** Something that sounded in a call, or was said in it. */
export interface Sound {
  readonly n: number;
  readonly kind: 'clip' | 'voice' | 'music' | 'beep' | 'other phone';
  /** The words, or the clip's address. */
  readonly what: string;
  readonly seconds: number;
}

export interface Inbox { readonly id: string; readonly from: string; readonly text: string; readonly at: number }

/** All there is to see on a phone. `version` grows with every change. */
export interface Snapshot {
  readonly id: string; readonly version: number; readonly number: string; readonly name: string; readonly network: string;
  readonly state: State;
  /** The exact text on the screen. */
  readonly text: string;
  /** What went wrong, and what to do; empty when nothing did. */
  readonly fault: string;
  /** Faults of the line or the network since the phone was switched on, newest last. */
  readonly faults: readonly string[];
  readonly length?: string | undefined;
  readonly other?: string | undefined;
  readonly sounds: readonly Sound[];
  readonly inbox: readonly Inbox[];
  readonly misbehaviour: Partial<Misbehaviour>;
}

/** The part of a call that a phone's keys reach. */
export interface InCall { key(key: string): void; hangUp(): void; say(words: string): void }

export type PhoneEvent = { readonly event: 'phone'; readonly snapshot: Snapshot } | { readonly event: 'sound'; readonly sound: Sound }
  | { readonly event: 'hush' };

const KEPT = 200;

export class Phone {
  readonly id: string;
  readonly number: string;
  name: string;
  network: string;
  misbehaviour: Partial<Misbehaviour> = {};
  call: InCall | undefined;
  readonly clips = new Map<number, Clip>();
  readonly #watchers = new Set<(event: PhoneEvent) => void>();
  #version = 0;
  #sound = 0;
  #shown: { state: State; text: string; fault: string; length?: string | undefined; other?: string | undefined } = { state: 'idle', text: '', fault: '' };
  #faults: string[] = [];
  #sounds: Sound[] = [];
  #inbox: Inbox[] = [];
  #settle: ((answer: 'answered' | 'declined') => void) | undefined;

  constructor(id: string, number: string, name: string, network: string) {
    this.id = id; this.number = number; this.name = name; this.network = network;
  }

  get carrierName(): string { return carrierOf(this.network); }
  get state(): State { return this.#shown.state; }
  get watched(): boolean { return this.#watchers.size > 0; }
  get busy(): boolean { return this.call !== undefined || this.#settle !== undefined; }

  get snapshot(): Snapshot {
    return {
      id: this.id, version: this.#version, number: this.number, name: this.name, network: this.network, ...this.#shown,
      faults: [...this.#faults], sounds: [...this.#sounds], inbox: [...this.#inbox], misbehaviour: { ...this.misbehaviour },
    };
  }

  watch(see: (event: PhoneEvent) => void): () => void { this.#watchers.add(see); return () => this.#watchers.delete(see); }

  /** Changes what the phone shows; a fault is also kept in the list. */
  show(state: State, text: string, more: { fault?: string; length?: string; other?: string | undefined } = {}): void {
    this.#shown = { state, text, fault: more.fault ?? '', length: more.length, other: more.other };
    if (more.fault) this.#keepFault(more.fault);
    this.changed();
  }

  /** Says that something is wrong without ending what goes on. */
  fault(words: string): void {
    this.#shown = { ...this.#shown, fault: words };
    this.#keepFault(words);
    this.changed();
  }

  changed(): void {
    this.#version += 1;
    this.#tell({ event: 'phone', snapshot: this.snapshot });
  }

  /** A new call starts with nothing heard. */
  forgetSounds(): void { this.#sounds = []; this.clips.clear(); this.hush(); }

  hear(kind: Sound['kind'], what: string, seconds: number, clip?: Clip): void {
    const sound: Sound = { n: ++this.#sound, kind, what, seconds: Math.round(seconds * 1000) / 1000 };
    this.#sounds = [...this.#sounds, sound].slice(-KEPT);
    if (clip) {
      this.clips.set(sound.n, clip);
      if (this.clips.size > 20) this.clips.delete([...this.clips.keys()][0]!);
    }
    this.changed();
    this.#tell({ event: 'sound', sound });
  }

  hush(): void { this.#tell({ event: 'hush' }); }

  receive(text: Inbox): void { this.#inbox = [...this.#inbox, text].slice(-KEPT); this.changed(); }

  /** Rings until answered or declined. The returned stop ends the ringing and settles nothing. */
  ring(from: string, answered: (answer: 'answered' | 'declined') => void): () => void {
    this.forgetSounds();
    const settle = (answer: 'answered' | 'declined'): void => { if (this.#settle === settle) { this.#settle = undefined; answered(answer); } };
    this.#settle = settle;
    this.show('ringing', `${from}\nis calling`, { other: from });
    return () => {
      if (this.#settle !== settle) return;
      this.#settle = undefined;
      this.show('ended', 'Missed call', { other: from });
    };
  }

  /** False when the phone is not ringing. */
  pickUp(answer: 'answered' | 'declined'): boolean {
    if (!this.#settle) return false;
    if (answer === 'declined') this.show('idle', '');
    this.#settle(answer);
    return true;
  }

  #keepFault(words: string): void { this.#faults = [...this.#faults, words].slice(-KEPT); }
  #tell(event: PhoneEvent): void { for (const see of this.#watchers) see(event); }
}
