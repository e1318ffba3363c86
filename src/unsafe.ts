import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Config } from './config.ts';
import type { Organisation } from './render/turn.ts';

/** A setting that would expose callers or break what the line promises, why, and what to do about it. */
export interface Unsafe { readonly setting: string; readonly why: string; readonly mend: string }

const TMPFS = 0x01021994; // linux/magic.h
const RAMFS = 0x858458f6;
const LEAST_TOKEN = 32; // characters: 128 bits as hex
const LEAST_GROUP = 10;
const EMERGENCY = ['ambulance', 'women', 'police'];

/** Settings that live mode refuses to start with. Reads file systems, writes nothing. */
export function unsafeSettings({ dataDir, secretsDir, volatileDir, publicUrl, gatewayToken, atUsername, atApiKey }: Config): Unsafe[] {
  const found: Unsafe[] = [];
  const unless = (safe: boolean, setting: string, why: string, mend: string): void => { if (!safe) found.push({ setting, why, mend }); };
  unless(publicUrl.startsWith('https://'), 'PUBLIC_URL', 'is not https: what advocates read and gateways send would pass in clear', 'put a TLS proxy in front and set PUBLIC_URL=https://…');
  unless(gatewayToken.length >= LEAST_TOKEN && gatewayToken !== 'demo', 'GATEWAY_TOKEN', 'can be guessed: anybody could pretend to be the gateway', 'set it to what `openssl rand -hex 32` prints, and give the gateway the new addresses');
  unless(atUsername !== 'demo' && atUsername !== 'sandbox', 'AT_USERNAME', 'is not a live account', 'set it to the name of your Africa\'s Talking application');
  unless(atApiKey !== 'demo', 'AT_API_KEY', 'is not set', 'set it to the key of your Africa\'s Talking application');
  unless(!isWithin(secretsDir, dataDir), 'SECRETS_DIR', 'lies inside DATA_DIR: whoever takes the data takes the keys', 'set it to a directory elsewhere, on storage that backups leave out');
  unless(isInMemory(volatileDir), 'VOLATILE_DIR', 'is not memory-backed: keys that should vanish with the power stay on a disk', 'set it to a directory on tmpfs, such as one under /run or /dev/shm');
  return found;
}

/** Wordings with which a wrong word can hurt: no draft of them is said in live mode (menu tree, decision 11). */
const GRAVE = /^(urgent\.|callback\.(consent|consentMore|cover|coverName)\.|request\.(lostReference|callsStopped|requestErased)\.|values\.cover)/;

interface Entry { readonly country: string; readonly role: string; readonly confirmed: string | null }

/** What live mode refuses of the operator's own content, which stands in DATA_DIR/content over `contentDir`. A file that is not valid is refused later, by whoever reads it whole. */
export function unsafeContent({ dataDir }: Pick<Config, 'dataDir'>, contentDir: string, localesDir: string): Unsafe[] {
  const own = join(dataDir, 'content');
  const read = <T>(file: string): T => JSON.parse(readFileSync(existsSync(join(own, file)) ? join(own, file) : join(contentDir, file), 'utf8')) as T;
  const { numbers, counters, countries, languages } = read<Organisation>('organisation.json');
  const { entries } = read<{ entries: readonly Entry[] }>('directory.json');
  const found: Unsafe[] = [];
  const unless = (safe: boolean, setting: string, why: string, mend: string): void => { if (!safe) found.push({ setting: `DATA_DIR/content/${setting}`, why, mend }); };

  unless(existsSync(join(own, 'organisation.json')), 'organisation.json', 'is missing: the line would speak for the demo organisation', 'copy content/organisation.json there and make it yours');
  const film = Object.entries(numbers).filter(([, number]) => [number].flat().some((one) => one.startsWith('+999'))).map(([name]) => name);
  unless(film.length === 0, `organisation.json numbers ${film.join(', ')}`, 'begin with +999, which no network carries', 'write your own numbers');
  unless((counters?.least ?? LEAST_GROUP) >= LEAST_GROUP, 'organisation.json counters.least', 'is under ten: small groups would show', 'leave it out, or set it to ten or more');
  const helped = (country: string): boolean => entries.some((entry) => entry.country === country && EMERGENCY.includes(entry.role) && entry.confirmed !== null);
  const bare = countries.filter((country) => !helped(country));
  unless(bare.length === 0, `directory.json ${bare.join(', ')}`, 'has no emergency number that somebody dialled and confirmed', 'write the day you dialled it into `confirmed`, or take the country out of `countries` in organisation.json');
  const drafts = languages.filter((language) => [language, `${language}-Latn`].some((form) => draftsOf(join(localesDir, form, 'review.json')) > 0));
  unless(drafts.length === 0, `organisation.json languages ${drafts.join(', ')}`, 'are drafts where a wrong word can hurt: urgent, consent, cover and erase screens nobody has approved', 'have a speaker approve them in locales/<language>/review.json, or leave the language out');
  return found;
}

/** A language without a review file is the one the others are made from. */
function draftsOf(file: string): number {
  if (!existsSync(file)) return 0;
  const { strings } = JSON.parse(readFileSync(file, 'utf8')) as { strings: Readonly<Record<string, { approved?: string }>> };
  return Object.entries(strings).filter(([key, { approved }]) => GRAVE.test(key) && !approved).length;
}

const isWithin = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith(`..${sep}`) && way !== '..');
};

function isInMemory(path: string): boolean {
  let standing = path;
  while (!existsSync(standing) && dirname(standing) !== standing) standing = dirname(standing);
  const { type } = statfsSync(standing);
  return process.platform === 'linux' && (type === TMPFS || type === RAMFS);
}

/** As a terminal prints it: each setting, why it is refused, and its mend. */
export const sayUnsafe = (found: readonly Unsafe[]): string => found.map(({ setting, why, mend }) => `  ${setting} ${why}.\n    → ${mend}\n`).join('');
