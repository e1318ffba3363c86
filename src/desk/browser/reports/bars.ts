import { BarController, BarElement, CategoryScale, Chart, LinearScale, type Plugin } from 'chart.js';
import type { Bar } from './report-figures.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale);

interface Drawn { update(): void; end(): void }

/** Bars along the page, each with its figure beside it in words: no colour has to be told from another. */
export function drawBars(canvas: HTMLCanvasElement, bars: readonly Bar[], few: string): Drawn {
  const colour = (name: string): string => getComputedStyle(canvas).getPropertyValue(name).trim();
  const ink = { bar: '', words: '', soft: '', line: '' };
  const dip = (): void => void Object.assign(ink, { bar: colour('--main'), words: colour('--ink'), soft: colour('--soft'), line: colour('--line') });
  dip();
  const figures: Plugin<'bar'> = {
    id: 'figures',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      Object.assign(ctx, { font: `13px ${getComputedStyle(canvas).fontFamily}`, textBaseline: 'middle', textAlign: 'left' });
      chart.getDatasetMeta(0).data.forEach(({ x, y }, at) => {
        const n = bars[at]?.n ?? null;
        ctx.fillStyle = n === null ? ink.soft : ink.words;
        ctx.fillText(n === null ? few : n.toLocaleString(), (n === null ? chart.chartArea.left : x) + 6, y);
      });
      ctx.restore();
    },
  };
  const chart = new Chart(canvas, {
    type: 'bar',
    data: { labels: bars.map(({ label }) => label), datasets: [{ data: bars.map(({ n }) => n ?? 0), backgroundColor: ink.bar, borderRadius: 3, maxBarThickness: 22 }] },
    options: {
      indexAxis: 'y', animation: false, responsive: true, maintainAspectRatio: false, events: [], layout: { padding: { right: 64 } },
      scales: {
        x: { beginAtZero: true, border: { display: false }, ticks: { precision: 0, maxTicksLimit: 5, color: () => ink.soft }, grid: { color: () => ink.line } },
        y: { grid: { display: false }, ticks: { autoSkip: false, color: () => ink.words, font: { size: 13, family: getComputedStyle(canvas).fontFamily } } },
      },
    },
    plugins: [figures],
  });
  return {
    update() {
      dip();
      for (const dataset of chart.data.datasets) dataset.backgroundColor = ink.bar;
      chart.update();
    },
    end: () => chart.destroy(),
  };
}
