import fc from 'fast-check';
import type { openCalls as Open } from '../../src/effects/calls/calls.ts';
import type { LegEvent, LegReply } from '../../src/gateways/gateway.ts';
import type { Sealing } from '../../src/sealing/sealing.ts';
import type { Ring, Store } from '../../src/store/store.ts';
import { keptInMemory, keptNow } from './kept.ts';
import { ADVOCATES, advocates, CALLERS, Carrier, GATEWAY, line, Time, type Ringing } from './world.ts';

/** One thing that happens. Numbers choose among what is there at that moment. */
export type Move = { readonly do: (typeof MOVES)[number]; readonly which: number; readonly process: 0 | 1; readonly key: string };
const MOVES = ['begin', 'desk', 'line', 'pick', 'press', 'hangUp', 'lose', 'repeat', 'tick', 'leap', 'duty', 'hold', 'leave', 'settle', 'worsen', 'alarm', 'open'] as const;
/** Such that most plays come as far as a conversation: what happens there needs looking at most. */
const WEIGHTS: Record<(typeof MOVES)[number], number> = { begin: 3, desk: 2, line: 3, pick: 14, press: 20, hangUp: 3, lose: 1, repeat: 4, tick: 3, leap: 1, duty: 1, hold: 8, leave: 1, settle: 3, worsen: 1, alarm: 2, open: 1 };

export const moves = fc.array(fc.record<Move>({
  do: fc.oneof(...MOVES.map((move) => ({ arbitrary: fc.constant(move), weight: WEIGHTS[move] }))), which: fc.nat(7), process: fc.constantFrom(0, 1), key: fc.constantFrom('1', '1', '1', '1', '1', '1', '', '9', '3'),
}), { minLength: 10, maxLength: 80, size: 'max' });

/**
 * Plays moves against two processes on one store, whose steps interleave as the scheduler likes, and says what must never
 * happen but did. What an advocate and a caller did with their phones is known here, not asked of the line.
 */
