import { useEffect, useState } from 'preact/hooks';

/** A picture a telephone's camera reads. The text is shown beside it as well. */
export function Qr({ text, label }: { text: string; label: string }) {
  const [dots, setDots] = useState<readonly (readonly boolean[])[]>([]);
  useEffect(() => { void import('uqr').then(({ encode }) => setDots(encode(text, { border: 2 }).data)); }, [text]);
  const path = dots.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${dots.length || 1} ${dots.length || 1}`}><path d={path} /></svg>;
}
