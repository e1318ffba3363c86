import { join } from 'node:path';
import type { Language, Segment, Spoken } from '../render/reply.ts';
import { ENGINE } from './engine/embedded.ts';
import type { Job, Piece } from './engine/job.ts';
import { NORMALISER_VERSION } from './normalise/normalise.ts';
import { sha256, type Recordings } from './recordings.ts';
import { VOICES } from './voices.ts';

/** Raise it when pauses or the MP3's form change, so that joins are made anew. */
const JOIN_VERSION = 1;

/** A country's emergency numbers, digit by digit, in every language that nobody has chosen from yet. */
export const MAX_SEGMENTS = 400;
const MAX_TEXT = 4_000;

/** Where one clip lies and how it is made, MP3 and all. */
export interface Clip { readonly path: string; readonly job: Job & { readonly into: { readonly wav: string; readonly mp3: string } } }

export const isPersonal = (spoken: Spoken): boolean => spoken.segments.some((segment) => segment.personal);

/**
 * The pieces of something spoken, each with the place where it is cached, or undefined when names or sizes are not what
 * a clip may have. A personal segment has no such place, unless it is one of a closed set of values, such as a digit.
 */
export function piecesOf(spoken: Spoken, clipsDir: string, recordings: Recordings): { pieces: Piece[]; hash: string } | undefined {
  const { language, segments } = spoken;
  if (!LANGUAGE.test(language) || segments.length === 0 || segments.length > MAX_SEGMENTS) return undefined;
  if (!segments.every((segment) => LANGUAGE.test(segment.language ?? language) && CLIP.test(segment.clip) && segment.text.length <= MAX_TEXT)) return undefined;
  // On the language screen each language names itself in its own voice.
  const made = segments.map((segment) => pieceOf(segment.language ?? language, segment, clipsDir, recordings));
  return { pieces: made.map(({ piece }) => piece), hash: sha256(JSON.stringify([JOIN_VERSION, ...made.map(({ hash }) => hash)])) };
}

function pieceOf(language: Language, segment: Segment, clipsDir: string, recordings: Recordings): { piece: Piece; hash: string } {
  const recorded = recordings.of(language, segment);
  const text = recorded?.say ?? segment.text;
  const voice = VOICES.get(language);
  const source = recorded?.take ? ['take', recorded.take.sha] : [ENGINE, voice?.name, voice?.rate, text];
  const value = segment.clip.startsWith('value.');
  const hash = sha256(JSON.stringify([NORMALISER_VERSION, segment.clip, ...source]));
  const cached = segment.personal && !value ? undefined : join(clipsDir, language, `${segment.clip}.${hash.slice(0, 8)}.wav`);
  return { hash, piece: { text, value, ...(voice && { voice }), ...(cached && { cached }), ...(recorded?.take && { take: recorded.take.file }) } };
}

/** The clip of something that is not personal: named after what it starts with and a hash over all it says. */
export function clipOf(spoken: Spoken, clipsDir: string, recordings: Recordings): Clip | undefined {
  const made = piecesOf(spoken, clipsDir, recordings);
  if (!made) return undefined;
  const name = `${spoken.segments[0]!.clip.split('.', 1)[0]!}.${made.hash.slice(0, 8)}`;
  return placeClip(spoken.language, name, clipsDir, { pieces: made.pieces });
}

/** What can be made before anybody asks: the joined clip without its MP3, or only the parts where it says a caller's own value. */
export function jobAhead(spoken: Spoken, clipsDir: string, recordings: Recordings): Job | undefined {
  if (isPersonal(spoken)) {
    const made = piecesOf(spoken, clipsDir, recordings);
    return made && { pieces: made.pieces.filter((piece) => piece.cached !== undefined) };
  }
  const clip = clipOf(spoken, clipsDir, recordings);
  return clip && { pieces: clip.job.pieces, into: { wav: clip.job.into.wav } };
}

export function placeClip(language: Language, name: string, dir: string, job: Omit<Job, 'into'>): Clip {
  const file = join(dir, language, name);
  return { path: `/audio/${language}/${name}.mp3`, job: { ...job, into: { wav: `${file}.wav`, mp3: `${file}.mp3` } } };
}

/** A language folder and a clip's name, as they may stand in a path: nothing that could leave the folder. */
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/;
const CLIP = /^[A-Za-z][\w-]*(\.[\w-]+)*$/;
const PATH = /^\/audio\/([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)\/([\w-]+(?:\.[\w-]+)*\.[0-9a-f]{8})\.(mp3|wav)$/;

export function parsePath(path: string): { language: Language; name: string; kind: 'mp3' | 'wav' } | undefined {
  const [, language, name, kind] = path.length <= 300 ? PATH.exec(path) ?? [] : [];
  return language && name && kind ? { language, name, kind: kind as 'mp3' | 'wav' } : undefined;
}
