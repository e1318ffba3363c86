import { timingSafeEqual } from 'node:crypto';

const MOST = 4_096; // bytes: no longer one fits a path

/** Tells the token of the path from any other, in the same time wherever they differ. Throws RangeError for a token over 4,096 bytes. */
export function guard(token: string): (given: string | undefined) => boolean {
  if (Buffer.byteLength(token) > MOST) throw new RangeError('the token is too long');
  const wanted = Buffer.alloc(2 + MOST);
  const asked = Buffer.alloc(2 + MOST);
  // The length stands first: what follows a shorter text is only padding.
  const put = (into: Buffer, text: string): void => { into.fill(0, 2); into.writeUInt16LE(into.write(text, 2)); };
  put(wanted, token);
  return (given = '') => {
    const short = given.length <= MOST && Buffer.byteLength(given) <= MOST;
    put(asked, short ? given : '');
    return timingSafeEqual(asked, wanted);
  };
}
