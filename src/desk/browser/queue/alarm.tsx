import { useEffect, useRef, useState } from 'preact/hooks';
import type { Row, Snapshot } from '../../wire.ts';
import { isAlarm } from './sections.ts';
import { soundAlarm } from '../frame/sound.ts';
import { words } from '../words.ts';

const REPEAT_MS = 8_000;

/** Alarms nobody has opened: sounds until somebody does, says new ones to screen readers, counts them in the title. */
export function useAlarm(snapshot: Snapshot | undefined) {
  const [muted, setMuted] = useState(false);
  const [said, setSaid] = useState('');
  const known = useRef<ReadonlySet<string> | undefined>(undefined);
  const rows = snapshot?.rows ?? [];
  const waiting = rows.filter(isAlarm).sort((a, b) => a.madeAt - b.madeAt);
  const urgent = rows.filter(({ kind }) => kind === 'urgent').length;

  useEffect(() => {
    if (snapshot === undefined) return;
    const fresh = snapshot.rows.filter(({ id }) => known.current?.has(id) === false);
    known.current = new Set(snapshot.rows.map(({ id }) => id));
    const first = fresh.find(isAlarm) ?? fresh[0];
    if (first === undefined) return;
    setSaid(isAlarm(first) ? words.alarm.announce(first.languageName, first.countryName) : words.announceNew(words.kind[first.kind] ?? first.kind, first.languageName));
  }, [snapshot]);

  const sounds = waiting.length > 0 && !muted;
  useEffect(() => {
    if (!sounds) return;
    soundAlarm();
    const again = setInterval(soundAlarm, REPEAT_MS);
    return () => clearInterval(again);
  }, [sounds, waiting.length]);

  useEffect(() => {
    document.title = urgent > 0 ? words.titleUrgent(urgent) : words.title;
    return () => { document.title = words.title; };
  }, [urgent]);

  return { waiting, said, muted, mute: () => setMuted(!muted) };
}

export function AlarmStrip({ waiting, open }: { waiting: readonly Row[]; open(id: string): void }) {
  const [first] = waiting;
  if (first === undefined) return null;
  return (
    <div class="strip alarm">
      <strong>{waiting.length === 1 ? words.alarm.one : words.alarm.more(waiting.length)}</strong>
      <span>{first.languageName} · {first.countryName}</span>
      <button onClick={() => open(first.id)}>{waiting.length === 1 ? words.alarm.open : words.alarm.openOldest}</button>
    </div>
  );
}
