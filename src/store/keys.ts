import type { Changes } from './changes.ts';
import type { Connection } from './database.ts';
import type { Hex, Keys, NewEpoch, NewRecovery } from './store.ts';
import type { InWorker } from './verbs.ts';

/** Desk keys: public halves, and secret ones sealed to whoever may have them. The first key of an epoch stays: a second process that made one too reads this one. */
export function keys(db: Connection, marks: Changes): InWorker<Keys> {
  const latest = db.prepare<[], { epoch: string; publicKey: Buffer }>('SELECT epoch, publicKey FROM epochs ORDER BY made DESC LIMIT 1');
  const add = db.prepare('INSERT INTO epochs (epoch, publicKey) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const recovery = db.prepare<[], { publicKey: Buffer; madeAt: number; secrets: Buffer }>('SELECT publicKey, madeAt, secrets FROM recovery');
  const recoveryKeys = db.prepare<[], { epoch: string; sealed: Buffer }>('SELECT epoch, sealed FROM recoveryKeys ORDER BY epoch');
  const held = handing(db);
  return {
    current: () => latest.get(),
    addEpoch: (epoch, publicKey) => void add.run(epoch, publicKey),
    next(given) {
      if (!held.follows(given, undefined)) return 'stale';
      held.handOut(given);
      marks.touchRota();
      return 'made';
    },
    recovery: () => {
      const known = recovery.get();
      return known && { ...known, keys: recoveryKeys.all() };
    },
    setRecovery(given, now) {
      if (!held.isWhole(given)) return false;
      held.keepRecovery(given, now);
      return true;
    },
  };
}

/** Handing desk keys out, as part of another job's transaction. */
export function handing(db: Connection) {
  const latest = db.prepare<[], string>('SELECT epoch FROM epochs ORDER BY made DESC LIMIT 1').pluck();
  const epochs = db.prepare<[], string>('SELECT epoch FROM epochs').pluck();
  const holders = db.prepare<[string], { colleague: Hex; publicKey: Buffer }>('SELECT colleague, publicKey FROM heldKeys JOIN colleagues ON id = colleague WHERE epoch = ? AND publicKey IS NOT NULL');
  const hasRecovery = db.prepare<[], number>('SELECT 1 FROM recovery').pluck();
  const addEpoch = db.prepare('INSERT INTO epochs (epoch, publicKey) VALUES (?, ?)');
  const give = db.prepare('INSERT INTO heldKeys (colleague, epoch, sealed) VALUES (?, ?, ?)');
  const vouch = db.prepare('INSERT INTO vouches (colleague, epoch, mac) VALUES (?, ?, ?) ON CONFLICT (colleague) DO UPDATE SET epoch = excluded.epoch, mac = excluded.mac');
  const toRecovery = db.prepare('INSERT INTO recoveryKeys (epoch, sealed) VALUES (?, ?)');
  const dropRecoveryKeys = db.prepare('DELETE FROM recoveryKeys');
  const setRecovery = db.prepare(`INSERT INTO recovery (id, publicKey, madeAt, secrets) VALUES (1, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET publicKey = excluded.publicKey, madeAt = excluded.madeAt, secrets = excluded.secrets`);

  return {
    /** Whether it comes after the key in use and goes to all who hold that one, and to nobody else; `without` is about to leave. */
    follows({ after, epoch, held, recovery }: NewEpoch, without: Hex | undefined): boolean {
      const before = latest.get();
      if ((before ?? null) !== after || epochs.all().includes(epoch) || (hasRecovery.get() === 1) !== (recovery !== null)) return false;
      const due = before === undefined ? [] : holders.all(before).filter(({ colleague }) => colleague !== without);
      return due.length === held.length && due.every(({ colleague, publicKey }) => held.some((one) => one.colleague === colleague && publicKey.equals(one.publicKey)));
    },
    handOut({ epoch, publicKey, held, recovery }: NewEpoch): void {
      addEpoch.run(epoch, publicKey);
      for (const { colleague, sealed, mac } of held) {
        give.run(colleague, epoch, sealed);
        vouch.run(colleague, epoch, mac);
      }
      if (recovery !== null) toRecovery.run(epoch, recovery);
    },
    give: (colleague: Hex, held: readonly { epoch: string; sealed: Uint8Array }[]): void => { for (const { epoch, sealed } of held) give.run(colleague, epoch, sealed); },
    vouch: (colleague: Hex, given: { epoch: string; mac: Uint8Array }): void => void vouch.run(colleague, given.epoch, given.mac),
    /** Every desk key must be among its keys: one left out could not be recovered. */
    isWhole({ keys: given }: NewRecovery): boolean {
      const known = epochs.all();
      return given.length === known.length && known.every((epoch) => given.some((one) => one.epoch === epoch));
    },
    keepRecovery({ publicKey, secrets, keys: given }: NewRecovery, now: number): void {
      setRecovery.run(publicKey, now, secrets);
      dropRecoveryKeys.run();
      for (const { epoch, sealed } of given) toRecovery.run(epoch, sealed);
    },
    latest: () => latest.get(),
  };
}
