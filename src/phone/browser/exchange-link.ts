import type { Snapshot, Sound } from '../phones.ts';
import type { Misbehaviour } from '../misbehaviour.ts';
import type { Network } from '../networks.ts';
import type { WireEntry } from '../wire.ts';

export type { Snapshot, Sound, Misbehaviour, WireEntry };

export interface Setting {
  readonly numbers: { readonly hotline: string; readonly missed: string; readonly outgoing: string; readonly texts: string; readonly codes: readonly string[];
    /** Further numbers and codes, and what each leads to. */
    readonly others?: readonly { readonly dialled: string; readonly to: string }[];
  };
  readonly networks: readonly Network[];
  readonly speedup: number;
  readonly misbehaviour: Misbehaviour;
}

export const base = document.body.dataset['base'] ?? '';

/** Posts to the carrier. Throws an Error with the carrier's own words when it refuses. */
export async function post<T>(path: string, body?: object): Promise<T> {
  const answer = await fetch(base + path, {
    method: 'POST', ...(body ? { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const told = await answer.json() as T & { error?: string };
  if (!answer.ok) throw new Error(told.error ?? 'The carrier does not answer.');
  return told;
}

export const readSetting = async (): Promise<Setting> => (await fetch(`${base}/setting`)).json() as Promise<Setting>;

/** Follows one phone; the returned function stops. */
export function follow(id: string, on: {
  phone(snapshot: Snapshot): void; sound(sound: Sound): void; hush(): void; wire(entry: WireEntry): void; lost(gone: boolean): void;
}): () => void {
  const events = new EventSource(`${base}/phones/${id}/events`);
  const read = <T,>(act: (value: T) => void) => (event: MessageEvent<string>): void => act(JSON.parse(event.data) as T);
  events.addEventListener('phone', read((snapshot: Snapshot) => { on.lost(false); on.phone(snapshot); }));
  events.addEventListener('sound', read(on.sound));
  events.addEventListener('hush', () => on.hush());
  events.addEventListener('wire', read(on.wire));
  events.addEventListener('error', () => {
    on.lost(true);
    // closed for good: the line was restarted and forgot this phone, so it is switched on anew
    if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 1500);
  });
  return () => events.close();
}
