import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ROOMS, type Room, type RoomProps } from '../rooms.ts';
import { words } from '../words.ts';

const named = (): string => location.hash.slice(1);

/** Which room is entered: the word behind # in the address, so that back and forward work. Undefined in the queue, which who does not call has not: they begin in their first room. */
export function useRoom(roles: readonly string[], calls: boolean): { room: Room | undefined; mine: readonly Room[]; enter(name: string | undefined): void } {
  const [name, setName] = useState(named);
  useEffect(() => {
    const moved = (): void => setName(named());
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  const mine = ROOMS.filter((room) => room.for.some((role) => roles.includes(role)));
  const enter = (to: string | undefined): void => {
    if (to === undefined) history.pushState(null, '', location.pathname);
    else location.hash = to;
    setName(to ?? '');
  };
  return { room: mine.find((room) => room.name === name) ?? (calls ? undefined : mine[0]), mine, enter };
}

/** A room's page once it is loaded; says so where it cannot be. */
export function RoomPage({ room, ...props }: RoomProps & { room: Room }) {
  const [Page, setPage] = useState<(props: RoomProps) => ComponentChildren>();
  const [failed, setFailed] = useState(0);
  useEffect(() => {
    let left = false;
    setPage(undefined);
    room.load().then((loaded) => { if (!left) setPage(() => loaded.Page); }, () => { if (!left) setFailed(failed + 1); });
    return () => { left = true; };
  }, [room, failed > 0]);
  if (Page !== undefined) return <Page {...props} />;
  return (
    <main class="page">
      <button class="plain back" onClick={props.back}>← {words.request.back}</button>
      {failed > 0 ? <p class="wrong" role="alert">{words.why.offline} <button class="plain" onClick={() => location.reload()}>{words.again}</button></p> : <p role="status">{words.loadingRoom}</p>}
    </main>
  );
}
