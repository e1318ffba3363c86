import { createHash } from 'node:crypto';
import { helpline } from '../../machines/helpline.ts';
import { RESUMABLE, type Topic } from '../../machines/words.ts';
import { prompts } from '../../prompts/prompts.ts';
import type { Clock } from '../clock.ts';
import { type Code, HlpError } from '../errors.ts';
import type { Hop } from '../gateways/gateway.ts';
import { faultOf, type Log } from '../log.ts';
import type { Reply } from '../render/reply.ts';
import type { Words } from '../render/words.ts';
import type { World } from '../render/turn.ts';
import type { Asker } from '../effects/asks/ask.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { Answers, Slot } from '../store/store.ts';
import type { Automaton } from './automaton.ts';
import { apologise } from './apology.ts';
import { openBreaks, openSessions, type Live } from './sessions.ts';
import type { Show, Showing } from './show.ts';
import { type Answer, begin, hear, type Standing, told } from './standing.ts';

const MOST_KEYS = 200; // entries of one session: far beyond any way through the dialogue
const FACT_PATIENCE = 400; // ms a fact may wait to be written down; the caller gets it all the same

/** What a session is begun under. Another version cannot be replayed: the caller starts again, politely. */
export const VERSION = `${helpline.version}`;

export interface HopOptions {
  readonly automaton: Automaton; readonly show: Show; readonly words: Words; readonly clock: Clock; readonly log: Log;
  readonly sealing: Sealing; readonly answers: Answers; readonly ask: Asker;
  /** The edition in force, and any edition a session under way began with. */
  readonly editions: { current(): World; of(edition: string): World | undefined };
  readonly version?: string;
}

