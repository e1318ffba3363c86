import { createHmac, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Spoken } from '../render/reply.ts';
import { Background } from './background.ts';
import { clipOf, isPersonal, jobAhead, parsePath, piecesOf, placeClip, type Clip } from './clips.ts';
import { NO_ENGINE, openEngine } from './engine/engine.ts';
import type { Outcome } from './engine/queue.ts';
import { openJoins } from './joins.ts';
import { Memo } from './memo.ts';
import { openRecordings } from './recordings.ts';
import type { Speech } from './speech.ts';

export interface SpeechOptions {
  readonly dataDir: string;
  readonly volatileDir: string;
  readonly clock: Clock;
  readonly log?: Log;
  readonly engine?: 'embedded' | 'none';
  /** Recordings that win over synthetic speech. Absent: none. */
  readonly audioDir?: string;
}

/** How long pathFor waits, in ms: a gateway hangs up on a line that answers much later. */
const PATIENCE = 2_000;
/** For how long a hop that comes again gets the same personal clip, in ms. Gateways repeat within seconds. */
const REPEAT = 2 * 60_000;
const COMPLAIN_EVERY = 60_000;

/** Opens speech over DATA_DIR/clips and VOLATILE_DIR/joins. Several processes may share both. Never throws. */
export function openSpeech(options: SpeechOptions): Speech & { enginePid(): number | undefined } {
  const { dataDir, volatileDir, clock, log = () => {} } = options;
  const clipsDir = join(dataDir, 'clips');
  const listeners = new Set<() => void>();
  const changed = (): void => { for (const listener of listeners) listener(); };
  const engine = options.engine === 'none' ? NO_ENGINE : openEngine({ clock, changed });
  const joins = openJoins({ volatileDir, clock });
  const recordings = openRecordings(options.audioDir, () => log({ event: 'error', code: 'HLP_CONTENT_INVALID', in: 'speech' }));
  const background = new Background(engine, async (spoken) => jobAhead(spoken, clipsDir, await recordings), { changed, log, failed });

  const paths = new Memo<string>(8_192);
  const personal = new Memo<{ path: string; until: number }>(1_024);
  const secret = randomBytes(32);
  const inFlight = new Map<string, { made: Promise<string | undefined>; waiting: number }>();
  const encoding = new Map<string, Promise<Outcome>>();
  const complaints = new Memo<number>(512);
  let closed = false;

  /** Once a clip and minute: a broken voice fails on every hop. */
  function failed(spoken: Partial<Spoken> | undefined): void {
    const name = `${spoken?.language}/${spoken?.segments?.[0]?.clip}`;
    const last = complaints.get(name);
    if (closed || (last !== undefined && clock.now() - last < COMPLAIN_EVERY)) return;
    complaints.set(name, clock.now());
    log({ event: 'error', code: 'HLP_SPEECH_FAILED', in: 'speech' });
  }

  async function obtain(spoken: Spoken, key: string, wanted: () => boolean): Promise<string | undefined> {
    const clip = isPersonal(spoken) ? await personalClip(spoken) : clipOf(spoken, clipsDir, await recordings);
    if (!clip) return undefined;
    const there = clip.job.personalAt === undefined && await exists(clip.job.into.mp3);
    if (!there && await engine.make(clip.job, 'caller', wanted) !== 'made') return undefined;
    if (clip.job.personalAt === undefined) paths.set(key, clip.path);
    else personal.set(key, { path: clip.path, until: clock.now() + REPEAT });
    return clip.path;
  }

  async function personalClip(spoken: Spoken): Promise<Clip | undefined> {
    const made = piecesOf(spoken, clipsDir, await recordings);
    return made && placeClip(spoken.language, joins.newName(), joins.dir, { pieces: made.pieces, personalAt: clock.now() });
  }

  /** The MP3 of a clip that is there as a wave file, for whoever asks for it by its path. */
  async function encoded(file: string): Promise<boolean> {
    if (closed || !await exists(`${file}.wav`)) return false;
    engine.start();
    let begun = encoding.get(file);
    if (!begun) {
      begun = engine.make({ pieces: [], into: { wav: `${file}.wav`, mp3: `${file}.mp3` } }, 'caller').finally(() => encoding.delete(file));
      encoding.set(file, begun);
    }
    return await within(PATIENCE, begun) === 'made';
  }

  function known(key: string): string | undefined {
    const path = paths.get(key);
    if (path !== undefined) return path;
    const repeated = personal.get(key);
    return repeated && clock.now() < repeated.until ? repeated.path : undefined;
  }

  /** What memory knows a personal clip by must not be its words. */
  const keyOf = (spoken: Spoken): string => {
    let key: string = spoken.language;
    for (const { clip, text, language } of spoken.segments) key += `\n${language ?? ''} ${clip}\n${text}`;
    return isPersonal(spoken) ? createHmac('sha256', secret).update(key).digest('base64') : key;
  };

  return {
    async pathFor(spoken, ms = PATIENCE) {
      try {
        const key = keyOf(spoken);
        const path = known(key);
        if (path !== undefined) return path;
        if (closed) return undefined;
        engine.start();
        let job = inFlight.get(key);
        if (!job) {
          const begun = { made: Promise.resolve<string | undefined>(undefined), waiting: 0 };
          begun.made = obtain(spoken, key, () => begun.waiting > 0).finally(() => inFlight.delete(key));
          inFlight.set(key, job = begun);
        }
        job.waiting += 1;
        const made = await within(ms, job.made);
        job.waiting -= 1;
        if (made === undefined) failed(spoken);
        return made;
      } catch {
        failed(spoken);
        return undefined;
      }
    },

    async read(path) {
      const place = parsePath(path);
      if (!place) return undefined;
      const { language, name, kind } = place;
      const isJoin = joins.isJoin(name);
      if (isJoin && !await joins.alive(language, `${name}.${kind}`)) return undefined;
      const file = join(isJoin ? joins.dir : clipsDir, language, name);
      const bytes = await bytesOf(`${file}.${kind}`) ?? (kind === 'mp3' && !isJoin && await encoded(file) ? await bytesOf(`${file}.mp3`) : undefined);
      // Somebody emptied the folder: the next hop makes it again.
      if (!bytes) paths.forget(path);
      return bytes && { bytes, type: kind === 'mp3' ? 'audio/mpeg' : 'audio/wav', personal: isJoin };
    },

    progress: () => ({ ...background.progress(), engine: engine.state() }),
    prepare(list) {
      engine.start();
      background.begin(list);
    },
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    enginePid: () => engine.pid(),
    async close() {
      closed = true;
      listeners.clear();
      joins.close();
      background.end();
      await engine.close();
    },
  };
}

async function within<T>(ms: number, made: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => { timer = setTimeout(() => resolve(undefined), ms); });
  try {
    return await Promise.race([made, late]);
  } finally {
    clearTimeout(timer);
  }
}

const bytesOf = (path: string): Promise<Buffer | undefined> => readFile(path).catch(() => undefined);
const exists = (path: string): Promise<boolean> => stat(path).then((facts) => facts.isFile(), () => false);
