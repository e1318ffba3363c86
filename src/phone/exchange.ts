import type { Clips } from './clip.ts';
import type { Fields } from './form.ts';
import type { NewId } from './ids.ts';
import { WELL_BEHAVED, type Misbehaviour } from './misbehaviour.ts';
import type { Pace } from './pace.ts';
import { Phone } from './phones.ts';
import type { Queues } from './queues.ts';
import type { Wire } from './wire.ts';

/** The line's numbers, by use. */
export interface Numbers {
  readonly hotline: string; readonly missed: string; readonly outgoing: string; readonly texts: string;
  readonly codes: readonly string[];
  /** Further numbers and codes of the line, and what each leads to, in words. */
  readonly others?: readonly { readonly dialled: string; readonly to: string }[] | undefined;
}

/** Seconds on any network's own clock. */
export const NETWORK = { ring: 30, longestCall: 4 * 3600, redelivery: 60, late: 30 } as const;

const PHONES_KEPT = 1000;

/** What the carrier's parts share: who has which number, how to reach the line, and how to misbehave. All in memory. */
export class Exchange {
  readonly #target: () => string;
  readonly numbers: Numbers;
  readonly now: () => number;
  readonly pace: Pace;
  readonly wire: Wire;
  readonly newId: NewId;
  readonly clips: Clips;
  readonly queues: Queues;
  /** Where the carrier's own recordings are fetched from. */
  readonly address: () => string;
  readonly recordings = new Map<string, Buffer>();
  misbehaviour: Misbehaviour = { ...WELL_BEHAVED };
  readonly #phones = new Map<string, Phone>();
  readonly #byNumber = new Map<string, Phone>();

  constructor(parts: {
    target: () => string; numbers: Numbers; now: () => number; pace: Pace; wire: Wire; newId: NewId; clips: Clips;
    queues: Queues; address: () => string;
  }) {
    this.#target = parts.target; this.numbers = parts.numbers; this.now = parts.now; this.pace = parts.pace;
    this.wire = parts.wire; this.newId = parts.newId; this.clips = parts.clips; this.queues = parts.queues;
    this.address = parts.address;
  }

  get phones(): Iterable<Phone> { return this.#phones.values(); }
  phone(id: string): Phone | undefined { return this.#phones.get(id); }
  phoneAt(number: string): Phone | undefined { return this.#byNumber.get(number); }

  /** Switches a phone on, or finds the one that has the number already. */
  register(number: string, name: string, network: string): Phone {
    let phone = this.#byNumber.get(number);
    if (phone) { phone.name = name || phone.name; phone.network = network; phone.changed(); return phone; }
    if (this.#phones.size >= PHONES_KEPT) {
      const idle = [...this.#phones.values()].find((one) => !one.busy && !one.watched);
      if (idle) { this.#phones.delete(idle.id); this.#byNumber.delete(idle.number); }
    }
    phone = new Phone(this.newId('phone_'), number, name, network);
    this.#phones.set(phone.id, phone);
    this.#byNumber.set(number, phone);
    return phone;
  }

  /** Whether a number is one of the line's that can be called, and call. */
  isLine(number: string): boolean {
    const { hotline, missed, outgoing, others = [] } = this.numbers;
    return [hotline, missed, outgoing, ...others.map(({ dialled }) => dialled)].includes(number);
  }

  /** All codes that are registered for the line. */
  get codes(): string[] {
    return [...new Set([...this.numbers.codes, ...(this.numbers.others ?? []).flatMap(({ dialled }) => (dialled.startsWith('*') ? [dialled] : []))])];
  }

  faultsOf(phone: Phone | undefined): Misbehaviour { return { ...this.misbehaviour, ...phone?.misbehaviour }; }

  /** The line's address for one of its callbacks. */
  callback(name: 'ussd' | 'ussd-events' | 'voice' | 'voice-events' | 'sms' | 'sms-status'): string {
    return `${this.#target().replace(/\/+$/, '')}/${name}`;
  }

  /** How a number is written in callbacks about this phone. */
  written(number: string, phone: Phone | undefined): string {
    return this.faultsOf(phone).noPlus ? number.replace(/^\+/, '') : number;
  }

  /** Posts an event nobody waits for: once, late, twice or never, as the phone's switches say. */
  notify(url: string, fields: Fields, phone: Phone | undefined): void {
    const faults = this.faultsOf(phone);
    const post = (): void => { this.wire.post(url, fields, { faults, phone: phone?.id }).catch(() => {}); };
    if (faults.events === 'missing') return;
    if (faults.events === 'late') { this.pace.after(NETWORK.late, post); return; }
    post();
    if (faults.events === 'twice') this.pace.after(2, post);
  }
}
