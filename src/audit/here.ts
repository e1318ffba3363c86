import type { Config } from '../config.ts';
import { type Code, HlpError } from '../errors.ts';
import { openAuditSeals } from '../sealing/audit-seals.ts';
import { AUDITED, type AuditEntry } from '../store/contract/audit.ts';
import { readAuditBeside } from '../store/beside.ts';
import { type Verdict, verify } from './verify.ts';

const PAGE = 200;

/** Checks the audit of DATA_DIR against the head in SECRETS_DIR, beside a running line. Returns what to say; throws HLP_AUDIT_… where it does not hold. */
export async function verifyHere(config: Config): Promise<string> {
  const audit = readAuditBeside(config.dataDir);
  try {
    return say(await verify(audit, openAuditSeals(config.secretsDir)));
  } catch (error) {
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_CORRUPT')) throw new HlpError('HLP_AUDIT_CHANGED', 'the file cannot be read');
    throw error;
  } finally {
    audit.close();
  }
}

function say(verdict: Verdict): string {
  if (!verdict.held) throw new HlpError(...wrong(verdict));
  const { entries, from, to, newer } = verdict;
  if (from === undefined || to === undefined) return 'The audit holds: it has no entries yet, and the head says so too.';
  const signed = newer === 0 ? 'The head this line signed is the last of them.' : `The head this line signed is followed by ${newer} newer.`;
  return `The audit holds: ${entries} ${entries === 1 ? 'entry' : 'entries'}, from ${when(from)} to ${when(to)}. ${signed}`;
}

function wrong({ why, first, last = first }: Verdict & { held: false }): [Code, string?] {
  switch (why) {
    case 'changed': return ['HLP_AUDIT_CHANGED', `the first that does not hold is entry ${first}`];
    case 'missing': return ['HLP_AUDIT_CHANGED', `the first that does not hold is entry ${first}: it is missing`];
    case 'putIn': return ['HLP_AUDIT_CHANGED', `entry ${first} stands where none belongs`];
    case 'beginning': return ['HLP_AUDIT_CHANGED', `entries before ${first} are gone, and this line did not cut them`];
    case 'endMissing': return ['HLP_AUDIT_CUT', first === last ? `entry ${first}` : `entries ${first} to ${last}`];
    case 'rewritten': return ['HLP_AUDIT_REWRITTEN', `entry ${first} is another than was signed`];
    case 'noHead': return ['HLP_AUDIT_NO_HEAD'];
  }
}

export interface ListChoices { readonly most: string; readonly what?: string; readonly who?: string }

/** Entries as lines, newest first: number, time, what, who, about, detail. Or what is wrong with the choices. Throws as verifyHere. */
export function listHere(config: Config, { most, what, who }: ListChoices): { lines: string } | { wrong: string } {
  const wanted = Number(most);
  if (!Number.isInteger(wanted) || wanted < 1) return { wrong: 'Say how many entries as a whole number: --most 50' };
  if (what !== undefined && !(AUDITED as readonly string[]).includes(what)) return { wrong: `No entry is called that. --what takes one of: ${AUDITED.join(', ')}` };
  const audit = readAuditBeside(config.dataDir);
  try {
    const { colleagues } = audit.page({ most: 1 });
    const names = new Map(colleagues.map(({ id, name }) => [id, name]));
    const id = colleagues.find(({ name }) => name === who)?.id ?? who;
    const lines: string[] = [];
    for (let before: number | undefined, more = true; more && lines.length < wanted;) {
      const { entries, next } = audit.page({ before, most: Math.min(PAGE, wanted - lines.length), what, who: id });
      lines.push(...entries.map((entry) => line(entry, names)));
      before = next;
      more = next !== undefined;
    }
    return { lines: lines.length === 0 ? 'No entries.' : lines.join('\n') };
  } finally {
    audit.close();
  }
}

const line = ({ n, at, what, who, about, detail }: AuditEntry, names: ReadonlyMap<string, string>): string =>
  [n, when(at), what, names.get(who) ?? who, names.get(about) ?? about, Object.entries(detail).map(([key, value]) => `${key}=${value}`).join(' ')].filter((part) => part !== '').join('  ');

/** UTC, to the second. */
const when = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
