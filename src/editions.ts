import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import type { Clock } from './clock.ts';
import { senseless, wordedIn } from './content-sense.ts';
import { misshapen, type Shape } from './content-shape.ts';
import { HlpError } from './errors.ts';
import type { Organisation, World } from './render/turn.ts';
import type { HelpLine } from './render/values.ts';

/** Content as it stood at one moment. A session goes on with the edition it began with, on any process. */
export interface Editions {
  current(): World;
  of(edition: string): World | undefined;
  /** When content or dialogue last changed here, by any process; undefined when they never did. Sessions may be older. */
  changedAt(): number | undefined;
  /** Looks whether a file has changed, or a text has passed its day. Throws HLP_CONTENT_INVALID; the edition in force then stays. */
  reload(): void;
}

interface Topics { topics: Record<string, { checked: string; expires: string; sources: unknown[]; reviewed: unknown }> }
interface Entry {
  id: string; country: string; role: 'ambulance' | 'women' | 'police' | 'labour' | 'ngo' | 'union' | 'consular' | 'home'; name: string; number: string; confirmed: string | null;
  from?: 'inside' | 'abroad' | 'anywhere'; cautions?: string[];
}
interface Directory { entries: Entry[] }

/** Content comes from `contentDir`; a file of the same name in DATA_DIR/content, the operator's own, stands over it. */
export function openEditions(o: { version?: string; mode?: 'demo' | 'live'; contentDir: string; localesDir: string; dataDir: string; clock: Clock }): Editions {
  const kept = join(o.dataDir, 'editions');
  const own = join(o.dataDir, 'content');
  const known = new Map<string, World>();
  /** Of the last reading, good or not: their files are watched. */
  let forms: readonly string[] = [];
  let now: World;

  const place = (file: string): string => (existsSync(join(own, file)) ? join(own, file) : join(o.contentDir, file));
  const readingsOf = (form: string): string => {
    const mine = join(own, `topics.${form}.json`);
    return existsSync(mine) ? mine : join(o.localesDir, form, 'topics.json');
  };
  /** Every language as it is read and heard, and those with a form in Latin letters once more. */
  const formsOf = (offered: readonly string[]): string[] => offered.flatMap((language) => [language, ...(existsSync(join(o.localesDir, `${language}-Latn`)) ? [`${language}-Latn`] : [])]);

  const worded = wordedIn(o.localesDir);

  function build(): World {
    const organisation = readWhole<Organisation>(place('organisation.json'), 'organisation');
    const odd = senseless(organisation, worded);
    if (odd !== undefined) throw new HlpError('HLP_CONTENT_INVALID', `${nameOf(place('organisation.json'))} ${odd}`);
    forms = formsOf(organisation.languages);
    const { topics } = readWhole<Topics>(place('topics.json'), 'topics');
    const directory = readWhole<Directory>(place('directory.json'), 'directory');
    // What nobody has confirmed is shown, and called so, in the demo alone.
    const entries = directory.entries.filter((entry) => o.mode !== 'live' || entry.confirmed !== null);
    const today = DateTime.fromMillis(o.clock.now(), { zone: 'UTC' }).toISODate() ?? '';
    const world: Omit<World, 'edition'> = {
      organisation,
      topics: Object.fromEntries(Object.entries(topics).map(([id, t]) => [id, { checked: t.checked, old: t.expires < today, sourced: isSourced(t) }])),
      withheld: o.mode === 'live' ? Object.keys(topics).filter((id) => !isSourced(topics[id])).join(' ') : '',
      emergency: Object.fromEntries(organisation.countries.map((country) => [country, emergency(entries.filter((e) => e.country === country))])),
      lines: Object.fromEntries(organisation.countries.map((country) => [country, linesIn(country, entries, organisation.origins ?? [])])),
      ...officeOf(organisation, entries),
      readings: Object.fromEntries(forms.map((form) => [form, readWhole<World['readings'][string]>(readingsOf(form), form.endsWith('-Latn') ? 'readingsLatin' : 'readings')])),
    };
    const edition = createHash('sha256').update(JSON.stringify(world)).digest('hex').slice(0, 12);
    return { edition, ...world };
  }

  let changedAt: number | undefined;
  /** Notes what is in force, so that a process started after a change knows that sessions may have begun before it. */
  function noteInForce(edition: string): void {
    const file = join(kept, 'in-force');
    const mine = `${o.version ?? ''} ${edition}`;
    const [was, since] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    changedAt = was === mine ? Number(since) || undefined : was === undefined ? undefined : o.clock.now();
    if (was === mine) return;
    writeFileSync(`${file}.${process.pid}`, `${mine}\n${changedAt ?? ''}`);
    renameSync(`${file}.${process.pid}`, file);
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
    const files = ['organisation.json', 'topics.json', 'directory.json'].map(place).concat(forms.map(readingsOf));
    const stampOfFile = (file: string): string => { const found = statSync(file, { throwIfNoEntry: false }); return `${file} ${found?.mtimeMs} ${found?.size}`; };
    return `${Math.floor(o.clock.now() / 86_400_000)} ${files.map(stampOfFile).join(' ')}`;
  };

  now = keep(build());
  noteInForce(now.edition);
  let stamp = stampOf();
  return {
    current: () => now,
    changedAt: () => changedAt,
    of(edition) {
      if (!/^[0-9a-f]{12}$/.test(edition)) return undefined;
      const file = join(kept, `${edition}.json`);
      return known.get(edition) ?? (existsSync(file) ? keep(read<World>(file)) : undefined);
    },
    reload() {
      const seen = stampOf();
      if (seen === stamp) return;
      // Before it is read: what is not valid is refused once, and what changes meanwhile is read again.
      stamp = seen;
      now = keep(build());
      noteInForce(now.edition);
    },
  };
}

