import t from 'tap';
import { call, EFFECTS, stepCall, type CallContext, type CallEvent, type CallState } from '../../machines/call.ts';

const STATES = Object.keys(call.states) as CallState[];
const CONTEXTS: CallContext[] = (['phone', 'line', 'alone', 'nobody'] as const).map((caller) => ({ caller, advocate: 'a' }));
const EVENTS: CallEvent[] = [
  { type: 'ring', advocate: 'b' }, { type: 'nobody' }, { type: 'accept', advocate: 'a' }, { type: 'accept', advocate: 'b' },
  { type: 'refuse', advocate: 'a' }, { type: 'refuse', advocate: 'b' }, { type: 'advocateEnded', advocate: 'a' }, { type: 'advocateEnded', advocate: 'b' },
  { type: 'dial' }, { type: 'take' }, { type: 'decline' }, { type: 'callerEnded' }, { type: 'again' }, { type: 'lapse' },
];
const steps = CONTEXTS.flatMap((context) => STATES.flatMap((from) => EVENTS.flatMap((event) => {
  const step = stepCall(from, context, event);
  return step ? [{ from, event, context, ...step }] : [];
})));

t.test('a caller\'s phone rings out of one state only, which only an accepting advocate leads to', async (t) => {
  const rings = steps.filter(({ effects }) => effects.includes('ringCaller'));
  t.ok(rings.length > 0);
  const bringing = rings.filter(({ context }) => context.caller !== 'alone');
  t.ok(bringing.length > 0 && bringing.every(({ from, event, context }) => from === 'advocateWaits' && event.type === 'dial' && context.caller === 'phone'));
  const waits = steps.filter(({ to }) => to === 'advocateWaits');
  t.ok(waits.length > 0 && waits.every(({ event }) => event.type === 'accept'));
});

t.test('a call that brings nobody rings at once, joins nobody, and seeks no advocate', async (t) => {
  const alone = steps.filter(({ context, from, event }) => context.caller === 'alone' && event.type !== 'advocateEnded' && ['nextAdvocate', 'ringingCaller', 'listening'].includes(from));
  t.match(stepCall('nextAdvocate', { caller: 'alone', advocate: '' }, { type: 'dial' }), { to: 'ringingCaller', effects: ['ringCaller'] });
  t.same([...new Set(alone.filter(({ from }) => from !== 'nextAdvocate').map(({ to }) => to))].sort(), ['listening', 'over']);
});

t.test('an alarm that brings nobody is taken by key, and then its phone hangs up', async (t) => {
  const alarm = steps.filter(({ context }) => context.caller === 'nobody');
  const reached = new Set<CallState>(['nextAdvocate']);
  for (let grown = 0; grown < STATES.length; grown++) for (const { from, to } of alarm) if (reached.has(from)) reached.add(to);
  t.same([...reached].sort(), ['nextAdvocate', 'over', 'ringingAdvocate', 'taken', 'unanswered']);
  t.same([...new Set(alarm.filter(({ to }) => to === 'taken').map(({ event }) => event.type))], ['accept']);
  t.same(alarm.filter(({ from }) => from === 'taken').map(({ event, to }) => [event.type, to]), [['advocateEnded', 'over'], ['lapse', 'over']]);
});

t.test('nothing leads from a caller\'s ringing phone back to where it could ring again', async (t) => {
  const after = new Set<CallState>(['ringingCaller']);
  for (let grown = 0; grown < STATES.length; grown++) for (const { from, to } of steps) if (after.has(from)) after.add(to);
  t.same([...after].sort(), ['advocateGone', 'joined', 'listening', 'notTaken', 'over', 'ringingCaller']);
  t.notOk(steps.some(({ from, effects }) => after.has(from) && effects.includes('ringCaller')));
});

t.test('an advocate who was passed over ends nobody else\'s turn', async (t) => {
  t.same(steps.filter(({ event }) => (event.type === 'refuse' || event.type === 'advocateEnded') && event.advocate === 'b'), []);
});

t.test('every state is reached, and every one ends when time is up, forgetting the number', async (t) => {
  const reached = new Set<CallState>(['nextAdvocate', ...steps.map(({ to }) => to)]);
  t.same([...reached].sort(), [...STATES].sort());
  for (const from of STATES.filter((state) => state !== 'over')) {
    t.match(stepCall(from, CONTEXTS[0] as CallContext, { type: 'lapse' }), { to: 'over' }, from);
  }
  t.ok(steps.filter(({ to }) => to === 'over' || to === 'notTaken').every(({ effects }) => effects.includes('forgetNumber')));
  t.same(steps.flatMap(({ effects }) => effects).filter((effect) => !EFFECTS.includes(effect)), []);
});
