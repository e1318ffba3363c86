import { useEffect, useRef } from 'preact/hooks';
import { drawBars } from './bars.ts';
import type { Bar } from './report-figures.ts';
import { words } from '../words.ts';

const ROW = 30; // pixels a bar takes
const AXIS = 40;

/** Drawn for the eye alone: the table beside it says the same to everybody. */
export function BarChart({ bars }: { bars: readonly Bar[] }) {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null || place.current === null) return undefined;
    place.current.style.height = `${bars.length * ROW + AXIS}px`;
    const drawn = drawBars(canvas.current, bars, words.reports.fewShort);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', drawn.update);
    return () => {
      dark.removeEventListener('change', drawn.update);
      drawn.end();
    };
  }, [bars]);
  return <div class="chart" ref={place} aria-hidden="true"><canvas ref={canvas} /></div>;
}
