import { openSealing } from '../../src/sealing/open.ts';

// Opens the keys of a directory and says what they make of one number. Started several times at once by keys.test.ts.
const dir = process.argv[2];
if (dir === undefined) process.exit();
const sealing = openSealing({ secretsDir: `${dir}/secrets`, volatileDir: `${dir}/volatile`, clock: { now: () => 1_790_000_000_000 } });
const number = '+447700900123';
process.stdout.write(`${sealing.referenceTag(number)} ${sealing.neverTag(number)} ${sealing.pseudonym(number)} ${sealing.legTag(number)} ${Buffer.from(sealing.audit.cut({ n: 1, hash: Buffer.alloc(32) })).toString('hex')} \n`);