const isSourced = (topic: Topics['topics'][string] | undefined): boolean => (topic?.sources.length ?? 0) > 0 || Boolean(topic?.reviewed);

/** Lines for workers, never the police: those of the country, then those of workers' own governments that can be rung from there. */
function linesIn(country: string, entries: readonly Entry[], origins: readonly string[]): HelpLine[] {
  const rank = ['labour', 'ngo', 'union', 'consular', 'home'];
  const here = entries.filter((e) => e.country === country && rank.includes(e.role) && e.from !== 'abroad');
  const fromHome = entries.filter((e) => e.country !== country && e.role === 'home' && origins.includes(e.country) && (e.from === 'abroad' || e.from === 'anywhere'));
  return [...here.sort((a, b) => rank.indexOf(a.role) - rank.indexOf(b.role)), ...fromHome].map((e) => ({
    called: e.role === 'labour' || e.role === 'home' ? e.role : 'own', name: e.name, country: e.country, number: e.number, cautions: e.cautions ?? [],
    ...(e.confirmed === null ? {} : { checked: e.confirmed }),
  }));
}

function officeOf({ licences }: Organisation, entries: readonly Entry[]): Pick<World, 'office'> {
  const entry = licences && entries.find((e) => e.id === licences.entry);
  return entry ? { office: { name: licences.name, number: entry.number, ...(entry.confirmed === null ? {} : { checked: entry.confirmed }) } } : {};
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

/** Content of this shape. Throws HLP_CONTENT_INVALID naming the file and the place in it. */
function readWhole<T>(file: string, shape: Shape): T {
  const content = read<T>(file);
  const place = misshapen(shape, content);
  if (place !== undefined) throw new HlpError('HLP_CONTENT_INVALID', `${nameOf(file)} ${place}`);
  return content;
}

function read<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    throw new HlpError('HLP_CONTENT_INVALID', nameOf(file));
  }
}

const nameOf = (file: string): string => file.split('/').slice(-2).join('/');
