import t from 'tap';
import { drawRandom } from '../../src/sealing/random.ts';

t.test('what is drawn has its length, is never given out twice and is nobody else\'s', async (t) => {
  const drawn = Array.from({ length: 5_000 }, (_, n) => drawRandom(n % 2 ? 16 : 12));
  t.ok(drawn.every((bytes, n) => bytes.length === (n % 2 ? 16 : 12)));
  t.equal(new Set(drawn.map((bytes) => bytes.toString('hex'))).size, drawn.length);
  const first = drawn[0]?.toString('hex');
  for (const bytes of drawn.slice(1)) bytes.fill(0);
  t.equal(drawn[0]?.toString('hex'), first, 'nor does it lie in the memory of another');
});

t.test('bytes are spread evenly over their values', async (t) => {
  const seen = new Array<number>(256).fill(0);
  const bytes = Array.from({ length: 20_000 }, () => [...drawRandom(16)]).flat();
  for (const byte of bytes) seen[byte] = (seen[byte] ?? 0) + 1;
  const expected = bytes.length / 256;
  const chi = seen.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  t.ok(chi < 400, `chi-squared ${chi.toFixed(0)} with 255 degrees of freedom`);
});

t.test('more than is drawn at once is refused rather than filled with what lay in memory', async (t) => {
  t.throws(() => drawRandom(3_073), RangeError);
});
