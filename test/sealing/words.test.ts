import fc from 'fast-check';
import t from 'tap';
import { derive, makePair, makeSalt, openBox, openField, padTo, prepareSodium, sealDeskSecret, sealField, unpadFrom, unwrapSecret, wrapSecret } from '../../src/sealing/desk-keys.ts';
import { openSealing } from '../../src/sealing/open.ts';
import { keys, setClock } from './fixtures.ts';

t.test('a mistyped reference is never another: any wrong digit and any swap of neighbours is noticed', async (t) => {
  const { sealing } = keys(t);
  let slips = 0;
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), () => {
    const reference = sealing.newReference();
    if (!/^[1-9][0-9]{7}$/.test(reference) || !sealing.isReference(reference)) return false;
    for (let at = 0; at < 8; at++) {
      for (let digit = 0; digit < 10; digit++) {
        const wrong = reference.slice(0, at) + digit + reference.slice(at + 1);
        if (wrong !== reference && (slips++, sealing.isReference(wrong))) return false;
      }
      const swapped = reference.slice(0, at) + (reference[at + 1] ?? '') + reference[at] + reference.slice(at + 2);
      if (at < 7 && swapped !== reference && (slips++, sealing.isReference(swapped))) return false;
    }
    return true;
  }), { numRuns: 2000, verbose: 1 });
  t.ok(slips > 100_000, `${slips} slips`);
  for (const not of ['', '0', '00', '1234567', '123456789', '0123456', 'abcdefgh', '1234567٣', ' 1234567']) t.equal(sealing.isReference(not), false, not);
});

t.test('references are spread evenly and repeat with the same source', async (t) => {
  const { sealing, secretsDir, volatileDir } = keys(t);
  const first = new Map<string, number>();
  for (let n = 0; n < 90_000; n++) {
    const digit = sealing.newReference()[0] ?? '';
    first.set(digit, (first.get(digit) ?? 0) + 1);
  }
  t.same([...first.keys()].sort(), [...'123456789']);
  t.ok([...first.values()].every((count) => Math.abs(count - 10_000) < 500), 'within 5 of its standard deviations');
  const seeded = () => {
    let n = 0;
    return openSealing({ secretsDir, volatileDir, clock: setClock(), random: (bytes) => Buffer.alloc(bytes, (n += 37)) });
  };
  const [one, other] = [seeded(), seeded()];
  t.equal(one.newReference(), other.newReference());
  t.equal(one.newId(), other.newId());
});

t.test('any transcript comes back from its path as it was, and a long one fits a URL', async (t) => {
  const { sealing } = keys(t);
  const entry = fc.oneof(fc.constantFrom('1', '0', '00', '*', '#', '\u0000', '', '48217736'), fc.string({ unit: 'binary', maxLength: 160 }));
  fc.assert(fc.property(fc.array(entry, { maxLength: 200 }), fc.string(), (transcript, session) => {
    const path = sealing.sealTranscript(session, transcript);
    t.match(path, /^[\w-]+$/);
    const back = sealing.openTranscript(session, path);
    return back?.length === transcript.length && back.every((words, at) => words === transcript[at]);
  }), { numRuns: 300, verbose: 1 });
  t.ok(sealing.sealTranscript('s', Array.from({ length: 24 }, () => '1')).length <= 70, '24 keys in 70 characters');
  t.ok(sealing.sealTranscript('s', Array.from({ length: 200 }, () => '1')).length < 310);
  t.equal(sealing.openTranscript('s', '../../x'), undefined);
});

t.test('a voice hop sent again gets the same path from any process, and no other hop gets its nonce', async (t) => {
  const { sealing, secretsDir, volatileDir, clock } = keys(t);
  const other = openSealing({ secretsDir, volatileDir, clock });
  fc.assert(fc.property(fc.array(fc.constantFrom('1', '2', '#'), { maxLength: 20 }), fc.string(), (transcript, session) =>
    sealing.sealTranscript(session, transcript) === other.sealTranscript(session, [...transcript])), { verbose: 1 });
  const hops = [['s1', ['1', '2']], ['s1', ['1', '2', '1']], ['s1', []], ['s2', ['1', '2']], ['s1|', ['1']]] as const;
  const nonces = hops.map(([session, transcript]) => Buffer.from(sealing.sealTranscript(session, transcript), 'base64url').subarray(0, 12).toString('hex'));
  t.equal(new Set(nonces).size, hops.length);
  t.not(Buffer.from(sealing.sealConversation('aa', 'x')).toString('hex'), Buffer.from(sealing.sealConversation('aa', 'x')).toString('hex'), 'only of transcripts');
  const today = sealing.sealTranscript('s1', ['1']);
  clock.at += 86_400_000;
  t.not(sealing.sealTranscript('s1', ['1']), today, 'another day, another key');
});

t.test('a session is known by a digest that does not open its answers', async (t) => {
  const { sealing } = keys(t);
  const { tag } = sealing.session('africastalking', 'ussd', 'ATUid_1');
  t.match(tag, /^[0-9a-f]{32}$/);
  t.equal(sealing.session('africastalking', 'ussd', 'ATUid_1').tag, tag);
  t.not(sealing.session('other', 'ussd', 'ATUid_1').tag, tag);
  t.not(sealing.session('africastalking', 'voice', 'ATUid_1').tag, tag, 'one id on two channels is two sessions');
  const key = sealing.session('africastalking', 'ussd', 'ATUid_1');
  t.not(Buffer.from(key.seal({ position: 1, nth: 0 }, 'x')).toString('hex'), Buffer.from(key.seal({ position: 1, nth: 0 }, 'x')).toString('hex'), 'no nonce twice');
});

t.test('only the passphrase opens an advocate\'s keys, and the server\'s half of it opens nothing', async (t) => {
  await prepareSodium();
  const [advocate, month] = [makePair(), makePair()];
  const salt = makeSalt();
  const { proof, wrappingKey } = derive('four plain words here', salt);
  t.equal(proof.length, 32);
  const wrapped = wrapSecret(wrappingKey, advocate);
  t.equal(wrapped.length, 60);
  const mine = unwrapSecret(derive('four plain words here', salt).wrappingKey, advocate.publicKey, wrapped);
  const both = openBox(mine, sealDeskSecret(advocate.publicKey, month));
  t.same(both, Uint8Array.of(...month.secretKey, ...month.publicKey));
  t.throws(() => unwrapSecret(proof, advocate.publicKey, wrapped));
  t.throws(() => unwrapSecret(derive('four plain words hare', salt).wrappingKey, advocate.publicKey, wrapped));
  t.throws(() => unwrapSecret(wrappingKey, month.publicKey, wrapped), 'bound to the public half');
  t.throws(() => openBox(month, sealDeskSecret(advocate.publicKey, month)));
});

t.test('a note a desk sealed is read by the next desk', async (t) => {
  await prepareSodium();
  const key = new Uint8Array(32).fill(7);
  const note = Buffer.from('rang, no answer');
  const sealed = sealField(key, 'ab', 'note', '2026-11', padTo(note, 256));
  t.equal(sealed.length, 284);
  t.equal(Buffer.from(unpadFrom(openField(key, 'ab', 'note', '2026-11', sealed), 256)).toString(), 'rang, no answer');
});
