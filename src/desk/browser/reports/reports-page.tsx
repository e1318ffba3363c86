import { useEffect, useRef, useState } from 'preact/hooks';
import type { Report, Reports } from '../../reports/report.ts';
import { whyOf, type Trouble } from '../api.ts';
import { Choice } from '../counts/counts-parts.tsx';
import type { RoomProps } from '../rooms.ts';
import { Downloads } from './downloads.tsx';
import { dayOf, spanOf } from './report-figures.ts';
import { ReportSection } from './report-section.tsx';
import { words } from '../words.ts';

/** Reports of whole weeks, drawn and in figures, and the files to publish. */
export function Page({ api, toRequest, back, ended }: RoomProps) {
  const [reports, setReports] = useState<Reports>();
  const [from, setFrom] = useState<string>();
  const [report, setReport] = useState<Report>();
  const [why, setWhy] = useState<Trouble>();
  const [tries, setTries] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const t = words.reports;

  const fail = (error: unknown): void => { if (whyOf(error) === 'signedOut') ended(); else setWhy(whyOf(error)); };
  useEffect(() => { heading.current?.focus(); }, []);
  useEffect(() => {
    let old = false;
    setWhy(undefined);
    api.reports().then((came) => {
      if (old) return;
      setReports(came);
      setFrom((was) => was ?? (came.periods.find(({ running }) => !running) ?? came.periods[0])?.from);
    }, (error: unknown) => { if (!old) fail(error); });
    return () => { old = true; };
  }, [tries]);
  useEffect(() => {
    if (from === undefined) return undefined;
    let old = false;
    setWhy(undefined);
    api.report(from).then((came) => { if (!old) setReport(came); }, (error: unknown) => { if (!old) fail(error); });
    return () => { old = true; };
  }, [from, tries]);

  const periods = (reports?.periods ?? []).map((one) => [one.from, one.running ? t.running(spanOf(one)) : spanOf(one)] as const);
  const waits = why === undefined && (reports === undefined || (periods.length > 0 && report === undefined));
  return (
    <main id="page" class="page reports" aria-busy={waits}>
      <button class="plain back" onClick={back}>← {toRequest ? words.counts.backToRequest : words.request.back}</button>
      <h1 ref={heading} tabIndex={-1}>{t.heading}</h1>
      {reports?.least !== 1 && <p class="quiet">{t.lead}</p>}
      {reports?.least === 1 && <p class="said">{t.open}</p>}
      {periods.length > 0 && <div class="choices"><Choice label={t.period} value={from ?? ''} among={periods} choose={setFrom} /></div>}
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]} <button class="plain" onClick={() => setTries(tries + 1)}>{words.again}</button></p>}
      {waits && <p role="status">{t.loading}</p>}
      {why === undefined && reports !== undefined && periods.length === 0 && <div class="empty"><h2>{t.empty}</h2><p>{t.emptyMore(reports.weeks, dayOf(reports.next, reports.zone))}</p></div>}
      {why === undefined && reports !== undefined && report !== undefined && report.from === from && (
        <>
          <Downloads api={api} report={report} fail={fail} />
          {report.tables.map((table) => <ReportSection key={`${report.from} ${table.name}`} table={table} names={reports.names} />)}
          <section class="quiet">
            <h2>{t.how}</h2>
            {report.least > 1 && <p>{t.howText(report.least)}</p>}
            <p>{t.howOnce}</p>
            <p>{t.howCounts}</p>
            {reports.least > 1 && <p>{t.next(dayOf(reports.next, reports.zone))}</p>}
          </section>
        </>
      )}
    </main>
  );
}
