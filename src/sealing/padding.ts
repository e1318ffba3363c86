/**
 * ISO 7816-4: the words, one byte 0x80, zeros up to a multiple of `block`. Equal lengths tell nothing of the words.
 * It is what libsodium's `pad` writes, so a browser takes it off with `unpad`.
 */
export function pad(words: Uint8Array, block: number): Buffer {
  const padded = Buffer.alloc(Math.ceil((words.length + 1) / block) * block);
  padded.set(words);
  padded[words.length] = 0x80;
  return padded;
}

/** Undefined when the padding is not there. */
export function unpad(padded: Uint8Array): Buffer | undefined {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  return padded[end] === 0x80 ? Buffer.from(padded.buffer, padded.byteOffset, end) : undefined;
}

/** At most this many bytes of UTF-8, cut between characters. */
export function clip(words: string, most: number): Buffer {
  const bytes = Buffer.from(words);
  let end = Math.min(bytes.length, most);
  while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
