import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { openOutbox, type TextWanted } from '../../src/effects/outbox.ts';
import { HlpError } from '../../src/errors.ts';
import { africastalking } from '../../src/gateways/africastalking/client.ts';
import type { LogEvent } from '../../src/log.ts';
import type { Store, Tell } from '../../src/store/store.ts';
import { keptInMemory } from './kept.ts';
import { openedStore } from './opened.ts';
import { CALLERS, GATEWAY, realSealing, Time } from './world.ts';

const CALLER = CALLERS[0] as string;
const id = (n: number): string => n.toString(16).padStart(32, '0');

/** A carrier over HTTP that answers every text with the status codes given, then with 101. */
async function carrier(t: Test, codes: (number | 'hang')[]) {
  const got: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part)).on('end', () => {
      got.push(new URLSearchParams(body).get('message') ?? '');
      const statusCode = codes.shift() ?? 101;
      if (statusCode === 'hang') return;
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ SMSMessageData: { Recipients: [{ statusCode, messageId: 'ATXid_1' }] } }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  t.teardown(() => { server.closeAllConnections(); return new Promise((done) => server.close(done)); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { got, carriage: africastalking({ username: 'demo', apiKey: 'demo', apiUrl: url, voiceUrl: url, numbers: () => ({ outgoing: '+999100199', texts: '+999100100' }), timeoutMs: 1000 }) };
}

async function world(t: Test, store: Store, codes: (number | 'hang')[] = []) {
  const clock = new Time();
  const sealing = realSealing(clock);
  t.teardown(() => sealing.remove());
  const { got, carriage } = await carrier(t, codes);
  const log: LogEvent[] = [];
  const rung: string[] = [];
  const open = (ring = async (tell: Tell): Promise<'sent'> => { rung.push(tell.id); return 'sent'; }) =>
    openOutbox({ store, sealing, clock, log: (event) => void log.push(event), carriage, gateway: GATEWAY, calls: { ring }, every: 20 });
  const text = (n: number, words: string, expires = clock.now() + 900_000) => ({
    id: id(n), tell: 'text' as const, about: id(900), due: clock.now(), expires,
    sealed: sealing.sealPending(id(n), JSON.stringify({ number: CALLER, text: words } satisfies TextWanted)),
  });
  const until = async (what: () => boolean): Promise<void> => { for (let i = 0; i < 300 && !what(); i++) await new Promise((r) => setTimeout(r, 10)); };
  const outcomes = () => log.flatMap((event) => (event.event === 'tell' ? event.outcome : []));
  return { clock, sealing, got, log, rung, open, text, until, outcomes };
}

const stores: [string, (t: Test) => Promise<Store>][] = [['in memory', async () => keptInMemory().store], ['on disk', openedStore]];
for (const [where, open] of stores) {
  t.test(`a text goes out once, soon after its commit, however many processes look (${where})`, async (t) => {
    const store = await open(t);
    const w = await world(t, store);
    const boxes = [w.open(), w.open(), w.open()];
    t.teardown(() => Promise.all(boxes.map((box) => box.close())));
    await store.outbox.add([1, 2, 3, 4, 5].map((n) => w.text(n, `code ${n}`)));
    for (const box of boxes) box.nudge();
    await w.until(() => w.outcomes().length === 5);
    await new Promise((r) => setTimeout(r, 100));
    t.same(w.got.sort(), [1, 2, 3, 4, 5].map((n) => `code ${n}`));
    t.same(w.outcomes(), Array(5).fill('sent'));
    t.notMatch(JSON.stringify(w.log), /7700900|code/);
  });

  t.test(`what a process died over is not sent again by the next (${where})`, async (t) => {
    const store = await open(t);
    const w = await world(t, store);
    await store.outbox.add([w.text(1, 'claimed, then the power went')]);
    await store.outbox.claim(w.clock.now(), 10);
    const box = w.open();
    t.teardown(() => box.close());
    await new Promise((r) => setTimeout(r, 120));
    t.same(w.got, []);
  });

  t.test(`a text that may have gone out is never sent twice; one that certainly did not is, later (${where})`, async (t) => {
    const store = await open(t);
    const w = await world(t, store, ['hang', 500, 101, 402]);
    const box = w.open();
    t.teardown(() => box.close());
    await store.outbox.add([w.text(1, 'uncertain')]);
    await w.until(() => w.outcomes().length === 1);
    await store.outbox.add([w.text(2, 'busy')]);
    await w.until(() => w.got.length === 2);
    await new Promise((r) => setTimeout(r, 60));
    t.same(w.got, ['uncertain', 'busy'], 'not at once');
    w.clock.at += 2_000;
    await w.until(() => w.outcomes().length === 2);
    await store.outbox.add([w.text(3, 'bad sender')]);
    await w.until(() => w.outcomes().length === 3);
    w.clock.at += 60_000;
    await new Promise((r) => setTimeout(r, 60));
    t.same(w.got, ['uncertain', 'busy', 'busy', 'bad sender']);
    t.same(w.outcomes(), ['uncertain', 'sent', 'refused']);
  });

  t.test(`a gateway that is always busy is offered a text four times and no more (${where})`, async (t) => {
    const store = await open(t);
    const w = await world(t, store, Array(9).fill(501));
    const box = w.open();
    t.teardown(() => box.close());
    await store.outbox.add([w.text(1, 'busy')]);
    for (let i = 1; i <= 6; i++) { await w.until(() => w.got.length === i); await new Promise((r) => setTimeout(r, 30)); w.clock.at += 31_000; if (i === 4) break; }
    await w.until(() => w.outcomes().length === 1);
    w.clock.at += 60_000;
    await new Promise((r) => setTimeout(r, 80));
    t.equal(w.got.length, 4);
    t.same(w.outcomes(), ['refused']);
  });

  t.test(`a phone that texted STOP gets nothing, though it may still be called (${where})`, async (t) => {
    const store = await open(t);
    const w = await world(t, store);
    await store.never.add(w.sealing.neverTag(CALLER), 'text', w.clock.now());
    const box = w.open();
    t.teardown(() => box.close());
    await store.outbox.add([w.text(1, 'no'), { ...w.text(2, '{}'), tell: 'ring' }]);
    await w.until(() => w.outcomes().length === 2);
    t.same(w.got, []);
    t.same(w.rung, [id(2)]);
    t.same(w.outcomes().sort(), ['refused', 'sent']);
  });

  t.test(`what has expired, or whose key is gone, is not sent (${where})`, async (t) => {
    const store = await open(t);
    const w = await world(t, store);
    const box = w.open();
    t.teardown(() => box.close());
    await store.outbox.add([w.text(1, 'too late', w.clock.now() - 1), { ...w.text(2, 'of another'), id: id(3) }]);
    await w.until(() => w.outcomes().length === 1);
    await new Promise((r) => setTimeout(r, 60));
    t.same(w.outcomes(), ['lapsed']);
    t.same(w.got, []);
  });
}

t.test('a call that could not be begun because the store did not answer is begun a little later', async (t) => {
  const { store } = keptInMemory();
  const w = await world(t, store);
  let asked = 0;
  const box = w.open(async () => {
    asked += 1;
    if (asked === 1) throw new HlpError('HLP_STORE_BUSY');
    return 'sent';
  });
  t.teardown(() => box.close());
  await store.outbox.add([{ ...w.text(1, ''), tell: 'ring' }]);
  await w.until(() => w.log.length > 0);
  w.clock.at += 2_000;
  await w.until(() => w.outcomes().length === 1);
  t.same([asked, w.outcomes()], [2, ['sent']]);
});

t.test('a slow text does not hold up the call of a caller who waits', async (t) => {
  const store = keptInMemory().store;
  const w = await world(t, store, ['hang']);
  const box = w.open();
  t.teardown(() => box.close());
  await store.outbox.add([w.text(1, 'slow'), { ...w.text(2, '{}'), tell: 'ring' }]);
  await w.until(() => w.rung.length === 1);
  t.same(w.outcomes(), ['sent'], 'the call went while the text hung');
});

t.test('closing waits for what is under way, but not for ever', async (t) => {
  const store = keptInMemory().store;
  const w = await world(t, store);
  const box = w.open(() => new Promise(() => {}));
  await store.outbox.add([{ ...w.text(1, '{}'), tell: 'ring' }]);
  await new Promise((r) => setTimeout(r, 50));
  const start = performance.now();
  await box.close(150);
  const ms = performance.now() - start;
  t.ok(ms > 100 && ms < 4000, `${ms.toFixed(0)} ms`);
  const other = w.open();
  await store.outbox.add([w.text(2, 'last words')]);
  await w.until(() => w.got.length === 1);
  await other.close();
  t.same(w.outcomes(), ['sent']);
});
