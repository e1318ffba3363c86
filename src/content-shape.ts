import { Ajv, type ValidateFunction } from 'ajv';
import { IANAZone } from 'luxon';
import { BRANCHES, TOPICS } from '../machines/words.ts';

const parts = (properties: Record<string, object>, needed = Object.keys(properties)): object => ({ type: 'object', required: needed, properties });
const each = (schema: object): object => ({ type: 'object', additionalProperties: schema });
const words = { type: 'string', minLength: 1 };
const number = { type: 'string', pattern: '^\\+?\\d{3,15}$' };
const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
const country = { type: 'string', pattern: '^[A-Z]{2}$' };
/** Names a file, so it can be no path. */
const language = { type: 'string', pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' };
const listOf = (schema: object): object => ({ type: 'array', minItems: 1, uniqueItems: true, items: schema });
const days = { type: 'integer', minimum: 1 };

/** What the files of content/ hold at least; the dialogue relies on it. More is welcome: sources, notes. */
const SHAPES = {
  organisation: parts({
    name: { ...each(words), minProperties: 1 }, shownAs: { ...each(words), minProperties: 1 }, country, commonLanguage: each(language), languages: listOf(language),
    numbers: parts({ hotline: number, missed: number, outgoing: number, texts: number, complaints: number, codes: listOf(words) }),
    form: { enum: ['short', 'full'] }, origins: { type: 'array', items: country },
    bound: { type: 'array', items: parts({ dialled: words, language, branch: { enum: BRANCHES } }, ['dialled']) },
    networks: each(parts({ limit: parts({ gsm7: days, ucs2: days }), stages: days, idle: days, session: days, taken: { type: 'boolean' } }, [])),
    licences: parts({ entry: words, name: each(words) }),
    countries: listOf(country), zones: each({ type: 'string', format: 'zone' }),
    retention: parts({ numberDays: days, noteDays: days, oldCopyDays: days }),
    counters: parts({ least: days }), reports: parts({ weeks: { enum: [1, 4, 13] } }),
    monitor: parts({ number: { type: 'string', pattern: '^\\+\\d{7,15}$' }, at: { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' } }),
  }, ['name', 'shownAs', 'country', 'commonLanguage', 'languages', 'numbers', 'countries', 'zones', 'retention']),
  topics: parts({ topics: { ...each(parts({ checked: day, expires: day, sources: { type: 'array' } })), required: TOPICS } }),
  directory: parts({
    entries: { type: 'array', items: parts({
      id: words, country, role: { enum: ['ambulance', 'women', 'police', 'labour', 'ngo', 'union', 'consular', 'home'] }, name: words, number: words, confirmed: { ...day, type: ['string', 'null'] },
      from: { enum: ['inside', 'abroad', 'anywhere'] }, cautions: { type: 'array', items: { enum: ['reports', 'airtime', 'old', 'slow', 'inside'] } },
    }, ['id', 'country', 'role', 'name', 'number', 'confirmed']) },
  }),
  readingsLatin: { ...each(parts({ short: words })), required: TOPICS },
  readings: { ...each(parts({ short: words, text: words })), required: TOPICS },
};
export type Shape = keyof typeof SHAPES;

const ajv = new Ajv({ allowUnionTypes: true, strictRequired: false, formats: { zone: (zone: string) => IANAZone.isValidZone(zone) } });
const checks = new Map<Shape, ValidateFunction>();

/** Where `content` lacks what this shape needs, as a path such as `/numbers/hotline`; undefined when it is whole. Never quotes a value. */
export function misshapen(shape: Shape, content: unknown): string | undefined {
  const check = checks.get(shape) ?? ajv.compile(SHAPES[shape]);
  checks.set(shape, check);
  if (check(content)) return undefined;
  const [first] = check.errors ?? [];
  const missing: unknown = first?.params['missingProperty'];
  return `${first?.instancePath ?? ''}${typeof missing === 'string' ? `/${missing}` : ''}` || '/';
}
