import { useState } from 'preact/hooks';
import type { Counts } from '../../wire.ts';
import { plainName, ROADS, stepsOf, type Road, type Wanted } from './counts-figures.ts';
import { Choice, figure } from './counts-parts.tsx';
import { words } from '../words.ts';

const HEIGHT = 20; // of a step, where its full width is 100: only the ratio matters, it is stretched

/**
 * A road as a funnel: each step as wide as it was often shown, narrowing to the next. The list says the same in words, and the
 * drawing is hidden from whoever has it read out.
 */
export function Funnel({ counts, wanted }: { counts: Counts; wanted: Wanted }) {
  const [road, setRoad] = useState<Road>('callback');
  const t = words.counts;
  const steps = stepsOf(counts, road, wanted);
  const first = steps[0]?.shown ?? 0;
  const widest = Math.max(1, ...steps.map(({ shown }) => shown));
  const widthOf = (at: number): number => (100 * (steps[at]?.shown ?? 0)) / widest;
  return (
    <section aria-labelledby="funnel-heading">
      <h2 id="funnel-heading">{t.roads}</h2>
      <Choice label={t.road} value={road} among={Object.keys(ROADS).map((one) => [one, t.roadNames[one] ?? one] as const)} choose={(one) => setRoad(one as Road)} />
      <ol class="funnel">
        {steps.map(({ screens, shown }, at) => (
          <li key={screens.join()}>
            <span class="name">{screens.map(plainName).join(t.or)}</span>
            <span class="n">{t.shownTimes(figure(shown, counts.least === 1 ? 1 : counts.least * screens.length))}{at > 0 && first > 0 && shown > 0 && <span class="share"> · {t.ofFirst(Math.round((100 * shown) / first))}</span>}</span>
            <svg viewBox={`0 0 100 ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
              <polygon points={outline(widthOf(at), at + 1 < steps.length ? Math.min(widthOf(at), widthOf(at + 1)) : widthOf(at))} />
            </svg>
          </li>
        ))}
      </ol>
      <p class="quiet">{t.funnelNote}</p>
    </section>
  );
}

/** Centred, so wide above and so wide below. */
const outline = (above: number, below: number): string =>
  [[50 - above / 2, 0], [50 + above / 2, 0], [50 + below / 2, HEIGHT], [50 - below / 2, HEIGHT]].map((point) => point.join()).join(' ');
