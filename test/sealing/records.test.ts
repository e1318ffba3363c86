import fc from 'fast-check';
import sodium from 'libsodium-wrappers-sumo';
import t from 'tap';
import { makePair, openBox, openField, unpadFrom } from '../../src/sealing/desk-keys.ts';
import { RecordKeys } from '../../src/sealing/pool.ts';
import { desk, keys, NUMBER } from './fixtures.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

t.test('a browser opens the cover name, and of the number only a seal that the line opens', async (t) => {
  const { sealing, pair } = await desk(t);
  const id = sealing.newId();
  const { wrap, fields } = sealing.sealRecord(id, { number: NUMBER, coverName: 'Aunt Rosé' });
  // Written out, not through desk-keys.ts: this is what format.md promises.
  const key = sodium.crypto_box_seal_open(wrap.sealed, pair.publicKey, pair.secretKey);
  const outer = (field: string) => sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, fields[field]!.subarray(12), `hakiline.v1|${id}|${field}|${wrap.epoch}`, fields[field]!.subarray(0, 12), key);
  t.equal(text(sodium.unpad(outer('coverName'), 64)), 'Aunt Rosé');
  const inner = outer('number');
  t.equal(inner.length, 60);
  t.notMatch(text(inner), /4477/);
  t.equal(sealing.openInner(id, inner), NUMBER);
  t.equal(sealing.openInner(sealing.newId(), inner), undefined, 'not of another record');
});

t.test('neither the store nor a stolen desk key opens a number without the line key', async (t) => {
  const { sealing, pair } = await desk(t);
  const id = sealing.newId();
  const { wrap, fields } = sealing.sealRecord(id, { number: NUMBER });
  const inner = openField(openBox(pair, wrap.sealed), id, 'number', wrap.epoch, fields['number']!);
  t.equal(keys(t).sealing.openInner(id, inner), undefined);
});

t.test('a sealed field says nothing of the length of what is in it', async (t) => {
  const { sealing } = await desk(t);
  const names = ['A', 'Ann', 'x'.repeat(63), 'x'.repeat(64), 'አበበ'.repeat(20)];
  const records = names.map((coverName, n) => sealing.sealRecord(sealing.newId(), { number: NUMBER.slice(0, 8 + n), coverName }));
  t.same(new Set(records.map(({ fields }) => fields['number']?.length)), new Set([88]));
  t.same(new Set(records.map(({ fields }) => fields['coverName']?.length)), new Set([92]));
  t.same(new Set(records.map(({ wrap }) => wrap.sealed.length)), new Set([80]));
  const pending = ['1', NUMBER, `${NUMBER}|${'x'.repeat(49)}`].map((words) => sealing.sealPending('id', words).length);
  t.same(new Set(pending), new Set([92]));
});

t.test('a name that is too long is cut between characters', async (t) => {
  const { sealing, pair } = await desk(t);
  const id = sealing.newId();
  const { wrap, fields } = sealing.sealRecord(id, { coverName: 'አ'.repeat(30) });
  t.equal(text(unpadFrom(openField(openBox(pair, wrap.sealed), id, 'coverName', wrap.epoch, fields['coverName']!), 64)), 'አ'.repeat(21));
});

t.test('every record has a key of its own, with the pool full, empty and changed', async (t) => {
  const { sealing, pair } = await desk(t);
  const opened = (count: number) => Array.from({ length: count }, () => {
    const id = sealing.newId();
    const { wrap, fields } = sealing.sealRecord(id, { number: NUMBER });
    const key = openBox(pair, wrap.sealed);
    if (sealing.openInner(id, openField(key, id, 'number', wrap.epoch, fields['number']!)) !== NUMBER) throw new Error('not opened');
    return Buffer.from(key).toString('hex');
  });
  const first = opened(40);
  await new Promise((resolve) => setTimeout(resolve, 300));
  t.equal(new Set([...first, ...opened(40)]).size, 80);
  const other = await desk(t);
  sealing.useDeskKey('2026-12', other.pair.publicKey);
  const { wrap } = sealing.sealRecord('ab', {});
  t.equal(wrap.epoch, '2026-12', 'no key of the old month is left in the pool');
  t.equal(openBox(other.pair, wrap.sealed).length, 32);
});

