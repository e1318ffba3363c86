import t from 'tap';
import { openSessions } from '../../src/dialogue/sessions.ts';

const MINUTE = 60_000;
const key = () => ({ tag: 'aa', seal: () => new Uint8Array(), open: () => '' });

t.test('the last session of a phone is known for ten minutes, until another takes its place or it is forgotten', async (t) => {
  let now = 0;
  const sessions = openSessions(() => now);
  const one = sessions.get('one', key);
  sessions.enter(one, 'phone');
  t.equal(sessions.lastOf('phone'), one);
  const two = sessions.get('two', key);
  sessions.enter(two, 'phone');
  t.equal(sessions.lastOf('phone'), two);
  now = 11 * MINUTE;
  t.equal(sessions.lastOf('phone'), undefined);
  now = MINUTE;
  sessions.forget('two');
  t.equal(sessions.lastOf('phone'), undefined);
  t.equal(sessions.peek('two'), undefined);
});

t.test('a session that is seen with another phone is the last one of that phone alone', async (t) => {
  const sessions = openSessions(() => 0);
  const one = sessions.get('one', key);
  sessions.enter(one, 'phone');
  sessions.enter(one, 'other');
  t.same([sessions.lastOf('phone'), sessions.lastOf('other')], [undefined, one]);
});

t.test('what nobody comes back to goes: sessions, and where phones were', async (t) => {
  let now = 0;
  const sessions = openSessions(() => now);
  for (let n = 0; n < 100; n++) { now = n * MINUTE; sessions.enter(sessions.get(`s${n}`, key), `p${n}`); }
  now = 99 * MINUTE;
  t.equal(sessions.peek('s80'), undefined);
  t.ok(sessions.peek('s95'));
  now = 80 * MINUTE;
  t.equal(sessions.lastOf('p80'), undefined, 'not even where the clock was put back');
});
