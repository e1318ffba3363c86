import { generateSync } from 'otplib';
import { fromBase64, toBase64 } from '../../src/desk/browser/people/bytes.ts';
import { firstEpoch, makeEpoch, makeRecovery, openWithSheet, vouching } from '../../src/desk/browser/people/hand-out.ts';
import { Keys } from '../../src/desk/browser/people/keys.ts';
import { deriveKeys, makeOwnKeys } from '../../src/desk/browser/people/own-keys.ts';
import { newest } from '../../src/desk/browser/people/recover.tsx';
import type { Colleague, DeskKeys, NewEpoch } from '../../src/desk/wire.ts';
import { sealDeskSecret, vouchFor } from '../../src/sealing/desk-keys.ts';
import type { LiveLine } from '../harness/live.ts';
import { Visitor } from './harness.ts';

type Answer = Awaited<ReturnType<Visitor['ask']>>;

/** A colleague's browser without a page: the same functions the pages call, over HTTP. */
export class Member extends Visitor {
  keys: Keys | undefined;
  seed = '';
  id = '';
  #codes = 0;
  readonly line: LiveLine;
  readonly name: string;
  constructor(line: LiveLine, name: string) {
    super(line.base);
    this.line = line;
    this.name = name;
  }

  override ask(method: string, path: string, body?: unknown, headers: Record<string, string | undefined> = {}): Promise<Answer> {
    return super.ask(method, path, body, { 'x-forwarded-proto': 'https', ...(method !== 'GET' && { origin: this.line.tls.url }), ...headers });
  }

  /** A code of its own each time: each counts once. */
  code(): string {
    this.line.clock.pass(this.#codes++ === 0 ? 0 : 31_000);
    return generateSync({ secret: this.seed, epoch: Math.floor(this.line.clock.now() / 1000) });
  }

  /** After a first or renewed passphrase: the second factor, and in. */
  async enrol(wrappingKey: Uint8Array): Promise<Answer> {
    await this.ask('GET', 'me');
    this.seed = (await this.post('own/codes/begin')).body.seed;
    return this.#in(await this.post('own/codes', { code: this.code() }), wrappingKey);
  }

  async comeIn(passphrase: string): Promise<Answer> {
    await this.ask('GET', 'me');
    const { proof, wrappingKey } = await deriveKeys(passphrase, (await this.post('salt', { name: this.name })).body.salt);
    const half = await this.post('sign-in', { name: this.name, proof });
    if (half.status !== 200) return half;
    await this.ask('GET', 'me');
    if (half.body.need === 'enrol') return this.enrol(wrappingKey);
    return this.#in(await this.post('sign-in/code', { code: this.code() }), wrappingKey);
  }

  #in(answer: Answer, wrappingKey: Uint8Array): Answer {
    if (answer.status === 200) {
      this.keys = new Keys(wrappingKey, answer.body);
      this.id = answer.body.me.advocate.id;
    }
    return answer;
  }

  /** Sets the desk up; returns the key of the sheet. */
  async setUp(passphrase: string): Promise<Uint8Array> {
    const { body: { month } } = await this.ask('GET', 'me');
    const recovery = await makeRecovery();
    const id = 'aa'.repeat(16);
    const { keys, pair, wrappingKey } = await makeOwnKeys(passphrase);
    const { epoch, forRecovery } = firstEpoch(id, pair, recovery.pair, month);
    const person = { name: this.name, roles: ['operator', 'coordinator', 'advocate'], languages: ['en'], skills: [], phone: null };
    const done = await this.post('set-up', { code: await this.line.app.setUpCode(), id, person, keys, epoch, recovery: forRecovery });
    if (done.status !== 200) throw new Error(done.text);
    await this.enrol(wrappingKey);
    return recovery.key;
  }

  async join(words: string, passphrase: string): Promise<Answer> {
    await this.ask('GET', 'me');
    const { keys, wrappingKey } = await makeOwnKeys(passphrase);
    const answer = await this.post('join', { name: this.name, code: words, keys });
    if (answer.status !== 200) return answer;
    await this.ask('GET', 'me');
    return answer.body.need === 'enrol' ? this.enrol(wrappingKey) : this.#in(await this.post('sign-in/code', { code: this.code() }), wrappingKey);
  }

  async known(): Promise<DeskKeys> { return (await this.ask('GET', 'keys')).body; }
  async colleague(name: string): Promise<Colleague> {
    const found = (await this.known()).colleagues.find((one) => one.name === name);
    if (found === undefined) throw new Error(`nobody is called ${name}`);
    return found;
  }
  mine(): Keys {
    if (this.keys === undefined) throw new Error('not signed in');
    return this.keys;
  }

  invite(name: string, roles: string[] = ['advocate']): Promise<Answer> { return this.post('people', { name, roles, languages: ['en'], skills: [] }); }
  async handOver(name: string): Promise<Answer> {
    const one = await this.colleague(name);
    const given = vouching(this.mine(), (await this.known()).current?.epoch ?? '', one);
    return this.post(`people/${one.id}/vouch`, given);
  }
  async epoch(without?: string): Promise<NewEpoch> {
    const made = await makeEpoch(this.mine(), await this.known(), without);
    if (made === undefined || 'strangers' in made) throw new Error('no epoch was made');
    this.mine().take(made.epoch.epoch, made.pair);
    return made.epoch;
  }
  async recoverWith(sheet: Uint8Array, who: string, passphrase: string): Promise<Answer> {
    await this.ask('GET', 'me');
    const opener = await openWithSheet(sheet);
    const { body: { box, publicKey } } = await this.post('recovery/begin');
    if (publicKey !== opener.publicKey) return this.post('recovery', { answer: toBase64(new Uint8Array(32)) });
    const shown = await this.post('recovery', { answer: opener.answer(box) });
    if (shown.status !== 200) return shown;
    const pairs = opener.open(shown.body.keys);
    const { keys, wrappingKey } = await makeOwnKeys(passphrase);
    const mine = fromBase64(keys.publicKey);
    const [epoch, latest] = newest(pairs);
    const held = [...pairs].map(([of, pair]) => ({ epoch: of, sealed: toBase64(sealDeskSecret(mine, pair)) }));
    const answer = await this.post(`recovery/${who}`, { keys, held, epoch, mac: toBase64(vouchFor(latest, who, mine)) });
    return answer.status === 200 ? this.enrol(wrappingKey) : answer;
  }

  /** What this browser reads of a request; undefined where it cannot open it. */
  async reads(id: string): Promise<string | undefined> {
    const opened = await this.post(`requests/${id}/open`);
    return opened.status === 200 ? this.mine().unseal(opened.body)?.inner : undefined;
  }
}
