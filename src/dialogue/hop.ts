import { hash, randomBytes } from 'node:crypto';
import { BLANK } from '../../machines/events.ts';
import { helpline } from '../../machines/helpline.ts';
import { RESUMABLE, type Topic } from '../../machines/words.ts';
import { prompts } from '../../prompts/prompts.ts';
import type { Clock } from '../clock.ts';
import { type Code, HlpError } from '../errors.ts';
import type { Hop, SessionEnd } from '../gateways/gateway.ts';
import { faultOf, type Log } from '../log.ts';
import { SILENCE, type Reply } from '../render/reply.ts';
import type { Words } from '../render/words.ts';
import type { World } from '../render/turn.ts';
import type { Asker } from '../effects/asks/ask.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { Answers, Beginning, Counters, Slot } from '../store/store.ts';
import type { Automaton } from './automaton.ts';
import { apologise } from './apology.ts';
import { boundTo, openGreeting } from './greeting.ts';
import { openBeginnings } from './beginnings.ts';
import { openCounts } from './counts.ts';
import { openSessions, unseen, type Live, type Resumable } from './sessions.ts';
import type { Show, Showing } from './show.ts';
import { type Answer, begin, hear, type Standing, told } from './standing.ts';

const MOST_KEYS = 200; // entries of one session: far beyond any way through the dialogue
const MOST_SILENCES = 1_000; // a caller who holds the line is told every few seconds: over an hour
const MOST_SIGNS = 8_000; // characters in all: no network carries that much
/** Asks answered by the session's number, network and edition alone. */
const FOLLOWING: ReadonlySet<string> = new Set(['where', 'numbers', 'lines']);
const SESSION_LIFE = 10 * 60_000; // ms
const FACT_PATIENCE = 400; // ms a fact may wait to be written down; the caller gets it all the same

/** What the store says of a session, where it can be asked. */
const OF_THE_SESSION: ReadonlySet<Code> = new Set<Code>(['HLP_VERSION_CHANGED', 'HLP_SESSION_DIVERGED', 'HLP_ANSWER_UNREADABLE']);

const FIRST = { position: 0, nth: 0 };
type Begins = Pick<Hop, 'session' | 'channel'>;

/** What a session is begun under. Another version cannot be replayed: the caller starts again, politely. */
export const VERSION = `${helpline.version}`;

export interface HopOptions {
  readonly automaton: Automaton; readonly show: Show; readonly words: Words; readonly clock: Clock; readonly log: Log;
  readonly sealing: Sealing; readonly answers: Answers; readonly counters: Counters; readonly ask: Asker;
  /** The edition in force, and any edition a session under way began with. */
  readonly editions: { current(): World; of(edition: string): World | undefined; changedAt(): number | undefined };
  readonly version?: string;
  /** When another process was last known to write to this store. */
  readonly elsewhere: () => number | undefined;
  /** Tells were kept. */
  readonly nudge: () => void;
}

/**
 * Turns one hop into one reply: plays the transcript, answers what it asks, keeps the answers, renders. The only orchestration.
 * What needs nobody's answer is replied to at once, without a promise: most hops are of that kind. Never throws nor rejects.
 */
