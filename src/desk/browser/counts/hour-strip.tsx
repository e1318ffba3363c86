import type { Counts } from '../../wire.ts';
import { figure } from './counts-parts.tsx';
import { words } from '../words.ts';

const EVERY = 6; // hours that are named under the strip

/** When people use the line, as a strip of 24 bars; read out, a list of hours. */
export function HourStrip({ counts: { hours, zone, least } }: { counts: Counts }) {
  const most = Math.max(1, ...hours);
  const t = words.counts;
  return (
    <section aria-labelledby="hours-heading">
      <h2 id="hours-heading">{t.hours(zone)}</h2>
      <ol class="hours">
        {hours.map((n, hour) => (
          <li key={hour} title={t.hourLine(hour, figure(n, least))}>
            <svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect x="1" width="8" y={100 - (100 * n) / most} height={(100 * n) / most} /></svg>
            <span aria-hidden="true">{hour % EVERY === 0 ? hour : ''}</span>
            <span class="unseen">{t.hourLine(hour, figure(n, least))}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
