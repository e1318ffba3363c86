import type { WireEntry } from './exchange-link.ts';

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

/** Requests and replies about this phone as they went over the wire, newest first. */
export function WireLog({ entries }: { entries: readonly WireEntry[] }) {
  return <details class="wire">
    <summary>Wire log ({entries.length})</summary>
    {entries.length === 0 && <p>Nothing went over the wire yet. Dial, call or text.</p>}
    <ol reversed>{[...entries].reverse().map((entry) => <li key={entry.n}>
      <details>
        <summary><b>{entry.to === 'line' ? 'carrier → line' : 'line → carrier'}</b> {firstLine(entry.request).split(' ')[1]} <span>{firstLine(entry.reply).replace('HTTP/1.1 ', '')} · {entry.ms} ms</span></summary>
        <pre dir="ltr" tabIndex={0}>{entry.request}</pre>
        <pre dir="ltr" tabIndex={0}>{entry.reply}</pre>
      </details></li>)}</ol>
  </details>;
}
