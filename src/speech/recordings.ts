import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language, Segment } from '../render/reply.ts';

/** One entry of audio/<language>/manifest.json, an array. Further facts of a take are for people. */
export interface Take {
  /** The clip's name; the recording is `<promptId>.wav` beside the manifest. */
  readonly promptId: string;
  /** SHA-256 of the words as recorded, hex. When the words have changed since, the take is stale and not played. */
  readonly textSha: string;
  /** 'human' is played once approved; 'placeholder' is a synthetic one kept in the repository. Absent: there is none, see `say`. */
  readonly kind?: 'human' | 'placeholder';
  readonly status?: 'draft' | 'approved';
  /** What the engine is given in place of the words, where it would misread them. */
  readonly say?: string;
}

export interface Recordings {
  /** What is recorded for a segment's present words: a file with the digest of its bytes, or words to be said in their place. */
  of(language: Language, segment: Segment): { take?: { file: string; sha: string }; say?: string } | undefined;
}

interface Entry extends Take { readonly file?: string; readonly sha?: string }

/** Reads every manifest under `audioDir` once. `invalid` is called for each that cannot be read; its language is then spoken. */
export async function openRecordings(audioDir: string | undefined, invalid: () => void): Promise<Recordings> {
  const entries = new Map<string, Entry>();
  const languages = audioDir === undefined ? [] : await readdir(audioDir, { withFileTypes: true }).catch(() => []);
  for (const folder of languages.filter((entry) => entry.isDirectory())) {
    try {
      for (const take of await readTakes(join(audioDir!, folder.name))) entries.set(`${folder.name}/${take.promptId}`, take);
    } catch {
      invalid();
    }
  }
  return {
    of(language, segment) {
      const entry = entries.get(`${language}/${segment.clip}`);
      if (!entry || entry.textSha !== sha256(segment.text)) return undefined;
      return {
        ...(entry.file !== undefined && entry.sha !== undefined && { take: { file: entry.file, sha: entry.sha } }),
        ...(entry.say !== undefined && { say: entry.say }),
      };
    },
  };
}

async function readTakes(folder: string): Promise<Entry[]> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => '[]');
  const takes = JSON.parse(text) as Take[];
  return Promise.all(takes.map(async (take) => {
    if (typeof take.promptId !== 'string' || !/^[\w.-]+$/.test(take.promptId) || typeof take.textSha !== 'string') throw new Error('not a take');
    const playable = take.kind === 'placeholder' || (take.kind === 'human' && take.status === 'approved');
    if (!playable) return take;
    const file = join(folder, `${take.promptId}.wav`);
    const bytes = await readFile(file).catch(() => undefined);
    return bytes ? { ...take, file, sha: sha256(bytes) } : take;
  }));
}

export const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
