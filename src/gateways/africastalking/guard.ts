import { timingSafeEqual } from 'node:crypto';

/** Tells the token of the path from any other, in the same time wherever they differ. */
export function guard(token: string): (given: string | undefined) => boolean {
  // Looked at on every request: no larger than the token, so that little memory is gone through.
  const room = Buffer.byteLength(token);
  const wanted = Buffer.alloc(4 + room);
  const asked = Buffer.alloc(4 + room);
  // The length stands first: what follows a shorter text is only padding.
  const put = (into: Buffer, text: string): void => { into.fill(0, 4); into.writeUInt32LE(into.write(text, 4)); };
  put(wanted, token);
  return (given = '') => {
    const fits = given.length <= room && Buffer.byteLength(given) <= room;
    put(asked, fits ? given : '');
    return timingSafeEqual(asked, wanted) && fits;
  };
}
