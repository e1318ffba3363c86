import t from 'tap';
import { systemClock } from '../../src/clock.ts';
import type { Snapshot } from '../../src/desk/wire.ts';
import { openStore } from '../../src/store/open.ts';
import { makeRequest, openDesk, Visitor, type Desk } from './harness.ts';

/** Follows /live as a page does, and keeps what came with its time. */
async function follow(t: { teardown(act: () => void): void }, desk: Desk, visitor: Visitor) {
  const stop = new AbortController();
  t.teardown(() => stop.abort());
  const answer = await fetch(`${desk.url}/desk/api/live`, { headers: { cookie: visitor.cookie }, signal: stop.signal });
  const came: { at: number; snapshot: Snapshot }[] = [];
  const state = { status: answer.status, headers: answer.headers, came, ended: false };
  void (async () => {
    let text = '';
    for await (const part of (answer.body?.pipeThrough(new TextDecoderStream()) ?? []) as unknown as AsyncIterable<string>) {
      text += part;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        if (event.startsWith('event: end')) state.ended = true;
        if (event.startsWith('event: queue')) came.push({ at: performance.now(), snapshot: JSON.parse(event.split('\ndata: ')[1] ?? '') as Snapshot });
      }
    }
    state.ended = true;
  })().catch(() => { state.ended = true; });
  return state;
}

async function until(met: () => boolean, ms = 5_000): Promise<number> {
  const begun = performance.now();
  while (!met() && performance.now() - begun < ms) await new Promise((go) => setTimeout(go, 10));
  return performance.now() - begun;
}

async function signedIn(desk: Desk): Promise<Visitor> {
  const visitor = new Visitor(desk.url);
  await visitor.signIn('demo', desk.passphrase);
  return visitor;
}

t.test('What another process stores is pushed to every open page within two seconds', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const [mine, colleague] = [await follow(t, desk, await signedIn(desk)), await follow(t, desk, await signedIn(desk))];
  t.equal(mine.status, 200);
  t.equal(mine.headers.get('cache-control'), 'no-store');
  await until(() => mine.came.length > 0 && colleague.came.length > 0);
  t.same(mine.came[0]?.snapshot.rows, []);

  const elsewhere = await openStore({ dataDir: desk.dir, clock: systemClock });
  t.teardown(() => elsewhere.close());
  const id = await makeRequest({ ...desk, store: elsewhere }, 'urgent', { number: '+447700900001' });
  const has = (page: typeof mine) => page.came.some(({ snapshot }) => snapshot.rows.some((row) => row.id === id));
  const took = await until(() => has(mine) && has(colleague));
  t.ok(has(mine) && has(colleague), 'both pages have it');
  t.ok(took < 2_000, `after ${Math.round(took)} ms`);
});

t.test('What one advocate does, the other sees', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const id = await makeRequest(desk, 'callback', { number: '+447700900001' });
  const [one, two] = [await signedIn(desk), await signedIn(desk)];
  const page = await follow(t, desk, two);
  await until(() => page.came.length > 0);
  const last = () => page.came.at(-1)?.snapshot;
  await one.post(`requests/${id}/open`);
  t.ok(await until(() => last()?.rows[0]?.status === 'read') < 2_000, 'opened');
  await one.post('duty', { onDuty: false });
  t.ok(await until(() => last()?.onDuty.length === 0) < 2_000, 'off duty');
  await one.post(`requests/${id}/outcome`, { outcome: 'closed', revision: 0 });
  t.ok(await until(() => last()?.rows.length === 0) < 2_000, 'closed');
});

t.test('A call that moves on is pushed, and shows its state but no number', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const page = await follow(t, desk, await signedIn(desk));
  await until(() => page.came.length > 0);
  const request = await makeRequest(desk, 'callback', { number: '+447700900001' });
  const id = desk.sealing.newId();
  const now = desk.clock.now();
  await desk.store.calls.create({ id, kind: 'callback', request, language: 'am', country: 'SA', queue: 'q', number: desk.sealing.sealPending(id, '+447700900001'), madeAt: now, expires: now + 60_000 });
  const state = () => page.came.at(-1)?.snapshot.rows[0]?.callState;
  await until(() => state() === 'nextAdvocate');
  t.equal(state(), 'nextAdvocate');
  await desk.store.calls.move(id, 'nextAdvocate', 'ringingAdvocate', now, { advocateId: desk.advocate });
  t.ok(await until(() => state() === 'ringingAdvocate') < 2_000);
  const [call] = page.came.at(-1)?.snapshot.calls ?? [];
  t.same(Object.keys(call ?? {}).sort(), ['advocate', 'countryName', 'id', 'kind', 'languageName', 'madeAt', 'request', 'state']);
  t.equal(call?.advocate, desk.advocate);
});

t.test('However much happens at once a page is told at most every 300 ms, and not at all of what it does not show', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const visitor = await signedIn(desk);
  const page = await follow(t, desk, visitor);
  await until(() => page.came.length > 0);
  const begun = performance.now();
  for (let n = 0; n < 30; n++) await makeRequest(desk, 'callback', { number: '+447700900001' });
  const took = performance.now() - begun;
  await until(() => page.came.at(-1)?.snapshot.counts.open.all === 30);
  t.match(page.came.at(-1)?.snapshot, { counts: { open: { all: 30, found: 30 } } }, 'the last word is the true one');
  t.equal(page.came.at(-1)?.snapshot.rows.length, 20, 'of which the first twenty are sent');
  t.ok(page.came.length <= 4 + took / 300, `${page.came.length} snapshots of 30 changes in ${Math.round(took)} ms`);
  const before = page.came.length;
  const id = desk.sealing.newId();
  const now = desk.clock.now();
  await desk.store.calls.create({ id, kind: 'hear', language: 'am', country: 'SA', queue: 'q', number: desk.sealing.sealPending(id, '+447700900001'), madeAt: now, expires: now + 60_000 });
  await new Promise((go) => setTimeout(go, 800));
  t.equal(page.came.length, before);
  t.equal((await visitor.ask('GET', 'queue?open=40&language=am')).body.rows.length, 30, 'and more on request');
  t.equal((await visitor.ask('GET', 'queue?open=4000')).status, 400);
});

t.test('The stream of an advocate who is signed out ends with the next change', async (t) => {
  const desk = await openDesk();
  t.teardown(() => desk.close());
  const visitor = await signedIn(desk);
  const page = await follow(t, desk, visitor);
  await until(() => page.came.length > 0);
  await visitor.post('sign-out');
  await makeRequest(desk, 'urgent', { number: '+447700900001' });
  await until(() => page.ended);
  t.ok(page.ended);
  t.ok(page.came.every(({ snapshot }) => snapshot.rows.length === 0), 'and saw nothing more');
});

t.test('A line that stops does not wait for open pages', async (t) => {
  const desk = await openDesk();
  const page = await follow(t, desk, await signedIn(desk));
  await until(() => page.came.length > 0);
  const begun = performance.now();
  await desk.close();
  t.ok(performance.now() - begun < 2_000);
  await until(() => page.ended);
  t.ok(page.ended);
});
