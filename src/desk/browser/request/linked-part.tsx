import type { Row } from '../../wire.ts';
import { HERE, momentAt } from '../frame/times.ts';
import { words } from '../words.ts';

/** Other open alarms from the same phone. Each may be of somebody else who uses that phone. */
export function LinkedPart({ row, rows, now, choose }: { row: Row; rows: readonly Row[]; now: number; choose(id: string): void }) {
  const linked = rows.filter(({ id }) => row.linked.includes(id));
  if (linked.length === 0) return null;
  const t = words.linked;
  return (
    <section class="linked" aria-labelledby="linked-heading">
      <h2 id="linked-heading">{t.heading(linked.length)}</h2>
      <ul>{linked.map((one) => (
        <li key={one.id}>
          <button class="plain" onClick={() => choose(one.id)}>{t.open(momentAt(one.madeAt, HERE, now))}</button>
          {one.status === 'waiting' && ` · ${t.isNew}`}{one.takenName !== null && ` · ${t.takenBy(one.takenName)}`}
        </li>
      ))}</ul>
    </section>
  );
}