/** Turns one hop into one reply: plays the transcript, answers what it asks, keeps the answers, renders. The only orchestration. */
export function openHop(o: HopOptions) {
  const sessions = openSessions(o.clock.now);
  const breaks = openBreaks(o.clock.now);
  const version = o.version ?? VERSION;

  async function hop(h: Hop): Promise<Reply> {
    const name = `${h.gateway} ${h.session}`;
    const live = sessions.get(name, () => o.sealing.session(h.gateway, h.session));
    const mine = live.busy.then(() => answer(h, live));
    live.busy = mine.catch(() => undefined);
    try {
      return await mine;
    } catch (error) {
      const code: Code | undefined = error instanceof HlpError ? error.code : undefined;
      o.log(code ? { event: 'error', code, in: 'hop' } : faultOf(error, 'hop'));
      const language = live.standing?.edge.node.context.language ?? '';
      if (code === 'HLP_STORE_BUSY') sessions.forget(name);
      return apologise(code && error instanceof HlpError ? (error.facts.tell ?? 'trouble') : 'trouble', h.channel, language, live.world ?? o.editions.current(), o.words);
    }
  }

  async function answer(h: Hop, live: Live): Promise<Reply> {
    if (h.transcript.length > MOST_KEYS) throw new HlpError('HLP_SESSION_TOO_LONG');
    const caller = h.number === undefined ? undefined : o.sealing.pseudonym(h.number);
    if (!live.standing && h.transcript.length > 0) await recall(live, h.transcript);
    // A hop that lost its number is another phone's too: a call would be promised to nobody.
    if (live.caller !== undefined && (h.number === undefined || !o.sealing.pseudonyms(h.number).includes(live.caller))) throw new HlpError('HLP_SESSION_DIVERGED');
    const known = Math.min(live.transcript.length, h.transcript.length);
    for (let i = 0; i < known; i++) if (live.transcript[i] !== h.transcript[i]) throw new HlpError('HLP_SESSION_DIVERGED');

    // A shorter transcript is a late copy of an earlier hop: it is played from the start and gets the same bytes again.
    const late = h.transcript.length < live.transcript.length;
    let s: Standing = (late ? undefined : live.standing) ?? begin(o.automaton);
    for (;;) {
      if (s.wants) s = told(o.automaton, s, live.answers.get(`${s.position}.${s.nth}`) ?? (await ask(h, live, s, caller)));
      else if (s.position < h.transcript.length && !ended(s, showing(h, live))) s = hear(o.automaton, s, h.transcript[s.position] ?? '', h.channel, (at) => o.show.shown(at, showing(h, live)));
      else break;
    }
    if (!late) {
      live.standing = s;
      live.transcript = h.transcript;
      if (live.caller !== undefined) breaks.note(live.caller, h.channel === 'ussd' && !ended(s, showing(h, live)) ? resumable(s) : undefined);
    }
    return o.show.reply(s, showing(h, live));
  }

  const showing = (h: Hop, live: Live): Showing => ({ channel: h.channel, network: h.network, world: live.world ?? o.editions.current(), first: live.first === h.transcript.length });
  /** On its last page: a last screen may take several. */
  const ended = (s: Standing, by: Showing): boolean => prompts[s.edge.node.screen].ends === true && !o.show.shown(s, by).further;

  /** Another process, or this one before a restart, may know this session. */
  async function recall(live: Live, transcript: readonly string[] = []): Promise<void> {
    for (const row of await o.answers.of(live.key.tag)) {
      // An answer to other words must not pass for one to these: "saved" was said of what was chosen then.
      if (row.position > 0 && row.position <= transcript.length && row.prefix !== digest(transcript.slice(0, row.position))) throw new HlpError('HLP_SESSION_DIVERGED');
      const slot = { position: row.position, nth: row.nth };
      learn(live, slot, JSON.parse(live.key.open(slot, row.sealed)) as Answer & Begun);
    }
  }

  function learn(live: Live, slot: { position: number; nth: number }, answered: Answer & Begun): Answer {
    if (answered.version !== undefined) {
      live.world = o.editions.of(answered.edition ?? '');
      live.caller = answered.caller;
      live.first = answered.first;
      if (answered.version !== version || !live.world) throw new HlpError('HLP_VERSION_CHANGED');
    }
    live.answers.set(`${slot.position}.${slot.nth}`, answered);
    return answered;
  }

  async function ask(h: Hop, live: Live, s: Standing, caller: string | undefined): Promise<Answer> {
    const slot: Slot = { session: live.key.tag, position: s.position, nth: s.nth, prefix: digest(h.transcript.slice(0, s.position)) };
    const now = o.clock.now();
    const seal = (content: Answer & Begun): Uint8Array => live.key.seal(slot, JSON.stringify(content));

    if (s.wants?.for === 'gate') return settle({ word: 'shown', shown: h.transcript.length });
    if (s.wants?.ask === 'begin') {
      const world = o.editions.current();
      const earlier = caller !== undefined && h.channel === 'ussd' && h.transcript.length === 0 ? breaks.take(caller) : undefined;
      const words = { line: h.channel === 'voice' ? 'open' : 'closed', callable: h.number === undefined ? 'no' : 'yes', ...earlier } as const;
      return settle({ word: earlier ? 'earlier' : 'fresh', words, version, edition: world.edition, first: h.transcript.length, ...(caller === undefined ? {} : { caller }) });
    }
    if (!s.wants) throw new HlpError('HLP_EFFECT_UNKNOWN');
    const { context } = s.edge.node;
    const prepared = await o.ask(s.wants.ask, { hop: h, context, values: s.values, world: live.world ?? o.editions.current(), session: live.key.tag, caller, now, tells: s.wants.tells });
    if (!prepared.act && !prepared.tells?.length) return settle(Object.values(prepared.outcomes)[0] as Answer);
    const outcomes = Object.fromEntries(Object.entries(prepared.outcomes).map(([word, content]) => [word, seal(content)]));
    return opened(await o.answers.record({ slot, now, ...prepared, outcomes }));

    /** A fact is written down so that every replay tells the same; where the store is stuck, the caller is told all the same. */
    async function settle(content: Answer & Begun): Promise<Answer> {
      try {
        return opened(await o.answers.record({ slot, now, outcomes: { [content.word]: seal(content) }, patience: FACT_PATIENCE }));
      } catch (error) {
        if (!(error instanceof HlpError) || error.code !== 'HLP_STORE_BUSY') throw error;
        o.log({ event: 'error', code: error.code, in: 'hop' });
        return learn(live, slot, content);
      }
    }

    function opened(recorded: Awaited<ReturnType<Answers['record']>>): Answer {
      if (recorded === 'diverged') throw new HlpError('HLP_SESSION_DIVERGED');
      return learn(live, slot, JSON.parse(live.key.open(slot, recorded.sealed)) as Answer & Begun);
    }
  }

  /** Where a session stands, as far as it can be told without asking anything anew. */
  async function find(h: Pick<Hop, 'gateway' | 'session' | 'channel' | 'transcript'>): Promise<{ screen: string; language: string } | undefined> {
    const live = sessions.peek(`${h.gateway} ${h.session}`) ?? { key: o.sealing.session(h.gateway, h.session), answers: new Map<string, Answer>(), world: undefined, standing: undefined } as unknown as Live;
    if (!live.standing && (await recall(live).then(() => false, begunElsewhere))) return undefined;
    let s = live.standing ?? begin(o.automaton);
    const by = { channel: h.channel, world: live.world ?? o.editions.current() };
    while (!live.standing) {
      const answer = s.wants && live.answers.get(`${s.position}.${s.nth}`);
      if (s.wants && !answer) return undefined;
      if (answer) s = told(o.automaton, s, answer);
      else if (s.position < h.transcript.length && !ended(s, by)) s = hear(o.automaton, s, h.transcript[s.position] ?? '', h.channel, (at) => o.show.shown(at, by));
      else break;
    }
    return { screen: s.edge.node.screen, language: s.edge.node.context.language };
  }

  return { hop, find };
}

/** Under another version nobody can say where the session stood; what else went wrong is thrown on. */
function begunElsewhere(error: unknown): true {
  if (error instanceof HlpError && error.code === 'HLP_VERSION_CHANGED') return true;
  throw error;
}

/** What `begin` keeps besides: `first` is how long the transcript was then, for what is said only once. */
interface Begun { readonly version?: string; readonly edition?: string; readonly first?: number; readonly caller?: string }

const digest = (transcript: readonly string[]): string => createHash('sha256').update(transcript.join('\u0001')).digest('hex').slice(0, 16);

/** Only screens that give nothing away to whoever holds the phone now. */
function resumable(s: Standing): { language: string; resume: string; topic: string } | undefined {
  const { screen, context: { language, topic } } = s.edge.node;
  if (screen === 'home') return { language, resume: 'home', topic: '' };
  return screen === 'topic' && RESUMABLE.includes(topic as Topic) ? { language, resume: 'topic', topic } : undefined;
}
