import type { Filter, Section } from '../../store/at-desk.ts';
import type { Kind, Subject } from '../../store/store.ts';
import type { Wanted } from '../wire.ts';

/** How many of a section are shown at first, and with every "show more"; and at most. */
export const PAGE = 20;
const MOST = 400;

const CODE = { type: 'string', pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$', maxLength: 35 } as const;
const COUNT = { type: 'integer', minimum: PAGE, maximum: MOST } as const;
/** What a page wants to see, as it stands in its address. */
export const WANTED_QUERY = {
  type: 'object', additionalProperties: false,
  properties: {
    language: CODE, country: CODE, kind: { enum: ['urgent', 'now', 'callback'] }, subject: { enum: ['pay', 'papers', 'hurt', 'other'] }, whose: { enum: ['free', 'mine'] },
    urgent: COUNT, line: COUNT, open: COUNT, soon: COUNT, later: COUNT,
  },
} as const;

/** `mine`: what this advocate speaks; of who speaks nothing, nothing is asked for. */
export function filterOf(wanted: Wanted, speaks: readonly string[]): Filter {
  const { language, kind, subject, country, whose } = wanted;
  return { languages: language === undefined ? undefined : language === 'mine' ? speaks : [language], kind: kind as Kind | undefined, subject: subject as Subject | undefined, country, whose };
}

export const mostOf = ({ urgent = PAGE, line = PAGE, open = PAGE, soon = PAGE, later = PAGE }: Wanted): Record<Section, number> => ({ urgent, line, open, soon, later });

/** Who sees the same: only what is mine, or in my languages, differs from one colleague to the next. */
export const sameFor = (wanted: Wanted, me: string): string => JSON.stringify([Object.entries(wanted).sort(), wanted.whose === 'mine' || wanted.language === 'mine' ? me : '']);
