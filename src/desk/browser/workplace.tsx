import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Me, Signed, Wanted } from '../wire.ts';
import { AlarmStrip, useAlarm } from './queue/alarm.tsx';
import { whyOf, type Api } from './api.ts';
import { Bar } from './frame/bar.tsx';
import { RoomPage, useRoom } from './frame/use-room.tsx';
import type { Keys } from './people/keys.ts';
import { KeysWatch } from './people/keys-watch.tsx';
import { watchIdle } from './frame/idle.ts';
import { MyPhone } from './queue/my-phone.tsx';
import type { Known } from './queue/entry.tsx';
import { Filters } from './queue/filters.tsx';
import { holderOf } from './queue/holder.ts';
import { Queue } from './queue/queue.tsx';
import { RequestPane } from './request/request-pane.tsx';
import { arrangeSnapshot } from './queue/sections.ts';
import { addressOf } from './queue/wanted.ts';
import { ShortcutList, useShortcuts } from './frame/shortcuts.tsx';
import { useQueue } from './queue/use-queue.ts';
import { words } from './words.ts';

interface Props { readonly api: Api; readonly me: Me; readonly advocate: Signed; readonly keys: Keys; leave(how: 'locked' | 'left' | 'ended'): void }

/** Where an advocate works: the bar, what is urgent, the queue, and the one request that is open. */
export function Workplace({ api, me, advocate, keys, leave }: Props) {
  const calls = advocate.roles.some((role) => role === 'advocate' || role === 'coordinator');
  const [wanted, want] = useState<Wanted>({});
  const { snapshot, now, link } = useQueue(api, calls, addressOf(wanted), () => leave('ended'));
  const [chosen, choose] = useState<string>();
  const { room, mine, enter } = useRoom(advocate.roles, calls);
  const [filtersShown, showFilters] = useState(false);
  const [known, setKnown] = useState<ReadonlyMap<string, Known>>(new Map());
  const [done, setDone] = useState<readonly { id: string; label: string }[]>([]);
  const [trouble, setTrouble] = useState<string>();
  const [locksSoon, setLocksSoon] = useState(false);
  const [listShown, setListShown] = useState(false);
  const [letters, setLetters] = useState(true);
  const queue = useRef<HTMLElement>(null);

  const groups = useMemo(() => (snapshot === undefined ? [] : arrangeSnapshot(snapshot, now)), [snapshot, now]);
  const alarm = useAlarm(snapshot, now);
  const rowOf = (id: string | undefined) => snapshot?.rows.find((row) => row.id === id) ?? snapshot?.held.find((row) => row.id === id);
  useEffect(() => { if (link === 'live') setTrouble(undefined); }, [link]);
  const onDuty = snapshot === undefined ? advocate.onDuty : snapshot.onDuty.some(({ id }) => id === advocate.id);

  useEffect(() => watchIdle({ warn: setLocksSoon, lock: () => leave('locked'), here: () => void api.here().catch(() => undefined) }), []);

  const fail = (error: unknown): void => {
    if (whyOf(error) === 'signedOut') leave('ended');
    else setTrouble(words.why[whyOf(error)]);
  };
  const switchDuty = (): void => {
    setTrouble(undefined);
    api.setDuty(!onDuty).catch(fail);
  };
  const press = (id: string): void => { if (room === undefined) document.getElementById(id)?.click(); };
  /** Of the one that has the focus in the queue, without opening it; else of the one that is open. */
  const inQueue = (): string | undefined => (queue.current?.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset['id'] : undefined);
  const take = (): void => {
    const id = inQueue();
    if (room !== undefined || id === undefined || id === chosen) return press('take');
    setTrouble(undefined);
    api.claim(id).catch(fail);
  };
  const release = (): void => {
    const id = inQueue();
    if (room !== undefined || id === undefined || id === chosen) return press('release');
    if (holderOf(rowOf(id), now)?.advocate === advocate.id) api.release(id).catch(fail);
  };
  const filter = (): void => {
    if (room !== undefined) return;
    showFilters(!filtersShown);
    document.getElementById('filters')?.focus();
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
    t: take, r: release, h: () => press('hand-over'), f: filter,
    c: () => press('call'),
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
      <KeysWatch api={api} advocate={advocate} keys={keys} />
      <MyPhone calls={snapshot?.calls ?? []} me={advocate.id} open={setChosen} />
      <AlarmStrip waiting={alarm.waiting} count={alarm.count} open={setChosen} />
      <p class="unseen" aria-live="assertive">{alarm.said}</p>
      {room !== undefined && <RoomPage key={room.name} room={room} api={api} me={me} advocate={advocate} keys={keys} back={back} toRequest={chosen !== undefined} ended={() => leave('ended')} />}
      {/* Hidden, not gone: a half-written note must not be lost. */}
      {calls && <div class="room" hidden={room !== undefined}>
        <Queue place={queue} groups={groups} calls={snapshot?.calls ?? []} me={advocate.id} wanted={wanted} want={want} known={known} now={now} chosen={chosen} choose={setChosen} done={done} loading={snapshot === undefined}>
          {room === undefined && <Filters api={api} wanted={wanted} want={want} shown={filtersShown} show={showFilters} fail={fail} />}
        </Queue>
        <RequestPane key={chosen ?? ''} id={chosen} nobody={groups.length === 0} row={rowOf(chosen)} rows={snapshot?.rows ?? []} choose={setChosen} me={advocate} colleagues={snapshot?.advocates ?? []}
          unsealedNow={(id, { safeWord, whoCalls, forWhom }) => setKnown((was) => new Map(was).set(id, { safeWord, whoCalls, forWhom }))}
          mine={snapshot?.calls.some((call) => call.request === chosen && call.advocate === advocate.id) ?? false} now={now} api={api} keys={keys} back={back}
          ended={() => leave('ended')} noted={(id, label) => setDone((was) => [{ id, label }, ...was.filter((one) => one.id !== id)].slice(0, 20))} />
      </div>}
      {listShown && <ShortcutList letters={letters} setLetters={setLetters} close={() => setListShown(false)} />}
    </div>
  );
}
