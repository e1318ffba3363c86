import type { Clock } from '../clock.ts';
import { HlpError } from '../errors.ts';
import type { Carriage } from '../gateways/gateway.ts';
import { faultOf, type Log } from '../log.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { Store, Tell } from '../store/store.ts';
import type { Calls } from './calls/calls.ts';

/** The sealed words of a tell 'text', as JSON. */
export interface TextWanted { readonly number: string; readonly text: string }

export interface Outbox {
  /** Looks now, not at the next round: right after a commit that brought tells. */
  nudge(): void;
  /** Takes no more, and resolves when what is under way has ended, at the latest after `ms` (default 5,000). */
  close(ms?: number): Promise<void>;
}

/** How often a text that the gateway certainly did not take is offered, and how long after each time. */
const TRIES = 4;
const LATER = [2_000, 8_000, 30_000] as const;
/** Tells carried at once: a text may take ten seconds at the gateway, and a call must not wait behind it. */
const MOST = 16;

/**
 * Carries out tells after their commit. A tell is claimed before it is sent, so that it goes out once or not at all: what
 * may have gone out is not sent again, nor is one that a process died over.
 */
export function openOutbox(options: {
  readonly store: Pick<Store, 'outbox' | 'never'>;
  readonly sealing: Pick<Sealing, 'openPending' | 'neverTag' | 'textTag'>;
  readonly clock: Clock; readonly log: Log;
  readonly carriage: Pick<Carriage, 'text'>; readonly gateway: string;
  readonly calls: Pick<Calls, 'ring'>;
  /** Milliseconds between looks for what came due or was left by a process that died; what is new is told by `nudge`. Default 1,000. */
  readonly every?: number;
}): Outbox {
  const { store, sealing, clock, log, carriage, gateway, calls } = options;
  const under = new Set<Promise<void>>();
  let looking: Promise<void> | undefined;
  let again = false;
  let closed = false;

  async function look(): Promise<void> {
    do {
      again = false;
      const room = MOST - under.size;
      if (room <= 0 || closed) return;
      for (const tell of await store.outbox.claim(clock.now(), room)) {
        const work = carry(tell).finally(() => {
          // One that waited for room goes out now.
          if (under.delete(work) && under.size === MOST - 1) nudge();
        });
        under.add(work);
      }
    } while (again);
  }

  function nudge(): void {
    if (closed) return;
    if (looking !== undefined) { again = true; return; }
    looking = look().catch((error: unknown) => log(errorOf(error))).finally(() => { looking = undefined; });
  }

  /** Never rejects. */
  async function carry(tell: Tell): Promise<void> {
    let sent: Sent;
    try {
      sent = clock.now() >= tell.expires ? { outcome: 'lapsed' } : tell.tell === 'ring' ? { outcome: await calls.ring(tell) } : await sendText(tell);
    } catch (error) {
      log(errorOf(error));
      // A call is begun in the store: where that did not answer, no phone has rung for it. Of all else the gateway may know.
      const notBegun = tell.tell === 'ring' && error instanceof HlpError && error.code === 'HLP_STORE_BUSY';
      sent = { outcome: notBegun ? 'later' : 'uncertain' };
    }
    try {
      if (sent.outcome === 'later') return await store.outbox.later(tell.id, clock.now() + (LATER[tell.tries - 1] ?? 30_000));
      await store.outbox.done(tell.id, sent.outcome, sent.gatewayId === undefined ? {} : { gatewayId: sent.gatewayId });
      log({ event: 'tell', tell: tell.tell, outcome: sent.outcome });
    } catch (error) {
      log(errorOf(error));
    }
  }

  async function sendText(tell: Tell): Promise<Sent> {
    const wanted = readText(sealing.openPending(tell.id, tell.sealed));
    if (wanted === undefined) return { outcome: 'lapsed' };
    if (await store.never.has(sealing.neverTag(wanted.number), 'text')) return { outcome: 'refused' };
    try {
      const { id } = await carriage.text(wanted.number, wanted.text);
      return { outcome: 'sent', gatewayId: id === '' ? undefined : sealing.textTag(gateway, id) };
    } catch (error) {
      if (!(error instanceof HlpError)) throw error;
      log(errorOf(error));
      if (error.code === 'HLP_TEXT_BUSY') return { outcome: tell.tries < TRIES ? 'later' : 'refused' };
      return { outcome: error.code === 'HLP_TEXT_REFUSED' ? 'refused' : 'uncertain' };
    }
  }

  const timer = setInterval(nudge, options.every ?? 1_000);
  return {
    nudge,
    async close(ms = 5_000) {
      closed = true;
      clearInterval(timer);
      let late: NodeJS.Timeout | undefined;
      const end = new Promise<void>((resolve) => { late = setTimeout(resolve, ms); });
      await Promise.race([end, (async () => { await looking; await Promise.all(under); })()]);
      clearTimeout(late);
    },
  };
}

interface Sent { readonly outcome: 'sent' | 'refused' | 'uncertain' | 'lapsed' | 'later'; readonly gatewayId?: string | undefined }

const errorOf = (error: unknown) => (error instanceof HlpError ? ({ event: 'error', code: error.code, in: 'outbox' } as const) : faultOf(error, 'outbox'));

function readText(words: string | undefined): TextWanted | undefined {
  try {
    return words === undefined ? undefined : (JSON.parse(words) as TextWanted);
  } catch {
    return undefined;
  }
}
