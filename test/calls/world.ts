import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HlpError } from '../../src/errors.ts';
import type { openCalls as Open, Calls } from '../../src/effects/calls/calls.ts';
import type { LegEvent, LegReply } from '../../src/gateways/gateway.ts';
import type { LogEvent } from '../../src/log.ts';
import type { Spoken } from '../../src/render/reply.ts';
import { openSealing } from '../../src/sealing/open.ts';
import type { Sealing } from '../../src/sealing/sealing.ts';
import type { Store } from '../../src/store/store.ts';

export const GATEWAY = 'africastalking';
export const CALLERS = ['+447700900201', '+447700900202', '+447700900203'];
export const ADVOCATES = ['+447700900101', '+447700900102', '+447700900103'];

/** Real keys in a directory of their own, removed when the test file ends. */
export function realSealing(clock: { now(): number }): Sealing & { remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'hakiline-calls-'));
  const sealing = openSealing({ secretsDir: join(dir, 'secrets'), volatileDir: join(dir, 'volatile'), clock });
  return { ...sealing, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

const spoken = (clip: string, language: string): Spoken => ({ language, segments: [{ clip, text: clip }], english: clip });
export const say = {
  advocateGate: (language: string) => spoken('advocateGate', language),
  alarmGate: (language: string) => spoken('alarmGate', language),
  alarmTaken: (language: string) => spoken('alarmTaken', language),
  pleaseWait: (language: string) => spoken('pleaseWait', language),
  reading: (topic: string, language: string) => spoken(`topics.${topic}`, language),
  callerGate: (country: string) => spoken('callerGate', country),
  gone: (language: string) => spoken('gone', language),
  advocateNoLonger: (language: string) => spoken('advocateNoLonger', language),
};

/** A phone the carrier rings for us, and what we last told it to do. */
export interface Ringing { readonly session: string; readonly to: string; state: 'rings' | 'up' | 'over'; reply?: LegReply }

type Answer = 'placed' | 'refused' | 'lost' | 'lostUnplaced';

/** A carrier: rings phones, tells of them when the test wants it to, and answers `/call` as well or badly as told. */
export class Carrier {
  readonly phones: Ringing[] = [];
  readonly sent: LegEvent[] = [];
  answers: Answer[] = [];
  /** Where session ids go on after `phones` was emptied. */
  offset = 0;
  /** Looks at every call before it is placed. */
  watch: (to: string) => void = () => {};
  /** Lets instructions overtake the reply of `/call`. */
  slow: () => Promise<void> = async () => {};

  async call(to: string): Promise<{ session: string }> {
    this.watch(to);
    const answer = this.answers.shift() ?? 'placed';
    if (answer === 'refused') throw new HlpError('HLP_CALL_REFUSED');
    if (answer === 'lostUnplaced') throw new HlpError('HLP_CALL_UNCERTAIN');
    const session = `ATVId_${this.offset + this.phones.length + 1}`;
    this.phones.push({ session, to, state: 'rings' });
    await this.slow();
    if (answer === 'lost') throw new HlpError('HLP_CALL_UNCERTAIN');
    return { session };
  }

  phone(to: string): Ringing {
    const phone = this.phones.findLast((one) => one.to === to);
    if (phone === undefined) throw new Error('that phone never rang');
    return phone;
  }

  readonly picksUp = (phone: Ringing): LegEvent => { phone.state = 'up'; return { ...this.of(phone), type: 'answered' }; };
  /** A key at a gate, or none; `undefined` where we asked for none. */
  presses(phone: Ringing, keys: string | undefined): LegEvent | undefined {
    const next = phone.reply?.then;
    if (next?.do !== 'gather') return undefined;
    return keys === undefined ? { ...this.of(phone), type: 'silence', state: next.state } : { ...this.of(phone), type: 'keys', state: next.state, keys };
  }
  hangsUp(phone: Ringing): LegEvent {
    const picked = phone.state === 'up';
    phone.state = 'over';
    return { ...this.of(phone), type: 'ended', picked };
  }
  private readonly of = ({ session, to }: Ringing) => ({ gateway: GATEWAY, session, called: to });
}

export class Time { constructor(public at = Date.UTC(2026, 10, 22, 9)) {} now(): number { return this.at; } }

/** What a call is about: without it no caller's phone rings. Twice the same is once. */
export async function keepRequest(store: Store, clock: Time, id: string, kind: 'now' | 'urgent' = 'urgent'): Promise<void> {
  const [madeAt, until] = [clock.at, clock.at + 86_400_000];
  const request = { id, kind, channel: 'ussd', language: 'am', country: 'KE', zone: 'Africa/Nairobi', call: 'yes', fields: {}, consent: 'now.v1', madeAt, numberUntil: until, eraseAt: until } as const;
  await store.answers.record({ slot: { session: id, position: 0, nth: 0, prefix: 'cd'.repeat(16) }, now: clock.at, act: { do: 'keep', request }, outcomes: { kept: Buffer.alloc(32, 7) } });
}

/** One process of the line. `open` is given so that a broken build can be tried on the same tests. */
export function line(open: typeof Open, parts: { store: Store; sealing: Sealing; clock: Time; carrier: Carrier; log?: LogEvent[] }): Calls {
  const { store, sealing, clock, carrier, log } = parts;
  return open({ store, sealing, clock, carriage: { call: (to) => carrier.call(to) }, gateway: GATEWAY, say, log: (event) => void log?.push(event) });
}

export const advocates = (sealing: Sealing, languages: string[][] = [['en'], ['en', 'am'], ['am']]) =>
  ADVOCATES.map((number, i) => ({ id: `a${i}`.padEnd(32, '0'), name: `advocate ${i}`, languages: languages[i] ?? ['en'], skills: [], onDuty: true, phone: sealing.sealPhone(`a${i}`.padEnd(32, '0'), number) }));
