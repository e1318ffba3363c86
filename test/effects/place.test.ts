import fc from 'fast-check';
import * as phones from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/examples.mobile.json';
import t from 'tap';
import { byCallingCode } from '../../src/effects/place.ts';

const SEED = Number(process.env['SEED'] ?? 20261122);
const countryOf = byCallingCode(phones);
const whole = (number: string): string | undefined => phones.parsePhoneNumberFromString(number)?.country;

t.test('a caller is placed by their calling code as the whole number would place them', async (t) => {
  for (const country of phones.getCountries()) {
    const example = phones.getExampleNumber(country, examples)?.number;
    if (example) t.equal(countryOf(example), whole(example), country);
  }
});

t.test('so are numbers of shared codes, and those that nobody has', async (t) => {
  t.comment(`SEED=${SEED}`);
  const number = fc.tuple(fc.constantFrom('1', '7', '20', '44', '61', '212', '254', '262', '599', '800', '999', '9', '0'), fc.stringMatching(/^[0-9]{7,11}$/)).map(([code, rest]) => `+${code}${rest}`);
  // Beyond them the whole number may be too long or short for its country: where the code is one country's, that is said all the same.
  fc.assert(fc.property(number, (n) => whole(n) === undefined || countryOf(n) === whole(n)), { seed: SEED, numRuns: 2_000 });
  for (const nobody of ['+99971234567', '+0123456789', '+', '']) t.equal(countryOf(nobody), undefined, nobody);
});
