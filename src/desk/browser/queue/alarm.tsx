import { useEffect, useRef, useState } from 'preact/hooks';
import type { Row, Snapshot } from '../../wire.ts';
import { isAlarm } from './holder.ts';
import { soundAlarm } from '../frame/sound.ts';
import { words } from '../words.ts';

const REPEAT_MS = 8_000;

/** What came this long before the last look may still be news, in ms. */
const NEWS_MS = 10_000;

/** Alarms that nobody has: sounds until somebody does, says new ones to screen readers, counts them in the title. */
export function useAlarm(snapshot: Snapshot | undefined, now: number) {
  const [muted, setMuted] = useState(false);
  const [said, setSaid] = useState('');
  const known = useRef<{ ids: ReadonlySet<string>; at: number } | undefined>(undefined);
  const rows = snapshot?.rows ?? [];
  const waiting = rows.filter((row) => isAlarm(row, now)).sort((a, b) => a.madeAt - b.madeAt);
  // The oldest come with every page; how many more there are, the line counts.
  const count = Math.max(waiting.length, snapshot?.alarms ?? 0);
  const urgent = snapshot?.counts.urgent.all ?? 0;

  useEffect(() => {
    if (snapshot === undefined) return;
    const before = known.current;
    // What a lifted filter or "show more" brings up is no news.
    const fresh = snapshot.rows.filter(({ id, madeAt }) => before !== undefined && !before.ids.has(id) && madeAt > before.at - NEWS_MS);
    known.current = { ids: new Set(snapshot.rows.map(({ id }) => id)), at: snapshot.now };
    const first = fresh.find((row) => isAlarm(row, snapshot.now)) ?? fresh[0];
    if (first === undefined) return;
    setSaid(isAlarm(first, snapshot.now) ? words.alarm.announce(first.languageName, first.countryName) : words.announceNew(words.kind[first.kind] ?? first.kind, first.languageName));
  }, [snapshot]);

  const sounds = count > 0 && !muted;
  useEffect(() => {
    if (!sounds) return;
    soundAlarm();
    const again = setInterval(soundAlarm, REPEAT_MS);
    return () => clearInterval(again);
  }, [sounds, count]);

  useEffect(() => {
    document.title = urgent > 0 ? words.titleUrgent(urgent) : words.title;
    return () => { document.title = words.title; };
  }, [urgent]);

  return { waiting, count, said, muted, mute: () => setMuted(!muted) };
}

export function AlarmStrip({ waiting, count, open }: { waiting: readonly Row[]; count: number; open(id: string): void }) {
  const [first] = waiting;
  if (first === undefined) return null;
  return (
    <section class="strip alarm" aria-label={count === 1 ? words.alarm.one : words.alarm.more(count)}>
      <strong>{count === 1 ? words.alarm.one : words.alarm.more(count)}</strong>
      <span>{first.languageName} · {first.countryName}</span>
      <button onClick={() => open(first.id)}>{count === 1 ? words.alarm.open : words.alarm.openOldest}</button>
    </section>
  );
}
