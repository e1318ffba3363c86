import type { ComponentChildren } from 'preact';
import type { Window } from '../../../store/store.ts';
import type { Row } from '../../wire.ts';
import type { Unsealed } from '../people/keys.ts';
import { HERE, dayAt, lasting, momentAt, spanAt, timeAt } from '../frame/times.ts';
import { words } from '../words.ts';

/** What is known of a request, both clocks first. */
export function Facts({ row, now, unsealed }: { row: Row; now: number; unsealed: Unsealed | undefined }) {
  const t = words.facts;
  const cover = words.cover[row.cover ?? 'none'];
  return (
    <>
      <p class="clocks">
        <span><b>{timeAt(now, row.zone)}</b>{t.there(row.clockName)}</span>
        <span><b>{timeAt(now, HERE)}</b>{t.here}</span>
        <span><b>{lasting(now - row.madeAt)}</b>{t.waiting}</span>
      </p>
      <p class="cover-card"><strong>{cover}</strong>{unsealed?.coverName !== undefined && <span>{t.coverName}: <b class="name">{unsealed.coverName}</b></span>}</p>
      {unsealed?.safeWord !== undefined && <p class="cover-card"><strong>{t.safeWord}</strong><b class="name">{unsealed.safeWord}</b></p>}
      <dl class="facts">
        {row.first !== null && <Fact name={t.window}><Span span={row.first} zone={row.zone} now={now} /></Fact>}
        {row.second !== null && <Fact name={t.second}><Span span={row.second} zone={row.zone} now={now} /></Fact>}
        {row.subject !== null && <Fact name={t.subject}>{words.form.subject[row.subject] ?? row.subject}</Fact>}
        {unsealed?.whoCalls !== undefined && <Fact name={t.whoCalls}>{words.form.whoCalls[unsealed.whoCalls] ?? unsealed.whoCalls}</Fact>}
        {unsealed?.forWhom !== undefined && <Fact name={t.forWhom}>{words.form.forWhom[unsealed.forWhom] ?? unsealed.forWhom}</Fact>}
        {unsealed?.texts !== undefined && <Fact name={t.texts}>{words.form.texts[unsealed.texts] ?? unsealed.texts}</Fact>}
        <Fact name={t.tries}>{t.triesOf(row.attempts)}{row.lastAttemptAt !== null && `, ${t.lastTry(momentAt(row.lastAttemptAt, HERE, now))}`}</Fact>
        <Fact name={t.language}>{row.languageName}</Fact>
        <Fact name={t.channel}>{words.channel[row.channel] ?? row.channel}</Fact>
        <Fact name={t.erased}>{dayAt(row.eraseAt, HERE)}</Fact>
      </dl>
    </>
  );
}

const Span = ({ span, zone, now }: { span: Window; zone: string; now: number }) => (
  <><span>{words.facts.spanThere(spanAt(span, zone, now))}</span><span>{words.facts.spanHere(spanAt(span, HERE, now))}</span></>
);

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => <div><dt>{name}</dt><dd>{children}</dd></div>;
