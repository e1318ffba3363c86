import { useEffect, useState } from 'preact/hooks';
import type { Rang, Row } from '../../wire.ts';
import type { Api } from '../api.ts';
import { nameOf } from '../frame/bar.tsx';
import { HERE, momentAt } from '../frame/times.ts';
import { words } from '../words.ts';

/** Whose phone rang for an alarm, and what came of it; read anew with every news of it. */
export function RingsPart({ row, now, api }: { row: Row; now: number; api: Api }) {
  const [rings, setRings] = useState<readonly Rang[]>();
  const t = words.rings;
  useEffect(() => {
    let gone = false;
    // What is missing here is shown elsewhere too: that the connection broke, or that the session is over.
    api.rings(row.id).then((told) => { if (!gone) setRings(told.rings); }).catch(() => undefined);
    return () => { gone = true; };
  }, [row]);
  if (rings === undefined) return null;
  return (
    <section class="rings" aria-labelledby="rings-heading">
      <h2 id="rings-heading">{t.heading}</h2>
      {rings.length === 0 ? <p class="quiet">{t.none}</p> : (
        <ol>{rings.map(({ at, as, ended, name }) => (
          <li key={`${at} ${name}`}><time>{momentAt(at, HERE, now)}</time> <b>{name === null ? t.gone : nameOf(name)}</b> ({t.as[as]}): {ended === null ? t.rings : t.ended[ended]}</li>
        ))}</ol>
      )}
    </section>
  );
}
