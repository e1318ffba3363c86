import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { join } from '../normalise/join.ts';
import { normalise } from '../normalise/normalise.ts';
import { readWav, writeWav, type Sound } from '../normalise/wav.ts';
import type { Speak } from './embedded.ts';
import type { Job, Piece } from './job.ts';

export interface Tools { readonly speak: Speak; readonly encode: (samples: Float32Array) => Buffer }

/** Makes the files of a job. Rejects when one of its pieces cannot be made; what was made before stays cached. */
export async function make({ pieces, into, personalAt }: Job, { speak, encode }: Tools): Promise<void> {
  // Asked for twice, it was made while the second waited.
  if (into?.mp3 !== undefined && await stat(into.mp3).then(() => true, () => false)) return;
  const before = into && await readFile(into.wav).then(readWav, () => undefined);
  const sounds: Sound[] = [];
  if (!before) for (const piece of pieces) sounds.push(await soundOf(piece, speak));
  if (!into) return;
  if (!before && sounds.length === 0) throw new Error('nothing to say');
  const whole = before ?? join(sounds, pieces.map((piece) => piece.value));
  if (!before) await write(into.wav, writeWav(whole), personalAt);
  // Last, because whoever sees the MP3 takes the clip for ready.
  if (into.mp3 !== undefined) await write(into.mp3, encode(whole.samples), personalAt);
}

async function soundOf(piece: Piece, speak: Speak): Promise<Sound> {
  const cached = piece.cached && await readFile(piece.cached).then(readWav, () => undefined);
  if (cached) return cached;
  const sound = await newSound(piece, speak);
  if (piece.cached) await write(piece.cached, writeWav(sound));
  return sound;
}

async function newSound(piece: Piece, speak: Speak): Promise<Sound> {
  const take = piece.take && await readFile(piece.take).then((bytes) => normalise(readWav(bytes))).catch(() => undefined);
  if (take) return take;
  if (!piece.voice) throw new Error('no voice');
  return normalise(speak(piece.text, piece.voice));
}

/** Written beside and renamed: processes that share the folder never see half a clip. */
async function write(path: string, bytes: Buffer, personalAt?: number): Promise<void> {
  const personal = personalAt !== undefined;
  await mkdir(dirname(path), { recursive: true, ...(personal && { mode: 0o700 }) });
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(draft, bytes, personal ? { mode: 0o600 } : {});
    if (personal) await utimes(draft, personalAt / 1_000, personalAt / 1_000);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