export async function play(open: typeof Open, plan: readonly Move[], sealing: Sealing, clock: Time, s: fc.Scheduler): Promise<{ wrong: string[]; seen: Record<string, number> }> {
  clock.at = Date.UTC(2026, 10, 22, 9);
  const wrong: string[] = [];
  const seen: Record<string, number> = {};
  const see = (what: string): void => { seen[what] = (seen[what] ?? 0) + 1; };
  const kept = keptInMemory(advocates(sealing));
  const carrier = new Carrier();
  const store = interleaved(kept.store, s);
  const processes = [0, 1].map(() => line(open, { store, sealing, clock, carrier })) as [ReturnType<typeof Open>, ReturnType<typeof Open>];
  carrier.slow = () => s.schedule(Promise.resolve(), 'reply of /call');

  // What people did: which sessions an advocate pressed 1 on at a gate, and which have ended for good.
  const pressed = new Set<string>();
  /** Phones on which an alarm was taken by key, or whose advocate opened one at the desk. */
  const tookOne = new Set<string>();
  const ended = new Set<string>();
  const callOf = (session: string): string | undefined => kept.legs.find((leg) => leg.session === sealing.session(GATEWAY, 'voice', session).tag)?.call;
  const owner = new Map<string, string[]>();
  const rings = new Map<string, number>();
  const never = new Set<string>();

  carrier.watch = (to) => {
    see(CALLERS.includes(to) ? 'caller rung' : 'advocate rung');
    const here = kept.legs.filter(({ advocate, state }) => state === 'dialling' && advocate === `a${ADVOCATES.indexOf(to)}`.padEnd(32, '0'));
    if (here.length > 1) wrong.push('one phone was rung twice at once');
    if (kept.rings.some((ring, n) => kept.rings.findLastIndex((other, m) => m < n && other.request === ring.request && other.colleague === ring.colleague && laddered(ring) && laddered(other) && ring.at - other.at < 120_000) >= 0)) wrong.push('an alarm rang one phone twice in two minutes');
    if (!CALLERS.includes(to)) return;
    const calls = owner.get(to) ?? [];
    const mine = calls.find((id) => kept.legs.some((leg) => leg.call === id && leg.role === 'caller' && leg.state === 'dialling' && leg.session === undefined)) ?? 'unknown';
    const accepted = carrier.phones.some(({ session, to: whose }) => ADVOCATES.includes(whose) && pressed.has(session) && callOf(session) === mine);
    if (!accepted) wrong.push('a caller\'s phone rang before an advocate accepted');
    if (kept.rows.get(mine)?.number !== undefined) wrong.push('a number lay in the store while its phone rang');
    rings.set(mine, (rings.get(mine) ?? 0) + 1);
    if ((rings.get(mine) ?? 0) > 1) wrong.push('a caller\'s phone rang twice for one call');
    if (never.has(to)) wrong.push('a phone rang that asked never to be called');
  };

  const laddered = ({ request, as, ended }: Ring): boolean => request.startsWith('f') && as !== 'desk' && ended !== 'engaged';

  const judge = (reply: LegReply, to: string, goneBefore: ReadonlySet<string>): void => {
    if (reply.say?.segments[0]?.clip === 'alarmTaken' && !tookOne.has(to)) wrong.push('an alarm was taken without a key');
    see(`${CALLERS.includes(to) ? 'caller' : 'advocate'}: ${reply.then.do}${reply.then.do === 'end' ? ` ${reply.say?.segments[0]?.clip ?? ''}` : ''}`);
    if (reply.then.do === 'wait' && !ADVOCATES.includes(to)) wrong.push('a caller was queued');
    if (reply.then.do === 'join') judgeJoin(reply.then.queue, goneBefore);
    if (CALLERS.includes(to) && reply.say && reply.then.do !== 'end' && reply.say.segments[0]?.clip !== 'callerGate') wrong.push('more than the gate was said before the key');
  };
  const judgeJoin = (queue: string, goneBefore: ReadonlySet<string>): void => {
    const call = [...kept.rows.values()].find((row) => row.queue === queue)?.id;
    const there = carrier.phones.some(({ session, to }) => ADVOCATES.includes(to) && pressed.has(session) && !goneBefore.has(session) && callOf(session) === call);
    if (!there) wrong.push('a caller was joined to an advocate who had gone');
  };

  const deliver = async (process: 0 | 1, event: LegEvent, phone?: Ringing): Promise<void> => {
    carrier.sent.push(event);
    const goneBefore = new Set(ended);
    const repeat = phone === undefined;
    if (!repeat && event.type === 'keys' && event.keys === '1' && phone.reply?.say?.segments[0]?.clip === 'advocateGate') pressed.add(event.session);
    if (!repeat && event.type === 'keys' && event.keys === '1' && phone.reply?.say?.segments[0]?.clip === 'alarmGate') tookOne.add(event.called);
    const reply = await processes[process].leg(event);
    judge(reply, event.called, goneBefore);
    if (!repeat && phone.state === 'up') phone.reply = reply;
    if (event.type === 'ended') ended.add(event.session);
    if (!repeat && event.type === 'keys' && event.keys === '9' && CALLERS.includes(event.called) && phone.reply?.then.do === 'end') never.add(event.called);
  };

  const pick = <T>(from: readonly T[], which: number): T | undefined => (from.length === 0 ? undefined : from[which % from.length]);
  const under: Promise<unknown>[] = [];
  const begin = async (process: 0 | 1, which: number, more: object): Promise<void> => {
    const number = CALLERS[which % CALLERS.length] as string;
    kept.requests.set(`${which}`.repeat(32), keptNow(clock.at));
    const begun = await processes[process].begin({ kind: which % 2 ? 'urgent' : 'now', language: 'am', country: 'KE', number, request: `${which}`.repeat(32), ...more });
    if ('call' in begun) owner.set(number, [...(owner.get(number) ?? []), begun.call]);
  };
  // The ring can come before `begin` resolves: whose number it is must be known by then.
  const creating = kept.store.calls.create.bind(kept.store.calls);
  kept.store.calls.create = async (call, unless) => {
    const number = call.number === undefined ? undefined : sealing.openPending(call.id, call.number);
    if (number !== undefined) owner.set(number, [...(owner.get(number) ?? []), call.id]);
    return creating(call, unless);
  };

  for (const { do: what, which, process, key } of plan) {
    const line = processes[process];
    const live = carrier.phones.filter(({ state, reply }) => (what === 'pick' ? state === 'rings' : what === 'press' ? state === 'up' && reply?.then.do === 'gather' : state !== 'over'));
    const phone = pick(live, which);
    const session = `${which % 2}f`.repeat(16);
    const act = (): Promise<unknown> | undefined => {
      switch (what) {
        case 'begin': return begin(process, which, {});
        case 'desk': return begin(process, which, { advocate: `a${which % 3}`.padEnd(32, '0') });
        case 'line': return begin(process, which, { kind: 'line', number: undefined, request: undefined, session });
        case 'pick': return phone?.state === 'rings' ? deliver(process, carrier.picksUp(phone), phone) : undefined;
        case 'press': {
          const event = phone && carrier.presses(phone, key === '' ? undefined : key);
          return event && phone && deliver(process, event, phone);
        }
        case 'hangUp': return phone && deliver(process, carrier.hangsUp(phone), phone);
        case 'lose': if (phone && which === 7) carrier.hangsUp(phone); return undefined;
        case 'repeat': { const event = pick(carrier.sent, carrier.sent.length - 1 - which); return event && deliver(process, event); }
        case 'tick': clock.at += 1000; return line.tick();
        case 'leap': clock.at += which * 6_000; return line.tick();
        case 'duty': return kept.store.rota.setDuty(`a${which % 3}`.padEnd(32, '0'), which > 2);
        case 'hold': {
          const goneBefore = new Set(ended);
          return line.waiting(session).then((state) => { see(`holds: ${state.state}`); if (state.state === 'ready') judgeJoin(state.queue, goneBefore); });
        }
        case 'leave': return line.left(session);
        case 'alarm': kept.requests.set(`f${which}`.repeat(16), { ...keptNow(clock.at), alarm: { phone: `phone ${which % 3}`, madeAt: clock.at } }); return line.tick();
        case 'open': tookOne.add(ADVOCATES[which % 3] as string); return kept.store.requests.taken(`f${which}`.repeat(16), `a${which % 3}`.padEnd(32, '0'), clock.at);
        case 'worsen': carrier.answers.push((['refused', 'lost', 'lostUnplaced', 'placed'] as const)[which % 4] as 'lost'); return undefined;
        case 'settle': return undefined;
      }
    };
    const doing = act();
    if (doing) under.push(doing);
    // Mostly one thing after another, sometimes several at once.
    if (which < 5 || what === 'settle') { await s.waitFor(Promise.all(under.splice(0))); await s.waitFor(Promise.all(processes.map((one) => one.settled()))); }
  }
  await s.waitFor(Promise.all(under));
  // No step takes sixteen minutes: what was begun comes to its end before they pass.
  await s.waitFor(Promise.all(processes.map((one) => one.settled())));
  for (let quarter = 0; quarter < 6; quarter++) {
    clock.at += 16 * 60_000;
    await s.waitFor(Promise.all(processes.map((one) => one.tick())));
    await s.waitFor(Promise.all(processes.map((one) => one.settled())));
  }
  for (const row of kept.rows.values()) {
    if (row.kind === 'alarm') {
      see('alarm rang');
      if (row.state !== 'over' && kept.requests.get(row.request ?? '')?.takenBy !== null) wrong.push('a taken alarm never ended');
    } else if (row.state !== 'over') wrong.push(`a call never ended: ${row.state}`);
    if (row.number !== undefined) wrong.push('a number outlived its call');
  }
  return { wrong, seen };
}

/** Every step of the store comes back when the scheduler lets it, so two processes see each other's half-done work. */
function interleaved(store: Store, s: fc.Scheduler): Store {
  const part = <P extends object>(verbs: P): P => new Proxy(verbs, {
    get: (of, verb) => async (...given: unknown[]) => {
      await s.schedule(Promise.resolve(), String(verb));
      return (of as Record<string | symbol, (...given: unknown[]) => unknown>)[verb]?.(...given);
    },
  });
  return { ...store, calls: part(store.calls), rota: part(store.rota), never: part(store.never), requests: part(store.requests), rings: part(store.rings) };
}
