import type { Api } from '../api.ts';
import { whyOf } from '../api.ts';
import type { Snapshot } from '../../wire.ts';

export type Link = 'connecting' | 'live' | 'polling' | 'lost';

const POLL_MS = 3_000;
const SILENT_MS = 40_000;
const POLLS_BEFORE_STREAM = 5;

interface Listener { queue(snapshot: Snapshot): void; beat(now: number): void; link(link: Link): void; ended(): void }

/**
 * Follows the queue: by server-sent events, and where they fail by asking every 3 seconds, trying the stream again every
 * 15. The line sends at least a beat every 15 seconds, so 40 silent ones mean that the stream is dead. `wanted` follows the
 * address. Returns how to stop.
 */
export function followQueue(api: Api, wanted: string, listener: Listener): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const later = (act: () => void, ms: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(act, ms);
  };
  const stop = (): void => {
    stopped = true;
    clearTimeout(timer);
    source?.close();
  };
  const end = (): void => { stop(); listener.ended(); };

  function stream(): void {
    source?.close();
    source = new EventSource(`/desk/api/live${wanted}`);
    source.addEventListener('queue', (event) => {
      listener.queue(JSON.parse((event as MessageEvent<string>).data) as Snapshot);
      listener.link('live');
      later(fallBack, SILENT_MS);
    });
    source.addEventListener('beat', (event) => {
      listener.beat((JSON.parse((event as MessageEvent<string>).data) as { now: number }).now);
      later(fallBack, SILENT_MS);
    });
    source.addEventListener('end', end);
    source.addEventListener('error', fallBack);
    later(fallBack, SILENT_MS);
  }

  function fallBack(): void {
    source?.close();
    if (!stopped) void poll(0);
  }

  async function poll(nth: number): Promise<void> {
    try {
      const snapshot = await api.queue(wanted);
      if (stopped) return;
      listener.queue(snapshot);
      listener.link('polling');
    } catch (error) {
      if (stopped) return;
      if (whyOf(error) === 'signedOut') return end();
      listener.link('lost');
    }
    later(nth + 1 >= POLLS_BEFORE_STREAM ? stream : () => void poll(nth + 1), POLL_MS);
  }

  stream();
  return stop;
}
