import type { Clock } from '../clock.ts';
import { HlpError } from '../errors.ts';
import type { Hop, Text } from '../gateways/gateway.ts';
import type { Reply } from '../render/reply.ts';
import type { Words } from '../render/words.ts';
import { wordsOf } from './show.ts';
import { asWord, tidy } from './understand.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { Conversations, Hex, Never, NewTell } from '../store/store.ts';

const LIFE = 30 * 60_000; // ms a conversation by text goes on after the last one
const ANSWER_LIFE = 15 * 60_000; // ms: a later answer would start a conversation of its own
const KEYS = /^[\d*# ]{1,40}$/;

/** `to` is the number the first text went to: it may be bound to a language, and later texts may go to another. */
interface Kept { readonly session: string; readonly transcript: readonly string[]; readonly to?: string | undefined }

export interface ConversationOptions {
  readonly conversations: Conversations; readonly never: Never; readonly sealing: Sealing; readonly clock: Clock; readonly words: Words;
  readonly hop: (hop: Hop) => Reply | Promise<Reply>;
  /** Something was put into the outbox. */
  readonly nudge: () => void;
}

/** Texts start and carry on the same dialogue. Each is answered once, however often it is delivered. */
export function openConversation({ conversations, never, sealing, clock, words, hop, nudge }: ConversationOptions) {
  const busy = new Map<Hex, Promise<void>>();
  const stops = wordsOf('stop', words);
  const helps = wordsOf('help', words);

  /** Resolves when the text is kept and its answer queued. Throws HLP_STORE_BUSY while another delivery of it is under way. */
  return async function text(t: Text): Promise<void> {
    const tag = sealing.conversationTag(t.number);
    const mine = (busy.get(tag) ?? Promise.resolve()).catch(() => undefined).then(() => answer(t));
    busy.set(tag, mine);
    try {
      await mine;
    } finally {
      if (busy.get(tag) === mine) busy.delete(tag);
    }
  };

  async function answer(t: Text): Promise<void> {
    const id = sealing.textTag(t.gateway, t.id);
    const now = clock.now();
    const taken = await conversations.take(id, now);
    if (taken === 'again') return;
    // It may never be answered: whoever took it may have died. So the gateway is to deliver it again.
    if (taken === 'underWay') throw new HlpError('HLP_STORE_BUSY', 'text under way');
    const [tag = '', ...earlier] = sealing.conversationTags(t.number);
    const typed = t.text.trim();
    if (stops.has(asWord(typed))) {
      // No answer: a phone that asked for silence gets it. The dialogue is forgotten.
      await never.add(sealing.neverTag(t.number), 'text', now);
      for (const each of [tag, ...earlier]) await conversations.end(each);
      return conversations.write(tag, { session: tag, sealed: new Uint8Array(), now, until: now }, id, []);
    }
    await never.lift(sealing.neverTag(t.number), 'text');
    const before = await read([tag, ...earlier], now);
    const kept: Kept = before
      ? { ...before, transcript: [...before.transcript, typed] }
      : { session: sealing.newId(), transcript: begins(typed), to: t.to };
    const reply = await hop({ gateway: t.gateway, session: kept.session, channel: 'sms', number: t.number, transcript: kept.transcript, network: t.network, dialled: kept.to });
    if (reply.channel === 'voice') return;
    const tellId = sealing.newId();
    const tell: NewTell = {
      id: tellId, tell: 'text', about: tag, due: now, expires: now + ANSWER_LIFE,
      sealed: sealing.sealPending(tellId, JSON.stringify({ number: t.number, text: reply.text })),
    };
    const row = { session: sealing.session(t.gateway, 'sms', kept.session).tag, sealed: sealing.sealConversation(tag, JSON.stringify(kept)), now, until: reply.ends ? now : now + LIFE };
    await conversations.write(tag, row, id, [tell]);
    nudge();
  }

  /** A first text opens the dialogue, whatever it says; keys go on in it, and who asks for help is told how to. */
  function begins(typed: string): string[] {
    const keys = tidy(typed);
    if (KEYS.test(keys)) return keys.split(/[*# ]+/).filter(Boolean);
    return helps.has(asWord(typed)) ? [typed] : [];
  }

  async function read(tags: readonly Hex[], now: number): Promise<Kept | undefined> {
    for (const tag of tags) {
      const row = await conversations.read(tag, now);
      const words = row && sealing.openConversation(tag, row.sealed);
      if (words) return JSON.parse(words) as Kept;
    }
    return undefined;
  }
}
