import { useState } from 'preact/hooks';
import type { Report } from '../../reports/report.ts';
import type { Api } from '../api.ts';
import { words } from '../words.ts';

interface Props { readonly api: Api; readonly report: Report; fail(error: unknown): void }

/** The same figures as files. Asked for by the page itself, so that a session that is over is said in words and no file of it is kept. */
export function Downloads({ api, report, fail }: Props) {
  const [said, setSaid] = useState('');
  const t = words.reports;
  const download = (form: 'csv' | 'zip'): void => {
    setSaid('');
    api.reportFile(report.from, form).then(({ name, bytes }) => {
      save(name, bytes);
      setSaid(t.downloaded(name));
    }, fail);
  };
  return (
    <div class="choices downloads">
      <button onClick={() => download('csv')}>{t.csv}</button>
      <button onClick={() => download('zip')}>{t.zip}</button>
      <button onClick={() => print()}>{t.print}</button>
      <p role="status" class="quiet">{said}</p>
    </div>
  );
}

function save(name: string, bytes: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
