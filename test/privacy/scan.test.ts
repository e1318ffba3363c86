import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { openScan, scanFiles } from './scan.ts';
import { SPELLINGS } from './spellings.ts';

const numbers = Array.from({ length: 500 }, (_, i) => `+447700900${String(i).padStart(3, '0')}`);
const scan = openScan({ numbers, references: ['48217736'], words: ['Zebulonia'] });
const noise = (seed: string, length: number): Buffer => Buffer.concat(Array.from({ length: Math.ceil(length / 64) }, (_, i) => createHash('sha512').update(`${seed}${i}`).digest())).subarray(0, length);

t.test('a number is found in every spelling, wherever it stands', async (t) => {
  for (const [as, spell] of Object.entries(SPELLINGS)) {
    const missed = numbers.filter((number, i) => {
      const around = noise(number, 300 + i);
      return !scan(Buffer.concat([around.subarray(0, i), Buffer.from('"'), spell(number), Buffer.from('"'), around.subarray(i)]), as).some(({ what }) => what === number.slice(-10));
    });
    t.same(missed, [], as);
  }
});

t.test('references and names are found too', async (t) => {
  for (const encoding of ['utf8', 'utf16le', 'hex', 'base64'] as const) {
    for (const what of ['48217736', 'Zebulonia']) t.ok(scan(Buffer.from(Buffer.from(`~${what}~~`, encoding === 'utf16le' ? 'utf16le' : 'utf8').toString(encoding === 'utf16le' ? 'latin1' : encoding), 'latin1'), '').some((hit) => hit.what === what), `${what} as ${encoding}`);
  }
});

t.test('noise, other numbers and long digits are no finding', async (t) => {
  t.same(scan(noise('noise', 4_000_000), ''), []);
  t.same(scan(Buffer.from('+447700900501 1763842486000 +999700000002 99999 2026-11-22T20:24:46.123Z 482177361'), ''), []);
});

t.test('files are found in folders, and by their names', async (t) => {
  const dir = t.testdir({ deep: { er: {} } });
  mkdirSync(join(dir, 'deep'), { recursive: true });
  writeFileSync(join(dir, 'deep', 'er', 'note.bin'), Buffer.concat([noise('file', 100_000), Buffer.from('07700 900123')]));
  writeFileSync(join(dir, 'deep', '447700900124.txt'), '');
  t.same([...new Set(scanFiles(scan, [dir]).hits.map(({ what }) => what))].sort(), ['7700900123', '7700900124']);
});
