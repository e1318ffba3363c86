import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Me, Signed } from '../wire.ts';
import { AlarmStrip, useAlarm } from './queue/alarm.tsx';
import { whyOf, type Api } from './api.ts';
import { Bar } from './frame/bar.tsx';
import { RoomPage, useRoom } from './frame/use-room.tsx';
import type { Keys } from './people/keys.ts';
import { watchIdle } from './frame/idle.ts';
import { MyPhone } from './queue/my-phone.tsx';
import { Queue } from './queue/queue.tsx';
import { RequestPane } from './request/request-pane.tsx';
import { arrange } from './queue/sections.ts';
import { ShortcutList, useShortcuts } from './frame/shortcuts.tsx';
import { useQueue } from './queue/use-queue.ts';
import { words } from './words.ts';

interface Props { readonly api: Api; readonly me: Me; readonly advocate: Signed; readonly keys: Keys; leave(how: 'locked' | 'left' | 'ended'): void }

/** Where an advocate works: the bar, what is urgent, the queue, and the one request that is open. */
export function Workplace({ api, me, advocate, keys, leave }: Props) {
  const { snapshot, now, link } = useQueue(api, () => leave('ended'));
  const [chosen, choose] = useState<string>();
  const { room, mine, enter } = useRoom(advocate.roles);
  const [done, setDone] = useState<readonly { id: string; label: string }[]>([]);
  const [trouble, setTrouble] = useState<string>();
  const [locksSoon, setLocksSoon] = useState(false);
  const [listShown, setListShown] = useState(false);
  const [letters, setLetters] = useState(true);
  const queue = useRef<HTMLElement>(null);

  const groups = useMemo(() => arrange(snapshot?.rows ?? [], now), [snapshot, now]);
  const alarm = useAlarm(snapshot);
  useEffect(() => { if (link === 'live') setTrouble(undefined); }, [link]);
  const onDuty = snapshot === undefined ? advocate.onDuty : snapshot.onDuty.some(({ id }) => id === advocate.id);

  useEffect(() => watchIdle({ warn: setLocksSoon, lock: () => leave('locked'), here: () => void api.here().catch(() => undefined) }), []);

  const switchDuty = (): void => {
    setTrouble(undefined);
    api.setDuty(!onDuty).catch((error: unknown) => {
      if (whyOf(error) === 'signedOut') leave('ended');
      else setTrouble(words.why[whyOf(error)]);
    });
  };
  const setChosen = (id: string | undefined): void => { if (room !== undefined) enter(undefined); choose(id); };
  /** From a room to what was open before, from a request to the queue. */
  const back = (): void => {
    const last = chosen;
    setChosen(room !== undefined ? chosen : undefined);
    requestAnimationFrame(() => (queue.current?.querySelector<HTMLElement>(`[data-id="${last ?? ''}"]`) ?? queue.current)?.focus());
  };
  /** The address says which room is entered, so the link must not change it. */
  const skip = (event: Event): void => {
    event.preventDefault();
    (room === undefined ? queue.current : document.querySelector<HTMLElement>('#page h1'))?.focus();
  };
  const oldest = alarm.waiting[0]?.id;
  useShortcuts(letters && !listShown, {
    a: () => { if (oldest !== undefined) setChosen(oldest); },
    d: switchDuty,
    c: () => room !== undefined || document.getElementById('call')?.click(),
    o: () => room !== undefined || document.querySelector<HTMLElement>('#outcome input')?.focus(),
    '?': () => setListShown(true),
    Escape: back,
  }, queue);

  return (
    <div class={chosen === undefined || room !== undefined ? 'workplace' : 'workplace chosen'}>
      <a class="skip" href={room !== undefined ? '#page' : '#queue'} onClick={skip}>{room !== undefined ? words.skipRoom : words.skip}</a>
      <Bar me={me} advocate={advocate} onDuty={onDuty} colleagues={snapshot?.onDuty ?? []} link={link} muted={alarm.muted}
        rooms={mine} entered={room} enter={enter} mute={alarm.mute} switchDuty={switchDuty} showList={() => setListShown(true)} leave={() => leave('left')} />
      {locksSoon && <p class="strip soon" role="alert">{words.idle.soon}</p>}
      {trouble !== undefined && <p class="strip soon" role="alert">{trouble}</p>}
      <MyPhone calls={snapshot?.calls ?? []} me={advocate.id} open={setChosen} />
      <AlarmStrip waiting={alarm.waiting} open={setChosen} />
      <p class="unseen" aria-live="assertive">{alarm.said}</p>
      {room !== undefined && <RoomPage key={room.name} room={room} api={api} me={me} advocate={advocate} keys={keys} back={back} toRequest={chosen !== undefined} ended={() => leave('ended')} />}
      {/* Hidden, not gone: a half-written note must not be lost. */}
      <div class="room" hidden={room !== undefined}>
        <Queue place={queue} groups={groups} calls={snapshot?.calls ?? []} now={now} chosen={chosen} choose={setChosen} done={done} loading={snapshot === undefined} />
        <RequestPane key={chosen ?? ''} id={chosen} nobody={groups.length === 0} row={snapshot?.rows.find(({ id }) => id === chosen)} rows={snapshot?.rows ?? []} choose={setChosen}
          mine={snapshot?.calls.some((call) => call.request === chosen && call.advocate === advocate.id) ?? false} now={now} api={api} keys={keys} back={back}
          ended={() => leave('ended')} noted={(id, label) => setDone((was) => [{ id, label }, ...was.filter((one) => one.id !== id)].slice(0, 20))} />
      </div>
      {listShown && <ShortcutList letters={letters} setLetters={setLetters} close={() => setListShown(false)} />}
    </div>
  );
}
