import fastify from 'fastify';
import t from 'tap';
import { clipRoutes } from '../../src/speech/routes.ts';
import { say, speechFor } from './speech-harness.ts';

async function serve(t: { teardown(close: () => unknown): void }) {
  const { speech } = await speechFor(t);
  const app = fastify();
  app.setNotFoundHandler((_, reply) => reply.code(404).send('nothing here'));
  await app.register(clipRoutes(speech));
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  t.teardown(() => app.close());
  return { speech, origin };
}

t.test('a gateway fetches a clip, whole and in ranges', async (t) => {
  const { speech, origin } = await serve(t);
  const path = (await speech.pathFor(say('en', 'Hello.'), 30_000))!;
  for (const [url, type] of [[origin + path, 'audio/mpeg'], [origin + path.replace('.mp3', '.wav'), 'audio/wav']] as const) {
    const whole = await fetch(url);
    const bytes = Buffer.from(await whole.arrayBuffer());
    t.equal(whole.status, 200);
    t.equal(whole.headers.get('content-type'), type);
    t.equal(whole.headers.get('content-length'), String(bytes.length));
    t.equal(whole.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    t.equal(whole.headers.get('accept-ranges'), 'bytes');

    const head = await fetch(url, { method: 'HEAD', headers: { range: 'bytes=0-1' } });
    t.equal(head.status, 200);
    t.equal(head.headers.get('content-length'), String(bytes.length));
    t.equal(head.headers.get('content-type'), type);
    t.equal((await head.arrayBuffer()).byteLength, 0);

    const n = bytes.length;
    for (const [range, from, to] of [['bytes=0-0', 0, 0], ['bytes=100-199', 100, 199], ['bytes=100-', 100, n - 1], ['bytes=-50', n - 50, n - 1], [`bytes=0-${n * 9}`, 0, n - 1], [`bytes=-${n * 9}`, 0, n - 1]] as const) {
      const part = await fetch(url, { headers: { range } });
      t.equal(part.status, 206, range);
      t.equal(part.headers.get('content-range'), `bytes ${from}-${to}/${n}`);
      t.equal(part.headers.get('content-length'), String(to - from + 1));
      t.ok(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(from, to + 1)));
    }
    for (const range of [`bytes=${n}-`, `bytes=${n + 5}-${n + 9}`, 'bytes=-0']) {
      const part = await fetch(url, { headers: { range } });
      t.equal(part.status, 416, range);
      t.equal(part.headers.get('content-range'), `bytes */${n}`);
      t.equal(await part.text(), '');
    }
    for (const range of ['bytes=5-2', 'bytes=0-1,5-6', 'bytes=a-b', 'lines=0-1', 'bytes=-', `bytes=${'9'.repeat(40)}-`]) {
      const part = await fetch(url, { headers: { range } });
      t.equal(part.status, 200, `${range} is no range: everything comes`);
      t.equal((await part.arrayBuffer()).byteLength, n);
    }
    t.equal((await fetch(url, { headers: { range: 'bytes=0-1', 'if-range': '"x"' } })).status, 200);
  }
});

t.test('a caller\'s own clip is kept nowhere on its way', async (t) => {
  const { speech, origin } = await serve(t);
  const path = (await speech.pathFor(say('en', { clip: 'reference.say', text: 'Four, eight.', personal: true }), 30_000))!;
  for (const method of ['GET', 'HEAD']) {
    const reply = await fetch(origin + path, { method });
    t.equal(reply.status, 200);
    t.equal(reply.headers.get('cache-control'), 'no-store');
  }
  t.equal((await fetch(origin + path, { headers: { range: 'bytes=0-9' } })).headers.get('cache-control'), 'no-store');
});

t.test('an unknown clip answers like any unknown path', async (t) => {
  const { origin } = await serve(t);
  const unknown = await fetch(`${origin}/nowhere`);
  const expected = [unknown.status, await unknown.text()];
  for (const path of ['/audio/en/home.00000000.mp3', '/audio/en/0123456789abcdef.01234567.mp3', '/audio/en/..%2f..%2fstore.db', '/audio/zz/x', '/audio/en/', '/audio', `/audio/en/${'a'.repeat(500)}.mp3`, '/audio/en/%00']) {
    const reply = await fetch(origin + path);
    t.same([reply.status, await reply.text()], expected, path.slice(0, 50));
    t.equal(reply.headers.get('cache-control'), null);
  }
});
