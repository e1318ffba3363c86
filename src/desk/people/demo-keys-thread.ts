import { parentPort, workerData } from 'node:worker_threads';
import { derive, makePair, makeSalt, openBox, prepareSodium, sealDeskSecret, unwrapSecret, wrapSecret } from '../../sealing/desk-keys.ts';
import type { Asked } from './demo-keys.ts';

const ANSWERS: Asked = {
  make(passphrase) {
    const [mine, desk, salt] = [makePair(), makePair(), makeSalt()];
    const { proof, wrappingKey } = derive(passphrase, salt);
    return { salt, proof, publicKey: mine.publicKey, wrappedSecret: wrapSecret(wrappingKey, mine), deskPublicKey: desk.publicKey, deskSecret: sealDeskSecret(mine.publicKey, desk) };
  },
  derive,
  open: ({ wrappingKey, publicKey, wrappedSecret, sealed }) => openBox(unwrapSecret(wrappingKey, publicKey, wrappedSecret), sealed).slice(32, 64),
};

const { what, given } = workerData as { what: keyof Asked; given: never[] };
await prepareSodium();
parentPort?.postMessage((ANSWERS[what] as (...given: never[]) => unknown)(...given));
