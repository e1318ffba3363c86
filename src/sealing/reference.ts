/** Damm's quasigroup of order 10 (H. M. Damm, 2004): its check digit catches every wrong digit and every swap of two neighbours. */
const DAMM = ['0317598642', '7092154863', '4206871359', '1750983426', '6123045978', '3674209581', '5869720134', '8945362017', '9438617205', '2581436790'];

const interim = (digits: string): string => [...digits].reduce((row, digit) => DAMM[Number(row)]?.[Number(digit)] ?? '0', '0');

/** Eight digits: seven random and a check digit. None starts with 0, which on a phone means back. */
export function makeReference(random: (bytes: number) => Buffer): string {
  const kinds = 9_000_000;
  const fair = Math.floor(2 ** 32 / kinds) * kinds; // above it some references would be likelier than others
  for (let tries = 0; tries < 64; tries++) {
    const drawn = random(4).readUInt32BE();
    if (drawn >= fair) continue;
    const seven = String(1_000_000 + (drawn % kinds));
    return seven + interim(seven);
  }
  throw new Error('the source of randomness is stuck');
}

export const checkReference = (digits: string): boolean => /^[1-9][0-9]{7}$/.test(digits) && interim(digits) === '0';
