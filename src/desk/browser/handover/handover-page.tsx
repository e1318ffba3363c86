import { useEffect, useRef, useState } from 'preact/hooks';
import type { Falling, Handover } from '../../wire.ts';
import { whyOf, type Trouble } from '../api.ts';
import { nameOf } from '../frame/bar.tsx';
import { HERE, momentAt, timeAt } from '../frame/times.ts';
import { holderOf } from '../queue/holder.ts';
import type { RoomProps } from '../rooms.ts';
import { words } from '../words.ts';
import { bothSpans, HandOn } from './hand-on.tsx';

/** The end of a shift: what is open, what was promised, to whom it falls; and what is mine given on. */
export function Page({ api, advocate, keys, toRequest, back, ended }: RoomProps) {
  const [of, setOf] = useState<string>();
  const [found, setFound] = useState<Handover>();
  const [why, setWhy] = useState<Trouble>();
  const [tries, setTries] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const t = words.handover;

  useEffect(() => { heading.current?.focus(); }, []);
  useEffect(() => {
    let old = false;
    setWhy(undefined);
    api.handover(of).then((came) => { if (!old) setFound(came); }, (error: unknown) => {
      if (old) return;
      if (whyOf(error) === 'signedOut') ended();
      else setWhy(whyOf(error));
    });
    return () => { old = true; };
  }, [of, tries]);

  const leaver = found === undefined || found.of.id === advocate.id ? t.me : nameOf(found.of.name);
  return (
    <main id="page" class="page handover" aria-busy={found === undefined && why === undefined}>
      <button class="plain back" onClick={back}>← {toRequest ? words.counts.backToRequest : words.request.back}</button>
      <h1 ref={heading} tabIndex={-1}>{t.heading}</h1>
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]} <button class="plain" onClick={() => setTries(tries + 1)}>{words.again}</button></p>}
      {why === undefined && found === undefined && <p role="status">{t.loading}</p>}
      {found !== undefined && (
        <>
          <p class="quiet">{t.lead(leaver, momentAt(found.now, HERE, found.now))}</p>
          <div class="choices screen-only">
            {advocate.roles.includes('coordinator') && (
              <label class="choice">{t.of}
                <select value={of ?? advocate.id} onChange={(event) => setOf(event.currentTarget.value === advocate.id ? undefined : event.currentTarget.value)}>
                  {[{ id: advocate.id, name: advocate.name }, ...found.advocates, found.of].filter((one, nth, all) => all.findIndex(({ id }) => id === one.id) === nth).map(({ id, name }) => <option key={id} value={id}>{nameOf(name)}</option>)}
                </select>
              </label>
            )}
            <button onClick={() => setTries(tries + 1)}>{t.reload}</button>
            <button onClick={() => print()}>{t.print}</button>
          </div>
          <Section title={t.mine} none={t.mineNone} list={found.mine} found={found} />
          {found.of.id === advocate.id && <HandOn found={found} api={api} keys={keys} again={() => setTries(tries + 1)} ended={ended} />}
          <Section title={t.alarms} none={t.none} list={found.alarms} found={found} />
          <Section title={t.promised} none={t.none} list={found.promised} found={found} />
        </>
      )}
    </main>
  );
}

function Section({ title, none, list, found }: { title: string; none: string; list: readonly Falling[]; found: Handover }) {
  return (
    <section>
      <h2>{title} <span class="count">{list.length}</span></h2>
      {list.length === 0 ? <p class="quiet">{none}</p> : <ul class="falling">{list.map((one) => <Entry key={one.row.id} one={one} found={found} />)}</ul>}
    </section>
  );
}

function Entry({ one: { row, to }, found: { now, of } }: { one: Falling; found: Handover }) {
  const t = words.handover;
  const holder = holderOf(row, now);
  return (
    <li class="entry">
      <strong>{words.kind[row.kind]} · {row.languageName} · {row.countryName}</strong>
      {row.call === 'no' && <span class="badge stop">{words.noCallShort}</span>}
      {bothSpans(row, now).map((span) => <span key={span} class="rest">{span}</span>)}
      {holder !== undefined && holder.advocate !== of.id && <span class="rest">{t.has(holder.name === null ? words.someone : nameOf(holder.name))}</span>}
      <span class={to === null ? 'rest nobody' : 'rest'}>{to === null ? t.nobody : to.from <= now ? t.fallsNow(nameOf(to.name)) : t.falls(nameOf(to.name), `${momentAt(to.from, HERE, now)} (${timeAt(to.from, row.zone)})`)}</span>
    </li>
  );
}
