import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import type { Clock } from './clock.ts';
import { HlpError } from './errors.ts';
import type { Organisation, World } from './render/turn.ts';

/** Content as it stood at one moment. A session goes on with the edition it began with, on any process. */
export interface Editions {
  current(): World;
  of(edition: string): World | undefined;
  /** Looks whether a file has changed, or a text has passed its day. Throws HLP_CONTENT_INVALID; the edition in force then stays. */
  reload(): void;
}

interface Topics { topics: Record<string, { checked: string; expires: string }> }
interface Directory { entries: { country: string; role: 'ambulance' | 'women' | 'police'; number: string; confirmed: string | null }[] }

/** Content comes from `contentDir`; a file of the same name in DATA_DIR/content, the operator's own, stands over it. */
export function openEditions(o: { contentDir: string; localesDir: string; dataDir: string; clock: Clock }): Editions {
  const kept = join(o.dataDir, 'editions');
  const own = join(o.dataDir, 'content');
  const known = new Map<string, World>();
  let stamp = '';
  let now: World;

  const place = (file: string): string => (existsSync(join(own, file)) ? join(own, file) : join(o.contentDir, file));
  const readings = (languages: readonly string[]): string[] => languages.map((l) => {
    const mine = join(own, `topics.${l}.json`);
    return existsSync(mine) ? mine : join(o.localesDir, l, 'topics.json');
  });

  function build(): World {
    const organisation = read<Organisation>(place('organisation.json'));
    const { topics } = read<Topics>(place('topics.json'));
    const { entries } = read<Directory>(place('directory.json'));
    const today = DateTime.fromMillis(o.clock.now(), { zone: 'UTC' }).toISODate() ?? '';
    const world: Omit<World, 'edition'> = {
      organisation,
      topics: Object.fromEntries(Object.entries(topics).map(([id, t]) => [id, { checked: t.checked, old: t.expires < today }])),
      emergency: Object.fromEntries(organisation.countries.map((country) => [country, emergency(entries.filter((e) => e.country === country))])),
      readings: Object.fromEntries(readings(organisation.languages).map((file, i) => [organisation.languages[i], read<World['readings'][string]>(file)])),
    };
    const edition = createHash('sha256').update(JSON.stringify(world)).digest('hex').slice(0, 12);
    return { edition, ...world };
  }

  function keep(world: World): World {
    known.set(world.edition, world);
    const file = join(kept, `${world.edition}.json`);
    if (!existsSync(file)) {
      mkdirSync(kept, { recursive: true });
      writeFileSync(`${file}.${process.pid}`, JSON.stringify(world));
      renameSync(`${file}.${process.pid}`, file);
    }
    return world;
  }

  const stampOf = (): string => {
    const files = ['organisation.json', 'topics.json', 'directory.json'].map(place).concat(now ? readings(now.organisation.languages) : []);
    return `${Math.floor(o.clock.now() / 86_400_000)} ${files.map((f) => `${f} ${statSync(f, { throwIfNoEntry: false })?.mtimeMs ?? 0}`).join(' ')}`;
  };

  now = keep(build());
  stamp = stampOf();
  return {
    current: () => now,
    of(edition) {
      if (!/^[0-9a-f]{12}$/.test(edition)) return undefined;
      const file = join(kept, `${edition}.json`);
      return known.get(edition) ?? (existsSync(file) ? keep(read<World>(file)) : undefined);
    },
    reload() {
      if (stampOf() === stamp) return;
      now = keep(build());
      stamp = stampOf();
    },
  };
}

/** The first number of each kind; shown as checked only once the operator has confirmed all that is shown. */
function emergency(entries: Directory['entries']): World['emergency'][string] {
  const first = (role: string): Directory['entries'][number] | undefined => entries.find((e) => e.role === role);
  const [ambulance, women, police] = [first('ambulance'), first('women'), first('police')];
  const days = [ambulance, women, police].filter((e) => e !== undefined).map((e) => e.confirmed);
  const checked = days.length > 0 && days.every((d) => d !== null) ? days.sort()[0] : undefined;
  return {
    ...(ambulance ? { ambulance: ambulance.number } : {}), ...(women ? { women: women.number } : {}), ...(police ? { police: police.number } : {}),
    ...(checked ? { checked } : {}),
  };
}

function read<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    throw new HlpError('HLP_CONTENT_INVALID', file.split('/').slice(-2).join('/'));
  }
}
