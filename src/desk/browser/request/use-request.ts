import { useEffect, useRef, useState } from 'preact/hooks';
import type { Opened, Row } from '../../wire.ts';
import { whyOf, type Api, type Trouble } from '../api.ts';
import type { Keys, Unsealed } from '../people/keys.ts';
import { holderOf } from '../queue/holder.ts';

interface Given { readonly id: string | undefined; readonly row: Row | undefined; readonly me: string; readonly now: number; readonly api: Api; readonly keys: Keys; ended(): void; unsealedNow(id: string, unsealed: Unsealed): void }

/**
 * The request that is chosen: opened, and so taken, unless a colleague has it. Of a "now" nothing is stored and the line rings
 * for it by itself, so that is taken by a press only.
 */
export function useRequest({ id, row, me, now, api, keys, ended, unsealedNow }: Given) {
  const [opened, setOpened] = useState<Opened>();
  const [unsealed, setUnsealed] = useState<Unsealed>();
  const [why, setWhy] = useState<Trouble>();
  const last = useRef(row);
  if (row !== undefined) last.current = row;
  const sealed = last.current?.kind !== 'now';
  const holder = holderOf(row ?? (opened?.row.status === 'closed' ? undefined : opened?.row), now);
  const theirs = holder !== undefined && holder.advocate !== me;
  const left = row === undefined;

  const fail = (error: unknown): void => {
    if (whyOf(error) === 'signedOut') return ended();
    if (whyOf(error) === 'gone') setOpened(undefined);
    setWhy(whyOf(error));
    // What is new is shown beside what was typed, which is sealed again under what it was read with.
    if (whyOf(error) === 'changed') void read().catch(() => undefined);
  };
  async function read(): Promise<void> {
    if (id === undefined) return;
    const answer = await api.open(id);
    const words = keys.unseal(answer);
    setOpened(answer);
    setUnsealed(words);
    if (words !== undefined) unsealedNow(id, words);
  }
  const open = (): void => {
    setWhy(undefined);
    read().catch(fail);
  };
  const isMine = holder?.advocate === me;
  // Looked at while a colleague had it; and had here, so that it can be lost.
  const watched = useRef(false);
  const had = useRef(false);
  if (isMine) had.current = true;
  useEffect(() => {
    if (id === undefined || (!sealed && !isMine)) return;
    if (theirs) {
      // Nothing of it stays open here, but what was typed.
      setOpened(undefined);
      setUnsealed(undefined);
      watched.current = true;
    } else if (!watched.current || isMine) {
      watched.current = false;
      open();
    }
    // Again when it leaves the queue: closed, taken back by the caller, or erased.
  }, [left, theirs, (!sealed || watched.current) && isMine]);

  return {
    opened, unsealed, why, sealed, holder, theirs, fail,
    open: () => { watched.current = false; had.current = false; open(); },
    shown: row ?? opened?.row ?? (sealed && !watched.current ? undefined : last.current),
    /** A colleague had it, and nobody takes it by looking on. */
    watched: watched.current,
    /** A colleague had it, and it has left the queue. */
    over: left && watched.current,
    /** It was theirs here, and is nobody's: nothing is saved until it is taken again. */
    lost: opened !== undefined && row !== undefined && holder === undefined && (had.current || row.claim?.advocate === me),
  };
}
