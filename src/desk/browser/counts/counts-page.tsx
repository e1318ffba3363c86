import { useEffect, useRef, useState } from 'preact/hooks';
import type { Counts } from '../../wire.ts';
import { whyOf, type Trouble } from '../api.ts';
import type { RoomProps } from '../rooms.ts';
import { rowsFor, type Wanted } from './counts-figures.ts';
import { CountsTable } from './counts-table.tsx';
import { Choice, figure } from './counts-parts.tsx';
import { Funnel } from './funnel.tsx';
import { HourStrip } from './hour-strip.tsx';
import { words } from '../words.ts';

const DAYS = [7, 28, 90];

/** What callers met at each screen: the roads to what they came for, where they were lost, and every figure. */
export function Page({ api, toRequest, back, ended }: RoomProps) {
  const [days, setDays] = useState(28);
  const [wanted, setWanted] = useState<Wanted>({ channel: 'all', language: 'all' });
  const [counts, setCounts] = useState<Counts>();
  const [why, setWhy] = useState<Trouble>();
  const [tries, setTries] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const t = words.counts;

  useEffect(() => { heading.current?.focus(); }, []);
  useEffect(() => {
    let old = false;
    setWhy(undefined);
    api.counts(days).then((came) => { if (!old) setCounts(came); }, (error: unknown) => {
      if (old) return;
      if (whyOf(error) === 'signedOut') ended();
      else setWhy(whyOf(error));
    });
    return () => { old = true; };
  }, [days, tries]);

  const channels: readonly (readonly [string, string])[] = [['all', t.together], ['each', t.apart], ...Object.entries(words.channel)];
  const languages: readonly (readonly [string, string])[] = [['all', t.together], ['each', t.apart], ...(counts?.languages ?? []).map(({ code, name }) => [code, name] as const)];
  return (
    <main id="page" class="page counts" aria-busy={counts === undefined && why === undefined}>
      <button class="plain back" onClick={back}>← {toRequest ? t.backToRequest : words.request.back}</button>
      <h1 ref={heading} tabIndex={-1}>{t.heading}</h1>
      <p class="quiet">{t.lead}</p>
      <div class="choices">
        <Choice label={t.period} value={String(days)} among={DAYS.map((n) => [String(n), t.days(n)] as const)} choose={(n) => setDays(Number(n))} />
        <Choice label={t.channel} value={wanted.channel} among={channels} choose={(channel) => setWanted({ ...wanted, channel })} />
        <Choice label={t.language} value={wanted.language} among={languages} choose={(language) => setWanted({ ...wanted, language })} />
      </div>
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]} <button class="plain" onClick={() => setTries(tries + 1)}>{words.again}</button></p>}
      {why === undefined && counts === undefined && <p role="status">{t.loading}</p>}
      {why === undefined && counts !== undefined && <Shown counts={counts} wanted={wanted} />}
    </main>
  );
}

function Shown({ counts, wanted }: { counts: Counts; wanted: Wanted }) {
  const t = words.counts;
  const { least, rows, helped } = counts;
  if (rows.length === 0) return <div class="empty"><h2>{t.empty}</h2><p>{least > 1 ? t.emptySmall(least) : t.emptyMore}</p></div>;
  return (
    <>
      <Funnel counts={counts} wanted={wanted} />
      <CountsTable counts={counts} rows={rowsFor(counts, wanted)} />
      {helped.length > 0 && (
        <section>
          <h2>{t.helped}</h2>
          <ul class="helped">{helped.map(({ topic, yes, no, trouble }) => <li key={topic}><strong>{words.topics[topic] ?? topic}</strong> {t.helpedLine(figure(yes, least), figure(no, least), figure(trouble, least))}</li>)}</ul>
        </section>
      )}
      <HourStrip counts={counts} />
      <section class="quiet">
        <h2>{t.how}</h2>
        <p>{t.howText}</p>
        {least > 1 && <p>{t.howSmall(least)}</p>}
        {!counts.today && <p>{t.howToday}</p>}
      </section>
    </>
  );
}
