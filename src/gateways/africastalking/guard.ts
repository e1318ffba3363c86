import { timingSafeEqual } from 'node:crypto';

const MOST = 255; // bytes of a token

/** Tells the token of the path from any other, in the same time wherever they differ. Throws RangeError for a token over 255 bytes. */
export function guard(token: string): (given: string | undefined) => boolean {
  if (Buffer.byteLength(token) > MOST) throw new RangeError('the token is too long');
  const wanted = Buffer.alloc(1 + MOST);
  const asked = Buffer.alloc(1 + MOST);
  // The length stands first: what follows a shorter text is only padding.
  const put = (into: Buffer, text: string): void => { into.fill(0, 1); into[0] = into.write(text, 1); };
  put(wanted, token);
  return (given = '') => {
    const short = given.length <= MOST && Buffer.byteLength(given) <= MOST;
    put(asked, short ? given : '');
    return timingSafeEqual(asked, wanted);
  };
}
