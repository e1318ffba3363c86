import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { HlpError } from '../../errors.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Hex, Store } from '../../store/store.ts';
import { inThread } from './demo-keys.ts';
import { monthOf } from './desk-key.ts';
import { keepWords } from './kept-words.ts';

const NAME = 'demo';
/** On a code that no telephone network carries. */
const PHONE = '+999700000002';

interface Demo {
  readonly store: Store; readonly sealing: Sealing; readonly secretsDir: string; readonly clock: Clock;
  /** The operator's time zone, in which the demo advocate is there at all hours. */
  readonly zone: string;
  /** Every built language. */
  readonly languages: readonly string[];
  readonly random?: (bytes: number) => Uint8Array;
}

/**
 * Sets up what demo mode needs: a desk key, and the advocate "demo" who holds it, on duty at all hours. The passphrase is
 * kept readable in SECRETS_DIR (0600), the named exception of demo mode, so that every start can print it. What is there
 * already stays as it is; two processes may start on one directory at once, and one killed half-way is made good by the
 * next. The desk key in use is handed to `sealing`. Throws HLP_SECRETS_UNREADABLE when another passphrase made the advocate.
 */
export async function setUpDemo({ store, sealing, secretsDir, clock, zone, languages, random = randomBytes }: Demo): Promise<{ passphrase: string; advocate: Hex }> {
  const passphrase = await keepWords(join(secretsDir, 'demo-passphrase'), random);
  const advocate = await findAdvocate(store) ?? await makeAdvocate({ store, sealing, passphrase, languages, epoch: monthOf(clock) });
  await giveShifts(store, advocate, zone);
  const desk = await store.keys.current() ?? await publishDeskKey(store, passphrase);
  sealing.useDeskKey(desk.epoch, desk.publicKey);
  return { passphrase, advocate };
}

const findAdvocate = async (store: Store): Promise<Hex | undefined> => (await store.rota.read()).advocates.find(({ name }) => name === NAME)?.id;

const unreadable = (): never => { throw new HlpError('HLP_SECRETS_UNREADABLE', 'demo-passphrase'); };

interface NewAdvocate { readonly store: Store; readonly sealing: Sealing; readonly passphrase: string; readonly languages: readonly string[]; readonly epoch: string }

/** The desk key comes into the store with the advocate who can open it, in one transaction. */
async function makeAdvocate({ store, sealing, passphrase, languages, epoch }: NewAdvocate): Promise<Hex> {
  const id = sealing.newId();
  const { deskPublicKey, deskSecret, ...keys } = await inThread('make', passphrase);
  // Where another process was first, this adds nothing, and its advocate is the one.
  await store.desk.addAdvocate({
    id, name: NAME, roles: ['operator', 'coordinator', 'advocate', 'auditor'], languages, skills: [], onDuty: true, phone: sealing.sealPhone(id, PHONE),
    ...keys, deskSecrets: [{ epoch, sealed: deskSecret }],
  });
  const there = await findAdvocate(store) ?? unreadable();
  if (there === id) await store.keys.addEpoch(epoch, deskPublicKey);
  return there;
}

/** Reads the desk key where the passphrase opens it, so that whoever made it, all processes publish the same one. */
async function publishDeskKey(store: Store, passphrase: string): Promise<{ epoch: string; publicKey: Uint8Array }> {
  const salt = await store.desk.saltOf(NAME);
  if (salt === undefined) return unreadable();
  const { proof, wrappingKey } = await inThread('derive', passphrase, salt);
  const found = await store.desk.signIn(NAME, proof);
  const own = found && await store.desk.keysOf(found.id);
  const [kept] = own?.deskSecrets ?? [];
  if (own === undefined || kept === undefined) return unreadable();
  const publicKey = await inThread('open', { wrappingKey, publicKey: own.publicKey, wrappedSecret: own.wrappedSecret, sealed: kept.sealed });
  await store.keys.addEpoch(kept.epoch, publicKey);
  return await store.keys.current() ?? { epoch: kept.epoch, publicKey };
}

async function giveShifts(store: Store, advocate: Hex, zone: string): Promise<void> {
  const { shifts } = await store.rota.read();
  if (shifts.some((shift) => shift.advocate === advocate)) return;
  await store.rota.setShifts(advocate, [{ as: 'duty', days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440, zone, languages: null, skills: null }]);
}
