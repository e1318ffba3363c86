/**
 * A transcript in as few bytes as it takes, since it travels in a path: a lone sign below 0x80 is itself (a key, or
 * SILENCE); anything else is 0x80 + its length up to 126, or 0xff and two bytes of length, then its UTF-8.
 */
export function encodeTranscript(transcript: readonly string[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const entry of transcript) {
    const bytes = Buffer.from(entry);
    if (bytes.length === 1) parts.push(bytes);
    else if (bytes.length < 127) parts.push(Uint8Array.of(0x80 + bytes.length), bytes);
    else if (bytes.length < 65_536) parts.push(Uint8Array.of(0xff, bytes.length >> 8, bytes.length & 0xff), bytes);
    else throw new RangeError('a transcript entry is too long');
  }
  return Buffer.concat(parts);
}

export function decodeTranscript(code: Buffer): readonly string[] {
  const transcript: string[] = [];
  for (let at = 0; at < code.length;) {
    const first = code[at] ?? 0;
    if (first < 0x80) {
      transcript.push(String.fromCharCode(first));
      at += 1;
      continue;
    }
    const length = first === 0xff ? code.readUInt16BE(at + 1) : first - 0x80;
    at += first === 0xff ? 3 : 1;
    transcript.push(code.toString('utf8', at, at + length));
    at += length;
  }
  return transcript;
}