t.test('record keys are made while the line is idle, and again after some were taken', async (t) => {
  const full = async (): Promise<boolean> => {
    for (let n = 0; n < 100 && pool.pooled < 8; n++) await new Promise((resolve) => setTimeout(resolve, 20));
    return pool.pooled === 8;
  };
  const pool = new RecordKeys(8);
  pool.use('2026-11', makePair().publicKey);
  await pool.ready();
  t.ok(await full());
  for (let n = 0; n < 8; n++) pool.take();
  t.equal(pool.pooled, 0, 'not in the turn that takes them');
  t.ok(await full());
});

t.test('without a desk key nothing is sealed, and the line says why', async (t) => {
  const { sealing } = keys(t);
  await t.rejects(sealing.ready(), { code: 'HLP_SEAL_NOT_READY' });
  t.throws(() => sealing.sealRecord('ab', { number: NUMBER }), { code: 'HLP_SEAL_NOT_READY' });
});

t.test('one changed byte anywhere, or another place, and nothing opens', async (t) => {
  const { sealing, pair } = await desk(t);
  const id = sealing.newId();
  const { wrap, fields } = sealing.sealRecord(id, { number: NUMBER, coverName: 'Ann' });
  const recordKey = openBox(pair, wrap.sealed);
  const inner = openField(recordKey, id, 'number', wrap.epoch, fields['number']!);
  const key = sealing.session('at', 'ussd', 's1');
  const answer = key.seal({ position: 3, nth: 1 }, 'kept|48217736');
  const path = Buffer.from(sealing.sealTranscript('s1', ['1', '2']), 'base64url');
  const refused = (open: () => unknown): boolean => {
    try {
      return open() === undefined;
    } catch {
      return true;
    }
  };
  const places: [string, Uint8Array, (bytes: Uint8Array) => unknown][] = [
    ['wrap', wrap.sealed, (bytes) => openBox(pair, bytes)],
    ['number', fields['number']!, (bytes) => openField(recordKey, id, 'number', wrap.epoch, bytes)],
    ['coverName', fields['coverName']!, (bytes) => openField(recordKey, id, 'coverName', wrap.epoch, bytes)],
    ['inner', inner, (bytes) => sealing.openInner(id, bytes)],
    ['pending', sealing.sealPending(id, NUMBER), (bytes) => sealing.openPending(id, bytes)],
    ['phone', sealing.sealPhone(id, NUMBER), (bytes) => sealing.openPhone(id, bytes)],
    ['conversation', sealing.sealConversation('tag', '1'), (bytes) => sealing.openConversation('tag', bytes)],
    ['answer', answer, (bytes) => key.open({ position: 3, nth: 1 }, bytes)],
    ['transcript', path, (bytes) => sealing.openTranscript('s1', Buffer.from(bytes).toString('base64url'))],
  ];
  for (const [name, bytes, open] of places) {
    t.notOk(refused(() => open(bytes)), `${name} opens as it is`);
    let standing = 0;
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes);
      changed[at]! ^= 1 << (at % 8);
      if (!refused(() => open(changed))) standing++;
    }
    t.equal(standing, 0, `${name}: every one of ${bytes.length} bytes`);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (noise) => refused(() => open(noise))), { verbose: 1 });
  }
  t.throws(() => openField(recordKey, id, 'coverName', wrap.epoch, fields['number']!), 'another field');
  t.throws(() => openField(recordKey, id, 'number', '2026-12', fields['number']!), 'another epoch');
  t.throws(() => key.open({ position: 3, nth: 2 }, answer), { code: 'HLP_ANSWER_UNREADABLE' }, 'another ask');
  t.throws(() => sealing.session('at', 'ussd', 's2').open({ position: 3, nth: 1 }, answer), { code: 'HLP_ANSWER_UNREADABLE' }, 'another session');
  t.equal(sealing.openPhone(sealing.newId(), sealing.sealPhone(id, NUMBER)), undefined, 'another advocate');
  t.equal(sealing.openInner(id, sealing.sealPhone(id, NUMBER)), undefined, 'an advocate\'s phone is not a caller\'s number');
  t.equal(sealing.openTranscript('s2', Buffer.from(path).toString('base64url')), undefined, 'another call');
});
