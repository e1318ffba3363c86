import { createHash } from 'node:crypto';
import type { Clock } from './clock.ts';
import { apologise } from './dialogue/apology.ts';
import type { openHop } from './dialogue/hop.ts';
import { HlpError } from './errors.ts';
import type { Duty } from './effects/duty.ts';
import type { Calls } from './effects/calls/calls.ts';
import { placeOf } from './effects/place.ts';
import type { Hop, Line } from './gateways/gateway.ts';
import { faultOf, type Log } from './log.ts';
import type { Reply } from './render/reply.ts';
import type { World } from './render/turn.ts';
import type { Words } from './render/words.ts';
import type { Sealing } from './sealing/sealing.ts';
import type { Speech } from './speech/speech.ts';
import type { Store } from './store/store.ts';

const WATCH_EVERY = 100; // ms
const WATCHDOG = 4_700; // ms: networks cut a session at 10 s, and people give up before
const MISSED_AGAIN = 2 * 60_000; // ms in which one phone's missed calls count as one
const MISSED_LIFE = 15 * 60_000; // ms

export interface LineOptions {
  readonly dialogue: ReturnType<typeof openHop>; readonly text: Line['text']; readonly calls: Calls; readonly duty: Duty;
  readonly store: Store; readonly sealing: Sealing; readonly speech: Speech; readonly words: Words; readonly clock: Clock; readonly log: Log;
  readonly world: () => World; readonly publicUrl: string; readonly nudge: () => void;
}

/** What gateways are handed. */
export function openLine(o: LineOptions): Line {
  const trouble: Line['trouble'] = (channel, language = '') => apologise('trouble', channel, { language, script: '' }, o.world(), o.words);

  /** Whatever hangs, a caller hears a true sentence in time. One look at all that are under way: a timer for each hop costs more than most hops. */
  const underWay = new Set<{ readonly since: number; readonly late: () => void }>();
  setInterval(() => {
    for (const each of underWay) if (performance.now() - each.since >= WATCHDOG) each.late();
  }, WATCH_EVERY).unref();

  const hop = (h: Hop): Reply | Promise<Reply> => {
    const reply = o.dialogue.hop(h);
    return reply instanceof Promise ? inTime(h, reply) : reply;
  };

  const inTime = (h: Hop, reply: Promise<Reply>): Promise<Reply> => new Promise((resolve, reject) => {
    const mine = { since: performance.now(), late: () => { underWay.delete(mine); o.log({ event: 'slow', in: 'hop', ms: WATCHDOG }); resolve(trouble(h.channel)); } };
    underWay.add(mine);
    // Left to itself, a rejection would stop the whole line.
    reply.then((said) => { underWay.delete(mine); resolve(said); }, (error: unknown) => { underWay.delete(mine); reject(error as Error); });
  });

  return {
    hop, trouble,
    refused(error) {
      o.log(error instanceof HlpError ? { event: 'error', code: error.code, in: 'http' } : faultOf(error, 'http'));
    },
    text: o.text,

    async left(end) {
      const tag = o.sealing.session(end.gateway, end.channel, end.session).tag;
      if (end.channel === 'voice') await o.calls.left(tag);
      await o.dialogue.left(end);
    },

    leg: (event) => o.calls.leg(event),

    /** Only where somebody is on duty: a hidden phone never rings for nothing. */
    async missed({ number }) {
      await o.duty.there();
      const now = o.clock.now();
      if (number === undefined || o.duty.now(now) !== 'duty') return;
      await o.store.never.lift(o.sealing.neverTag(number), 'call');
      const caller = o.sealing.pseudonym(number);
      const id = createHash('sha256').update(`missed ${caller} ${Math.floor(now / MISSED_AGAIN)}`).digest('hex').slice(0, 32);
      const country = (await placeOf({ number }, o.world())).country || o.world().organisation.country;
      const words = JSON.stringify({ kind: 'missed', language: o.world().organisation.commonLanguage[country] ?? o.world().organisation.languages[0], country, number });
      await o.store.outbox.add([{ id, tell: 'ring', about: id, sealed: o.sealing.sealPending(id, words), due: now, expires: now + MISSED_LIFE }]);
      o.nudge();
    },

    // A text is neither sent again nor shown anywhere, whatever became of it: there is nothing to keep.
    delivered: async () => undefined,
    sealTranscript: (session, transcript) => o.sealing.sealTranscript(session, transcript),
    openTranscript: (session, sealed) => o.sealing.openTranscript(session, sealed),
    clip: (spoken) => o.speech.pathFor(spoken),
    get numbers() { return o.world().organisation.numbers; },
    publicUrl: o.publicUrl,
  };
}