export function openHop(o: HopOptions) {
  const counts = openCounts({ counters: o.counters, now: o.clock.now, log: o.log, tidy: () => sessions.tidy() });
  const sessions = openSessions(o.clock.now, counts.lapsed);
  const beginnings = openBeginnings(o.answers, o.clock.now, o.log);
  // Tells one phone from another between two hops, for less than a pseudonym costs.
  const secret = randomBytes(16).toString('base64');
  const version = o.version ?? VERSION;
  const greet = openGreeting(o.words);

  function hop(h: Hop): Reply | Promise<Reply> {
    const live = sessions.get(nameOf(h), () => o.sealing.session(h.gateway, h.channel, h.session));
    try {
      const reply = live.busy ? live.busy.then(() => answer(h, live)) : answer(h, live);
      return reply instanceof Promise ? inTurn(h, live, reply) : reply;
    } catch (error) {
      return sorry(h, live, error);
    }
  }

  async function inTurn(h: Hop, live: Live, reply: Promise<Reply>): Promise<Reply> {
    const over = (): void => { if (live.busy === mine) live.busy = undefined; };
    const mine: Promise<void> = reply.then(over, over);
    live.busy = mine;
    try {
      return await reply;
    } catch (error) {
      return sorry(h, live, error);
    }
  }

  function sorry(h: Hop, live: Live, error: unknown): Reply {
    const code: Code | undefined = error instanceof HlpError ? error.code : undefined;
    o.log(code ? { event: 'error', code, in: 'hop' } : faultOf(error, 'hop'));
    const context = live.standing?.edge.node.context ?? BLANK;
    if (code === 'HLP_STORE_BUSY') sessions.forget(nameOf(h));
    return apologise(code && error instanceof HlpError ? (error.facts.tell ?? 'trouble') : 'trouble', h.channel, context, live.world ?? o.editions.current(), o.words);
  }

  function answer(h: Hop, live: Live): Reply | Promise<Reply> {
    if (isTooLong(h.transcript)) throw new HlpError('HLP_SESSION_TOO_LONG');
    const phone = h.number === undefined ? undefined : hash('sha256', secret + h.number, 'base64');
    if (live.standing) return proceed(h, live, phone);
    if (!live.beginning) live.earlier = leftOff(h, phone);
    // A first hop is nearly always the first. It is looked up where this phone would be offered to go on, since it may have
    // begun without that elsewhere; and where it may be a copy.
    const first = h.transcript.length === 0;
    if (first && !live.earlier && !mayBeCopy()) return proceed(h, live, phone);
    return recall(live, h, first ? FACT_PATIENCE : undefined).catch((error: unknown) => {
      const told = error instanceof HlpError && OF_THE_SESSION.has(error.code);
      if (!first || told) throw error;
      // Something is wrong with the store: who has just dialled is answered all the same, only without the offer.
      o.log(error instanceof HlpError ? { event: 'error', code: error.code, in: 'hop' } : faultOf(error, 'hop'));
      live.earlier = undefined;
    }).then(() => proceed(h, live, phone));
  }

  function proceed(h: Hop, live: Live, phone: string | undefined, again = false): Reply | Promise<Reply> {
    expectPhone(h, live, phone);
    const known = Math.min(live.transcript.length, h.transcript.length);
    for (let i = 0; i < known; i++) if (live.transcript[i] !== h.transcript[i]) throw new HlpError('HLP_SESSION_DIVERGED');

    // A shorter transcript is a late copy of an earlier hop: it is played from the start and gets the same bytes again.
    const late = h.transcript.length < live.transcript.length;
    const s = play(h, live, (late ? undefined : live.standing) ?? begin(o.automaton));
    return s.wants ? askOn(h, live, s, { late, again, phone }) : reply(h, live, s, late);
  }

  /** Another phone under the same session is refused. One that lost its number is another too: a call would be promised to nobody. */
  function expectPhone(h: Hop, live: Live, phone: string | undefined): void {
    if (live.beginning && phone !== undefined && phone === live.phone) return;
    const began = live.beginning?.phone;
    if (began && (h.number === undefined || !o.sealing.phoneTags(h.session, h.number).includes(began))) throw new HlpError('HLP_SESSION_DIVERGED');
    if (phone !== undefined) sessions.enter(live, phone);
  }

  /** Where this phone left its last session a few minutes ago. Who dials a code of its own wants what stands on the card. */
  function leftOff(h: Hop, phone: string | undefined): Resumable | undefined {
    if (boundTo(h.dialled, o.editions.current()) !== null) return undefined;
    const last = phone !== undefined && h.channel === 'ussd' && h.transcript.length === 0 ? sessions.lastOf(phone) : undefined;
    return last?.standing && last.channel === 'ussd' ? resumable(last.standing) : undefined;
  }

  /** As far as it goes without asking anybody. */
  function play(h: Hop, live: Live, from: Standing): Standing {
    for (let s = from; ;) {
      if (s.wants) {
        const answered = live.answers.get(`${s.position}.${s.nth}`) ?? (s.wants.for === 'ask' && s.wants.ask === 'begin' ? beginNow(h, live) : undefined);
        if (!answered) return s;
        s = told(o.automaton, s, answered);
      } else if (s.position < h.transcript.length && !ended(s, showing(h, live))) {
        counts.heard(live, s);
        s = hear(o.automaton, s, h.transcript[s.position] ?? '', h.channel, (at) => o.show.shown(at, showing(h, live)));
      } else {
        return s;
      }
    }
  }

  async function askOn(h: Hop, live: Live, from: Standing, { late, again, phone }: { late: boolean; again: boolean; phone: string | undefined }): Promise<Reply> {
    const behind: Promise<boolean>[] = [];
    let s = from;
    while (s.wants) s = play(h, live, told(o.automaton, s, await ask(h, live, s, behind)));
    if (behind.length > 0 && (await Promise.all(behind)).includes(false)) {
      if (again) throw new HlpError('HLP_SESSION_DIVERGED');
      Object.assign(live, { standing: undefined, transcript: [], phone: undefined });
      live.answers.clear();
      await recall(live, h);
      return proceed(h, live, phone, true);
    }
    return reply(h, live, s, late);
  }

  function reply(h: Hop, live: Live, s: Standing, late: boolean): Reply {
    if (!late) {
      live.standing = s;
      live.transcript = h.transcript;
      live.channel = h.channel;
    }
    counts.shown(live, s, h.channel, h.transcript.length);
    return o.show.reply(s, showing(h, live));
  }

  /** A first hop may be a copy of one from before a change, or of one that another process has answered. */
  const mayBeCopy = (): boolean => isRecent(o.editions.changedAt()) || isRecent(o.elsewhere());
  const isRecent = (at: number | undefined): boolean => at !== undefined && o.clock.now() - at < SESSION_LIFE;

  const nameOf = (h: Pick<Hop, 'gateway' | 'channel' | 'session'>): string => `${h.gateway} ${h.channel} ${h.session}`;
  /** As it was when the session began: a text may come with a code, and the next without. */
  const networkOf = (h: Hop, live: Live): string | undefined => (live.beginning ? (live.beginning.network ?? undefined) : h.network);
  const showing = (h: Hop, live: Live): Showing => ({ channel: h.channel, network: networkOf(h, live), world: live.world ?? o.editions.current(), first: live.beginning?.first === h.transcript.length });
  /** On its last page: a last screen may take several. */
  const ended = (s: Standing, by: Showing): boolean => prompts[s.edge.node.screen].ends === true && !o.show.shown(s, by).further;

  /** Another process, or this one before a restart, may know this session. */
  async function recall(live: Live, h: Begins & Pick<Hop, 'transcript'>, patience?: number): Promise<void> {
    const { beginning, answers } = await o.answers.of({ session: live.key.tag, ...(patience === undefined ? {} : { patience }) });
    if (beginning) {
      const world = o.editions.of(beginning.edition);
      if (beginning.version !== version || !world) throw new HlpError('HLP_VERSION_CHANGED');
      live.beginning = beginning;
      live.world = world;
      live.counted = beginning.first;
      learn(live, FIRST, greet(beginning, h.channel, world));
    } else if (answers.some(({ position, nth }) => position === 0 && nth === 0)) {
      throw new HlpError('HLP_VERSION_CHANGED'); // an offer whose beginning was lost, or a session of an older store
    }
    for (const row of answers) {
      // Whoever kept it has shown what came of it.
      live.counted = Math.max(live.counted, row.position);
      // What was answered to later words is learned when they come.
      if (row.position > h.transcript.length) continue;
      // An answer to other words must not pass for one to these: "saved" was said of what was chosen then.
      if (row.position > 0 && row.prefix !== digest(h.session, h.transcript.slice(0, row.position))) throw new HlpError('HLP_SESSION_DIVERGED');
      const slot = { position: row.position, nth: row.nth };
      learn(live, slot, JSON.parse(live.key.open(slot, row.sealed)) as Answer);
    }
  }

  function learn(live: Live, slot: { position: number; nth: number }, answered: Answer): Answer {
    live.answers.set(`${slot.position}.${slot.nth}`, answered);
    return answered;
  }

  /** How a session begins follows from its first hop, and is only noted. Undefined where there is something to offer. */
  function beginNow(h: Hop, live: Live): Answer | undefined {
    if (!live.beginning) {
      live.world = o.editions.current();
      live.beginning = {
        version, edition: live.world.edition, first: h.transcript.length,
        phone: h.number === undefined ? null : o.sealing.phoneTag(h.session, h.number), network: h.network ?? null,
        bound: boundTo(h.dialled, live.world),
      };
      beginnings.note(live.key.tag, live.beginning);
      // A text may be followed by the next within no time, and what is said once goes by how the session began.
      if (h.channel !== 'ussd') beginnings.flush();
    }
    return live.earlier ? undefined : learn(live, FIRST, greet(live.beginning, h.channel, live.world ?? o.editions.current()));
  }

  const offered = (h: Begins, live: Live): Answer =>
    ({ word: 'earlier', words: { ...(live.beginning && greet(live.beginning, h.channel, live.world ?? o.editions.current()).words), ...live.earlier } });

  const slotOf = (h: Hop, live: Live, s: Standing): Slot =>
    ({ session: live.key.tag, position: s.position, nth: s.nth, prefix: digest(h.session, h.transcript.slice(0, s.position)) });

  async function ask(h: Hop, live: Live, s: Standing, behind: Promise<boolean>[]): Promise<Answer> {
    const slot = slotOf(h, live, s);
    const now = o.clock.now();
    const shown = h.transcript.length;
    const seal = (content: Answer): Uint8Array => live.key.seal(slot, JSON.stringify(content));

    if (s.wants?.for === 'gate') return settle({ word: 'shown', shown });
    // An offer to go on is a screen of its own: it has to be there for every replay.
    if (s.wants?.ask === 'begin') return settle(offered(h, live));
    if (!s.wants) throw new HlpError('HLP_EFFECT_UNKNOWN');
    const { context } = s.edge.node;
    const prepared = await o.ask(s.wants.ask, { hop: { ...h, network: networkOf(h, live) }, context, values: s.values, world: live.world ?? o.editions.current(), session: live.key.tag, now, tells: s.wants.tells });
    const [only] = Object.values(prepared.outcomes);
    // What follows from how the session began, and from nothing else, is worked out anew in every replay.
    if (FOLLOWING.has(s.wants.ask) && only) return learn(live, slot, only);
    if (!prepared.act && !prepared.tells?.length && only) return settle({ ...only, shown });
    const mine: Record<string, Answer> = {};
    const outcomes: Record<string, Uint8Array> = {};
    for (const [word, content] of Object.entries(prepared.outcomes)) outcomes[word] = seal((mine[word] = { ...content, shown }));
    beginnings.flush();
    const recorded = await o.answers.record({ slot, now, ...prepared, outcomes });
    if (prepared.tells?.length) o.nudge();
    return opened(recorded);

    /**
     * A fact is known before it is written down, so the dialogue goes on; the reply waits for the writing. Where the store is
     * stuck, the caller is told all the same; where another process was first, the hop is played again with its answer.
     */
    function settle(content: Answer): Answer {
      beginnings.flush();
      const sealed = seal(content);
      const written = o.answers.record({ slot, now, outcomes: { [content.word]: sealed }, patience: FACT_PATIENCE }).then((recorded) => {
        if (recorded === 'diverged') throw new HlpError('HLP_SESSION_DIVERGED');
        return recorded.fresh;
      }, (error: unknown) => {
        if (!(error instanceof HlpError) || error.code !== 'HLP_STORE_BUSY') throw error;
        o.log({ event: 'error', code: error.code, in: 'hop' });
        return true;
      });
      // Where the hop fails before it waits for this, nobody else does: left to itself, a rejection would stop the whole line.
      written.catch(() => undefined);
      behind.push(written);
      return learn(live, slot, content);
    }

    function opened(recorded: Awaited<ReturnType<Answers['record']>>): Answer {
      if (recorded === 'diverged') throw new HlpError('HLP_SESSION_DIVERGED');
      if (recorded.fresh) {
        const own = mine[recorded.word];
        if (!own) throw new HlpError('HLP_EFFECT_UNKNOWN');
        return learn(live, slot, own);
      }
      live.counted = Math.max(live.counted, slot.position);
      return learn(live, slot, JSON.parse(live.key.open(slot, recorded.sealed)) as Answer);
    }
  }

  /** Where a session stands, as far as it can be told without asking anything anew. */
  async function find(h: Pick<Hop, 'gateway' | 'session' | 'channel' | 'transcript'>, live: Live): Promise<Standing | undefined> {
    if (!live.standing && (await recall(live, h).then(() => false, cannotTell))) return undefined;
    let s = live.standing ?? begin(o.automaton);
    const by = { channel: h.channel, network: live.beginning?.network ?? undefined, world: live.world ?? o.editions.current(), first: false };
    while (!live.standing) {
      const answer = s.wants && live.answers.get(`${s.position}.${s.nth}`);
      if (s.wants && !answer) return undefined;
      if (answer) s = told(o.automaton, s, answer);
      else if (s.position < h.transcript.length && !ended(s, by)) s = hear(o.automaton, s, h.transcript[s.position] ?? '', h.channel, (at) => o.show.shown(at, by));
      else break;
    }
    return s;
  }

  /** How a session ended is counted by where it stood; the gateway's own word for it tells less. */
  async function left(end: SessionEnd): Promise<void> {
    const mine = sessions.peek(nameOf(end));
    if (mine) mine.over = true;
    // Another process may have heard the last of it.
    const live = mine && mine.transcript.length >= end.transcript.length ? mine : unseen(o.sealing.session(end.gateway, end.channel, end.session), o.clock.now());
    await counts.ended(live.key.tag, end.channel, await find(end, live));
  }

  function close(): Promise<void> {
    beginnings.flush();
    return counts.close();
  }

  return { hop, left, close };
}

/** Under another version, or after other keys, nobody can say where the session stood; what else went wrong is thrown on. */
function cannotTell(error: unknown): true {
  if (error instanceof HlpError && (error.code === 'HLP_VERSION_CHANGED' || error.code === 'HLP_SESSION_DIVERGED')) return true;
  throw error;
}

const isTooLong = (transcript: readonly string[]): boolean =>
  transcript.length > MOST_KEYS && (transcript.length > MOST_SILENCES || transcript.filter((entry) => entry !== SILENCE).length > MOST_KEYS)
  || transcript.reduce((signs, entry) => signs + entry.length, 0) > MOST_SIGNS;

/** With the session's own id, which the store does not know: else the keys could be found by trying. */
const digest = (session: string, transcript: readonly string[]): string => hash('sha256', `${session}\u0001${transcript.join('\u0001')}`).slice(0, 16);

/** Only screens that give nothing away to whoever holds the phone now. */
function resumable(s: Standing): Resumable | undefined {
  const { screen, context: { language, script, topic } } = s.edge.node;
  if (screen === 'home' || screen === 'agency') return { language, script, resume: screen, topic: '' };
  return screen === 'topic' && RESUMABLE.includes(topic as Topic) ? { language, script, resume: 'topic', topic } : undefined;
}
