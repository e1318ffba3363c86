// The callers, in a process of their own: each line of them holds one connection and starts the next session when one ends.
import { performance } from 'node:perf_hooks';
import { Connection } from './connection.js';
import { bodiesOf, books } from './sessions.js';

const GOOD = /^HTTP\/1\.1 200 [^]*\r\n\r\n(CON|END) /;
const REFERENCE = /\d{8}/;

/** One window. Sessions under way at its end are finished: the mix stays whole. */
async function drive({ port, path, lines, seconds, from }) {
  const took = [];
  const seen = { bad: 0, bookings: 0, references: 0 };
  let next = from;
  const until = performance.now() + seconds * 1_000;
  await Promise.all(Array.from({ length: lines }, async () => {
    const connection = new Connection(port, path);
    while (performance.now() < until) {
      const n = next++;
      let reply = '';
      for (const body of bodiesOf(n)) {
        const asked = performance.now();
        reply = await connection.post(body);
        took.push(performance.now() - asked);
        if (!GOOD.test(reply)) seen.bad++;
      }
      if (books(n)) { seen.bookings++; if (REFERENCE.test(reply.slice(reply.indexOf('\r\n\r\n')))) seen.references++; }
    }
    connection.close();
  }));
  took.sort((a, b) => a - b);
  const at = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { ...seen, hops: took.length, p50: at(0.5), p99: at(0.99), seconds: seconds + (performance.now() - until) / 1_000, next };
}

process.on('message', (window) => drive(window).then((figures) => process.send(figures), (error) => process.send({ failed: String(error) })));
