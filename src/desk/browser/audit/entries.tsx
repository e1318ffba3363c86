import type { AuditEntry, AuditSeen } from '../../wire.ts';
import { nameOf } from '../frame/bar.tsx';
import { dayAt, HERE, timeAt } from '../frame/times.ts';
import { words } from '../words.ts';

const SHOWN_OF_ID = 8;

/** Day, year and time here: entries go back for a year. */
export const fullMoment = (at: number): string => `${dayAt(at, HERE)} ${new Date(at).getFullYear()}, ${timeAt(at, HERE)}`;

/** Entries in words, one a line. */
export function Entries({ entries, colleagues }: Pick<AuditSeen, 'entries' | 'colleagues'>) {
  const names = new Map(colleagues.map(({ id, name }) => [id, nameOf(name)]));
  return <ol class="trail">{entries.map((entry) => <Entry key={entry.n} entry={entry} names={names} />)}</ol>;
}

function Entry({ entry, names }: { readonly entry: AuditEntry; readonly names: ReadonlyMap<string, string> }) {
  const t = words.audit;
  const { n, at, what, who, about, detail } = entry;
  const details = Object.entries(detail).map(([key, value]) => t.details[key]?.(String(value)) ?? `${key}: ${value}`);
  const by = names.get(who) ?? t.others[who] ?? t.former(who.slice(0, SHOWN_OF_ID));
  return (
    <li>
      <span class="n quiet"><span class="unseen">{t.number(n)}</span><span aria-hidden="true">{n}</span></span>
      {/* A caller's moment is kept to the hour. */}
      <time class="quiet" dateTime={new Date(at).toISOString()}>{who === 'caller' ? t.inTheHour(fullMoment(at)) : fullMoment(at)}</time>
      <p><strong>{by}</strong> {(t.did[what] ?? (() => what))(names.get(about) ?? about.slice(0, SHOWN_OF_ID))}{details.length > 0 && <span class="quiet"> ({details.join(', ')})</span>}</p>
    </li>
  );
}
